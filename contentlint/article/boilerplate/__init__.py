"""Lines that a site puts around its articles."""
