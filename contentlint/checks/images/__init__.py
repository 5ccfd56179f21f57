"""The rules of the family images, one a module."""
