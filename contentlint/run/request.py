"""What a run is asked to do: plain data, which is pickled and hashed; nothing of it is resolved."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class Selection(NamedTuple):
    """Which configuration applies, and which rules are on.

    None and empty values leave a choice to the configuration.
    """

    config: tuple[str, ...] = ()
    """Paths of configuration files (at most one) and inline settings ``key = value``."""
    settings: str = ""
    """A configuration as TOML, used in place of every configuration file."""
    isolated: bool = False
    """True to read no configuration file."""
    profile: str | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    cross_file: bool = False
    """True to turn on the rules that compare files."""
    translations_only: bool = False
    """True to run no rules but those that compare a translation with its source."""
    plugins: tuple[str, ...] = ()
    """Names of the plugins that a configuration may load."""


class Limits(NamedTuple):
    """Limits on the size and the findings of a file."""

    untrusted: bool = False
    """True if strangers may have written the articles and all files beside them."""
    max_file_size: int = 0
    """The largest file that is read, in bytes; 0 leaves it to the configuration."""
    max_findings: int = 0
    """The most findings of one rule in one file; 0 leaves it to the configuration."""
    base: str = ""
    """With ``untrusted``, the commit that configures the run; ``""``: no file of the project does.
    """
    folders: tuple[str, ...] = ()
    """Absolute paths of the folders in which strangers may have written anything."""


class Reading(NamedTuple):
    """How files are read; None leaves a value to the configuration or to detection."""

    lang: str | None = None
    paragraphs: str | None = None
    origin: str | None = None
    dialect: str | None = None
    rows: bool = False
    """True if the texts are rows of a table and not files: rules about files are off, comments
    suppress nothing, and nothing is looked for beside them."""
    links: str = ""
    """The file with what was observed of links; ``""``: the rules about that are off."""
    links_digest: str = ""
    """A hash of that file; ``""`` if it has not been read yet."""


class Needs(NamedTuple):
    """What the report, the fixes and the cache need of each result; nothing else is computed."""

    least: str = "info"
    """Findings below this severity are counted and have no diagnostic."""
    excerpts: int = 60
    """Code points shown on each side of a finding; 0 for no excerpt."""
    fix: str = ""
    """``write`` applies fixes to the files, ``diff`` returns a patch of them, ``text`` applies them
    to content that is not on the disk; ``""`` fixes nothing."""
    unsafe: bool = False
    """True to apply unsafe fixes too."""
    edits: bool = True
    """True if the report shows the edits of fixes."""
    fingerprints: bool = True
    """True if the report or a baseline identifies findings across runs."""
    timed: bool = False
    """True if results hold the time that each rule took."""
    cached: bool = False
    """True if results hold the digest and the look-ups that the cache stores."""
    language: str = "en"
    """The language of messages, one of ``translation.LANGUAGES``."""
    digits: str = ""
    """One of ``translation.DIGITS``; ``""`` for the usual ones of the language."""
    render: tuple[str, bool, bool, int] | tuple[()] = ()
    """A format and the fields of its ``Style``: results hold the lines of the report in place of
    diagnostics. Empty if they hold diagnostics."""


class Request(NamedTuple):
    """What a run is asked to do: plain data, not resolved yet."""

    selection: Selection = Selection()
    limits: Limits = Limits()
    reading: Reading = Reading()
    needs: Needs = Needs()

    @classmethod
    def of_json(cls, parts: Iterable[Iterable[Any]]) -> Request:
        """Return the request that was written as JSON, which turns tuples into lists."""
        values: list[list[Any]] = [
            [tuple(v) if isinstance(v, list) else v for v in each] for each in parts
        ]
        selection, limits, reading, needs = values
        return cls(Selection(*selection), Limits(*limits), Reading(*reading), Needs(*needs))
