"""The rules of the family sources, one a module."""
