"""The syntax that the program of a dialect adds to Markdown: tags, containers, roles, expressions.

``Lines`` reads what has lines to itself, for ``blocks``; ``spans`` finds the rest in the prose, for
``inline``. A tag and its attributes are never prose; what a tag contains is prose or code by its
name. A tag that is not closed hides nothing but itself.
"""

from __future__ import annotations

from bisect import bisect_right

from contentlint._util import lazy_regex
from contentlint.core.lexer import BLANK, MARKED, NOWHERE, SHOWN
from contentlint.model.characters import is_space
from contentlint.model.dialects import (
    ABBREVIATIONS,
    ADMONITIONS,
    ALERTS,
    ASIDES,
    ATTRIBUTE_LISTS,
    BRACKET_TAGS,
    CITATIONS,
    COLONS,
    CONTENTS,
    DIRECTIVES,
    EMOJI,
    INCLUDES,
    JSX,
    KEYS,
    LINE_BLOCKS,
    LIQUID,
    MENTIONS,
    PERCENT_COMMENTS,
    PERCENT_LINES,
    ROLES,
    SNIPPETS,
    SPANS,
    TAGS,
    VUE,
    WIKI_LINKS,
    Dialect,
)
from contentlint.model.document import (
    ATTRIBUTES,
    COMMENT,
    MARK,
    OBJECT,
    ROLE,
    TEMPLATE,
    WIKI_LINK,
)
from contentlint.model.terminators import LINE_ENDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final

    from mypy_extensions import i64

_LEADS: Final = (
    (COLONS | DIRECTIVES | ROLES, ":"),
    (ADMONITIONS, "!?=/"),
    (SNIPPETS, "-;"),
    (DIRECTIVES | ASIDES, "`~"),
    (ROLES, "(+"),
    (PERCENT_LINES | PERCENT_COMMENTS, "%"),
    (BRACKET_TAGS | CONTENTS, "[*"),
    (ABBREVIATIONS, "*"),
    (LINE_BLOCKS, "|"),
    (VUE, "<@"),
    (JSX, "<{"),
    (INCLUDES | LIQUID, "{"),
)
"""By features, the characters with which their lines begin."""
_COLONS: Final = lazy_regex.compile(
    r"(:{3,})[ \t]*(?:\{([\w:-]*)[^{}\n]*\}|([A-Za-z][\w-]*))?"
    r"(?:\[([^\[\]\n]*)\])?[ \t]*(.*)$"
)
_LEAF: Final = lazy_regex.compile(r"::[A-Za-z][\w-]*(?:\[[^\[\]\n]*\])?(?:\{[^{}\n]*\})?$")
_BRACES_OR_COLONS: Final = lazy_regex.compile(r"\{[^{}\n]*\}|:{3,}$")
_ADMONITION: Final = lazy_regex.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+[\w-]+)*[ \t]*(?:\"(.*)\")?$|===[!+]?[ \t]+\"(.*)\"$"
    r"|///[ \t]*[\w-]+[ \t]*(?:\|[ \t]*(.*))?$|///+$"
)
_SNIPPET: Final = lazy_regex.compile(r";?-{2,}8<-{2,}")
_DIRECTIVE: Final = lazy_regex.compile(r"(?:`{3,}|~{3,}|:{3,})[ \t]*\{([\w:.-]+)\}[ \t]*(.*)$")
_ASIDE: Final = lazy_regex.compile(r"(?:`{3,}|~{3,})[ \t]*([A-Za-z][\w-]*)(?:[ \t].*)?$")
_OPTION: Final = lazy_regex.compile(r":[A-Za-z][\w-]*:(?:[ \t]|$)")
_TARGET: Final = lazy_regex.compile(r"\([^()\s][^()\n]*\)=$")
_BRACKET_TAG: Final = lazy_regex.compile(
    r"\[/?(cut|head|edit|demo|iframe|img|codetabs|html|js|libs|compare|video|online|offline|pdf)"
    r"(?:[ \t]+[\w-]+(?:=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\]\"']+))?)*[ \t]*\]$"
)
_CONTENTS: Final = lazy_regex.compile(r"(?:\[\[(?:_?TOC_?)\]\]|\[TOC\])$", lazy_regex.IGNORECASE)
_KRAMDOWN_CONTENTS: Final = lazy_regex.compile(r"[*+-][ \t]+.*\n[ \t]*\{:[ \t]*toc[^{}\n]*\}")
_ABBREVIATION: Final = lazy_regex.compile(r"\*\[[^\[\]\n]+\]:[ \t]*")
_VUE_LINE: Final = lazy_regex.compile(r"<<<[ \t]*[@./~]|@\[[\w -]+\]\(|@include\(")
_INCLUDE_LINE: Final = lazy_regex.compile(r"\{\{#[a-z_]+[^{}\n]*\}\}$")
_LONGEST_SPAN: Final = 500
"""Code points; a longer text before attributes is not theirs."""
_LONGEST: Final = 4_000
"""Code points; a longer tag, expression or comment is not closed."""


