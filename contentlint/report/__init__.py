"""The report: its formats, where it is written, statistics, and the pages of rules."""
