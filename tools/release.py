"""The notes of a release: the section of its version in CHANGELOG.md.

    python -m tools.release v1.2.3

Ends with exit code 1 and the reason if the tag is not the version of the checkout, or the
changelog does not begin with that version and its date.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from contentlint import HOME, __version__

CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"


def notes(tag: str, changelog: str, version: str = __version__, home: str = HOME) -> str:
    """Return the notes, in Markdown.

    Raises:
        ValueError: the tag, the version and the changelog differ, or the project has no address.
    """
    if home.startswith("https://example.org/"):
        raise ValueError(f"contentlint.HOME is still the placeholder {home}")
    if tag != f"v{version}":
        raise ValueError(f"the tag is {tag}, but the version is {version}")
    newest = re.search(r"^## (.*)\n((?:(?!## ).*\n)*)", changelog, re.MULTILINE)
    title = newest[1] if newest else "missing"
    if not newest or not re.fullmatch(rf"\[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d", title):
        raise ValueError(f"the first heading is {title!r}, not '[{version}] - YYYY-MM-DD'")
    return newest[2].strip() + "\n"


def main(tag: str) -> None:
    try:
        sys.stdout.write(notes(tag, CHANGELOG.read_text(encoding="utf-8")))
    except ValueError as error:
        sys.exit(f"tools.release: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
