"""Words of closed lists that are written in place of others, one finding a form."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.quotes import in_closed_quotation
from contentlint.article.spelling import Form, Passages, is_own, misspelled, teaches_spelling
from contentlint.core import Needles
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import ATTRIBUTES, OBJECT, Document, Span
from contentlint.model.errors import ConfigError
from contentlint.model.queries import block_at
from contentlint.model.rule import Words
from contentlint.text.language.arabic import around

if TYPE_CHECKING:
    from typing import Literal

_MOST_RELATED = 5
_MOST_FORMS = 15
"""Of more forms of a class only the first is reported, with the number of the others."""
_MOST_REPAIRS = 3
_OF_PAIRS = "S"
"""The class of the pairs that options give."""
_HAMZAS = "أإآ"
_DOTLESS = frozenset("فى التى الذى هى أى".split())
_DOTTED = frozenset("في التي الذي هي أي".split())
_ENDS = lazy_regex.compile("[\u0621-\u064a]+[ىي](?![\u0620-\u064a\u0640\u064b-\u0652\u200c])")
_OPENING = frozenset("\"'«»‹›“”„‟‘’‚‛")
_TOUCHING = frozenset("_@#/" + OBJECT)


class Options(NamedTuple):
    classes: str = ""
    """The classes of the built-in list of Arabic to report, one capital letter each;
    ``contentlint explain CODE --word WORD`` tells that of a word."""
    region: Literal["auto", "egypt", "gulf"] = "auto"
    """Whether final yeh has its dots: not in the spelling of ``egypt``; ``auto`` takes what the
    article itself mostly does."""
    exceptions: Words = {}
    """Words that are right as they are, also with و or ف before them."""
    words: Words = {}
    """``wrong>right``, words or phrases, with ``|`` between several repairs."""
    endings: tuple[str, ...] = ()
    """``wrong>right`` for the end of any word; the search includes vowel signs."""


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: an entry is not a pair.
        """
        self._classes = frozenset(options.classes)
        self._region = options.region
        self._own = {key: _one(frozenset(each)) for key, each in options.exceptions.items()}
        self._pairs = {key: _pairs("words", each) for key, each in options.words.items()}
        self._needles = {language: Needles(pairs) for language, pairs in self._pairs.items()}
        self._endings = _pairs("endings", options.endings)

    def check(self, doc: Document) -> Iterator[Finding]:
        own = self._own.get(doc.language, _NONE)
        forms = []
        if doc.language == "ar":
            forms = [f for f in doc.fact(misspelled, own) if f.letters[0] in self._classes]
            if self._region != "gulf" and any(form.letters[0] == "F" for form in forms):
                if self._region == "egypt" or doc.fact(_is_dotless):
                    forms = [form for form in forms if form.letters[0] != "F"]
        listed = {at for form in forms for at in form.places}
        forms += [form for form in self._of_options(doc, own) if listed.isdisjoint(form.places)]
        by_class: dict[str, list[Form]] = {}
        for form in forms:
            by_class.setdefault(form.letters[0], []).append(form)
        found: list[Finding] = []
        for letter, group in by_class.items():
            group.sort(key=_first)
            severity = "info" if letter == "A" and _is_careless(doc, group) else None
            if len(group) > _MOST_FORMS or (len(group) > 1 and _never_writes_hamza(doc)):
                found.append(_of_many(doc, group)._replace(severity=severity))
            else:
                found += [_of_one(doc, form)._replace(severity=severity) for form in group]
        yield from sorted(found, key=lambda finding: finding.span)

    def _of_options(self, doc: Document, own: frozenset[str]) -> list[Form]:
        """Return the forms of the pairs and endings that options give."""
        pairs = self._pairs.get(doc.language, {})
        found: dict[str, Form] = {}
        for wrong in self._needles[doc.language].found(doc) if pairs else ():
            for at in _places(doc.prose, wrong):
                _enter(found, doc.prose[slice(*at)], wrong, pairs[wrong], at)
        for ending, rights in self._endings.items():
            for at in _endings(doc.prose, ending):
                _enter(found, doc.prose[slice(*at)], ending, rights, at)
        forms = [form for form in found.values() if not is_own(form.word, own)]
        if doc.language != "ar" or not forms:
            return forms
        if doc.fact(teaches_spelling):
            return []
        where = doc.fact(Passages)
        for form in forms:
            form.places[:] = [at for at in form.places if where.count(at.start)]
        return [form for form in forms if form.places]


