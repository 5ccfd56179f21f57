"""Results of files as plain lists, for the pipes of workers and for the cache.

A packed result has neither the path of the file nor the empty parts at its end: that of most
files consists of the language only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from contentlint._util import TYPE_CHECKING
from contentlint.model.diagnostic import (
    NO_EXCERPT,
    SEVERITIES,
    Collected,
    Counts,
    Diagnostic,
    Excerpt,
    FileResult,
    Incomplete,
    Position,
    Repair,
    ReportedFix,
    ReportedPair,
    ReportedRelated,
    TextEdit,
)

if TYPE_CHECKING:
    from typing import Any

_NOTHING: list[Any] = ["", [], [], 0, [], [], [], [], "", [], [], 0]
"""The empty value of each part of a packed result."""
_NEVER_KEPT: list[Any] = [[], [], "", [], [], 0]
_POSITION, _EXCERPT = (int, int, int, int), (str, int, int, bool, bool)
_DIAGNOSTICS = frozenset(
    (list, str, str, str, str, fix, list, excerpt, str, list, int, int, *pair)
    for fix in (list, type(None))
    for excerpt in (list, type(None))
    for pair in ((), (list,))
)
"""The types of a packed finding's parts; it may have no fix, no excerpt and no pair."""
_SEVERITIES = frozenset(SEVERITIES)
_DECODER = json.JSONDecoder()
_UNREPAIRED, _NOT_RENDERED = Repair(), (0, "")


def pack(result: FileResult) -> list[Any]:
    """Pack a result without its path, ready for JSON (which turns tuples into lists)."""
    _, found, suppressed, incomplete, counts, facts, language, repair, asked, digest, *_ = result
    *_, times, rendered, files = result
    parts: list[Any] = [
        language,
        [_packed(diagnostic) for diagnostic in found],
        counts if any(counts) else [],
        suppressed,
        [(reason, rule) for _, reason, rule in incomplete],
        [
            (f.code, f.position, f.keys, f.note, f.suppressed, f.start, f.end, f.value)
            for f in facts
        ],
        repair if repair != _UNREPAIRED else [],
        asked,
        digest,
        times,
        rendered if rendered[0] else [],
        files if files > 1 else 0,
    ]
    while parts and not parts[-1]:
        parts.pop()
    return parts


def _packed(d: Diagnostic) -> tuple[Any, ...]:
    return (
        d.position,
        d.code,
        d.name,
        d.severity,
        d.message,
        d.fix,
        d.related,
        None if d.excerpt == NO_EXCERPT else d.excerpt,
        d.fingerprint,
        d.quoted,
        d.start,
        d.end,
        *(() if d.pair is None else (d.pair,)),
    )


def loads(data: bytes) -> list[Any]:
    """Read a packed result from untrusted JSON, and check it as ``checked`` does.

    Raises:
        ValueError, RecursionError: it is not a packed result.
    """
    text = data.decode("utf-8", "surrogatepass")
    value, end = _DECODER.raw_decode(text)
    if end != len(text):
        raise ValueError("more than a packed result")
    return checked(value)


def checked(parts: Any) -> list[Any]:
    """Return a packed result from an untrusted file if each part of it is of its type.

    Raises:
        ValueError: a part is not, or results with such a part are never kept.
    """
    if type(parts) is not list or len(parts) > len(_NOTHING):
        raise ValueError("no packed result")
    whole = [*parts, *_NOTHING[len(parts) :]]
    language, found, counts, suppressed, incomplete, facts, repair, asked, *never = whole
    right = (
        type(language) is str
        and type(found) is list
        and all(map(_is_diagnostic, found))
        and (counts == [] or is_row(counts, int, int, int, int))
        and type(suppressed) is int
        and type(facts) is list
        and all(map(_is_fact, facts))
        and is_asked(asked)
        and [incomplete, repair, *never] == _NEVER_KEPT
    )
    if not right:
        raise ValueError("no packed result")
    return parts


def is_row(value: Any, *types: type) -> bool:
    """Return True for a list with one value of exactly each of these types, in order."""
    return type(value) is list and tuple(map(type, value)) == types


def is_asked(value: Any) -> bool:
    """Return True for pairs of a path and true, false or null: it exists, does not, is unknown; or
    a digest."""
    return type(value) is list and all(
        type(pair) is list
        and len(pair) == 2
        and type(pair[0]) is str
        and (pair[1] is None or type(pair[1]) in (bool, str))
        for pair in value
    )


