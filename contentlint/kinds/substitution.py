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


class Prepared(NamedTuple):
    terms: Terms
    swap: Mapping[str, str]
    safe: bool
    scope: tuple[str, ...]


def prepare(options: Options) -> Prepared:
    swap = dict(options.swap)
    for entry in (entry for each in options.pairs.values() for entry in each):
        avoid, _, prefer = entry.partition(">")
        swap[avoid.strip()] = prefer.strip()
    spared = {*options.exceptions, *(entry for each in options.accept.values() for entry in each)}
    wanted = [avoid for avoid in swap if avoid not in spared]
    # Nothing is found inside a preferred text: "Korea" in "South Korea".
    terms = Terms(
        wanted,
        spared=[*spared, *swap.values()],
        alefs=options.fold,
        ignore_case=options.ignore_case,
    )
    return Prepared(terms, swap, options.safe, checked(options.scope))


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    for match in options.terms.find(doc, options.scope):
        prefer = options.swap[match.phrase.text]
        found = doc.text[slice(*match.span)]
        if _is_avoided(found, match.phrase.text, prefer, options.terms):
            written = _cased(found, match.phrase.text, prefer)
            fix = _fix(doc, match, written, options.safe)
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
