"""Words, sentences and units."""