def _is_diagnostic(parts: Any) -> bool:
    # Written out for speed: it is called for each finding of each unchanged file.
    if type(parts) is not list or tuple(map(type, parts)) not in _DIAGNOSTICS:
        return False
    position, _, _, severity, message, fix, related, excerpt, _, quoted, start, end, *pair = parts
    return (
        tuple(map(type, position)) == _POSITION
        and min(position) > 0
        and -1 <= start <= end
        and severity in _SEVERITIES
        and (fix is None or (is_row(fix, bool, str, list) and all(map(_is_edit, fix[2]))))
        and (excerpt is None or tuple(map(type, excerpt)) == _EXCERPT)
        and (not related or all(map(_is_related, related)))
        and (not quoted or _are_spans(quoted, len(message)))
        and (not pair or _is_pair(pair[0]))
    )


def _are_spans(parts: Any, size: int) -> bool:
    """Return True for ascending spans in a text of ``size`` code points."""
    if not all(is_row(span, int, int) for span in parts):
        return False
    offsets = [offset for span in parts for offset in span]
    return [0, *offsets, size] == sorted([0, *offsets, size])


def _is_related(parts: Any) -> bool:
    return is_row(parts, list, str, str, bool) and _is_position(parts[0])


def _is_pair(parts: Any) -> bool:
    return is_row(parts, str, str, str, float, float, list, str) and set(map(type, parts[5])) <= {
        str
    }


def _is_edit(parts: Any) -> bool:
    return is_row(parts, list, str) and _is_position(parts[0])


def _is_fact(parts: Any) -> bool:
    return (
        is_row(parts, str, list, list, str, bool, int, int, str)
        and _is_position(parts[1])
        and set(map(type, parts[2])) <= {int}
        and -1 <= parts[5] <= parts[6]
    )


def _is_position(parts: Any) -> bool:
    return is_row(parts, *_POSITION) and min(parts) > 0


def unpack(path: str, parts: Sequence[Any]) -> FileResult:
    """Unpack a result that ``pack`` has made, after JSON.

    Raises:
        ValueError, TypeError, IndexError: it is not a packed result; ``checked`` finds out
            beforehand.
    """
    if len(parts) < 2:
        return FileResult(path, (), 0, (), language=parts[0] if parts else "")
    whole = [*parts, *_NOTHING[len(parts) :]]
    language, found, counts, suppressed, incomplete, facts, repair, asked, digest, *rest = whole
    times, rendered, files = rest
    shown, text = rendered or _NOT_RENDERED
    return FileResult(
        path,
        tuple([_diagnostic(path, each) for each in found]),
        suppressed,
        tuple([Incomplete(path, reason, rule) for reason, rule in incomplete]),
        Counts(*counts),
        tuple(
            [
                Collected(code, path, Position(*position), tuple(keys), *rest)
                for code, position, keys, *rest in facts
            ]
        ),
        language,
        Repair(tuple((code, n) for code, n in repair[0]), *repair[1:]) if repair else _UNREPAIRED,
        tuple([(asked_for, there) for asked_for, there in asked]),
        digest,
        tuple([(code, nanoseconds, n) for code, nanoseconds, n in times]),
        (shown, text),
        files or 1,
    )


def _diagnostic(path: str, parts: Sequence[Any]) -> Diagnostic:
    at, code, name, severity, message, fix, related, excerpt, key, quoted, start, end, *pair = parts
    return Diagnostic(
        path,
        Position(*at),
        code,
        name,
        severity,
        message,
        None if fix is None else _fix(*fix),
        tuple([ReportedRelated(Position(*at), *rest) for at, *rest in related]),
        Excerpt(*excerpt) if excerpt else NO_EXCERPT,
        key,
        tuple(map(tuple, quoted)) if quoted else (),
        start,
        end,
        _pair(*pair[0]) if pair else None,
    )


def _pair(*parts: Any) -> ReportedPair:
    source, source_lang, lang, drift, ratio, source_texts, text = parts
    return ReportedPair(source, source_lang, lang, drift, ratio, tuple(source_texts), text)


def _fix(safe: bool, title: str, edits: Sequence[Any]) -> ReportedFix:
    shown = tuple([TextEdit(Position(*at), text) for at, text in edits])
    return ReportedFix(safe, title, shown)
