"""The rules of the family tables, one a module."""
