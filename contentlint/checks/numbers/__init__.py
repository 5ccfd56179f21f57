"""The rules of the family numbers, one a module."""
