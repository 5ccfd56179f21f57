"""The rules of the family encoding, one a module."""
