"""Small things that know nothing of articles or rules."""
