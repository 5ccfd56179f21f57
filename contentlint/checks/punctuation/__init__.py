"""The rules of the family punctuation, one a module."""
