"""Text in the HTML report: names, positions, our own prose, and content in its direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape as html_escape

from contentlint._util import escape
from contentlint._util.escape import NAMES, code_point, visible
from contentlint._util.isolates import RTL, Spans, find, has_rtl, is_rtl, pieces
from contentlint.model.diagnostic import Excerpt
from contentlint.model.languages import RTL_SCRIPTS, lookup

_SAMPLE = 300
"""Code points of a text that are counted to find its direction."""
_RTL_LETTERS = re.compile(f"[{RTL}]")
_LATIN_LETTERS = re.compile("[A-Za-z\u00c0-\u024f]")
# Shorter than in a message: in prose, a comma separates two examples.
_WORD_RUN = re.compile(f"[{RTL}](?:[ \u200c\u200d-]?[{RTL}])*")
_NAME = "|".join(NAMES.values())
_CHIP = re.compile(f"⟨({_NAME}|U\\+[0-9A-F]{{4,6}}|0x[0-9A-F]{{2}})(?: × [0-9]+)?⟩")
_CODE = re.compile("`([^`]+)`")
_POINTS = {name: code_point(char) for char, name in NAMES.items()}
SEVERITIES = ("error", "warning", "info")
PLURAL = {"error": "errors", "warning": "warnings", "info": "infos"}


def safe(text: str) -> str:
    """Escape a name or a position, for elements and attributes; invisible characters are shown."""
    return html_escape(visible(text))


def _content(text: str) -> str:
    """Escape content; invisible characters are shown as chips."""
    return _chips(html_escape(escape.excerpt(text)))


def _chips(escaped: str) -> str:
    return _CHIP.sub(_chip, escaped) if "\u27e8" in escaped else escaped


def _chip(m: re.Match[str]) -> str:
    # With ``dir``, the element does not affect the direction of its paragraph.
    point = _POINTS.get(m[1])
    title = f' title="{point}"' if point else ""
    return f'<span class="chip" dir="ltr"{title}>{m[0]}</span>'


def message(text: str, quoted: Spans | None = None, known: Sequence[str] = ()) -> str:
    """Escape a message and wrap the content that it quotes in ``bdi``.

    ``quoted`` are the spans of that content; if None, ``isolates.find`` finds them.
    """
    if not has_rtl(text):
        return _words(text)
    spans = find(text, known) if quoted is None else quoted
    parts = pieces(text, spans, rtl=is_rtl(text, spans))
    for n, part in enumerate(parts):
        parts[n] = f'<bdi dir="auto">{_words(part)}</bdi>' if n % 2 else _words(part)
    return "".join(parts)


def _words(text: str) -> str:
    return _chips(html_escape(escape.message(text), quote=False))


def direction(text: str, quoted: Spans = ()) -> str:
    """Return the value of ``dir`` for the element of a ``message``."""
    return "rtl" if is_rtl(text, quoted) else "ltr"


def prose(text: str) -> str:
    """Convert paragraphs of our own, with code in backticks."""
    paragraphs = [" ".join(each.split()) for each in text.strip().split("\n\n")]
    return "".join(f"<p>{inline(each)}</p>" for each in paragraphs if each)


def inline(text: str) -> str:
    """Convert a paragraph of our own, with code in backticks."""
    parts = _CODE.split(text)
    for n, part in enumerate(parts):
        shown = html_escape(escape.message(part), quote=False)
        if n % 2:
            shown = f"<code><bdi>{shown}</bdi></code>"
        elif not shown.isascii():
            shown = _WORD_RUN.sub(r"<bdi>\g<0></bdi>", shown)
        parts[n] = shown
    return "".join(parts)


def path_shown(path: str) -> str:
    """Escape a path so that its parts keep their order in any script."""
    return safe(path) if path.isascii() else "/".join(map(_path_part, path.split("/")))


def _path_part(part: str) -> str:
    if part.isascii():
        return safe(part)
    name, dot, suffix = part.rpartition(".")
    if name and suffix.isascii() and suffix.isalnum():
        return f"<bdi>{safe(name)}</bdi>{dot}{suffix}"
    return f"<bdi>{safe(part)}</bdi>"


def many(n: int, noun: str) -> str:
    """Return a number with its noun: ``2 files``."""
    return f"{n:,} {counted(n, noun)}"


def counted(n: int, noun: str) -> str:
    """Return a noun, in the plural unless ``n`` is 1."""
    return noun if n == 1 else f"{noun}s"


def language_name(code: str) -> str:
    """Return the English name of a language with its code."""
    name = lookup(code).name
    return f"{name} ({code})" if name else safe(code) or "unknown"


def host(name: str) -> str:
    """Return the name of a site, isolated left-to-right."""
    return f'<bdi dir="ltr">{safe(name)}</bdi>'


def anchor(code: str) -> str:
    """Return the id of the section of a rule."""
    return f"rule-{safe(code)}"


def marked(excerpt: Excerpt, language: str) -> str:
    """Return the paragraph with the fault marked; the browser determines its direction."""
    text, start, end, cut_before, cut_after = excerpt
    if not text.strip():
        return ""
    before, fault, after = text[:start], text[start:end], text[end:]
    known = f' lang="{safe(language)}"' if language else ""
    parts = [
        "…" if cut_before else "",
        _context(before).lstrip(),
        _fault(fault),
        _context(after).rstrip(),
        "…" if cut_after else "",
    ]
    direction = _direction(text, language) if cut_before else "auto"
    return f'<p class="text" dir="{direction}"{known}>{"".join(parts)}</p>'


def _direction(text: str, language: str) -> str:
    """Return the direction of a text cut at its start, which may be a Latin word by chance."""
    row = lookup(language)
    if not RTL_SCRIPTS.isdisjoint((row.script, row.other_script)):
        sample = text[:_SAMPLE]
        if len(_RTL_LETTERS.findall(sample)) > len(_LATIN_LETTERS.findall(sample)):
            return "rtl"
    return "auto"


def _context(text: str) -> str:
    # A tab is shown only inside the fault.
    return _content(text.replace("\t", " "))


def _fault(text: str) -> str:
    if not text:
        return '<mark class="gap">\u2038</mark>'
    return f"<mark>{_chips(html_escape(escape.fault(text)))}</mark>"
