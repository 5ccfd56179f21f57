"""Digests of all reports: see ``__main__``."""
