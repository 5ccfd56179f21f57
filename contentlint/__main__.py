"""``python -m contentlint``."""

from __future__ import annotations

import sys

from contentlint.cli import main

if __name__ == "__main__":
    sys.exit(main())
