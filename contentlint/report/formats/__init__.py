"""One output format a module, each with ``write(report, out)``."""
