"""Results of earlier runs, on disk."""
