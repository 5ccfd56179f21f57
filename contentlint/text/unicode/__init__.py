"""Characters and their classes."""
