"""Findings about misspelled forms: one a form or, where there are many, one a class."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.article.quotes import in_closed_quotation
from contentlint.article.spelling import Form
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import ATTRIBUTES, Document, Span
from contentlint.model.queries import block_at
from contentlint.text.unicode.chars import TATWEEL, is_mark

_MOST_RELATED = 20
_MOST_FORMS = 15
"""Of more forms of a class only the first is reported, with the number of the others."""
_MOST_REPAIRS = 3
_BY_KEYBOARD = "U"
"""The class of Urdu words with ھ for ہ: who writes one writes all of them so."""
_HAMZAS = "أإآ"
_DOTLESS = frozenset("فى التى الذى هى أى".split())
_DOTTED = frozenset("في التي الذي هي أي".split())
_LONGEST_QUOTATION = 402
"""Characters of a quotation with its marks: see ``article.quotes``."""
_OPENING = frozenset("\"'«»‹›“”„‟‘’‚‛")
_ENDS = lazy_regex.compile("[\u0621-\u064a]+[ىي](?![\u0620-\u064a\u0640\u064b-\u0652\u200c])")


def findings(doc: Document, forms: list[Form]) -> Iterator[Finding]:
    """Yield the findings about some forms of one rule."""
    by_class: dict[str, list[Form]] = {}
    for form in forms:
        by_class.setdefault(form.letters[0], []).append(form)
    found: list[Finding] = []
    for letter, group in by_class.items():
        group.sort(key=_first)
        severity = "info" if letter == "A" and _is_careless(doc, group) else None
        habit = letter == _BY_KEYBOARD or _never_writes_hamza(doc)
        if len(group) > (1 if habit else _MOST_FORMS):
            found.append(_of_many(doc, group)._replace(severity=severity))
        else:
            found += [_of_one(doc, form)._replace(severity=severity) for form in group]
    yield from sorted(found, key=lambda finding: finding.span)


def _first(form: Form) -> Span:
    return form.places[0]


def is_dotless(doc: Document) -> bool:
    """Return True if an article mostly writes final yeh without its dots, as Egypt does."""
    every = doc.prose.split()
    without = sum(map(_DOTLESS.__contains__, every))
    with_dots = sum(map(_DOTTED.__contains__, every))
    if not without and not with_dots:
        ends = [word[-1] for word in _ENDS.findall(doc.prose)]
        without, with_dots = ends.count("ى"), ends.count("ي")
    return without >= with_dots


def _never_writes_hamza(doc: Document) -> bool:
    return doc.language == "ar" and not any(hamza in doc.prose for hamza in _HAMZAS)


def _is_careless(doc: Document, forms: list[Form]) -> bool:
    """Return True if an article was extracted, or lacks more of its hamzas than it has: nobody will
    write them one by one."""
    missing = sum(len(form.places) for form in forms)
    return doc.origin == "extracted" or missing > sum(map(doc.prose.count, _HAMZAS))


def _of_one(doc: Document, form: Form) -> Finding:
    count = len(form.places)
    more = f" ({count} times)" if count > 1 else ""
    related = tuple([Related(at, "also here") for at in form.places[1 : _MOST_RELATED + 1]])
    edits = _edits(doc, form)
    fix = Fix(tuple(edits), False, f"write {form.rights[0]}") if edits else None
    return Finding(form.places[0], _values(doc, form, more), fix, related)


def _of_many(doc: Document, forms: list[Form]) -> Finding:
    """Return one finding for all forms of a class, at the first of them."""
    others = len(forms) - 1
    more = f" (other misspelled words: {others})"
    related = [Related(form.places[0], "another word") for form in forms[1 : _MOST_RELATED + 1]]
    edits = sorted(edit for form in forms for edit in _edits(doc, form))
    fix = Fix(tuple(edits), False, "correct the spelling of these words") if edits else None
    return Finding(forms[0].places[0], _values(doc, forms[0], more), fix, tuple(related))


def _values(doc: Document, form: Form, more: str) -> dict[str, object]:
    found = doc.text[slice(*form.places[0])]
    rights = [_as_written(found, form.word, right) for right in form.rights[:_MOST_REPAIRS]]
    return {"found": found, "right": " or ".join(rights), "more": more}


def _as_written(written: str, word: str, right: str) -> str:
    """Return a repair with the vowel signs that a word has in the text."""
    if written == word or len(word) != len(right) or is_mark(right[-1]):
        return right
    repairs = iter(zip(word, right, strict=True))
    letter, repaired = next(repairs)
    text = ""
    for char in written:
        if char == letter:
            text += repaired
            letter, repaired = next(repairs, ("", ""))
        elif char != TATWEEL:
            text += char
    return text


def _edits(doc: Document, form: Form) -> list[Edit]:
    """Return an edit for each place that may be changed; none if a person has to choose."""
    if len(form.rights) > 1:
        return []
    edits = []
    for at in form.places:
        if _may_change(doc, at, form.word):
            written = doc.text[slice(*at)]
            edits.append(Edit(at, _as_written(written, form.word, form.rights[0])))
    return edits


def _may_change(doc: Document, at: Span, word: str) -> bool:
    """Return True unless a place is quoted, or gives a heading an address that something uses."""
    if doc.text[slice(*at)] != doc.prose[slice(*at)]:
        return False
    # Most places have no quotation mark before them, and all quotations are matched at once.
    if not _OPENING.isdisjoint(doc.prose[max(at.start - _LONGEST_QUOTATION, 0) : at.start]):
        if in_closed_quotation(doc, at.start):
            return False
    here = block_at(doc, at.start)
    if here is None or here.kind != "heading":
        return True
    if any(node.kind == ATTRIBUTES for node in doc.markup_in(here.start, here.end)):
        return False
    return not any("#" in dest and _leads_to(dest, word) for dest in doc.fact(_destinations))


def _destinations(doc: Document) -> list[str]:
    return [doc.text[slice(*link.dest)] for link in doc.links]


def _leads_to(dest: str, word: str) -> bool:
    """Return True if an address has a word in its anchor."""
    from urllib.parse import unquote  # headings with a misspelled word are few

    return word in unquote(dest.partition("#")[2])
