"""The rules of the family structure, one a module."""