_NONE: frozenset[str] = frozenset()
_sets: dict[frozenset[str], frozenset[str]] = {}


def _one(words: frozenset[str]) -> frozenset[str]:
    """Return one set for all equal ones: the rules share what they find under it, and comparing
    two sets of a house's words for each document would take longer than finding them."""
    return _sets.setdefault(words, words)


def _pairs(option: str, entries: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found = {}
    for entry in entries:
        wrong, _, right = entry.partition(">")
        rights = tuple(right.split("|"))
        if not wrong or not all(rights):
            raise ConfigError(f"option {option!r}: expected a pair like wrong>right, not {entry!r}")
        found[wrong] = rights
    return found


def _enter(
    found: dict[str, Form], word: str, wrong: str, rights: tuple[str, ...], at: Span
) -> None:
    """Enter a word with one of the pairs in it, which is perhaps not the whole of it."""
    if word not in found:
        whole = tuple([word.replace(wrong, right) for right in rights])
        found[word] = Form(word, whole, _OF_PAIRS, True, [])
    found[word].places.append(at)


def _places(prose: str, wrong: str) -> Iterator[Span]:
    """Yield the places where a form stands by itself, perhaps with و or ف before it."""
    at = prose.find(wrong)
    while at >= 0:
        end = at + len(wrong)
        word = around(prose, at, end)
        beside = prose[word.start - 1 : word.start] + prose[end : end + 1]
        # A half-space separates a Persian word from its ending.
        if word.end == end or prose[end] == "\u200c":
            if prose[word.start : at] in ("", "و", "ف") and _TOUCHING.isdisjoint(beside):
                yield Span(word.start, end)
        at = prose.find(wrong, end)


def _endings(prose: str, ending: str) -> Iterator[Span]:
    """Yield the words that end so."""
    at = prose.find(ending)
    while at >= 0:
        end = at + len(ending)
        word = around(prose, at, end)
        if word.start < at and word.end == end:
            yield word
        at = prose.find(ending, end)


def _first(form: Form) -> Span:
    return form.places[0]


def _is_dotless(doc: Document) -> bool:
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
    related = tuple([Related(at, "again") for at in form.places[1 : _MOST_RELATED + 1]])
    edits = _edits(doc, form)
    fix = Fix(tuple(edits), False, f"write {form.rights[0]}") if edits else None
    return Finding(form.places[0], _values(doc, form, more), fix, related)


def _of_many(doc: Document, forms: list[Form]) -> Finding:
    """Return one finding for all forms of a class, at the first of them."""
    others = len(forms) - 1
    more = f", and so in {others} other word{'s' if others > 1 else ''}"
    related = [Related(form.places[0], "likewise") for form in forms[1 : _MOST_RELATED + 1]]
    edits = sorted(edit for form in forms for edit in _edits(doc, form))
    fix = Fix(tuple(edits), False, "write these words as they are spelled") if edits else None
    return Finding(forms[0].places[0], _values(doc, forms[0], more), fix, tuple(related))


def _values(doc: Document, form: Form, more: str) -> dict[str, object]:
    found = doc.text[slice(*form.places[0])]
    return {"found": found, "right": " or ".join(form.rights[:_MOST_REPAIRS]), "more": more}


def _edits(doc: Document, form: Form) -> list[Edit]:
    """Return an edit for each place that may be changed; none if a person has to choose."""
    if len(form.rights) > 1:
        return []
    return [Edit(at, form.rights[0]) for at in form.places if _may_change(doc, at, form.word)]


def _may_change(doc: Document, at: Span, word: str) -> bool:
    """Return True unless a place is quoted, or gives a heading an address that something uses."""
    if doc.text[slice(*at)] != word:
        return False
    line = doc.line_span(doc.line_at(at.start))
    # Most lines have no quotation mark, and all quotations are matched at once.
    if not _OPENING.isdisjoint(doc.prose[line.start : at.start]):
        if in_closed_quotation(doc, at.start):
            return False
    here = block_at(doc, at.start)
    if here is None or here.kind != "heading":
        return True
    if any(node.kind == ATTRIBUTES for node in doc.markup_in(here.start, here.end)):
        return False
    return word not in doc.fact(_anchors)


def _anchors(doc: Document) -> str:
    """Return the anchors that the links of an article lead to."""
    dests = [doc.text[slice(*link.dest)] for link in doc.links]
    return " ".join([unquote(dest.partition("#")[2]) for dest in dests if "#" in dest])
