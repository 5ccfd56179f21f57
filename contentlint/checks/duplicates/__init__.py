"""The rules of the family duplicates, one a module."""
