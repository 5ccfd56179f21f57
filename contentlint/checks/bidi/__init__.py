"""The rules of the family bidi, one a module."""
