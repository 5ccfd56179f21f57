"""Trials of reliability: each module is one part, with ``run(tier) -> Iterator[Figure]``."""
