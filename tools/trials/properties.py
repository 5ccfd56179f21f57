"""What holds of every input, said once each and tried by Hypothesis."""

from __future__ import annotations

import json
import os
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from contentlint._util import escape
from contentlint.config.toml import decode, written
from contentlint.config.values import size_of
from contentlint.engine import linter
from contentlint.fix import apply, patch
from contentlint.model import wire
from contentlint.model.diagnostic import Edit, Fix
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError, ReadError
from contentlint.report import columns, paths
from contentlint.source import formats
from contentlint.text.dates import digits
from contentlint.text.match import regex
from contentlint.text.match.redos import hazard
from contentlint.text.unicode import fold
from contentlint.text.unicode.normalize import normalize
from tools.trials import documents, fuzz_targets, outputs
from tools.trials.figures import Figure, Tier, counted, sized

_LEAST = 60
_PIECES = st.sampled_from(outputs.NASTY)
TEXT = st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=8).map("".join)
ARTICLE = st.lists(
    st.one_of(_PIECES, st.text(max_size=10), st.sampled_from(("\n", "\n\n", "نص عادي، ", "![]()"))),
    max_size=20,
).map("".join)
BYTES = st.one_of(
    ARTICLE.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=60)
)
EDITS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.text("ab", max_size=3)), max_size=6
)


class Property(NamedTuple):
    name: str
    inputs: tuple[st.SearchStrategy[Any], ...]
    holds: Callable[..., bool]


ESCAPES = (
    *(escape.visible, escape.excerpt, escape.quote, escape.line_start, escape.sarif, escape.xml),
    *(escape.github, escape.github_property, escape.azure, escape.azure_property),
    escape.code_span,
)
_ISOLATES = str.maketrans("", "", escape.FSI + escape.PDI)


def _bare(text: str) -> bool:
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    shown = text.translate(_ISOLATES)
    shaped = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
    return all(
        unicodedata.category(c) not in kinds or c in "\u200c\u200d" or ord(c) in shaped
        for c in shown
    )


def _escapes() -> Iterator[Property]:
    for function in ESCAPES:
        name = function.__name__
        yield Property(f"{name}: no control character", (TEXT,), lambda t, f=function: _bare(f(t)))
        yield Property(
            f"{name}: can be UTF-8", (TEXT,), lambda t, f=function: bool(f(t).encode() or True)
        )
        yield Property(f"{name}: one line", (TEXT,), lambda t, f=function: "\n" not in f(t))
        yield Property(
            f"{name}: no command", (TEXT,), lambda t, f=function: not _command("x" + f(t))
        )
    for function in (escape.visible, escape.excerpt):
        yield Property(
            f"{function.__name__}: once is enough",
            (TEXT,),
            lambda t, f=function: f(f(t)) == f(t),
        )
    yield Property("json_text: the same value", (TEXT,), _same_json)
    yield Property(
        "github: decoded, it is the message",
        (TEXT,),
        lambda t: (
            outputs.replaced(escape.github(t), (("%0A", "\n"), ("%25", "%")))
            == "\n".join(map(escape.message, t.split("\n")))
        ),
    )
    yield Property("xml: read again, it is the excerpt", (TEXT,), _same_xml)
    yield Property("code_span: one code span and nothing else", (TEXT,), _one_code_span)
    yield Property(
        "encodable: only surrogates change",
        (TEXT,),
        lambda t: escape.encodable(t) == t or any("\ud800" <= c <= "\udfff" for c in t),
    )
    yield Property(
        "line_start: no command begins", (TEXT,), lambda t: not _command(escape.line_start(t))
    )


def _command(line: str) -> bool:
    return bool(outputs.github_command(line) or outputs.azure_command(line))


def _same_json(text: str) -> bool:
    made = json.dumps({"a": text}, ensure_ascii=False)
    return bool(json.loads(escape.json_text(made)) == {"a": text})


def _same_xml(text: str) -> bool:
    return ET.fromstring(f"<a>{escape.xml(text)}</a>").text in (escape.excerpt(text) or None,)


def _one_code_span(text: str) -> bool:
    if not text:
        return True
    inline = MarkdownIt("commonmark").parseInline(f"a {escape.code_span(text)} b")[0].children
    return [token.type for token in inline or ()] == ["text", "code_inline", "text"]


