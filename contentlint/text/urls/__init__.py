"""URLs in text: where they are, their parts and their hosts."""