_TITLED: Final = frozenset(
    "note tip hint warning caution danger important attention error seealso admonition dropdown "
    "card tab-item grid-item-card topic sidebar rubric margin aside details todo".split()
)
"""The directives of Sphinx and MyST whose argument is prose."""


_INFO: Final = lazy_regex.compile(r"(?:`{3,}|~{3,})[ \t]*([A-Za-z][A-Za-z-]*)(?![\w:.+#/-])")
_LANGUAGES: Final = frozenset(
    "abap abc ada adoc ahk algebra algorithm antlr apache apacheconf apex apl applescript arduino "
    "arm art asciidoc asm asp aspnet assembly astro autohotkey awk ballerina bash basic bat batch "
    "bc bibtex bicep bnf brainfuck bsl c cabal caddyfile cd cfg chart chords cjs clangd clike clj "
    "clojure cmake cmd cobol code coffee coffeescript conf config console console-output "
    "containerfile coq cpp cr crystal cs csharp cshtml csp css csv cts cue curl cypher d dart "
    "dataview dax delphi desktop diagram diff django docker dockerfile dos dot dotenv dts ebnf "
    "echarts editorconfig ejs elisp elixir elm emacs-lisp embed env erb erl erlang excel exs "
    "fasta fennel fish flow flowchart fluent forth fortran fs fsharp gcode gd gdscript gherkin "
    "git gitattributes gitconfig gitignore glsl gnuplot go golang gomod gql gradle graph graphql "
    "graphviz groovy hack haml handlebars haskell hbs hcl helm hex hlsl hosts hs htaccess htm "
    "html htmldjango http https hugo idl idris ignore imba ini input ipynb ipython janet java "
    "javascript jinja jinja-html jinja2 jq js json jsonata jsonc jsonl jsonnet jsonp jsx julia "
    "jupyter just justfile kdl kotlin kql ksh kt kts kusto lang latex lean less liquid lisp "
    "literate livescript log logql logs lua luau make makefile mako markdown markmap math "
    "mathematica matlab md mdc mdx mermaid meson mips mjs mojo mongodb mts mysql nasm ndjson "
    "nginx nim nix njk none nroff nu nunjucks nushell objc objective-c objectivec ocaml odin "
    "openscad oracle output pascal patch pcap pem perl pgsql php pikchr plain plaintext plantuml "
    "playground plist plot po postgres postgresql postscript powerquery powershell preview prisma "
    "prolog promql properties proto protobuf prql ps ps1 pseudo pseudocode psql pug puml puppet "
    "purescript py pycon python python-repl qml qss query r racket raku raw razor rb re reason "
    "reg regex rego repl request response rest result rmd robotframework ron rs rst ruby run rust "
    "sas sass scala scheme screen scss sed sequence service sh shader shell shell-session "
    "shellscript shellsession smali smalltalk smarty smithy sml snap snippet solidity sourcecode "
    "spl splunk sql sqlite squirrel ssh ssh-config stan stata stdout stylus sudoku svelte svg "
    "swift syslog systemd systemverilog tcl tcsh terminal terraform tex text tf tfvars title toml "
    "tree ts tsql tsv tsx turtle twig txt typescript typoscript typst unix v vala vb vba vbnet "
    "vega vega-lite velocity verilog vhdl vim viml vimscript vue vue-html vyper wasm wat wgsl "
    "wiki wikitext wolfram wren xaml xhtml xml xpath xquery xsd xsl xslt yaml yara yml zig "
    "zsh".split()
)
"""Info strings of fences with code, in lower case; another word may name an admonition."""
_NO_SENTENCE: Final = lazy_regex.compile(
    r"[;{}]$|^(?:[$#>%]|//|/\*|\*/|--|<|@|import |def |class |function |let |const |var |return )"
    r"|[=<>|]{2}|\w\(\)|^\w+[ \t]*[:=]|-->|=>|->|:$"
)
_SENTENCES: Final = 8
"""Words that a body of sentences has at least."""