# Documents


def _doc(data: bytes, name: str = "a.md") -> Document | None:
    try:
        return formats.read(name, data)
    except ReadError:
        return None


def _of_document(holds: Callable[[Document], bool]) -> Callable[[bytes], bool]:
    def check(data: bytes) -> bool:
        docs = (_doc(data, "a.md"), _doc(data, "a.txt"), _doc(data, "a.mdx"))
        return all(doc is None or holds(doc) for doc in docs)

    return check


def _places(doc: Document) -> bool:
    """Line and column of every offset lead back to it."""
    for offset in range(len(doc.text) + 1):
        line, column = doc.position(offset)
        if doc.line_start(line - 1) + column - 1 != offset:
            return False
    return True


def _blocks(doc: Document) -> bool:
    ends = [(b.start, b.end) for b in doc.blocks]
    return all(0 <= a <= b <= len(doc.text) for a, b in ends) and all(
        a[1] <= b[0] for a, b in pairwise(ends)
    )


def _links(doc: Document) -> bool:
    size = len(doc.text)
    return all(
        0 <= span.start <= span.end <= size
        for link in doc.links
        for span in (link.span, link.text, link.dest)
    )


def _line_ends(doc: Document) -> bool:
    ends = [i for i, c in enumerate(doc.text) if c == "\n"]
    return [i for i, c in enumerate(doc.prose) if c == "\n"] == ends


def _untouched(data: bytes) -> bool:
    doc = _doc(data)
    return doc is None or apply.splice(data, doc, []) == data


def _packed(data: bytes) -> bool:
    doc = _doc(data)
    if doc is None:
        return True
    result = linter.lint(doc, documents.rules(), fuzz_targets.SET.precedence, fuzz_targets.KNOWN)
    parts = json.loads(json.dumps(wire.pack(result)))
    return wire.unpack(doc.path, parts) == result


def _twice(data: bytes) -> bool:
    found = []
    for _ in range(2):
        doc = _doc(data)
        if doc is None:
            return True
        found.append(
            linter.lint(doc, documents.rules(), fuzz_targets.SET.precedence, fuzz_targets.KNOWN)
        )
    return found[0] == found[1] and not found[0].incomplete


def _documents() -> Iterator[Property]:
    for name, holds in (
        ("the lines are the text", lambda doc: "\n".join(doc.lines) == doc.text),
        ("prose is as long as the text", lambda doc: len(doc.prose) == len(doc.text)),
        ("prose has the same line ends", _line_ends),
        ("no line end but a line feed", lambda doc: "\r" not in doc.text),
        ("every offset has a place", _places),
        ("blocks ascend and stay apart", _blocks),
        ("links lie in the text", _links),
        ("the direction is one of two", lambda doc: doc.direction in ("rtl", "ltr")),
    ):
        yield Property(f"document: {name}", (BYTES,), _of_document(holds))
    yield Property("without an edit the bytes stay", (BYTES,), _untouched)
    yield Property("a packed result is the result", (BYTES,), _packed)
    yield Property("the same document gives the same findings", (BYTES,), _twice)


# Edits


def _fixes(edits: list[tuple[int, int, str]]) -> list[Fix]:
    return [Fix((Edit(Span(min(a, b), max(a, b)), text),), True, "t") for a, b, text in edits]


def _apart(edits: list[tuple[int, int, str]]) -> bool:
    chosen = apply.choose(_fixes(edits))
    return chosen == sorted(chosen) and all(a.span.end <= b.span.start for a, b in pairwise(chosen))


def _applied(edits: list[tuple[int, int, str]]) -> bool:
    """As put in one by one from the end, by other means than ours."""
    chosen = apply.choose(_fixes(edits))
    text = "0123456789" * 3
    expected = list(text)
    for (start, end), new in reversed(chosen):
        expected[start:end] = list(new)
    return apply.apply(text, chosen) == "".join(expected)


def _patched(old: bytes, new: bytes) -> bool:
    return fuzz_targets.applied(old, patch.diff("a.md", old, new)) == new


