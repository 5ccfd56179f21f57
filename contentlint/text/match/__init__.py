"""Patterns and lists of words that are looked for."""
