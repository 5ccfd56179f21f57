"""How the fields of a template are escaped, and where in its text they may stand.

The suffix of the template decides. Each class follows the text of a template: ``feed`` reads a
piece of it, ``refusal`` tells why a field may not stand after that, and ``filled`` that one does.
``state`` is what a section may not change, because what follows it must be right with and without
the section.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import FSI, PDI, cell, encodable, excerpt, json_text, xml
from contentlint._util.namedtuple import NamedTuple

if TYPE_CHECKING:
    from typing import Any


def plain(text: str) -> str:
    """Content in a text of no known form; at the beginning of a line it is no ``::command``."""
    shown = excerpt(text)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def html(text: str) -> str:
    """Content as text or in an attribute; at the beginning of a line it is no ``::command``."""
    shown = xml(text)
    return shown.replace(":", "&#58;", 1) if shown.lstrip().startswith("::") else shown


def markdown(text: str) -> str:
    """Content as code in Markdown and in HTML inside it: no markup, no link, no person's @name."""
    shown = excerpt(text)
    if not shown.isascii():
        shown = f"{FSI}{shown}{PDI}"
    return f"<code>{_PUNCTUATION.sub(lambda m: f'&#{ord(m[0])};', shown)}</code>"


_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def json_string(text: str) -> str:
    """Content as a string of JSON, with its quotation marks."""
    import json

    return json_text(json.dumps(encodable(text), ensure_ascii=False))


def csv_cell(text: str) -> str:
    """Content as a cell of CSV, with its quotation marks; no formula."""
    doubled = cell(text).replace('"', '""')
    return f'"{doubled}"'


class Anywhere:
    """A text in which content may stand anywhere."""

    def feed(self, text: str) -> None:
        """Read a piece of the template."""

    def refusal(self) -> str:
        """Return why content may not stand here; ``""`` if it may."""
        return ""

    def filled(self) -> None:
        """Note a field after the text."""

    def state(self) -> Any:
        """Return what must be the same after a section as before."""
        return None


class Json(Anywhere):
    """JSON, in which content is a whole string."""

    def __init__(self) -> None:
        self._inside = False

    def feed(self, text: str) -> None:
        for mark in _JSON_MARK.findall(text):
            self._inside ^= mark == '"'

    def refusal(self) -> str:
        return "is a string with quotation marks of its own; remove yours" if self._inside else ""

    def state(self) -> bool:
        return self._inside


_JSON_MARK = re.compile(r'\\.|"')


class Csv(Anywhere):
    """CSV, in which content is a whole cell."""

    def __init__(self) -> None:
        self._inside, self._before = False, ""

    def feed(self, text: str) -> None:
        self._inside ^= text.count('"') % 2 == 1
        self._before = text[-1:] or self._before

    def filled(self) -> None:
        self._before = '"'

    def refusal(self) -> str:
        if self._inside:
            return "is a cell with quotation marks of its own; remove yours"
        return "" if self._before in _CSV_START else "is a whole cell; put a separator before it"

    def state(self) -> tuple[bool, bool]:
        return self._inside, self._before in _CSV_START


_CSV_START = ("", ",", ";", "\t", "\n")


