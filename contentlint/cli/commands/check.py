"""The command ``check``."""

from contentlint.cli.check import run
from contentlint.cli.parser import check_arguments as arguments

__all__ = ("arguments", "run")
