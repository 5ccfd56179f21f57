"""The command ``check``."""

from contentlint.cli.check import run
from contentlint.cli.options import check_arguments as arguments

__all__ = ("arguments", "run")
