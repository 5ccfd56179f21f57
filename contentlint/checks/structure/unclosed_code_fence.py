"""Fenced code blocks that are not closed after the code, and include text."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.checks.structure._unclosed import severity
from contentlint.core import ends_sentence, has_words
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.dialects import LIQUID
from contentlint.model.document import Block, Document
from contentlint.text.language.scripts import is_rtl

_FENCE = lazy_regex.compile(r"(?:[-*+]|\d{1,9}[.)])?[> \t]*(`{3,}|~{3,})[ \t]*([^\s`{,]*)")
_INNER = lazy_regex.compile(r"[> \t]*(`{3,}|~{3,})[ \t]*[A-Za-z][\w+#.-]*[ \t]*$")
_IMPORT = lazy_regex.compile(r"^import .+ from ['\"]", 8)  # re.MULTILINE
# A macro, and a comment with a fence in it: only their program knows what is displayed of them.
_TEMPLATE = lazy_regex.compile(r"\{%-?[ \t]*macro\b|\{#[\s-](?:[^#`~]|#(?!\}))*(?:`{3}|~{3})")
_HEADING = lazy_regex.compile(r"#{1,6} +\S")
# Beginnings of lines of code and configuration that contain words.
_COMMENT = ("#", "//", "/*", "*", "--", ";", "%", '"', "'", "<", "$", ">", "!", "echo ", "rem ")
_SIGNS = frozenset("{}=<>\\;|")
# Blocks that display text, and languages in which a line with a hash is a comment.
_TEXTS = frozenset({"text", "txt", "md", "markdown", "mdx", "plain", "plaintext", "prompt", "rst"})
_HASHES = frozenset(
    "bash sh shell zsh console python py yaml yml ruby rb r perl toml ini conf dockerfile make "
    "makefile powershell ps1 elixir julia nim cmake env".split()
)


class Options(NamedTuple):
    min_lines: int = 2
    """The minimum number of lines of text in a last block that is reported."""


def needs(options: Options) -> tuple[str, ...]:
    return ("```", "~~~")


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if not doc.syntax.markup:
        return
    if doc.dialect.features & LIQUID and _TEMPLATE.search(doc.text):
        return
    last, language, fence = None, "", ""
    components = _IMPORT.search(doc.text) is not None
    for block in doc.blocks:
        if block.kind != "code":
            continue
        m = _FENCE.match(doc.lines[block.line].strip())
        if m is None:
            continue
        if components and _is_closed_deeper(doc, block, m[1]):
            last = None
            continue
        last, fence, language = block, m[1], m[2].lower()
        inner = _inner_opener(doc, block, fence)
        if inner:
            what = f"is not closed before the next one opens on line {inner + 1}"
            related = (Related(doc.line_span(inner), "the next one opens here"),)
            hidden = severity(doc, block.line + 1, block.last)
            yield Finding(doc.line_span(block.line), {"what": what}, None, related, hidden)
            last = None
    if last is None or not _runs_to_the_end(doc, last, fence):
        return
    if _lines_of_text(doc, last, language) >= options.min_lines:
        what = "is never closed; the text below it is displayed as code"
        hidden = severity(doc, last.line + 1, last.last)
        yield Finding(doc.line_span(last.line), {"what": what}, severity=hidden)


def _is_closed_deeper(doc: Document, block: Block, fence: str) -> bool:
    """Return True if an indented line closes a block, as in MDX, which files with imports are
    whatever their name."""
    return any(
        line.startswith(("\t", "    ")) and line.strip() == fence
        for line in doc.lines[block.line + 1 : block.last]
    )


def _inner_opener(doc: Document, block: Block, fence: str) -> int:
    """Return the line in a block that opens another one with as many backticks, or 0.

    One that is closed in the block as well, deeper or in a quote, is a part of the code.
    """
    if doc.text.find(fence, doc.line_start(block.line) + len(doc.lines[block.line]), block.end) < 0:
        return 0
    found = 0
    for number in range(block.line + 1, block.last):
        line = doc.lines[number]
        if fence not in line:
            continue
        if set(line.strip("> \t")) == {fence[0]}:
            if not found and _prefix(line) == _prefix(doc.lines[block.line]):
                return 0
            found = 0
        elif not found and (m := _INNER.match(line)) and m[1].startswith(fence):
            found = number
    # A block of this line alone shows how to open a block.
    return found if block.last - block.line > 3 else 0


def _prefix(line: str) -> str:
    """Return the indentation and the markers of quotes at the start of a line."""
    return line[: len(line) - len(line.lstrip("> \t"))]


def _runs_to_the_end(doc: Document, block: Block, fence: str) -> bool:
    if any(line.strip() for line in doc.lines[block.last + 1 :]):
        return False
    closing = doc.lines[block.last].strip().lstrip("> ")
    return block.last == block.line or bool(closing.strip(fence[0])) or len(closing) < len(fence)


def _lines_of_text(doc: Document, block: Block, language: str) -> int:
    """Count the lines in a block that cannot be code: sentences, headings, links."""
    found = 0
    for number in range(block.line + 1, block.last + 1):
        line = doc.lines[number].strip()
        if _HEADING.match(line):
            below = doc.lines[number + 1].strip() if number + 1 < len(doc.lines) else ""
            alone = not below and not doc.lines[number - 1].strip()
            found += alone and language not in _HASHES and language not in _TEXTS
        else:
            found += bool(line) and not line.startswith(_COMMENT) and _is_text(line)
    return found


def _is_text(line: str) -> bool:
    if "](http" in line:
        return True
    if not _SIGNS.isdisjoint(line):
        return False
    return has_words(line, 5) if is_rtl(line) else has_words(line, 10) and ends_sentence(line)
