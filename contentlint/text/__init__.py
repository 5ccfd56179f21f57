"""What a text is made of: characters, words, languages, dates, URLs, and how texts are compared."""
