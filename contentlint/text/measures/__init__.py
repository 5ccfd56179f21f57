"""Numbers that describe a document: its length, its make-up, how much it repeats."""
