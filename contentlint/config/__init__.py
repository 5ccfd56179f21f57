"""The configuration: its keys, its files, which rules it selects."""
