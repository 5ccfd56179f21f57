"""The rules of the family orthography, one a module."""
