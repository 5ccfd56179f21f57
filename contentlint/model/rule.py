"""Rules, and the interface of the modules that check them.

A kind is a module of ``contentlint.kinds``, which users can parametrise, or a module of
``contentlint.checks.<family>``, the check of one or several built-in rules. It has

``Options`` (optional)
    a NamedTuple; its fields are the keys of a stanza's ``options``, with their
    defaults. Field types: ``bool``, ``int``, ``float``, ``str``,
    ``tuple[str, ...]``, ``Mapping[str, str]``, ``Mapping[str, float]``,
    ``Words`` (from ``rules/words``); a plain one may be ``| None`` if it is
    optional. A kind without options has no such class, and its functions no
    such argument: ``check(doc)``, ``needs()``.
``check(doc, options) -> Iterator[Finding]``
    the findings, in the order of the text.
``needs(options) -> tuple[trigger.Need, ...]`` (optional)
    literals and triggers of which the text must have at least one for ``check``
    to find anything; otherwise ``check`` is not called.
``COUNTERPART`` (optional)
    True if ``check`` compares a translation with ``doc.counterpart``, its source:
    such a rule runs only on the translations that the configuration names.
``MISSING_SOURCE`` (optional)
    True if such a rule also runs on a translation whose source does not exist;
    then ``doc.counterpart`` is None.
``PLACEHOLDERS`` and ``placeholders(options) -> tuple[str, ...]`` (optional)
    the names of the values that every finding has, and of those that it has under
    these options: a message in a user's rule set may use no other.

A kind that compares documents has, in place of ``check``,

``collect(doc, options) -> Iterator[Fact]``
    the properties of one document that are compared;
``compare(facts, files, options) -> Iterator[Match]``
    the findings in the facts of all documents, sorted by path and position;
    ``files`` is the number of documents. The two functions share no other
    state, so they can run in different processes.

A kind that works something out of its options, once for all documents, has a class in place of
these functions: ``Checker(options)``, with the methods ``check(doc)``, or ``collect(doc)`` and
``compare(facts, files)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Collected, Fact, Finding, Incomplete, Match
from contentlint.model.document import Document

if TYPE_CHECKING:
    from typing import Any

    Check = Callable[[Document], Iterable[Finding]]

Words = Mapping[str, tuple[str, ...]]
"""A word list: language (BCP 47 primary subtag) to its entries."""


MAY_CHANGE = ("space", "punctuation", "words", "links", "blocks", "code", "suppressions")
"""The values of ``Rule.may_change``. ``words`` includes ``punctuation``, which means all characters
except letters and digits; ``space`` may always change; ``links`` are addresses and HTML tags;
``blocks`` are the kinds of lines, such as paragraph or heading; ``code`` is the text of code
blocks; ``suppressions`` are the comments of ``engine.suppress``."""
MAY_REMOVE = ("letters", "paragraphs")
"""The values of ``Rule.may_remove``."""
SUPPRESS = ("line", "block", "file")
"""The values of ``Rule.suppress``: a comment on the line before the finding; a pair of comments
around a block that a comment inside would break, such as a table; or a comment anywhere in the
file, for findings in front matter or about the whole file."""


class Rule(NamedTuple):
    """One stanza of a rule set, checked. Only its page shows ``lowered``, ``summary``, ``why``,
    ``source``, ``bad``, ``good``, ``fixed``, ``bad_source``, ``good_source``, ``unused_options``
    and ``suppress``."""

    code: str
    """Three capital letters and three digits, never used twice."""
    name: str
    kind: str
    """The kind that the stanza gives; without one, the name: the rule has a check of its own."""
    severity: str
    message: str
    languages: frozenset[str] = frozenset()
    """Runs only on documents in these languages; empty: on all."""
    tags: tuple[str, ...] = ()
    status: str = "stable"
    """``stable`` or ``preview``."""
    enabled: bool = True
    """True if the default profile includes it."""
    origins: tuple[str, ...] = ()
    """The origins of texts for which the default profile includes it; none: all."""
    infos: tuple[str, ...] = ()
    """The origins of texts for which its findings are infos."""
    lowered: tuple[str, ...] = ()
    """The severities below ``severity`` that its checker gives to some findings, highest first."""
    since: str = "0.1.0"
    fix: str = "none"
    """``safe``, ``unsafe`` (whatever its checker says), ``sometimes`` (safe in some cases) or
    ``none``."""
    may_change: tuple[str, ...] = ("words", "blocks")
    """What its safe fixes may change besides white space and invisible characters: some of
    ``MAY_CHANGE``. ``fix.verify`` refuses a safe fix that does more."""
    may_remove: str = ""
    """``letters``: the letters that its safe fixes remove are not counted as lost;
    ``paragraphs``: nor are whole paragraphs. ``""``: both are."""
    may_reveal: tuple[str, ...] = ()
    """Codes of rules whose findings its fixes reveal: hidden findings that existed before."""
    options: Mapping[str, Any] = {}
    lists: Mapping[str, str] = {}
    """By option, the name of the word list with its entries."""
    needs: tuple[str, ...] = ()
    """The needs of its kind under these options, if they were computed beforehand."""
    late: bool = False
    """True if the rule was checked beforehand: its kind is imported when the rule first runs."""
    counterpart: bool = False
    """True if it compares a translation with its source: it runs only on files with one."""
    summary: str = ""
    """The fault in one line, as the list of rules shows it: no verb of the reader's, no full stop.
    """
    messages: Mapping[str, str] = {}
    """The message in other languages, by BCP 47 primary subtag, where a stanza gives several."""
    why: str = ""
    """Paragraphs: why it is a fault, what is reported, what is not, and when to turn it off."""
    source: str = ""
    """Who says so."""
    help: str = ""
    """What users should do about it, one line; printed by the full format."""
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    bad_source: tuple[str, ...] = ()
    """For a rule with ``counterpart``, the source of each ``bad``, in order; an empty one does not
    exist."""
    good_source: tuple[str, ...] = ()
    """The source of each ``good``."""
    fixed: tuple[str, ...] = ()
    """The results of all fixes, including unsafe ones, for each ``bad``, in order; it may be
    shorter."""
    example_format: str = "markdown"
    example_options: Mapping[str, Any] = {}
    """Options of the examples, over ``options``: for rules that need a configuration."""
    example_translation: Mapping[str, Any] = {}
    """What a configuration says of the examples and their sources: ``order``, ``code``,
    ``span-free`` and ``diverges`` as in ``[[translations]]``, ``keep`` as in ``[glossary]``, and
    the tables ``glossary`` and ``glossary-avoid`` of their language."""
    example_links: Mapping[str, Mapping[str, Any]] = {}
    """What the web answers for the links of the examples, by URL: the fields of an export's line.
    """
    unused_options: tuple[str, ...] = ()
    """Options of its kind that cannot change what it finds; its page omits them."""
    suppress: str = "line"
    """One of ``SUPPRESS``: the comment that its page shows."""


class RuleSet(NamedTuple):
    """Everything in a folder of rule sets, checked."""

    rules: tuple[Rule, ...]
    """Sorted by code."""
    precedence: tuple[tuple[str, ...], ...]
    profiles: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Words]
    """By name."""
    families: Mapping[str, str]
    """Each prefix, mapped to the subject of the family."""


class BoundRule(NamedTuple):
    """A rule with its options checked, ready to run."""

    rule: Rule
    """Its options are those of the user over those of the stanza."""
    check: Check | None
    """None: the rule compares documents."""
    needs: tuple[str, ...]
    languages: frozenset[str]
    severity: str
    """The user's severity for this rule, else the rule's."""
    severity_is_fixed: bool
    """True if the user has set it: a finding may not lower it."""
    collect: Callable[[Document], Iterable[Fact]] | None = None
    compare: Callable[[Sequence[Collected], int], Iterable[Match]] | None = None


def example_data(text: str) -> bytes:
    """Return an example of a stanza as a file in UTF-8, with ``\\xE9`` as an invalid byte.

    TOML cannot contain such bytes; examples of a rule about them use this escape.
    """
    import re

    escaped = re.compile(rb"\\x([0-9A-F]{2})")
    return escaped.sub(lambda m: bytes.fromhex(m[1].decode()), text.encode("utf-8"))


class Examined(NamedTuple):
    """The findings and facts of a document, before they are converted to diagnostics."""

    found: list[tuple[BoundRule, Finding]]
    facts: list[Collected]
    suppressed: int
    incomplete: list[Incomplete]
