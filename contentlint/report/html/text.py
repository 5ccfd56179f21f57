"""Text in the HTML report: names, positions, our own prose, and content in its direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape as html_escape

from contentlint._util import escape, translation
from contentlint._util.escape import NAMES, code_point, visible
from contentlint._util.isolates import (
    RTL,
    Spans,
    find,
    has_rtl,
    is_mostly_rtl,
    is_rtl_sentence,
    pieces,
)
from contentlint._util.translation import gettext as _
from contentlint._util.translation import marked, ngettext, pgettext, plural
from contentlint.model.diagnostic import Excerpt
from contentlint.model.languages import RTL_SCRIPTS, lookup

_SAMPLE = 300
"""Code points of a text that are counted to find its direction."""
_RTL_LETTERS = re.compile(f"[{RTL}]")
_LATIN_LETTERS = re.compile("[A-Za-z\u00c0-\u024f]")
# Shorter than in a message: in prose, a comma separates two examples.
_WORD_RUN = re.compile(f"[{RTL}](?:[ \u200c\u200d-]?[{RTL}])*")
_CODE = re.compile("`([^`]+)`")
SEVERITIES = ("error", "warning", "info")
COUNTED = {
    "error": plural("{n} error", "{n} errors"),
    "warning": plural("{n} warning", "{n} warnings"),
    "info": plural("{n} info", "{n} infos"),
}
_COLUMNS = {
    "error": marked("Errors"),
    "warning": marked("Warnings"),
    "info": marked("Infos"),
}
_LANGUAGES = (
    marked("Arabic"),
    marked("Persian"),
    marked("Urdu"),
    marked("Central Kurdish"),
    marked("Pashto"),
    marked("Uyghur"),
    marked("Sindhi"),
    marked("Hebrew"),
    marked("English"),
    marked("French"),
    marked("Spanish"),
    marked("German"),
    marked("Italian"),
    marked("Portuguese"),
    marked("Dutch"),
    marked("Turkish"),
    marked("Vietnamese"),
    marked("Indonesian"),
    marked("Polish"),
    marked("Swedish"),
    marked("Russian"),
    marked("Ukrainian"),
    marked("Greek"),
    marked("Hindi"),
    marked("Bengali"),
    marked("Chinese"),
    marked("Japanese"),
    marked("Korean"),
)
"""Languages of articles whose names have a translation; the others have their English name."""


def safe(text: str) -> str:
    """Escape a name or a position, for elements and attributes; invisible characters are shown."""
    return html_escape(visible(text))


def words(message: str, **values: str) -> str:
    """Escape words of our own, and fill in values that are HTML already."""
    escaped = html_escape(message)
    return escaped.format(**values) if values else escaped


def content(text: str) -> str:
    """Escape content; invisible characters are shown as chips."""
    return _chips(html_escape(escape.excerpt(text)))


def _chips(escaped: str) -> str:
    if "\u27e8" not in escaped:
        return escaped
    return _chip_pattern(translation.language()).sub(_chip, escaped)


@cache
def _points(language: str) -> dict[str, str]:  # noqa: ARG001  one entry for each
    """Return the number of each invisible character by its name in the language in use."""
    return {_(name): code_point(char) for char, name in NAMES.items()}


@cache
def _chip_pattern(language: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, _points(language)))
    return re.compile(f"⟨({names}|U\\+[0-9A-F]{{4,6}}|0x[0-9A-F]{{2}})(?: × [0-9]+)?⟩")


def _chip(m: re.Match[str]) -> str:
    # With ``dir``, the element does not affect the direction of its paragraph.
    point = _points(translation.language()).get(m[1])
    title = f' title="{point}"' if point else ""
    return f'<span class="chip" dir="ltr"{title}>{m[0]}</span>'


def message(text: str, quoted: Spans | None = None, known: Sequence[str] = ()) -> str:
    """Escape a message and wrap the content that it quotes in ``bdi``.

    ``quoted`` are the spans of that content; if None, ``isolates.find`` finds them.
    """
    if not has_rtl(text):
        return _shown(text)
    spans = find(text, known) if quoted is None else quoted
    parts = pieces(text, spans, rtl=is_rtl_sentence(text, spans))
    for n, part in enumerate(parts):
        parts[n] = f'<bdi dir="auto">{_shown(part)}</bdi>' if n % 2 else _shown(part)
    return "".join(parts)


def _shown(text: str) -> str:
    return _chips(html_escape(escape.message(text), quote=False))


def direction(text: str, quoted: Spans = ()) -> str:
    """Return the value of ``dir`` for the element of a ``message``."""
    return "rtl" if is_rtl_sentence(text, quoted) else "ltr"


def prose(text: str) -> str:
    """Convert paragraphs of our own, with code in backticks."""
    paragraphs = [" ".join(each.split()) for each in text.strip().split("\n\n")]
    return "".join(f'<p dir="{way(each)}">{inline(each)}</p>' for each in paragraphs if each)


def way(text: str) -> str:
    """Return the value of ``dir`` for the element of an ``inline``."""
    return "rtl" if is_mostly_rtl(_CODE.sub("", text)) else "ltr"


def inline(text: str) -> str:
    """Convert a paragraph of our own, with code in backticks."""
    rtl = way(text) == "rtl"
    parts = _CODE.split(text)
    for n, part in enumerate(parts):
        shown = html_escape(escape.message(part), quote=False)
        if n % 2:
            shown = f"<code><bdi>{shown}</bdi></code>"
        elif not rtl and not shown.isascii():
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


def counted(severity: str, n: int) -> str:
    """Return a number of findings of a severity: ``2 errors``."""
    return words(ngettext(*COUNTED[severity], n, ","))


def label(name: str) -> str:
    """Return the label of a paragraph, in words of our own."""
    return f'<span class="label">{words(name)}</span>'


def columns(cls: str) -> str:
    """Return the heads of the columns with the findings of each severity."""
    return "".join(
        f'<th scope="col" class="{cls}">{words(_(_COLUMNS[s]))}</th>' for s in SEVERITIES
    )


def language_name(code: str) -> str:
    """Return the name of a language with its code."""
    name = lookup(code).name
    return f"{_(name)} ({code})" if name else safe(code) or pgettext("language", "unknown")


def host(name: str) -> str:
    """Return the name of a site, isolated left-to-right; a narrow column breaks it after dots."""
    return f'<bdi dir="ltr">{safe(name).replace(".", ".<wbr>")}</bdi>'


def anchor(code: str) -> str:
    """Return the id of the section of a rule."""
    return f"rule-{safe(code)}"


def paragraph(excerpt: Excerpt, language: str) -> str:
    """Return the paragraph with the fault marked; the browser determines its direction."""
    text, start, end, cut_before, cut_after = excerpt
    if not text.strip():
        return ""
    before, fault, after = text[:start], text[start:end], text[end:]
    known = f' lang="{safe(language)}"' if language else ""
    parts = [
        "…" if cut_before else "",
        _context(before).lstrip(),
        _fault(f"{fault}…" if excerpt.fault_is_cut else fault),
        _context(after).rstrip(),
        "…" if cut_after and not excerpt.fault_is_cut else "",
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
    return content(text.replace("\t", " "))


def passage(
    text: str, faults: Sequence[tuple[int, int]], isolated: Sequence[tuple[int, int]] = ()
) -> str:
    """Return a text of several lines with the faults at some spans marked; its element must keep
    white space.

    ``isolated`` are spans that run from left to right whatever is around them, such as addresses;
    ascending, without overlap.
    """
    parts = []
    at = 0
    for start, end in isolated:
        inside = _marked(text, start, end, faults)
        parts += [_marked(text, at, start, faults), f'<bdi dir="ltr">{inside}</bdi>']
        at = end
    return "".join((*parts, _marked(text, at, len(text), faults)))


def _marked(text: str, first: int, last: int, faults: Sequence[tuple[int, int]]) -> str:
    """Return a part of a text with the parts of faults in it marked."""
    parts = []
    at = first
    for start, end in sorted(faults):
        begin, stop = max(start, at), min(end, last)
        if begin < stop:  # not inside the one before
            parts += [_lines(text[at:begin]), _fault_lines(text[begin:stop])]
            at = stop
    return "".join((*parts, _lines(text[at:last])))


def _lines(text: str) -> str:
    return "\n".join(map(_context, text.split("\n")))


def _fault_lines(text: str) -> str:
    return "\n".join(_fault(line) if line else "" for line in text.split("\n"))


def _fault(text: str) -> str:
    cls = ""
    if not text:
        cls, shown = ' class="gap"', "\u2038"
    else:
        shown = _chips(html_escape(escape.fault(text)))
    # Translators: a screen reader says this before and after the faulty words of a paragraph.
    before, after = words(_(" [fault: ")), words(_(" end of fault] "))
    return f'<mark{cls} data-before="{before}" data-after="{after}">{shown}</mark>'
