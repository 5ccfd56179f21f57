"""Languages and scripts of words and paragraphs."""
