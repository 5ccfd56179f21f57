"""``python -m contentlint``."""

from __future__ import annotations

import os
import sys


def _leave_current_folder() -> None:
    """Look for modules where Python keeps them, and not in the folder that is checked.

    With ``-m`` Python looks in the current folder first, and a repository may
    have an ``argparse.py`` of its own.
    """
    if sys.flags.isolated or getattr(sys.flags, "safe_path", False) or not sys.path:
        return
    here = sys.path.pop(0)
    package = os.path.dirname(os.path.abspath(__file__))
    if os.path.dirname(package) == os.path.abspath(here):
        sys.path.append(here)  # a checkout: worker processes must find it


if __name__ == "__main__":
    _leave_current_folder()
    from contentlint.cli.main import main

    sys.exit(main())