class Tag:
    """The lines of a tag, from the one that ``Lines.read`` was asked for."""

    __slots__ = ("body", "indented", "kind", "last", "title", "title_end")

    def __init__(self, kind: str, last: i64) -> None:
        self.kind = kind
        """``directive``, or the kind of the block that the line is after all."""
        self.last: i64 = last
        self.title: i64 = -1
        """The offset of the title on its first line, which is prose; -1 if it has no title."""
        self.title_end: i64 = -1
        self.body: i64 = -1
        """The last line of code that follows it; -1 if it is followed by prose."""
        self.indented = False
        """True if prose follows it that is indented."""


class Lines:
    """The components of one text that have lines to themselves."""

    def __init__(self, text: str, starts: list[int], dialect: Dialect) -> None:
        """``starts`` are those of ``lexer.line_starts``."""
        self.text = text
        self.starts = starts
        self.count: i64 = len(starts) - 1
        self.code = dialect.code
        self.prose = dialect.prose
        self.features: i64 = dialect.features
        self._unclosed: set[tuple[str, int]] = set()
        """Fences that no line closes before another line, so that none is searched for twice."""
        self._closers: list[int] = []
        """The lines that close the fences around the line that is read, innermost last."""

    def leads(self, special: bytes) -> bytes:
        """Return ``special``, a table of ASCII, with 2 for characters at the beginnings of
        components."""
        table = bytearray(special)
        for features, chars in _LEADS:
            if self.features & features:
                for char in chars:
                    table[ord(char)] = 2
        return bytes(table)

    def limit(self, i: i64) -> i64:
        """Return the line (from 0) that closes the innermost fence of prose around line i; the
        number of lines where no such fence is open."""
        while self._closers and self._closers[-1] <= i:
            self._closers.pop()
        return self._closers[-1] if self._closers else self.count

    def read(self, i: i64, head: i64, stop: i64) -> Tag | None:
        """Return the tag that begins on line i, whose content reaches from ``head`` to ``stop``."""
        text, features = self.text, self.features
        c: i64 = ord(text[head])
        if self._closers and (c == 96 or c == 126):  # ` ~
            while self._closers and self._closers[-1] < i:
                self._closers.pop()
            if self._closers and self._closers[-1] == i:
                self._closers.pop()
                return Tag("directive", i)
        if c == 42 and not self._may_be_starred(i, head):  # *
            return None
        if c == 45 and not text.startswith("--", head):  # -
            return None
        line = text[head:stop]
        if c == 58:  # :
            return self._colons(i, head, line)
        if c == 96 or c == 126:
            return self._fence(i, head, line)
        if c == 60 or c == 123:  # < {
            return self._braces(i, head, line)
        if c == 37:  # %
            return self._percent(i, head, line)
        if c == 91:  # [
            if features & BRACKET_TAGS and _BRACKET_TAG.match(line):
                return Tag("directive", i)
            if features & CONTENTS and _CONTENTS.match(line):
                return Tag("directive", i)
        elif c == 33 or c == 63 or c == 61 or c == 47:  # ! ? = /
            m = _ADMONITION.match(line)
            if m is not None:
                return self._titled(i, head, m, c != 47)
        elif c == 45 or c == 59:  # - ;
            if features & SNIPPETS and _SNIPPET.match(line):
                return Tag("directive", self._snippet_end(i, line))
        elif c == 40:  # (
            if _TARGET.match(line):
                return Tag("directive", i)
        elif c == 43:  # +
            if line == "+++":
                return Tag("directive", i)
        elif c == 64:  # @
            if _VUE_LINE.match(line):
                return Tag("directive", i)
        elif c == 42:  # *
            return self._starred(i, head, line)
        elif c == 124:  # |
            if line.startswith("| ") and line.find("|", 1) < 0:
                found = Tag("paragraph", i)
                found.title, found.title_end = head + 2, stop
                return found
        return None

    def _titled(self, i: i64, head: i64, m: re.Match[str], indented: bool) -> Tag:
        """Return a tag whose title is the last group of a match that begins at ``head``."""
        found = Tag("directive", i)
        found.indented = indented
        if m.lastindex is not None and m[m.lastindex].strip():
            found.title, found.title_end = head + m.start(m.lastindex), head + m.end(m.lastindex)
        return found

    def _colons(self, i: i64, head: i64, line: str) -> Tag | None:
        """Read a line that begins with a colon."""
        if not self.features & COLONS:
            return None
        m = _COLONS.match(line)
        if m is None:
            return Tag("directive", i) if _LEAF.match(line) else None
        name = m[2] or m[3] or ""
        if not name and m[2] is None and m[5]:
            return None  # words behind colons
        found = Tag("directive", i)
        if m[2] is not None and self.features & DIRECTIVES:
            found.last = self._options(i)
        if name in self.code:
            close = self._closing(i, m[1])
            if close >= 0:
                found.body = close - 1
            return found
        group = 4 if m[4] is not None else 5
        if m[2] and name not in _TITLED:
            return found
        title = _BRACES_OR_COLONS.sub(lambda each: " " * len(each[0]), m[group]).rstrip()
        if title.strip():
            found.title = head + m.start(group) + len(title) - len(title.lstrip())
            found.title_end = head + m.start(group) + len(title)
        return found

    def _closing(self, i: i64, fence: str) -> i64:
        """Return the line below line i that closes a fence and has nothing else on it; -1 if the
        text, or the fence around this one, ends first."""
        text, starts = self.text, self.starts
        limit = self.limit(i)
        if (fence, limit) in self._unclosed:
            return -1
        last = i + 1
        while last < limit:
            at = text.find(fence, starts[last])
            if at < 0:
                break
            while starts[last + 1] <= at:
                last += 1
            if last >= limit:
                break
            line = self._line(last)
            if line == fence[0] * len(line):
                return last
            last += 1
        self._unclosed.add((fence, limit))
        return -1

    def _options(self, i: i64) -> i64:
        """Return the last line of the options that follow the first line of a directive."""
        last = i
        if last + 1 < self.count and self._line(last + 1) == "---":
            end = last + 2
            while end < self.limit(i) and self._line(end):
                if self._line(end) == "---":
                    return end
                end += 1
        while last + 1 < self.count and _OPTION.match(self._line(last + 1)):
            last += 1
        return last

    def _line(self, i: i64) -> str:
        return self.text[self.starts[i] : self.starts[i + 1] - 1].strip()

    def _fence(self, i: i64, head: i64, line: str) -> Tag | None:
        """Read a fence, which is a tag if prose follows it; otherwise it is read as code."""
        size = len(line) - len(line.lstrip(line[0]))
        if size < 3:
            return None
        found = Tag("directive", i)
        if self.features & DIRECTIVES:
            m = _DIRECTIVE.match(line)
            if m is None or m[1] in self.code:
                return None
            close = self._closing(i, line[:size])
            found.last = self._options(i)
            if m[2] and m[1] in _TITLED:
                found.title, found.title_end = head + m.start(2), head + m.end(2)
        else:
            m = _ASIDE.match(line)
            if m is None:
                return None
            close = self._closing(i, line[:size])
            if m[1] not in self.prose:
                if close < 0:
                    return None
                body = self.text[self.starts[i + 1] : self.starts[close]]
                if not is_aside(line, body):
                    return None
        if close >= 0:
            self.limit(i)  # those above it are not around it
            self._closers.append(close)
        return found

    def _braces(self, i: i64, head: i64, line: str) -> Tag | None:
        """Read a line that begins with ``<`` or a brace: a component or an expression over several
        lines, or a line of includes."""
        features = self.features
        if line[0] == "{":
            if features & INCLUDES and _INCLUDE_LINE.match(line):
                return Tag("directive", i)
            if not features & JSX:
                return None
            end = expression_end(self.text, head, True)
        else:
            if features & VUE and _VUE_LINE.match(line):
                return Tag("directive", i)
            end = component_end(self.text, head, len(self.text))
        if end < 0:
            return None
        last: i64 = bisect_right(self.starts, end - 1) - 1
        if last == i or (line[0] == "{" and self.text[end : self.starts[last + 1] - 1].strip()):
            return None
        return Tag("html", last)

    def html_end(self, at: i64, last: i64) -> i64:
        """Return the last line of HTML from an offset to the end of a line, whose last tag or
        expression may end on a later one, below blank lines."""
        if not self.features & (JSX | VUE):
            return last
        text = self.text
        while True:
            below = self.starts[last + 1]
            tag: i64 = text.find("<", at, below)
            brace: i64 = NOWHERE
            if self.features & JSX:
                brace = text.find("{", at, below)
            if brace >= 0 and (tag < 0 or brace < tag):
                at = brace
                end = expression_end(text, at, True)
            elif tag >= 0:
                at = tag
                end = component_end(text, at, len(text))
            else:
                return last
            if end > below:
                last = bisect_right(self.starts, end - 1) - 1
            at = max(at + 1, end)

    def _percent(self, i: i64, head: i64, line: str) -> Tag | None:
        """Read a line that begins with ``%``, which is a comment."""
        if self.features & PERCENT_LINES:
            return Tag("directive", i)
        if not line.startswith("%%") or line.find("%%", 2) >= 0:
            return None
        close = self.text.find("%%", head + 2, head + _LONGEST)
        if close < 0:
            return None
        last: i64 = bisect_right(self.starts, close) - 1
        return Tag("directive", last) if self._line(last).endswith("%%") else None

    def _snippet_end(self, i: i64, line: str) -> i64:
        """Return the last line of a snippet, which may list its files on lines of their own."""
        if line.strip("-8<;"):
            return i
        close = self._closing_line(i, line)
        return close if close >= 0 else i

    def _closing_line(self, i: i64, line: str) -> i64:
        last = i + 1
        while last < self.count and self._line(last):
            if self._line(last) == line:
                return last
            last += 1
        return -1

    def _may_be_starred(self, i: i64, head: i64) -> bool:
        """Return False for nearly all items of lists, before anything is matched."""
        text = self.text
        if text.startswith("*[", head):
            return True
        below = self.starts[i + 1]
        return i + 1 < self.count and text.find("{:", below, self.starts[i + 2]) >= 0

    def _starred(self, i: i64, head: i64, line: str) -> Tag | None:
        """Read a line that begins with an asterisk: an abbreviation or Kramdown's contents."""
        if self.features & ABBREVIATIONS:
            m = _ABBREVIATION.match(line)
            if m is not None:
                found = Tag("directive", i)
                if m.end() < len(line):
                    found.title, found.title_end = head + m.end(), head + len(line)
                return found
        if self.features & CONTENTS and self.features & LIQUID and i + 1 < self.count:
            if _KRAMDOWN_CONTENTS.match(self.text, head, self.starts[i + 2]):
                return Tag("directive", i + 1)
        return None


