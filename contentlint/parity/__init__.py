"""Compares a translation with its source: reads both into units and aligns these."""
