"""How far translations are behind their sources, for ``contentlint translations``.

A translation is behind if its source has other passages than when the translation was last worked
on: at the commit that its front matter names, or else at the last one that changed its prose.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import marked
from contentlint.frontmatter.metadata import read as read_metadata
from contentlint.model.diagnostic import FileResult
from contentlint.model.document import Document
from contentlint.model.errors import ContentlintError, ReadError
from contentlint.model.language_codes import normalized
from contentlint.parity.staleness import Passage, changes, says_the_same
from contentlint.run import renamed
from contentlint.run.partners import Partner
from contentlint.run.session import Session
from contentlint.source import formats

if TYPE_CHECKING:
    from typing import Final

    from contentlint.source.history import History

LEVEL, BEHIND, MISSING, RENAMED, ORPHAN, UNKNOWN = (
    # Translators: of a translation that has what its source has.
    marked("level"),
    # Translators: of a translation whose source has changed since.
    marked("behind"),
    # Translators: of a translation that does not exist.
    marked("missing"),
    # Translators: of a translation whose source seems to have another name.
    marked("renamed"),
    # Translators: of a translation whose source does not exist.
    marked("orphan"),
    # Translators: of a translation of which it cannot be said if it is behind.
    marked("unknown"),
)
"""The statuses of a pair."""
STATUSES = (LEVEL, BEHIND, MISSING, RENAMED, ORPHAN, UNKNOWN)
OUT_OF_STEP = "out-of-step"
_TOO_SHORT = marked("history too short")
_NO_HISTORY = marked("no history")
_NO_COMMIT = marked("its front matter names no commit")
_UNKNOWN_COMMIT = marked("its front matter names an unknown commit")
_NOT_THERE = marked("its source was not there at the time")


class Status(NamedTuple):
    """A translation, or one that does not exist, and its source."""

    target: str
    """The path as displayed, as is the next one."""
    source: str
    """If it seems to have another name than the pattern gives it, that name."""
    language: str
    """The code of the language of the translation."""
    status: str
    reason: str = ""
    """Why it is ``unknown``, or by what the source of a ``renamed`` one is known."""
    commit: str = ""
    """The commit at which the translation was last worked on; ``""`` for the working tree."""
    new: tuple[Passage, ...] = ()
    """What the source has now, and had not then."""
    gone: tuple[Passage, ...] = ()
    """What the source had then, and has not now."""
    findings: int = 0
    """The number of findings of the comparison."""
    out_of_step: bool = False

    def passages(self) -> int:
        """Return the number of passages of the source that have changed."""
        return max(len(self.new), len(self.gone))


def statuses(
    session: Session,
    paths: Iterable[str],
    history: History | None,
    results: Mapping[str, FileResult],
    languages: Sequence[str] = (),
) -> list[Status]:
    """Return the status of each translation among some files or of some of them, by path.

    ``history`` is None where there is none. ``results`` are those of the comparison, by path of the
    translation. With ``languages`` the others are left out.

    Raises:
        ConfigError: a configuration is wrong.
    """
    wanted = frozenset(map(normalized, languages))
    found: dict[str, Status] = {}
    sources: dict[str, str] = {}
    for path in paths:
        partners = session.resolver.partners(path)
        partner = partners.partner(path) if partners is not None else None
        if partners is None:
            continue
        if partners.claim(path) is None:
            sources.setdefault(os.path.abspath(path), path)
        # A translation may be the source of another one.
        pairs = [*([path] if partner else []), *(at for at, _ in partners.translations(path))]
        for target in pairs:
            one = partners.partner(target)
            if one is None or os.path.abspath(target) in found:
                continue
            if one.missing and partners.has_source_above(one):
                continue
            if wanted and normalized(one.claim.lang) not in wanted:
                continue
            found[os.path.abspath(target)] = _status(session, target, one, history, results)
    missing = list(_missing(session, sources.values(), found.values()))
    every = [*found.values(), *missing]
    every = [each for each in every if not wanted or normalized(each.language) in wanted]
    return sorted(_renamed(session, every), key=lambda each: (each.target, each.source))


def targets(session: Session, paths: Iterable[str], languages: Sequence[str] = ()) -> list[str]:
    """Return the translations among some files and of them that have a source, sorted; with
    ``languages`` those into these only.

    Raises:
        ConfigError: a configuration is wrong.
    """
    wanted = frozenset(map(normalized, languages))
    found: dict[str, str] = {}
    for path in paths:
        partners = session.resolver.partners(path)
        if partners is None:
            continue
        partner = partners.partner(path)
        pairs = partners.translations(path)
        if partner is not None and not partner.missing:
            pairs.append((path, partner.claim.lang))
        for target, lang in pairs:
            if not wanted or normalized(lang) in wanted:
                found.setdefault(os.path.abspath(target), target)
    return sorted(found.values())


def _status(
    session: Session,
    target: str,
    partner: Partner,
    history: History | None,
    results: Mapping[str, FileResult],
) -> Status:
    claim = partner.claim
    plain = Status(target, partner.source, claim.lang, ORPHAN)
    if partner.missing:
        return plain
    result = results.get(target)
    if result is not None:
        names = [d.name for d in result.diagnostics]
        plain = plain._replace(findings=len(names), out_of_step=OUT_OF_STEP in names)
    if history is None:
        return plain._replace(status=UNKNOWN, reason=_NO_HISTORY)
    try:
        return _Age(session, history, claim.table.commit_key, plain).status()
    except ContentlintError as error:
        return plain._replace(status=UNKNOWN, reason=str(error))


class _Age:
    """Finds out what has changed in a source since its translation."""

    def __init__(self, session: Session, history: History, key: str, plain: Status) -> None:
        self._session: Final = session
        self._history: Final = history
        self._key: Final = key
        self._plain: Final = plain

    def status(self) -> Status:
        """Return the status of the pair.

        Raises:
            ReadError: a version cannot be read.
        """
        if self._key:
            commit = self._named()
            return commit if isinstance(commit, Status) else self._since(commit)
        own = self._history.touched(self._plain.target)
        source = self._history.touched(self._plain.source)
        if not own:  # git does not know it: somebody is writing it
            return self._plain._replace(status=LEVEL)
        base = self._last_work(own)
        if self._history.is_cut(base):
            return self._unknown(_TOO_SHORT)
        if not source or source[0] >= base:
            return self._level(self._history.name(base))
        return self._since(self._history.name(base))

    def _named(self) -> str | Status:
        """Return the commit in the front matter, or the status without one."""
        field = self._now(self._plain.target).fact(read_metadata).fields.get(self._key)
        written = str(field.value).strip() if field is not None else ""
        if not written:
            return self._unknown(_NO_COMMIT)
        commit = self._history.commit(written.lower())
        if commit:
            return commit
        return self._unknown(_TOO_SHORT if self._history.shallow else _UNKNOWN_COMMIT)

    def _last_work(self, own: Sequence[int]) -> int:
        """Return the last commit that changed the prose of the translation, by number."""
        version = self._version(self._plain.target, own[0])
        for number, older in pairwise(own):
            before = self._version(self._plain.target, older)
            if version is None or before is None or not says_the_same(version, before):
                return number
            version = before
        return own[-1]

    def _since(self, commit: str) -> Status:
        if not commit:
            return self._level()
        then = self._document(self._plain.source, commit)
        if then is None:
            return self._unknown(_NOT_THERE)
        changed = changes(then, self._now(self._plain.source))
        if not changed.total():
            return self._level(commit)
        return self._plain._replace(
            status=BEHIND, commit=commit, new=changed.new, gone=changed.gone
        )

    def _version(self, path: str, number: int) -> Document | None:
        return self._document(path, self._history.name(number))

    def _document(self, path: str, commit: str) -> Document | None:
        data = self._history.content(path, commit)
        if data is None:
            return None
        return self._session.read(formats.record(path, data))

    def _now(self, path: str) -> Document:
        return self._session.read(self._session.open(path))

    def _level(self, commit: str = "") -> Status:
        return self._plain._replace(status=LEVEL, commit=commit)

    def _unknown(self, reason: str) -> Status:
        return self._plain._replace(status=UNKNOWN, reason=reason)


def _missing(session: Session, sources: Iterable[str], found: Iterable[Status]) -> Iterator[Status]:
    """Yield the translations that do not exist, in the languages of the table or those found."""
    codes: dict[str, dict[str, None]] = defaultdict(dict)
    for each in found:
        partners = session.resolver.partners(each.target)
        claim = partners.claim(each.target) if partners is not None else None
        if claim is not None:
            codes[str(claim.table.pairs)][each.language] = None
    for source in sources:
        partners = session.resolver.partners(source)
        if partners is not None:
            for target, code in partners.missing(source, codes):
                yield Status(target, source, code, MISSING)


def _renamed(session: Session, every: Sequence[Status]) -> Iterator[Status]:
    """Yield all; an orphan that another file seems to be the source of is ``renamed``, and not
    missing there."""
    known: dict[str, renamed.Signs] = {}
    joined: dict[str, tuple[str, str]] = {}
    sources: set[tuple[str, str]] = set()
    for language in sorted({each.language for each in every if each.status == ORPHAN}):
        some = [each for each in every if each.language == language]
        paths = [each.target for each in some if each.status == ORPHAN]
        lacked = [each.source for each in some if each.status == MISSING]
        for path in (*paths, *lacked):
            if path not in known:
                known[path] = _signs(session, path)
        found = renamed.renamed({path: known[path] for path in (*paths, *lacked)}, lacked)
        joined.update(found)
        sources |= {(language, source) for source, _ in found.values()}
    for each in every:
        if each.status == ORPHAN and each.target in joined:
            source, why = joined[each.target]
            yield each._replace(status=RENAMED, source=source, reason=why)
        elif each.status != MISSING or (each.language, each.source) not in sources:
            yield each


def _signs(session: Session, path: str) -> renamed.Signs:
    try:
        return renamed.signs(session.read(session.open(path)))
    except ReadError:
        return renamed.Signs({}, frozenset())


# A pull request


class Left(NamedTuple):
    """A source that changes, and its translations that do not."""

    source: str
    targets: tuple[str, ...]
    languages: tuple[str, ...]


def left_behind(
    session: Session,
    paths: Iterable[str],
    changed: frozenset[str],
    versions: Callable[[str], tuple[bytes | None, bytes | None]],
) -> Iterator[Left]:
    """Yield the sources among some files whose passages change without all of their translations.

    ``changed`` are the real paths of files that change, and ``versions`` returns the content of a
    file before and after; a new source has no translations to leave behind.

    Raises:
        ConfigError: a configuration is wrong, or git cannot be asked.
    """
    for path in paths:
        if os.path.realpath(path) not in changed:
            continue
        partners = session.resolver.partners(path)
        if partners is None or partners.claim(path) is not None:
            continue
        unchanged = [
            (target, lang)
            for target, lang in partners.translations(path)
            if os.path.realpath(target) not in changed
        ]
        old, new = versions(path) if unchanged else (None, None)
        if old is None or new is None:
            continue
        try:
            then, now = (session.read(formats.record(path, data)) for data in (old, new))
        except ReadError:
            continue
        if changes(then, now).total():
            yield Left(path, tuple(t for t, _ in unchanged), tuple(lang for _, lang in unchanged))