def is_aside(info: str, body: str) -> bool:
    """Return True if a fence is an admonition by the line that opens it, and by its body: the word
    is no language, and the body is sentences."""
    m = _INFO.match(info)
    if m is None or m[1].lower() in _LANGUAGES:
        return False
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    if not lines or lines[-1].rstrip("*_)»”\"'")[-1:] not in LINE_ENDS:
        return False
    if any(_NO_SENTENCE.search(line) for line in lines):
        return False
    return sum(len(line.split()) for line in lines) >= _SENTENCES


def component_end(text: str, at: i64, stop: i64) -> i64:
    """Return the offset after the ``>`` of the tag at a ``<``, whose attributes may contain ``>``
    in quotation marks and braces; ``NOWHERE`` if the tag does not end before ``stop``."""
    start = at
    stop = min(stop, start + _LONGEST)
    at += 1
    if at < stop and ord(text[at]) == 47:  # /
        at += 1
    if at >= stop:
        return NOWHERE
    c: i64 = ord(text[at])
    if c == 62:  # a fragment
        return at + 1
    if not (65 <= c <= 90 or 97 <= c <= 122):
        return NOWHERE
    while at < stop:
        c = ord(text[at])
        at += 1
        if c == 62:
            return at
        if c == 60 or (c == 10 and _is_blank_after(text, at - 1, stop)):
            return NOWHERE
        if c == 61:  # =
            while at < stop and is_space(ord(text[at])):
                at += 1
            if at >= stop:
                return NOWHERE
            c = ord(text[at])
            if c == 34 or c == 39:  # " '
                close: i64 = text.find(chr(c), at + 1, stop)
                if close < 0 or text.find("\n\n", at, close) >= 0:
                    return NOWHERE
                at = close + 1
            elif c == 123:  # {
                at = expression_end(text, at, True)
                if at < 0:
                    return NOWHERE
        elif c == 123:
            at = expression_end(text, at - 1, True)
            if at < 0:
                return NOWHERE
    return NOWHERE


