"""Suppresses what a run reports: by comments in Markdown, and in the configuration where a comment
is impossible or would change the page."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence

from contentlint._util.escape import visible
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import many
from contentlint.config.load import CONFIG_NAME, SHARED_NAME, read_config
from contentlint.config.table import refuse
from contentlint.config.toml import written
from contentlint.engine.suppress import FAMILY, comparable
from contentlint.fix import apply, comments, verify
from contentlint.model.diagnostic import Diagnostic, FileResult
from contentlint.model.document import Document
from contentlint.model.errors import ConfigError, ContentlintError, ReadError, WriteError
from contentlint.model.record import Record
from contentlint.run.baseline import counted
from contentlint.run.session import Session
from contentlint.source import atomic_write
from contentlint.source.files import lies_in, read_bytes, shown_path

_UNFIT = ("--", "*/", "<", ">", "{", "}")
"""What ends a comment, or what a generator replaces even there."""
_AROUND = 40
"""The code points on each side of a finding by which its line is recognised."""


class Added(NamedTuple):
    results: list[FileResult]
    """The results without the findings that are suppressed now."""
    messages: list[str]


def check_reason(reason: str | None) -> str:
    """Return a reason as comments can hold it.

    Raises:
        ConfigError: there is no reason, or it would end the comment.
    """
    text = " ".join((reason or "").split())
    if not text:
        raise ConfigError("--add-suppressions needs a --reason, such as 'quoted as it is'")
    wrong = next((sign for sign in _UNFIT if sign in text), "")
    if wrong or not text.isprintable():
        what = repr(wrong) if wrong else "invisible characters"
        raise ConfigError(f"--reason: a comment cannot contain {what}")
    return text


def add(session: Session, results: Sequence[FileResult], reason: str) -> Added:
    """Suppress the findings of the results, and write the files.

    Raises:
        ConfigError: a configuration is wrong.
        ContentlintError: a file cannot be written.
    """
    session = session.with_(
        session.request.needs._replace(
            least="info", excerpts=0, fix="", edits=False, fingerprints=True, render=(), timed=False
        )
    )
    done: set[Diagnostic] = set()
    entries: dict[str, list[str]] = {}
    commented = configured = 0
    for result in results:
        wanted = [d for d in result.diagnostics if not d.code.startswith(FAMILY)]
        if not wanted or result.incomplete:
            continue
        try:
            record = session.open(result.path)
            doc = session.read(record)
        except ReadError:  # gone since
            continue
        ours = _comment(session, record, doc, wanted, reason) if doc.syntax.markup else set()
        commented += bool(ours)
        rest = [d for d in wanted if d not in ours]
        target, own = _entries(session, doc, rest, reason) if rest else ("", {})
        entries.setdefault(target, []).extend(own)
        configured += sum(map(len, own.values()))
        done |= ours.union(*own.values())
    for target, made in entries.items():
        if made:
            _append(target, made)
    left = []
    for result in results:
        kept = tuple(d for d in result.diagnostics if d not in done)
        left.append(result._replace(diagnostics=kept, counts=counted(kept)))
    messages = []
    if len(done) > configured:
        n = len(done) - configured
        messages.append(f"suppressed {many(n, 'finding')} in {many(commented, 'file')}")
    messages += [
        f"added {many(len(made), 'suppression')} to {visible(shown_path(target))}"
        for target, made in entries.items()
        if made
    ]
    return Added(left, messages)


def _comment(
    session: Session, record: Record, doc: Document, wanted: Sequence[Diagnostic], reason: str
) -> set[Diagnostic]:
    """Write comments into a file; return the findings that they suppress."""
    codes: dict[int, list[str]] = {}
    for d in wanted:
        codes.setdefault(d.position.line - 1, []).append(d.code)
    before = _findings(session, doc)
    kept: list[comments.Place] = []
    found = comments.places(doc, codes, reason)
    if found and not _suppresses(session, record, doc, before, found, wanted):
        for each in found:  # one of them changes something: leave that out
            if _suppresses(session, record, doc, before, [*kept, each], wanted):
                kept.append(each)
    else:
        kept = found
    if not kept:
        return set()
    try:
        atomic_write.replace(record.path, record.data, _spliced(record, doc, kept))
    except WriteError as error:
        raise ContentlintError(f"{record.path}: {error}") from None
    lines = {line for place in kept for line in place.lines}
    return {d for d in wanted if d.position.line - 1 in lines}


def _spliced(record: Record, doc: Document, places: Iterable[comments.Place]) -> bytes:
    return apply.splice(record.data, doc, [edit for place in places for edit in place.edits])


def _suppresses(
    session: Session,
    record: Record,
    doc: Document,
    before: Counter[tuple[str, str]],
    places: Sequence[comments.Place],
    wanted: Sequence[Diagnostic],
) -> bool:
    """Return True if comments suppress the wanted findings on their lines, and change nothing
    else."""
    lines = {line for place in places for line in place.lines}
    gone = Counter(
        (d.code, d.fingerprint) for d in wanted if d.position.line - 1 in lines and d.fingerprint
    )
    try:
        new = session.read(record._replace(data=_spliced(record, doc, places)))
    except (ReadError, UnicodeEncodeError):
        return False
    return verify.same_blocks(doc, new) and _findings(session, new) <= before - gone


def _findings(session: Session, doc: Document) -> Counter[tuple[str, str]]:
    return Counter((d.code, d.fingerprint) for d in session.lint(doc).diagnostics)


def _entries(
    session: Session, doc: Document, wanted: Sequence[Diagnostic], reason: str
) -> tuple[str, dict[str, list[Diagnostic]]]:
    """Return the configuration file of a document, and entries for it, each with its findings."""
    config = session.resolver.configs.of(doc.path)
    path = os.path.abspath(doc.path)
    source = config.source.removesuffix(": tool.contentlint")
    target = os.path.abspath(source or CONFIG_NAME)
    root = config.root or os.getcwd()
    if session.request.selection.isolated or not (source or lies_in(path, root)):
        return "", {}
    name = os.path.relpath(path, root).replace(os.sep, "/")
    by_text: dict[str, list[Diagnostic]] = {}
    for d in wanted:
        text = _anchor(doc, d)
        if text:
            by_text.setdefault(text, []).append(d)
    table = "tool.contentlint." if os.path.basename(target) == SHARED_NAME else ""
    made = {}
    for text, found in by_text.items():
        rules = sorted({d.code for d in found})
        values = {"file": name, "rules": rules, "text": text, "reason": reason}
        lines = [f"{key} = {written(value)}" for key, value in values.items()]
        made["\n".join((f"[[{table}suppressions]]", *lines, ""))] = found
    return target, made


def _anchor(doc: Document, d: Diagnostic) -> str:
    """Return the text by which the configuration recognises the line of a finding."""
    line, column = doc.line(d.position.line - 1), d.position.column - 1
    start, end = max(column - _AROUND, 0), min(column + _AROUND, len(line))
    # Whole words, unless one is as long as a line.
    start = start and (line.find(" ", start, column) + 1 or start)
    if end < len(line):
        space = line.rfind(" ", column + 1, end)
        end = space if space > 0 else end
    return comparable(line[start:end])


def _append(target: str, entries: Sequence[str]) -> None:
    """Add entries to a configuration file, which need not exist.

    Raises:
        ContentlintError: it cannot be written, or would be wrong.
    """
    old = read_bytes(target) if os.path.exists(target) else b""
    gap = b"" if not old else b"\n" if old.endswith(b"\n") else b"\n\n"
    new = old + gap + "\n".join(entries).encode("utf-8")
    shown = visible(shown_path(target))
    try:
        atomic_write.put(target, new)
    except WriteError as error:
        raise ContentlintError(f"{shown}: {error}") from None
    try:
        made = read_config(target)
        refuse(made.faults if made else ())
    except ConfigError as error:
        atomic_write.put(target, old)
        raise ContentlintError(f"cannot add [[suppressions]] to it: {error}") from None
