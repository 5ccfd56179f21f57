"""Words and phrases, each with a preferred replacement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import PROSE, checked
from contentlint.article.terms import Match, Terms, folded
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, OBJECT, Document
from contentlint.model.rule import Words
from contentlint.text.language.proclitics import join

PLACEHOLDERS = ("found", "right")


class Options(NamedTuple):
    swap: Mapping[str, str] = {}
    """Each avoided text with its replacement."""
    pairs: Words = {}
    """More of these: a word list of ``avoid>prefer``, the entries of every language."""
    ignore_case: bool = True
    fold: bool = False
    """أ إ آ count as ا, ى as ي."""
    safe: bool = False
    """True if the replacement is correct in every context."""
    exceptions: tuple[str, ...] = ()
    """Phrases inside which nothing is reported."""
    accept: Words = {}
    """More exceptions: a word list."""
    scope: tuple[str, ...] = PROSE


class Checker:
    def __init__(self, options: Options) -> None:
        self._swap = dict(options.swap)
        for entry in (entry for each in options.pairs.values() for entry in each):
            avoid, _, prefer = entry.partition(">")
            self._swap[avoid.strip()] = prefer.strip()
        spared = {
            *options.exceptions,
            *(entry for each in options.accept.values() for entry in each),
        }
        wanted = [avoid for avoid in self._swap if avoid not in spared]
        # Nothing is found inside a preferred text: "Korea" in "South Korea".
        self._terms = Terms(
            wanted,
            spared=[*spared, *self._swap.values()],
            alefs=options.fold,
            ignore_case=options.ignore_case,
        )
        self._safe = options.safe
        self._scope = checked(options.scope)

    def check(self, doc: Document) -> Iterator[Finding]:
        for match in self._terms.find(doc, self._scope):
            prefer = self._swap[match.phrase.text]
            found = doc.text[slice(*match.span)]
            if _is_avoided(found, match.phrase.text, prefer, self._terms):
                written = _cased(found, match.phrase.text, prefer)
                fix = _fix(doc, match, written, self._safe)
                yield Finding(match.span, {"found": found, "right": prefer}, fix)


def _is_avoided(found: str, avoid: str, prefer: str, terms: Terms) -> bool:
    """Return True if the text is the avoided one and not the preferred one, which may differ
    little."""
    if found == prefer:
        return False
    if terms.folded(avoid) != terms.folded(prefer):
        return True
    small = found.lower()
    return small == avoid.lower() and not (small != found and found == prefer.upper())


def _cased(found: str, avoid: str, prefer: str) -> str:
    """Return the preferred text with the capitals of the text found."""
    if avoid.lower() == prefer.lower():
        return prefer
    if found.isupper() and len(found) > 1 and not avoid.isupper():
        return prefer.upper()
    if found[:1].isupper() and avoid[:1].islower() and prefer[:1].islower():
        return prefer[:1].upper() + prefer[1:]
    return prefer


def _fix(doc: Document, match: Match, written: str, safe: bool) -> Fix | None:
    """Return the fix, which keeps what is joined to the word; None in code, tags and across
    lines."""
    prose = doc.prose[slice(*match.word)]
    if not written or OBJECT in prose or MARK in prose or "\n" in prose:
        return None
    if match.word.start and doc.text[match.word.start - 1] in "#@":
        return None
    edit = Edit(match.span, written)
    if match.clitic.cut:
        before = folded(doc.text[match.word.start : match.span.start], False, False)
        joined = join(match.clitic, written)
        # للحاسوب to للآلة replaces the word only; للغة to للعبارة and بفيسبوك to بـFacebook replace
        # it whole.
        if joined != before + written:
            edit = Edit(match.word, joined)
    return Fix((edit,), safe and match.clitic.sure, f"write {written}")
