"""The list of misspelled Arabic words: built, reviewed and packed here."""
