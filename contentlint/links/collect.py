"""Reads articles with a session, and gathers the URLs in them that are to be asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.source_line import folded
from contentlint.engine import ruleset
from contentlint.links import gather
from contentlint.links.gather import MALFORMED, Gathered, Link
from contentlint.links.guard import Guard, Refused, parse
from contentlint.model.diagnostic import Incomplete
from contentlint.model.document import Document
from contentlint.model.errors import ReadError
from contentlint.model.rule import Rule
from contentlint.run.session import Session
from contentlint.text.urls.asked import Globs

LABELS = "sources"
"""The list of the labels of source lines."""


MONTHS = ("month-numbers", "solar-month-numbers", "hijri-month-numbers")
"""The lists of the names of months."""


class Collected(NamedTuple):
    gathered: Gathered
    unread: tuple[Incomplete, ...]
    """The articles that cannot be read."""
    rules: Mapping[str, Rule]
    """The rules of the configurations of all articles by code, whether they are on or not."""


def collected(
    session: Session, paths: Sequence[str], guard: Guard, only: str = "", *, dated: bool = False
) -> Collected:
    """Gather the URLs of articles; ``only`` is one of ``gather.USES`` or ``""``. With ``dated``,
    look for the days on which the articles appeared.

    Raises:
        ConfigError: a configuration is wrong.
    """
    unread: list[Incomplete] = []
    few = _of_malformed(session)
    months = [ruleset.word_lists()[name] for name in MONTHS] if dated else []
    gathered = askable(gather.gathered(_links(few, paths, unread), only, months), guard)
    return Collected(gathered, tuple(unread), few.resolver.rules())


def askable(gathered: Gathered, guard: Guard) -> Gathered:
    """Return what may be asked for as far as the URLs tell; the rest is counted."""
    wanted, left = {}, Counter(gathered.not_asked)
    for url, each in gathered.wanted.items():
        try:
            parse(url, guard)
        except Refused as refused:
            left["private" if refused.fault == "private" else "malformed"] += 1
        else:
            wanted[url] = each
    return Gathered(wanted, left)


def _links(
    session: Session, paths: Sequence[str], unread: list[Incomplete]
) -> Iterator[tuple[Document, Sequence[Link]]]:
    """Yield each article that can be read with its links; the others go to ``unread``.

    ``session`` has the rules ``MALFORMED`` only: to bind all would take longer than the rest.
    """
    resolver = session.resolver
    globs: dict[tuple[str, ...], Globs] = {}
    for path in paths:
        try:
            doc = session.read(session.open(path))
        except ReadError as error:
            unread.append(Incomplete(path, str(error)))
            continue
        labels = folded(resolver.word_list(path, LABELS))
        exclude = (*resolver.configs.of(path).links.exclude, *resolver.inline.links.exclude)
        if exclude not in globs:
            globs[exclude] = Globs(exclude)
        # What is suppressed is no finding, but it leads nowhere all the same.
        doc.comments, doc.suppressions = [], ()
        spans = [finding.span for _, finding in session.examine(doc).found]
        yield doc, [*gather.of_document(doc, labels, spans, globs[exclude].match)]


def _of_malformed(session: Session) -> Session:
    """Return a session with the rules ``MALFORMED`` only."""
    selection = session.request.selection._replace(
        select=MALFORMED, extend_select=(), ignore=(), preview=False, cross_file=False
    )
    return Session(session.request._replace(selection=selection))
