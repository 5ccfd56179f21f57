"""Dates, days and digits."""
