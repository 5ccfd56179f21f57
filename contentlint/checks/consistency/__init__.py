"""The rules of the family consistency, one a module."""
