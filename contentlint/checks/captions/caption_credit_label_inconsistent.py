"""Picture credits that one article labels in several ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.captions import ANY_CAPTION, captions
from contentlint.article.credits import Credit
from contentlint.article.source_line import folded
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document
from contentlint.model.rule import Words
from contentlint.text.unicode.fold import light

_PLURAL = 2
"""Letters that the plural of a label may have in addition."""


class Options(NamedTuple):
    labels: Words
    """Labels of image credits, by language."""
    apart: tuple[str, ...] = ()
    """Labels with a meaning different from "photo", which may differ from the others."""


def needs(options: Options) -> tuple[str, ...]:
    return ANY_CAPTION


class Checker:
    def __init__(self, options: Options) -> None:
        self._labels = folded(options.labels)
        self._apart = frozenset(map(light, options.apart))

    def check(self, doc: Document) -> Iterator[Finding]:
        used = [
            caption.credit
            for caption in doc.fact(captions, self._labels)
            if caption.credit is not None and self._counts(caption.credit)
        ]
        if len(used) < 2:
            return
        groups = _groups(used)
        counts = Counter(groups[credit.key] for credit in used)
        if len(counts) < 2:
            return
        # On a tie the first label is the usual one, so that the later one is reported.
        usual = max(counts, key=lambda key: counts[key])
        first = next(credit for credit in used if groups[credit.key] == usual)
        label = doc.text[first.label.start : first.label.end]
        for credit in used:
            if groups[credit.key] == usual:
                continue
            fix = None
            if bool(credit.colon) == bool(first.colon):
                fix = Fix((Edit(credit.label, label),), False, f"write {label}")
            found = doc.text[credit.label.start : credit.label.end]
            yield Finding(
                credit.label,
                {"found": found, "usual": label},
                fix,
                (Related(first.label, "the usual label"),),
            )

    def _counts(self, credit: Credit) -> bool:
        return (
            credit.key != "©"
            and credit.key not in self._apart
            and credit.name.end > credit.name.start
            and (bool(credit.colon) or credit.joins)
        )


def _groups(used: list[Credit]) -> dict[str, str]:
    """Map each label to its group: the first label that is its singular or plural."""
    groups: dict[str, str] = {}
    for credit in used:
        if credit.key not in groups:
            same = (key for key in groups.values() if _same(key, credit.key))
            groups[credit.key] = next(same, credit.key)
    return groups


def _same(a: str, b: str) -> bool:
    """Return True if two labels are singular and plural of one word."""
    short, long = sorted((a, b), key=len)
    rest = long[len(short) :]
    return long.startswith(short) and len(rest) <= _PLURAL and " " not in rest
