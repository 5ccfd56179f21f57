"""Measurements: speed beside other tools, and quality on text."""
