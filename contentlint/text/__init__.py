"""What the checks share: characters, words, languages, comparison, URLs. No file access."""
