"""The public Python API: ``Linter`` and the values it returns. ``docs/api.md`` documents it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Diagnostic, FileResult, Incomplete
from contentlint.model.errors import ConfigError, ContentlintError, ReadError
from contentlint.source import formats

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from contentlint.corpus.batch import Batch, Checker, Options, RecordBatch

    Config: TypeAlias = "str | os.PathLike[str] | Mapping[str, Any] | None"
    Content: TypeAlias = bytes  # whose name a method of Linter takes

__all__ = [
    "ConfigError",
    "ContentlintError",
    "Diagnostic",
    "Fixed",
    "Incomplete",
    "Linter",
    "ReadError",
    "Result",
]


class Result(NamedTuple):
    """The result of checking a document."""

    path: str
    diagnostics: tuple[Diagnostic, ...]
    """The findings of all enabled rules, of every severity, ordered by position."""
    incomplete: tuple[Incomplete, ...]
    """What was not checked, with the reason; empty if the check is complete."""
    suppressed: int
    """The number of findings that comments in the document suppress."""
    language: str
    """A lower-case BCP 47 primary subtag; ``""`` if unknown."""


class Fixed(NamedTuple):
    """A document after its fixes were applied."""

    data: bytes
    """The new content; the old content if nothing was fixed."""
    applied: tuple[tuple[str, int], ...]
    """Pairs of the code of a rule and the number of its fixes that were applied."""
    result: Result
    """The result of the new content."""

    @property
    def text(self) -> str:
        """Return ``data`` as text; bytes that are not UTF-8 are lone surrogates U+DC80-U+DCFF."""
        return self.data.decode("utf-8", "surrogateescape")


class Linter:
    """Checks texts and files under one configuration.

    A linter is frozen, can be pickled, and may be used by several threads at once.
    """

    def __init__(self, config: Config = None, *, untrusted: bool = False) -> None:
        """Read the configuration.

        ``config`` is the path of a configuration file, or a mapping with the keys of one (then no
        file is read). With None the file nearest to each path applies, as for ``contentlint
        check``. ``untrusted`` is for articles of strangers: limits apply, and comments suppress
        nothing.

        Raises:
            ConfigError: the configuration is wrong.
        """
        # Imported here, so that importing this module stays fast.
        from contentlint.run.request import Limits, Needs, Request, Selection
        from contentlint.run.session import Session

        selection = Selection()
        if isinstance(config, Mapping):
            lines = (f"{_key(key)} = {_toml(value)}\n" for key, value in config.items())
            selection = Selection(settings="".join(lines), isolated=True)
        elif config is not None:
            selection = Selection(config=(os.fspath(config),))
        limits = Limits(untrusted=untrusted)
        self._session = Session(Request(selection, limits, needs=Needs(excerpts=0)))
        self._checkers: dict[Options, Checker] = {}
        """By the options of ``batch`` that were used so far."""

    def text(self, text: str, path: str = "article.md") -> Result:
        """Check a text.

        ``path`` need not exist; its suffix decides the format, its folder the configuration.

        Raises:
            ConfigError: the configuration for the path is wrong.
            ValueError: the suffix of the path is unknown, or the text has lone
                surrogates other than U+DC80-U+DCFF.
        """
        return self.bytes(_bytes(text), path)

    def bytes(self, data: Content, path: str = "article.md") -> Result:
        """Check the content of a file, as ``text``; the encoding is UTF-8, or UTF-16 with a BOM."""
        return _result(self._session.check(formats.record(path, data)))

    def paths(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[Result]:
        """Check files and the articles in folders, found as by ``contentlint check``; compare the
        translations of these files with them.

        The result of a path that cannot be read is incomplete; so is one for ``.`` if ``untrusted``
        is set, and articles are left out and none is checked. Results come in the order of
        paths, each as soon as its file is checked, unless a rule compares files. Those of
        translations that are not among the files come last, and have no findings but those of the
        comparison.

        Raises:
            ConfigError: the configuration of a file is wrong.
        """
        from contentlint.source.discovery import Discovery

        session, resolver = self._session, self._session.resolver
        inline = resolver.inline
        discovery = Discovery(
            resolver.configs.of,
            include=inline.include,
            exclude=inline.exclude,
            respect_gitignore=inline.respect_gitignore is not False,
            stamped=False,
            audit=resolver.limits.untrusted,
            tree=resolver.configs.found,
        )
        found = discovery.find([os.fspath(path) for path in paths])
        incomplete = found.incomplete
        if resolver.limits.untrusted and found.left_out and not found.targets:
            from contentlint.run import left_out

            refusal = left_out.refusal(found._replace(strict=True))
            incomplete += (refusal,) if refusal else ()
        for missing in incomplete:
            yield Result(missing.path, (), (missing,), 0, "")
        names = [target.path for target in found.targets]
        results: Iterable[FileResult] = map(session.check_file, names)
        if resolver.compares(names):
            from contentlint.engine import cross_file

            results = cross_file.compare([*results], resolver.rules_for, "info")
        yield from map(_result, results)
        if resolver.inline.translations or resolver.configs.translate():
            from contentlint.run import partners

            more = partners.added(resolver.partners, discovery, found.targets)
            yield from map(_result, self._compared([target.path for target in more]))

    def _compared(self, paths: Iterable[str]) -> Iterator[FileResult]:
        """Yield the results of translations, which are compared with their sources only."""
        from contentlint.run.session import Session

        request = self._session.request
        selection = request.selection._replace(translations_only=True)
        return map(Session(request._replace(selection=selection)).check_file, paths)

    def fix(
        self, content: str | Content, path: str = "article.md", *, unsafe: bool = False
    ) -> Fixed:
        """Apply safe fixes to a text or to the content of a file, and check the new content.

        ``unsafe`` applies unsafe fixes, too. No file is written.

        Raises:
            ReadError: the content is not text, or too large.
            ConfigError, ValueError: as for ``text``.
        """
        needs = self._session.request.needs._replace(fix="text", unsafe=unsafe)
        result, new = self._session.with_(needs).repair(formats.record(path, _bytes(content)))
        return Fixed(new, result.repair.applied, _result(result))

    def measure(self, content: str | Content, path: str = "article.md") -> dict[str, float]:
        """Measure a text or the content of a file: its length, its make-up, how much it repeats.

        The keys are the same for every text, in the same order; ``docs/measures.md`` describes
        each with its unit. Counts are ``int``. A measure that does not apply to the language of
        the text is NaN. The text is read as for ``text``; no rule is run.

        Raises:
            ReadError: the content is not text, or too large.
            ConfigError, ValueError: as for ``text``.
        """
        return self._session.measure(formats.record(path, _bytes(content)))

    def batch(self, rows: RecordBatch, options: Options | None = None, first_row: int = 0) -> Batch:
        """Check the texts in the rows of a batch, and measure them; ``docs/corpus.md`` has the
        columns.

        Rows are no files: rules about files are off, comments suppress nothing, and nothing on the
        disk is looked for, except for the configuration. ``first_row`` is the number of the first
        row.

        Raises:
            ConfigError: the configuration is wrong.
            KeyError: there is no column of texts.
            ModuleNotFoundError: ``contentlint[corpus]`` is not installed.
        """
        from contentlint.corpus.batch import Checker
        from contentlint.corpus.batch import Options as Defaults

        options = options or Defaults()
        checker = self._checkers.get(options)
        if checker is None:
            checker = self._checkers[options] = Checker(self._session.request, options)
        return checker.batch(rows, first_row)


def _bytes(content: str | Content) -> Content:
    if isinstance(content, str):
        return content.encode("utf-8", "surrogateescape")
    return content


def _result(result: FileResult) -> Result:
    return Result(
        result.path, result.diagnostics, result.incomplete, result.suppressed, result.language
    )


def _toml(value: object) -> str:
    """Return a value of a configuration as TOML, on one line.

    Raises:
        ConfigError: TOML has no such value.
    """
    import json

    if isinstance(value, (str, bool, int, float)):  # JSON, except for DEL in strings
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        pairs = (f"{_key(key)} = {_toml(each)}" for key, each in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, Iterable):
        return "[" + ", ".join(map(_toml, value)) + "]"
    raise ConfigError(f"a configuration cannot contain {value!r}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise ConfigError(f"a key of a configuration is a string, not {key!r}")
    return _toml(key)
