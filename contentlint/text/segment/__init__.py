"""The pieces of an article that a rule may count in."""
