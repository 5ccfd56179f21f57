"""Lines that say when a page was changed: ``Updated: 12 May``, ``Last updated 12 May``."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.rule import Words

_DATE = lazy_regex.compile(r"\d{4}|\d[.:h/]\d\d")
_AROUND = " \t*_\\-+>|"
_REACH = 60


class Stamps:
    """The openings of such lines; one that ends in a colon begins other sentences too."""

    def __init__(self, openings: Words) -> None:
        entries = [entry for each in openings.values() for entry in each]
        self._bare = tuple(entry.rstrip(": ") for entry in entries if entry.endswith(":"))
        self._sure = tuple(entry for entry in entries if not entry.endswith(":"))

    def is_one(self, line: str) -> bool:
        # A row of a table is the field of a record.
        if not any(map(str.isdigit, line)) or (line[0] == "|" and "|" in line.strip(_AROUND)):
            return False
        item = line.startswith(("- ", "* ", "+ "))
        line = line.strip(_AROUND).lower()
        if line.startswith(self._sure) or not line.startswith(self._bare):
            return True
        for bare in self._bare:
            if line.startswith(bare):
                rest = line[len(bare) :].lstrip(_AROUND)
                if rest.startswith((":", "：")):
                    return True
                # An item of a list of changes: "- Updated the guide of 2024".
                if not item and _DATE.search(rest, 0, _REACH):
                    return True
        return False
