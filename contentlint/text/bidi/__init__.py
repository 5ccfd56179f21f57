"""Direction of text."""