def expression_end(text: str, at: i64, flow: bool) -> i64:
    """Return the offset after the ``}`` that closes the brace at an offset; ``NOWHERE`` if nothing
    closes it. Strings and comments of JavaScript are skipped.

    A blank line ends the expression. With ``flow`` it may contain blank lines if its first line
    shows that it goes on.
    """
    stop: i64 = min(len(text), at + _LONGEST)
    if text.find("}", at, stop) < 0:
        return NOWHERE
    depth: i64 = 0
    line_end: i64 = text.find("\n", at, stop)
    paragraphs = False
    if flow and line_end >= 0:
        first = text[at:line_end].rstrip()
        paragraphs = first[-1] in _GOES_ON or first.startswith("{/*")
    while at < stop:
        c: i64 = ord(text[at])
        if c == 123:
            depth += 1
        elif c == 125:
            depth -= 1
            if depth == 0:
                return at + 1
        elif c == 34 or c == 39 or c == 96:  # " ' `
            close = _string_end(text, at, stop)
            if close > 0:
                at = close
                continue
        elif c == 47:  # /
            if text.startswith("/*", at):
                found: i64 = text.find("*/", at + 2, stop)
                if found < 0:
                    return NOWHERE
                at = found + 1
        elif c == 10 and not paragraphs and _is_blank_after(text, at, stop):
            return NOWHERE
        at += 1
    return NOWHERE


