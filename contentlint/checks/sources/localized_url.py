"""Digits, punctuation and letters of another script where a URL must have ASCII."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model import characters, traits, trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.text.unicode.chars import is_arabic_letter
from contentlint.text.urls import find

_FOREIGN = lazy_regex.compile("[\u0660-\u0669\u06f0-\u06f9،؛؟٪٫\uff01-\uff5e]")
_ASCII = {
    **{chr(0x660 + d): str(d) for d in range(10)},
    **{chr(0x6F0 + d): str(d) for d in range(10)},
    **{chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)},
    "،": ",",
    "؛": ";",
    "؟": "?",
    "٪": "%",
    "٫": ".",
}
_SCHEME = lazy_regex.compile("https?(?:：//|[:：]／／)(?=[A-Za-z0-9])")
_BEYOND_ASCII = trigger.Nodes(trigger.ADDRESSES, traits.BEYOND_ASCII)
_BEFORE_WIDE = trigger.Nodes(trigger.BARE_URLS, 0, trigger.classes_of("：？／"))
_ARABIC_SCHEME = trigger.Chars(":", trigger.LETTERS, trigger.kinds(characters.SLASH))
_QUERY_MARK = lazy_regex.compile(r"[؟？](?=[A-Za-z_]\w*=)")
_HEX = lazy_regex.compile("[0-9A-Fa-f]{2}")
_FULL_WIDTH_AFTER = lazy_regex.compile("：[0-9]{2,5}(?![\\w.])|？[A-Za-z_]\\w*=|／[A-Za-z0-9]")


def needs() -> tuple[trigger.Need, ...]:
    return (_BEYOND_ASCII, _BEFORE_WIDE, _ARABIC_SCHEME, find.ODD_SCHEME)


def check(doc: Document) -> Iterator[Finding]:
    text = doc.text
    if text.isascii():
        return
    for target in find.selected(doc, _BEYOND_ASCII):
        if _FOREIGN.search(target.url):
            yield from _inside(target)
    for target in find.selected(doc, _BEFORE_WIDE):
        if m := _FULL_WIDTH_AFTER.match(text, target.end):
            span = Span(target.start, m.end())
            yield _finding(span, [(m.start(), m[0][0])], safe=True)
    yield from _schemes(doc)


def _inside(target: find.Target) -> Iterator[Finding]:
    """Yield one finding for the foreign characters inside one URL, those that break it if there are
    any."""
    certain: list[tuple[int, str]] = []
    doubtful: list[tuple[int, str]] = []
    for start, end, zone in _parts(target.url):
        part = target.url[start:end]
        own = zone != "query mark" and _has_own_letters(part)
        for m in _FOREIGN.finditer(part):
            char = (target.start + start + m.start(), m[0])
            encoded = m[0] == "٪" and _HEX.match(part, m.end())
            if encoded or (zone != "path" and not own):
                certain.append(char)
            elif zone == "host" or not own:
                doubtful.append(char)
            # In a path or query with non-ASCII letters they are part of a name, or of a search
            # term.
    if found := certain or doubtful:
        yield _finding(Span(target.start, target.end), found, safe=bool(certain))


def _parts(url: str) -> Iterator[tuple[int, int, str]]:
    """Yield the start, end and name of the parts of a URL; its fragment is left out."""
    path, rest = find.split(url)[2:]
    start = len(url) - len(path) - len(rest)
    end = url.find("#", start)
    end = len(url) if end < 0 else end
    query = url.find("?", start, end)
    if query < 0 and (mark := _QUERY_MARK.search(url, start, end)):
        query = mark.start()
        yield query, query + 1, "query mark"
    yield 0, start, "host"
    path_end = query if query >= 0 else end
    for segment in url[start:path_end].split("/"):
        yield start, start + len(segment), "path"
        start += len(segment) + 1
    if query >= 0:
        yield query + 1, end, "query"


def _has_own_letters(part: str) -> bool:
    """Return True if a part has non-ASCII letters, so that its digits may belong to them."""
    return any(c.isalpha() and c > "\x7f" and not "\uff01" <= c <= "\uff5e" for c in part)


def _finding(span: Span, chars: list[tuple[int, str]], *, safe: bool) -> Finding:
    """Return a finding without a safe fix for characters in a path, where they may be part of a
    name."""
    chars.sort()
    found = chars[0][1]
    edits = tuple(Edit(Span(at, at + 1), _ASCII[c]) for at, c in chars)
    fix = Fix(edits, safe, "write it in ASCII")
    values = {"found": found, "expected": _ASCII[found]}
    return Finding(span, values, fix, (), None if safe else "warning")


def _schemes(doc: Document) -> Iterator[Finding]:
    """Yield damaged schemes: with full-width marks, or with letters of another script before
    ``://``."""
    text, prose = doc.text, doc.prose
    for at in doc.fact(find.odd_schemes):
        if prose[at] in ("h", MARK) and (m := _SCHEME.match(text, at)):
            marks = [(i, text[i]) for i in range(*m.span()) if text[i] in _ASCII]
            yield _finding(Span(*m.span()), marks, safe=True)
    for at in doc.places(_ARABIC_SCHEME):
        start = at
        # Every spelling of the scheme in Arabic letters contains a teh.
        if not prose.startswith("://", at) or "ت" not in prose:
            continue
        while start > 0 and at - start < 12 and is_arabic_letter(prose[start - 1]):
            start -= 1
        if start < at and prose[at + 3 : at + 4].strip():
            word = prose[start:at]
            right = "https" if word.endswith(("س", "ص")) else "http"
            fix = Fix((Edit(Span(start, at), right),), False, f"write {right}")
            yield Finding(Span(start, at + 3), {"found": word, "expected": right}, fix)
