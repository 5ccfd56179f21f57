"""A page with tables that a program writes: each stands between two comments that name it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).with_name("README.md")


def put(name: str, lines: Iterable[str], page: Path = PAGE) -> None:
    """Write a table in place of the one that is there under its name.

    Raises:
        SystemExit: the page has no place for it.
    """
    text = page.read_text(encoding="utf-8")
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    place = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not place.search(text):
        raise SystemExit(f"{page}: has no {begin} … {end}")
    body = "\n".join(lines)
    page.write_text(
        place.sub(lambda _: f"{begin}\n\n{body}\n\n{end}", text), encoding="utf-8", newline="\n"
    )
