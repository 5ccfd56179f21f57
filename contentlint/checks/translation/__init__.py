"""The rules of the family translation, one a module."""