class Html(Anywhere):
    """HTML or XML, in which content may be text or a part of a quoted attribute."""

    def __init__(self) -> None:
        self._mode = "text"
        self._element = self._attribute = self._quote = self._value = ""

    def feed(self, text: str) -> None:
        at = 0
        while at < len(text):
            at = _STEPS[self._mode](self, text, at)

    def refusal(self) -> str:
        if self._mode == "raw":
            return f"would become part of the <{self._element}>"
        if self._mode in ("element", "tag", "attribute", "bare"):
            return "is inside a tag; put it into the quotation marks of an attribute"
        if self._mode != "value":
            return ""
        if self._attribute.startswith("on") or self._attribute in _CODE:
            return f"would become code in the attribute {self._attribute}"
        if self._attribute in _ADDRESSES and not self._begun():
            return f"would begin the address in {self._attribute}; write ./ or the site before it"
        return ""

    def _begun(self) -> bool:
        return bool(re.search("[/?#]", self._value))

    def state(self) -> tuple[str | bool, ...]:
        return self._mode, self._element, self._attribute, self._quote, self._begun()

    # One for each mode: reads on from an offset, and returns the offset after it.

    def _text(self, text: str, at: int) -> int:
        m = _OPENING.search(text, at)
        if not m:
            return len(text)
        self._mode = "comment" if m[0] == "<!--" else "element"
        return m.end()

    def _comment(self, text: str, at: int) -> int:
        end = text.find("-->", at)
        self._mode = "comment" if end < 0 else "text"
        return len(text) if end < 0 else end + 3

    def _raw(self, text: str, at: int) -> int:
        m = re.compile(rf"</{self._element}(?=[\s/>])", re.IGNORECASE).search(text, at)
        if m:
            self._mode, self._element = "tag", ""
        return m.end() if m else len(text)

    def _name(self, text: str, at: int) -> int:
        m = _ELEMENT.match(text, at)
        assert m is not None
        self._element += m[0].lower()
        if m.end() < len(text):
            self._mode = "tag"
        return m.end()

    def _tag(self, text: str, at: int) -> int:
        m = _INSIDE.match(text, at)
        assert m is not None
        if m.end() == len(text):
            return m.end()
        if text[m.end()] == ">":
            self._mode = "raw" if self._element in _RAW else "text"
            self._element = self._element if self._mode == "raw" else ""
            return m.end() + 1
        self._mode = "attribute"
        return m.end()

    def _name_of_attribute(self, text: str, at: int) -> int:
        m = _ATTRIBUTE.match(text, at)
        assert m is not None
        self._attribute += m[1].lower()
        if m.end() < len(text) or m[2]:
            self._quote = m[3] or ""
            self._mode = "value" if m[3] else "bare"
            if not m[2]:
                self._end_attribute()
        return m.end()

    def _in_value(self, text: str, at: int) -> int:
        end = text.find(self._quote, at)
        if end < 0:
            self._value += text[at:]
            return len(text)
        self._end_attribute()
        return end + 1

    def _bare(self, text: str, at: int) -> int:
        m = _BARE.match(text, at)
        assert m is not None
        if m.end() < len(text):
            self._end_attribute()
        return m.end()

    def _end_attribute(self) -> None:
        self._mode, self._attribute, self._quote, self._value = "tag", "", "", ""


_STEPS: Mapping[str, Callable[[Html, str, int], int]] = {
    "text": Html._text,
    "comment": Html._comment,
    "raw": Html._raw,
    "element": Html._name,
    "tag": Html._tag,
    "attribute": Html._name_of_attribute,
    "value": Html._in_value,
    "bare": Html._bare,
}
_OPENING = re.compile(r"<!--|<(?=[A-Za-z!?/]|\Z)")
_ELEMENT = re.compile(r"/?[^\s/>]*")
_INSIDE = re.compile(r"[\s/\"']*")
_ATTRIBUTE = re.compile(r"""(=?[^\s=>/"']*)(?:\s*(=)\s*(["'])?)?""")
_BARE = re.compile(r"[^\s>]*")
_RAW = ("script", "style", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp")
_CODE = ("style", "srcdoc", "srcset")
_ADDRESSES = (
    *("action", "background", "cite", "data", "formaction", "href", "ping", "poster", "src"),
    "xlink:href",
)


class Form(NamedTuple):
    """What a suffix stands for."""

    escape: Callable[[str], str] = plain
    context: Callable[[], Anywhere] = Anywhere
    literals: bool = False
    """True if the escape makes a literal, which codes and severities need too."""
    for_people: bool = False
    bom: bool = False
    """As in ``formats.Format``."""


PLAIN = Form(for_people=True)
_HTML, _MARKDOWN = Form(html, Html), Form(markdown, for_people=True)
_JSON, _CSV = Form(json_string, Json, literals=True), Form(csv_cell, Csv, literals=True, bom=True)
FORMS: Mapping[str, Form] = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xml"), _HTML),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), _JSON),
    **dict.fromkeys((".md", ".markdown"), _MARKDOWN),
    **dict.fromkeys((".csv", ".tsv"), _CSV),
}
"""By the suffix of the template; every other is ``PLAIN``."""
