"""Asks the web for the links of articles; the only package that opens a socket."""