def _is_blank_after(text: str, at: i64, stop: i64) -> bool:
    """Return True if the line after the line end at an offset is blank."""
    at += 1
    while at < stop and (ord(text[at]) == 32 or ord(text[at]) == 9):
        at += 1
    return at < stop and ord(text[at]) == 10


_GOES_ON: Final = frozenset("{([`,>&|?:=+")
"""What ends the first line of an expression in which blank lines may be."""


def _string_end(text: str, at: i64, stop: i64) -> i64:
    """Return the offset after the string that a quotation mark or backtick opens; ``NOWHERE`` if it
    is an apostrophe, or nothing closes it."""
    sign: i64 = ord(text[at])
    at += 1
    while at < stop:
        c: i64 = ord(text[at])
        if c == sign:
            return at + 1
        if c == 92:
            at += 1
        elif c == 10 and sign != 96:
            return NOWHERE
        at += 1
    return NOWHERE


# Inline syntax

_ROLE: Final = lazy_regex.compile(r"\{[A-Za-z][\w:+.-]*\}(?=(`+))")
_ATTRIBUTES: Final = lazy_regex.compile(
    r"\{:?[ \t]*(?:[.#][^\s{}]|=[a-z]|[A-Za-z][\w-]*=)[^{}\n]*\}|\{:[^{}\n]*\}"
)
_WIKI_LINK: Final = lazy_regex.compile(r"!?\[\[([^\[\]\n|]+?)(?:\\?\|([^\[\]\n]*))?\]\]")
_PERCENT_COMMENT: Final = lazy_regex.compile(r"%%(?:[^%]|%(?!%)){0,4000}?%%")
# The literal first and what precedes it afterwards: `re` skips ahead by a literal.
_TAG: Final = lazy_regex.compile(r"#(?<![\w#/&\x1a]#)(?=[^\W\d])[\w/-]+")
_BLOCK_NAME: Final = lazy_regex.compile(
    r"\^(?<=[ \t\n]\^)[A-Za-z0-9-]+(?=[ \t]*$)", lazy_regex.MULTILINE
)
_ALERT: Final = lazy_regex.compile(
    r"^[ \t]*(?:>[ \t]*)+(\[![A-Za-z][\w-]*\][+-]?)", lazy_regex.MULTILINE
)
_EMOJI: Final = lazy_regex.compile(r":(?=[+-]?[a-z0-9])(?<![\w:]:)[a-z0-9_+-]{1,60}:(?![\w:])")
_KEY: Final = lazy_regex.compile(r"\+\+[\w\"'][^\s+]*(?:\+[^\s+]+)*\+\+(?!\+)")
_INCLUDE: Final = lazy_regex.compile(r"\{\{#(?<![\\\x00]\{\{#)[a-z_]+[^{}\n]*\}\}")
_CITATIONS: Final = lazy_regex.compile(r"\[[^\[\]\n@]*@(?<![\w.]@)[\w{][^\[\]\n]*\]")
_CITATION: Final = lazy_regex.compile(r"@(?<![\w.@]@)[A-Za-z_](?:[\w:.#+/-]*\w)?")
_MENTION: Final = lazy_regex.compile(
    r"@(?<![\w/.@]@)[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?(?:/[\w.-]*\w)?"
)
_ISSUE: Final = lazy_regex.compile(r"#(?<![\w#/&]#)\d+(?!\w)")
_BEFORE_ATTRIBUTES: Final = ")]`*_\"'" + MARK + OBJECT


