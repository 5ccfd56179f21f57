"""Percent-encoding that decodes to no text: incomplete, in another charset, or applied twice."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.text.unicode.chars import is_arabic_letter
from contentlint.text.urls import find

if TYPE_CHECKING:
    import re

_LONE = lazy_regex.compile(r"%(?![0-9A-Fa-f]{2})")
# Placeholders of a mailing program or a manual: `%s`, `%d`, `%{name}`, `%%campaign%%`, `%id%`.
_FILLED_IN = lazy_regex.compile(r"%%[^%\s]*%%|%(?![0-9A-Fa-f]{2}%)\w+%(?![0-9A-Fa-f]{2})|%[sd{(@]")
_TWICE = lazy_regex.compile(r"(?:%25(?:25)*(?:[89A-Fa-f][0-9A-Fa-f])){2,}|%2520")
_RUN = lazy_regex.compile(r"(?:%[0-9A-Fa-f]{2})+")
_PERCENT = lazy_regex.compile("%25")
_NOT_ASCII = lazy_regex.compile(r"%[89A-Fa-f]")
_LINK_END = lazy_regex.compile(r"\)[^\W\d_]")
# An address inside the path of another one is correctly encoded twice.
_NESTED = lazy_regex.compile(r"://|%(?:25)*3[Aa]")


def needs() -> tuple[str, ...]:
    return ("%",)


def check(doc: Document) -> Iterator[Finding]:
    found = doc.fact(find.targets)
    if "%" in doc.fact(find.joined):
        for target in found.all:
            # An end in `%` or `%D` is a cut, which SRC009 reports.
            if "%" in target.url[:-2] and "%" not in target.url[-2:]:
                yield from _faults(target)


def _faults(target: find.Target) -> Iterator[Finding]:
    """Yield the most severe fault of one address."""
    url = target.url
    path, rest = find.split(url)[2:]
    start = len(url) - len(path) - len(rest)
    whole = Span(target.start, target.end)
    if (m := _LONE.search(url)) and not _FILLED_IN.search(url):
        at = target.start + m.start()
        fix = Fix((Edit(Span(at, at + 1), "%25"),), False, "encode the percent sign")
        yield Finding(Span(at, at + 1), {"fault": "% does not start a code; write %25"}, fix)
    elif _NESTED.search(path):
        return
    elif m := _TWICE.search(path):
        yield _twice(target, start, path, m)
    elif fault := _bytes_fault(path):
        yield Finding(whole, {"fault": fault})
    elif not _up_to_prose(path).isascii() and _NOT_ASCII.search(path):
        yield Finding(whole, {"fault": "only part of the path is encoded"}, None, (), "info")


def _up_to_prose(path: str) -> str:
    """Return a path without the text after the bracket of a link, which an open bracket may
    include."""
    end = _LINK_END.search(path) if path.count("(") >= path.count(")") else None
    return path[: end.start()] if end else path


def _twice(target: find.Target, start: int, path: str, m: re.Match[str]) -> Finding:
    edits = tuple(
        Edit(Span(target.start + start + at, target.start + start + at + 3), "%")
        for at in (m.start() + each.start() for each in _PERCENT.finditer(m[0]))
    )
    span = Span(target.start + start + m.start(), target.start + start + m.end())
    fix = Fix(edits, False, "decode it once")
    return Finding(span, {"fault": "percent sign encoded twice"}, fix)


def _bytes_fault(path: str) -> str:
    """Return the fault of the bytes that a path encodes; ``""`` if all of them are UTF-8."""
    for m in _RUN.finditer(path):
        data = bytes.fromhex(m[0].replace("%", ""))
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            if m.end() == len(path) and error.start and error.reason == "unexpected end of data":
                return "truncated letter at the end"
            text = data.decode("cp1256", "replace")
            if sum(map(is_arabic_letter, text)) * 2 > len(text):
                return "bytes that are not valid UTF-8 (Windows-1256?)"
            return "bytes that are not valid UTF-8"
    return ""
