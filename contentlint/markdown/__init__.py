"""Readers: bytes of Markdown or plain text to a Document."""
