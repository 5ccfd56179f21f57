"""The report: outputs, statistics, pages of rules."""
