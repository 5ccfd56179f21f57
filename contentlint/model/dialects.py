"""Dialects of Markdown: what the generators of sites and other programs add to its syntax.

A row names the syntaxes that one program reads. ``source.generators`` has the files that identify
a program, ``core.dialects`` reads the syntaxes.
"""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple

if TYPE_CHECKING:
    from typing import Final

SHORTCODES: Final = 1
"""``{{< name >}}`` and ``{{% name %}}``."""
LIQUID: Final = 1 << 1
"""Tags ``{% name %}``."""
VARIABLES: Final = 1 << 2
"""``{{ name }}`` is replaced by a value."""
JSX: Final = 1 << 3
"""Components with expressions in their attributes, ``import``, ``export`` and ``{…}``."""
VUE: Final = 1 << 4
"""Components whose attributes may contain ``>``, ``<<< @/file`` and ``@[code](file)``."""
COLONS: Final = 1 << 5
"""Containers between lines of colons, as in ``:::note``."""
ADMONITIONS: Final = 1 << 6
"""``!!! note``, ``??? note`` and ``=== "Tab"`` with indented bodies."""
DIRECTIVES: Final = 1 << 7
"""Fences with a name in braces, as in ```` ```{note} ````; also between colons."""
ROLES: Final = 1 << 8
"""``{name}`text` ``, and targets ``(label)=``."""
ASIDES: Final = 1 << 9
"""Fences that contain prose: those named by ``Dialect.prose``, and those whose name is no language
and whose body is sentences."""
BRACKET_TAGS: Final = 1 << 10
"""Lines such as ``[cut]`` and ``[codetabs src="a"]``."""
ATTRIBUTE_LISTS: Final = 1 << 11
"""``{.class}`` and ``{: .class}`` after what they are for."""
SPANS: Final = 1 << 12
"""``[text]{.class}``."""
CITATIONS: Final = 1 << 13
"""``[@key]`` and ``@fig-name``."""
LINE_BLOCKS: Final = 1 << 14
"""Lines of verse that begin with a pipe."""
WIKI_LINKS: Final = 1 << 15
"""``[[page|text]]`` and ``![[page]]``."""
PERCENT_COMMENTS: Final = 1 << 16
"""``%%comment%%``."""
PERCENT_LINES: Final = 1 << 17
"""Lines of comments that begin with ``%``."""
TAGS: Final = 1 << 18
"""``#tag``, and ``^name`` at the end of a block."""
ALERTS: Final = 1 << 19
"""``[!NOTE]`` on the first line of a block quote."""
EMOJI: Final = 1 << 20
"""``:name:``."""
KEYS: Final = 1 << 21
"""``++ctrl+c++``."""
SNIPPETS: Final = 1 << 22
"""``--8<-- "file"``."""
INCLUDES: Final = 1 << 23
"""``{{#include file}}``."""
MENTIONS: Final = 1 << 24
"""``@user`` and ``#123``."""
ABBREVIATIONS: Final = 1 << 25
"""Lines ``*[HTML]: Hypertext …``."""
CONTENTS: Final = 1 << 26
"""``[[toc]]``, ``[toc]`` and Kramdown's ``* TOC``."""
MARKDOWN_IN_HTML: Final = 1 << 27
"""Fences are code also inside HTML, directly below a tag."""
TITLED_LINKS: Final = 1 << 28
"""``[](target)`` displays the title of its target."""
HEADERLESS_TABLES: Final = 1 << 29
"""Lines with pipes between blank lines are a table, also without a delimiter row."""


class Dialect(NamedTuple):
    """The syntaxes of one program."""

    name: str
    """As in ``dialect = "…"``."""
    features: int
    """The syntaxes, one bit each: ``SHORTCODES`` ... ``HEADERLESS_TABLES``."""
    code: frozenset[str] = frozenset()
    """Names of containers and directives whose bodies are not prose."""
    prose: frozenset[str] = frozenset()
    """Names of fences whose bodies are prose."""


_TEMPLATES = LIQUID | VARIABLES
_ROWS = (
    Dialect("none", 0),
    Dialect("hugo", SHORTCODES | VARIABLES | ATTRIBUTE_LISTS | ALERTS | EMOJI),
    Dialect(
        "jekyll",
        _TEMPLATES
        | ATTRIBUTE_LISTS
        | EMOJI
        | ABBREVIATIONS
        | CONTENTS
        | MARKDOWN_IN_HTML
        | HEADERLESS_TABLES,
    ),
    Dialect("hexo", _TEMPLATES | EMOJI),
    Dialect("eleventy", _TEMPLATES),
    Dialect("gitbook", _TEMPLATES | EMOJI),
    Dialect("docusaurus", JSX | COLONS),
    Dialect("mdx", JSX),
    Dialect("starlight", COLONS),
    Dialect(
        "mkdocs",
        ADMONITIONS
        | VARIABLES
        | LIQUID
        | ATTRIBUTE_LISTS
        | SNIPPETS
        | EMOJI
        | KEYS
        | ABBREVIATIONS
        | CONTENTS
        | MARKDOWN_IN_HTML,
    ),
    Dialect("vitepress", VUE | VARIABLES | COLONS | ATTRIBUTE_LISTS | ALERTS | EMOJI | CONTENTS),
    Dialect("vuepress", VUE | VARIABLES | COLONS | ATTRIBUTE_LISTS | ALERTS | EMOJI | CONTENTS),
    Dialect(
        "sphinx",
        DIRECTIVES
        | ROLES
        | COLONS
        | PERCENT_LINES
        | ATTRIBUTE_LISTS
        | SPANS
        | VARIABLES
        | TITLED_LINKS,
        frozenset(
            "code code-block code-cell sourcecode literalinclude include math mermaid graphviz raw "
            "eval-rst toctree autofunction automodule autoclass automethod autosummary csv-table "
            "list-table parsed-literal doctest testcode testoutput bibliography plot digraph graph "
            "image contents highlight index meta".split()
        ),
    ),
    Dialect(
        "quarto",
        SHORTCODES | COLONS | SPANS | ATTRIBUTE_LISTS | CITATIONS | LINE_BLOCKS,
    ),
    Dialect("obsidian", ASIDES | WIKI_LINKS | PERCENT_COMMENTS | TAGS | ALERTS),
    Dialect("mdbook", ASIDES | INCLUDES | ALERTS, prose=frozenset({"admonish"})),
    Dialect(
        "javascript.info",
        ASIDES | BRACKET_TAGS | TITLED_LINKS,
        prose=frozenset("smart warn summary online offline pdf compare hidden task".split()),
    ),
    Dialect("github", ALERTS | EMOJI | MENTIONS),
)
DIALECTS: Final = {row.name: row for row in _ROWS}
"""By name."""
NONE: Final = "none"
NAMES: Final = tuple(DIALECTS)
HOSTS: Final = frozenset({NONE, "github"})
"""The dialects of files that an unknown generator may read, too."""
BY_SUFFIX: Final = {".mdx": "mdx", ".qmd": "quarto"}
"""The dialects of files by their suffix, where no program is known."""


def of_format(name: str, format: str) -> Dialect:  # noqa: A002  as in Document
    """Return the dialect in which a file is read: ``name``, a key of ``DIALECTS``, as its format
    has it: text has none, and MDX has components in each."""
    if format == "text":
        return DIALECTS[NONE]
    found = DIALECTS[name]
    if format == "mdx":
        found = found._replace(features=found.features | JSX)
    return found
