"""A run: the configuration of each file, sessions, workers, baselines."""
