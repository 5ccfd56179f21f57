"""HTML entities left in the text of an article."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.escape import NAMES, code_point
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.queries import block_at

if TYPE_CHECKING:
    import re

_ENTITY = lazy_regex.compile(
    r"&((?:amp;)+(?=#?[A-Za-z0-9]{1,31};))?"
    r"(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{1,30}))(;?)"
)
# Names that HTML also decodes without their semicolon; other names are no evidence without it.
_BARE = frozenset({"nbsp", "amp", "quot", "lt", "gt", "laquo", "raquo", "rsquo", "lsquo"})
# Decoded, these would be markup in Markdown, so that the entity is the correct way to write them.
_MARKUP = frozenset("<>\\`*_{}[]()#+-!|~$=:.@")


class Entity(NamedTuple):
    span: Span
    found: str
    char: str
    """The character that it encodes."""
    safe: bool
    """True if the character can replace it."""


def needs() -> tuple[trigger.Chars, ...]:
    return (trigger.Chars("&", after=trigger.LATIN | trigger.HASH),)


def check(doc: Document) -> Iterator[Finding]:
    """Yield one finding for each entity that readers see, and one per file for those that a program
    decodes."""
    prose, syntax = doc.prose, doc.syntax
    written = doc.origin in ("authored", "translated")
    decoded: list[Entity] = []
    shown: list[Entity] = []
    for m in _ENTITY.finditer(prose):
        char = _decode(m)
        rendered = syntax.references and not m[1] and m[5] != ""
        if (
            not char
            or (rendered and syntax.markup and char in _MARKUP)
            or (rendered and written and _is_typed(m, char))
            or (char.isascii() and char.isalnum())
        ):
            continue  # no entity, an escape of markup, or an obfuscated e-mail address
        if _in_html(doc, m.start()):
            continue
        entity = Entity(Span(*m.span()), m[0], char, _is_safe(m, char, syntax.markup))
        (decoded if rendered else shown).append(entity)
    found = [_run(run) for run in _runs(doc.text, shown)]
    if decoded:
        found.append(_finding(decoded, f" ({len(decoded)} entities in the file)"))
    yield from sorted(found, key=lambda finding: finding.span)


def _is_typed(m: re.Match[str], char: str) -> bool:
    """Return True if people type such an entity: by its name, for what their keyboard lacks or HTML
    asks for, or for a space that must stay.

    Programs write numbers, letters and quotation marks.
    """
    return char.isspace() or (m[4] is not None and not char.isalpha() and char not in "\"'")


def _runs(text: str, entities: list[Entity]) -> Iterator[list[Entity]]:
    """Group equal entities with nothing but blanks between them."""
    run: list[Entity] = []
    for entity in entities:
        follows = run and not text[run[-1].span.end : entity.span.start].strip(" \t")
        if run and not (follows and entity.found == run[-1].found):
            yield run
            run = []
        run.append(entity)
    if run:
        yield run


def _run(entities: list[Entity]) -> Finding:
    """Return one finding for a run of one entity."""
    finding = _finding(entities, f" ({len(entities)} in a row)")
    return finding._replace(span=Span(finding.span.start, entities[-1].span.end))


def _in_html(doc: Document, offset: int) -> bool:
    block = block_at(doc, offset)
    return block is not None and block.kind == "html"


def _finding(entities: list[Entity], count: str) -> Finding:
    """Return a finding at the first of some entities; the message gives ``count`` if it exceeds
    one."""
    first = entities[0]
    more = count if len(entities) > 1 else ""
    safe = [entity for entity in entities if entity.safe]
    chosen = safe or entities
    title = f"write {_shown(first.char)}" if len(chosen) == 1 else "write the characters"
    fix = Fix(tuple(Edit(e.span, e.char) for e in chosen), bool(safe), title)
    right = _shown(first.char)
    if len(right) == 1 and not right.isalnum():
        right = f"{right} ({code_point(right)})"  # it would look like a mark of the message
    return Finding(first.span, {"found": first.found, "right": right + more}, fix)


def _decode(m: re.Match[str]) -> str:
    """Return the character that an entity encodes; ``""`` if it is not an entity."""
    _, decimal, hexadecimal, name, semicolon = m.groups()
    if name:
        if not semicolon and (name not in _BARE or m.string.startswith(("=", "_"), m.end())):
            return ""
        from html.entities import html5

        return html5.get(name + ";", "")
    if not semicolon:
        return ""
    number = int(decimal) if decimal else int(hexadecimal, 16)
    if not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:
        return ""
    return chr(number)


def _shown(char: str) -> str:
    name = "space" if char == " " else NAMES.get(char)
    if name is None:
        return char
    return f"an {name}" if name[0] in "AEIOUaeiou" else f"a {name}"


def _is_safe(m: re.Match[str], char: str, markup: bool) -> bool:
    """Return True if the character may replace its entity: it is visible and creates no markup."""
    if char == "\u00a0":
        return True
    if not char.isprintable() or len(char) != 1:
        return False
    if char == "&":
        # The decoded character must not begin another entity.
        return (
            not m.string[m.end() : m.end() + 1].isalnum() and m.string[m.end() : m.end() + 1] != "#"
        )
    return not (markup and char in _MARKUP)
