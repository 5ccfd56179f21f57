"""A run: settings of a file, session, workers, streaming."""