def spans(text: str, prose: str, features: int) -> list[tuple[int, int, int, int]]:
    """Return what is no prose in the syntax of a dialect: start, end, fill and kind of node; in
    order, without overlaps.

    ``prose`` is the mask so far; what it masks is skipped.
    """
    found: list[tuple[int, int, int, int]] = []
    brace = "{" in text
    if brace and features & ROLES:
        for m in _ROLE.finditer(text):
            end = _after_ticks(text, m.end(1), m[1])
            if prose[m.start()] == "{" and end > 0 and prose[m.end(1)] == OBJECT:
                found.append((m.start(), end, SHOWN, ROLE))
    if brace and features & (ATTRIBUTE_LISTS | SPANS):
        for m in _ATTRIBUTES.finditer(text):
            found += _attributes(text, prose, m.start(), m.end(), features & SPANS != 0)
    if features & WIKI_LINKS and "[[" in text:
        for m in _WIKI_LINK.finditer(text):
            if prose[m.end() - 1] != "]":
                continue
            if m[2] and text[m.start()] == "[":
                found.append((m.start(), m.start(2), MARKED, WIKI_LINK))
                found.append((m.end(2), m.end(), MARKED, WIKI_LINK))
            else:
                found.append((m.start(), m.end(), SHOWN, WIKI_LINK))
    if features & PERCENT_COMMENTS and "%%" in prose:
        for m in _PERCENT_COMMENT.finditer(prose):
            found.append((m.start(), m.end(), BLANK, COMMENT))
    for feature, sign, pattern, fill, kind in _SIMPLE:
        if features & feature and sign in prose:
            for m in pattern.finditer(prose):
                found.append((m.start(), m.end(), fill, kind))
    if features & ALERTS and "[!" in text:
        for m in _ALERT.finditer(text):
            if prose[m.start(1)] == "[":
                found.append((m.start(1), m.end(1), MARKED, ROLE))
    found.sort()
    reach = 0
    kept: list[tuple[int, int, int, int]] = []
    for each in found:
        if each[0] >= reach:
            kept.append(each)
            reach = each[1]
    return kept


