"""Checks documents in the rows of tables; what it needs is installed as ``contentlint[corpus]``."""
