"""The command ``check``."""

from contentlint.checking import run
from contentlint.options import check_arguments as arguments

__all__ = ("arguments", "run")