_SIMPLE: Final = (
    (INCLUDES, "{{#", _INCLUDE, SHOWN, TEMPLATE),
    (EMOJI, ":", _EMOJI, SHOWN, ROLE),
    (KEYS, "++", _KEY, SHOWN, ROLE),
    (CITATIONS, "@", _CITATIONS, SHOWN, ROLE),
    (CITATIONS, "@", _CITATION, SHOWN, ROLE),
    (MENTIONS, "@", _MENTION, SHOWN, ROLE),
    (MENTIONS, "#", _ISSUE, SHOWN, ROLE),
    (TAGS, "#", _TAG, SHOWN, ROLE),
    (TAGS, "^", _BLOCK_NAME, MARKED, ATTRIBUTES),
)
"""Features, a sign that each of their matches contains, a pattern to search in prose, the fill, and
the kind of node."""


def _after_ticks(text: str, at: i64, ticks: str) -> i64:
    """Return the offset after the code span whose opening backticks end at an offset; ``NOWHERE``
    if nothing closes it."""
    size = len(ticks)
    found: i64 = text.find(ticks, at)
    while found >= 0:
        end = found + size
        if ord(text[found - 1]) != 96 and not text.startswith("`", end):
            return end
        found = text.find(ticks, end)
    return NOWHERE


def _attributes(
    text: str, prose: str, start: i64, end: i64, brackets: bool
) -> list[tuple[int, int, int, int]]:
    """Return an attribute list, with the brackets before it; none if it is not behind what it
    would be for, and not alone on its line, or at the end of it."""
    if prose[start] != "{":
        return []
    found: list[tuple[int, int, int, int]] = []
    before = text[start - 1 : start]
    if brackets and before == "]" and prose[start - 1] == "]":
        opened = text.rfind("[", max(start - _LONGEST_SPAN, 0), start - 1)
        if opened >= 0 and prose[opened] == "[" and "\n" not in text[opened:start]:
            found.append((opened, opened + 1, MARKED, ATTRIBUTES))
            found.append((start - 1, end, MARKED, ATTRIBUTES))
            return found
    if before == "" or before not in _BEFORE_ATTRIBUTES:
        if before.strip():
            return []
        line_end = text.find("\n", end)
        behind = text[end : line_end if line_end >= 0 else len(text)]
        if behind.strip() and text[start + 1] != ":":
            return []
    found.append((start, end, MARKED, ATTRIBUTES))
    return found