def _edits() -> Iterator[Property]:
    yield Property("chosen edits ascend and stay apart", (EDITS,), _apart)
    yield Property("the first fix is always chosen", (EDITS,), _first)
    yield Property("applied edits are a splice", (EDITS,), _applied)
    yield Property("a patch gives the new bytes", (BYTES, BYTES), _patched)


def _first(edits: list[tuple[int, int, str]]) -> bool:
    found = _fixes(edits)
    return not found or found[0].edits[0] in apply.choose(found)


# Texts


def _refused_or_number(text: str) -> bool:
    try:
        return size_of(text) > 0
    except ValueError:
        return True


def _toml(text: str) -> bool:
    try:
        made = written(text)
    except ConfigError:
        return True
    if any("\ud800" <= c <= "\udfff" for c in text):
        return True
    return bool(decode(f"a = {made}")[0]["a"] == text)


def _needed(letters: str, text: str) -> bool:
    """Where a pattern matches, what it is said to need is there."""
    pattern = f"{re.escape(letters)}|[ab]+c?{re.escape(letters[:2])}x?"
    found = regex.required(pattern)
    compiled = re.compile(pattern)
    return not compiled.search(text) or regex.may_match(text, text.lower(), compiled, found)


def _uri(name: str) -> bool:
    name = name.replace("\x00", "").lstrip("/")
    if not name or any("\ud800" <= c <= "\udfff" and c < "\udc80" for c in name):
        return True
    shown = paths.uri(name)
    return shown.isascii() and unquote_to_bytes(shown) == os.fsencode(paths.relative(name))


def _texts() -> Iterator[Property]:
    short = st.text(max_size=30)
    for profile in (fold.space, fold.light):
        name = profile.__name__
        yield Property(f"{name}: once is enough", (TEXT,), lambda t, p=profile: p(p(t)) == p(t))
        yield Property(
            f"{name}: mapped is the same",
            (TEXT,),
            lambda t, p=profile, n=name: fold.mapped(t, n)[0] == p(t),
        )
        yield Property(
            f"{name}: offsets never descend",
            (TEXT,),
            lambda t, n=name: fold.mapped(t, n)[1] == sorted(fold.mapped(t, n)[1]),
        )
    yield Property(
        "normalize: as the library, where marks are few",
        (short,),
        lambda t: normalize("NFC", t) == unicodedata.normalize("NFC", t),
    )
    yield Property(
        "cut: not longer than it may be",
        (TEXT, st.integers(1, 20)),
        lambda t, n: columns.utf16(columns.cut(t, n)) <= n,
    )
    yield Property(
        "utf8: as long as its bytes",
        (short,),
        lambda t: columns.utf8(t) == len(t.encode("utf-8", "surrogatepass")),
    )
    yield Property(
        "digits: as many as before",
        (TEXT,),
        lambda t: len(digits.written_in(t, "arab")) == len(t),
    )
    yield Property(
        "digits: there and back",
        (st.text("0123456789a", max_size=9),),
        lambda t: digits.written_in(digits.written_in(t, "arabext"), "latn") == t,
    )
    yield Property("uri: ASCII, and decodes to the name", (TEXT,), _uri)
    yield Property("sizes are refused or positive", (short,), _refused_or_number)
    yield Property("a string as TOML is the string", (TEXT,), _toml)
    yield Property("no pattern upsets the hazard check", (TEXT,), lambda t: hazard(t) is not None)
    yield Property("what a pattern needs is there", (st.text("abcx"), st.text("abcx")), _needed)


def everything() -> list[Property]:
    return [*_escapes(), *_documents(), *_edits(), *_texts()]


def failure(each: Property, examples: int) -> str:
    """The smallest input for which a property does not hold; "": it holds for all tried."""

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.tuples(*each.inputs))
    def holds(values: tuple[Any, ...]) -> None:
        assert each.holds(*values), values

    try:
        holds()
    except Exception as error:
        return f"{each.name}: {type(error).__name__}: {str(error)[:200]}"
    return ""


def run(tier: Tier) -> Iterator[Figure]:
    examples = sized(tier, 40, 500, 5_000)
    found = everything()
    faults = [fault for fault in (failure(each, examples) for each in found) if fault]
    yield counted(
        f"properties, {examples:,} examples each",
        len(found),
        _LEAST,
        faults,
        ("P1", "P8"),
        "that do not hold",
    )
