"""The rules of the family residue, one a module."""
