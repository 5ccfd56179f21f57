"""Which files are translations of which, by the patterns of ``[[translations]]``.

Paths are relative to the folder of the configuration, with slashes. Nothing is read; where names
have to be listed, the caller lists them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.config.translations import Translations
from contentlint.model.language_codes import is_code, normalized
from contentlint.source.ignore import Filter

if TYPE_CHECKING:
    import re
    from typing import Final

_PLACEHOLDER = lazy_regex.compile(r"\{(path|name|lang)\}")
_MATCHES = {"path": "(?P<path>.+)", "name": "(?P<name>[^/]+)", "lang": "(?P<lang>[^/]+?)"}

_REMEMBERED = 1000
"""Names whose codes are remembered."""
Listing = Callable[[str], Sequence[str]]
"""From a folder, ``""`` for the root, to the names in it, sorted."""


class Claim(NamedTuple):
    """A file that a table takes for a translation."""

    table: Translations
    path: str
    lang: str
    """The code of the language as the table or, if it lists none, the path has it."""
    sources: tuple[str, ...]
    """The paths that its source may have; the first that exists is its source."""


class Pairs:
    """The patterns of one table."""

    def __init__(self, table: Translations) -> None:
        self.table: Final = table
        self._pairs: Final = [
            _Pair(source, target, _matcher(source), _matcher(target))
            for source, target in table.pairs
        ]
        self._names: Final = {
            normalized(table.lang_map.get(code, code)): code for code in table.languages
        }
        """From names in paths to codes."""
        self._codes: Final = {normalized(name): code for code, name in table.lang_map.items()}
        self._known: Final[dict[str, str]] = {}
        """The results of ``_code``."""
        self._exclude: Final = Filter(table.exclude, table.root) if table.exclude else None

    def claim(self, path: str) -> Claim | None:
        """Return the claim of the table to a file, or None if the file is no translation."""
        sources: dict[str, None] = {}
        lang = ""
        for pair in self._pairs:
            match = pair.target_matches.fullmatch(path)
            if match is None:
                continue
            code = self._code(match["lang"]) if "lang" in match.re.groupindex else self._only()
            source = _filled(pair.source, match)
            if code and source != path and not self._excludes(path, source):
                lang = lang or code
                sources[source] = None
        return Claim(self.table, path, lang, tuple(sources)) if sources else None

    def targets(self, path: str, names_in: Listing) -> Iterator[tuple[str, str]]:
        """Yield the path and the language of each translation that a file may have, of those whose
        first name is in its folder. The file itself is no translation under this table."""
        for pair in self._pairs:
            match = pair.source_matches.fullmatch(path)
            if match is None or self._excludes(path, path):
                continue
            before, lang, behind = pair.target.partition("{lang}")
            before, behind = _filled(before, match), _filled(behind, match)
            if not lang:
                if not self._excludes(before, path):
                    yield before, self._only()
                continue
            folder, _, start = before.rpartition("/")
            end, slash, rest = behind.partition("/")
            for name in _beginning(names_in(folder), start):
                if len(name) > len(start + end) and name.endswith(end):
                    code = self._code(name[len(start) : len(name) - len(end)])
                    target = (folder + "/" if folder else "") + name + slash + rest
                    if code and target != path and not self._excludes(target, path):
                        yield target, code

    def expected(self, path: str, code: str) -> str:
        """Return the path of the translation that a file should have in a language, or ``""`` if
        the file is no source."""
        if self.claim(path) is not None or self._excludes(path, path):
            return ""
        for pair in self._pairs:
            match = pair.source_matches.fullmatch(path)
            if match is not None:
                name = self.table.lang_map.get(code, code)
                target = _filled(pair.target.replace("{lang}", name), match)
                return "" if target == path or self._excludes(target, path) else target
        return ""

    def source_code(self) -> str:
        """Return the code of the source's language if its pattern has one, or ``""``."""
        for source, target in self.table.pairs:
            before, lang, behind = target.partition("{lang}")
            code = source.removeprefix(before).removesuffix(behind)
            if lang and source == before + code + behind and is_code(code):
                return code
        return ""

    def _only(self) -> str:
        """Return the only language of a table without ``{lang}``."""
        return self.table.languages[0]

    def _code(self, name: str) -> str:
        """Return the code that a name in a path stands for, or ``""``."""
        code = self._known.get(name)
        if code is None:
            if self._names:
                code = self._names.get(normalized(name), "")
            else:
                code = self._codes.get(normalized(name)) or (name if is_code(name) else "")
            if len(self._known) < _REMEMBERED:
                self._known[name] = code
        return code

    def _excludes(self, target: str, source: str) -> bool:
        filter_ = self._exclude
        return filter_ is not None and bool(filter_.match(target) or filter_.match(source))


def _beginning(names: Sequence[str], start: str) -> Iterator[str]:
    """Yield the names, which are sorted, that begin with a text."""
    for n in range(bisect_left(names, start), len(names)):
        if not names[n].startswith(start):
            return
        yield names[n]


class _Pair(NamedTuple):
    source: str
    target: str
    source_matches: re.Pattern[str]
    target_matches: re.Pattern[str]


def _matcher(pattern: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(pattern)
    literals = map(lazy_regex.escape, parts[::2])
    names = [_MATCHES[name] for name in parts[1::2]] + [""]
    joined = [piece for pair in zip(literals, names, strict=True) for piece in pair]
    return lazy_regex.compile("".join(joined), lazy_regex.DOTALL)


def _filled(pattern: str, match: re.Match[str]) -> str:
    """Return a pattern with what a match has for its placeholders."""
    return _PLACEHOLDER.sub(lambda m: match[m[1]], pattern)
