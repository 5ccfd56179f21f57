"""Hooks of MkDocs: what the documents need to become a site.

The documents are written to be read in the repository as well. So links that lead out of
``docs/`` are turned here: to the pages made of the documents beside it, else to the repository.
Pages of rules are put into the navigation by family. And text from right to left gets
``dir="auto"``, line by line in blocks of code, so that browsers lay it out by its first letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

HOME = "https://example.org/contentlint"
ROOT = Path(__file__).resolve().parent.parent.parent
OUTSIDE = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "benchmarks/README.md": "benchmarks.md",
}
"""Documents beside ``docs/`` that are pages of the site."""
TRANSLATIONS = ("ar", "fa", "he", "ur")
"""The folders of ``docs/`` with pages in other languages, all of them from right to left."""
_ELSEWHERE = {"README.md": "index.md"}

_LINK = re.compile(r"(\]\()([^()\s]+)(\))")
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BLOCK = re.compile(r"<(p|li|td|th|dd|h[1-6]|blockquote)((?:\s[^<>]*)?)>")
_PRE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_CODE = re.compile(r"<code(?:\s[^<>]*)?>.*?</code>", re.DOTALL)
_LINE = re.compile(r'<span id="line-[^"]*">')
_TAG = re.compile(r"<[^<>]*>")
_NOTE = re.compile(r'(<span id="line-[^"]*">)<span class="gp"># ?</span>(.*)\n</span>')


def on_config(config: Any) -> Any:
    """Put the pages of the rules and of the measurements into the navigation."""
    for entry in config.nav or ():
        if "Rules" in entry:
            entry["Rules"] = [*entry["Rules"], *families(ROOT / "docs" / "rules")]
        if "Quality" in entry:
            entry["Quality"] = [*entry["Quality"], *measurements(ROOT / "docs" / "quality")]
    return config


def measurements(folder: Path) -> list[str]:
    """The pages of figures beside the README.md that tells how they came about."""
    return [f"quality/{page.name}" for page in sorted(folder.glob("[a-z]*.md"))]


def families(folder: Path) -> list[dict[str, list[dict[str, str]]]]:
    """The rule pages of a folder by family, with the titles that its README.md gives them."""
    readme = (folder / "README.md").read_text(encoding="utf-8")
    found = []
    for m in re.finditer(r"^## ([A-Z]{3}): (.*?)\.?$", readme, re.MULTILINE):
        pages = sorted(folder.glob(f"{m[1]}[0-9][0-9][0-9].md"))
        named = [
            {page.read_text(encoding="utf-8").partition("\n")[0].lstrip("# "): f"rules/{page.name}"}
            for page in pages
        ]
        title = m[2].partition(":")[0]
        found.append({f"{m[1]}: {title}": named})
    return found


def on_files(files: Any, config: Any) -> Any:
    """Make pages of the documents beside ``docs/``."""
    from mkdocs.structure.files import File

    for name, page in OUTSIDE.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=inside(text, ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Turn the links that lead out of ``docs/``."""
    source = page.file.abs_src_path
    return inside(markdown, Path(source)) if source else plain(markdown)


def plain(markdown: str) -> str:
    """A document without ``<!`` in pieces of code: Python's HTML parser, which MkDocs asks about
    anchors, takes it for a declaration and fails."""

    def escaped(m: re.Match[str]) -> str:
        if "<!" not in m[1]:
            return m[0]
        shown = "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in m[1])
        return f"<code>{shown}</code>"

    return _outside_of_fences(markdown, lambda part: _SPAN.sub(escaped, part))


def _outside_of_fences(markdown: str, change: Callable[[str], str]) -> str:
    parts = _FENCED.split(markdown)  # every other one is code
    parts[::2] = map(change, parts[::2])
    return "".join(parts)


def inside(markdown: str, source: Path) -> str:
    """A document with its links as the site needs them; ``source`` is its file."""
    docs = ROOT / "docs"
    own = not source.is_relative_to(docs)

    def turned(m: re.Match[str]) -> str:
        target, mark, anchor = m[2].partition("#")
        if not target or re.match(r"[a-z]+:", target):
            return m[0]
        there = (source.parent / target).resolve()
        if there.is_relative_to(docs):
            return m[1] + there.relative_to(docs).as_posix() + mark + anchor + m[3] if own else m[0]
        if not there.is_relative_to(ROOT):
            return m[0]
        name = there.relative_to(ROOT).as_posix()
        page = OUTSIDE.get(name) or _ELSEWHERE.get(name)
        if page is None:
            return f"{m[1]}{HOME}{m[3]}"
        depth = 0 if own else len(source.relative_to(docs).parts) - 1
        return m[1] + "../" * depth + page + mark + anchor + m[3]

    return plain(_outside_of_fences(markdown, lambda part: _LINK.sub(turned, part)))


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Say that text from right to left is, and whole pages in such a language are."""
    folder, _mark, _rest = page.file.src_uri.partition("/")
    return in_language(directed(printed(html)), folder)


def in_language(html: str, folder: str) -> str:
    """The HTML of a page in a folder: that of a translation is named after its language."""
    if folder not in TRANSLATIONS:
        return html
    # Code stays from left to right; of its lines each has its own direction.
    html = html.replace("<pre", '<pre dir="ltr"')
    return f'<div lang="{folder}" dir="rtl">\n{html}\n</div>'


def printed(html: str) -> str:
    """HTML in which a note of an output is one: the highlighter takes ``# `` for a prompt, and what
    stands behind it would be copied as a command."""
    return _NOTE.sub(
        lambda m: f'{m[1]}<span class="go"># {_TAG.sub("", m[2])}</span>\n</span>', html
    )


def directed(html: str) -> str:
    """HTML with ``dir="auto"`` where the first letter of a block, or of a line of code, is one
    of a script that runs from right to left."""
    pieces, end = [], 0
    for m in _PRE.finditer(html):
        pieces += [_blocks(html[end : m.start()]), _lines(m[0])]
        end = m.end()
    return "".join([*pieces, _blocks(html[end:])])


def _blocks(html: str) -> str:
    def marked(m: re.Match[str]) -> str:
        rest = html[m.end() :].partition(f"</{m[1]}>")[0]
        if "dir=" in m[2] or not runs_left(_text(rest)):
            return m[0]
        return f'<{m[1]}{m[2]} dir="auto">'

    html = _BLOCK.sub(marked, html)
    # A piece of code inside a sentence does not disturb it, nor is disturbed.
    return _CODE.sub(
        lambda m: f"<bdi>{m[0]}</bdi>" if _RTL.search(_text(m[0])) else m[0],
        html,
    )


def _lines(pre: str) -> str:
    """A block of code: each line with such letters is laid out by its own first letter."""
    if not _RTL.search(_text(pre)):
        return pre
    starts = [*_LINE.finditer(pre)]
    if not starts:
        return re.sub(r"<pre\b", '<pre dir="auto"', pre, count=1)
    pieces, end = [], 0
    for m, following in zip(starts, [*(s.start() for s in starts[1:]), len(pre)], strict=True):
        here = pre[m.end() : following]
        direction = ' dir="auto"' if runs_left(_text(here)) else ' dir="ltr"'
        pieces += [pre[end : m.start()], m[0][:-1], direction, ">"]
        end = m.end()
    return "".join([*pieces, pre[end:]])


def _text(html: str) -> str:
    return unescape(_TAG.sub("", html))


def runs_left(text: str) -> bool:
    """Whether the first strong character of a text is one from right to left (UAX #9, P2)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False
