"""The rules of the family captions, one a module."""
