"""What a page says: its title, first heading, text, and the places that fragments name.

A page is hostile: everything here takes time in proportion to its length, and stops at the end of
the bytes that were read.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import unquote

from contentlint._util.digest import blake2b
from contentlint._util.namedtuple import NamedTuple
from contentlint.text.unicode import fold

LONGEST_TITLE = 200
"""In code points; the rest of a title or heading is dropped."""
FEW_LETTERS = 200
"""A page with fewer letters is made by scripts, as far as its fragments are concerned."""
_RAW = frozenset({"script", "style", "template", "noscript", "svg", "textarea", "iframe"})
"""Elements whose content is no text of the page."""
# The name may begin a longer one, as for browsers it does not; few pages have such elements.
_END_OF_RAW = re.compile(rf"</({'|'.join(sorted(_RAW))})", re.I | re.ASCII)
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p section table td th title tr ul".split()
)
"""Elements that end a word."""
_HTML = ("text/html", "application/xhtml")
_NAME = re.compile(r"/?[A-Za-z][A-Za-z0-9:-]*")
_ATTRIBUTE = re.compile(
    r"""[\s/](id|name|charset|content|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.I)
_APPLICATIONS = frozenset({"root", "app", "__next", "__nuxt", "___gatsby"})
"""Identifiers of the element that scripts put the page into."""
_ENCODINGS = re.compile(
    r"utf-?8|us-ascii|iso-8859-\d{1,2}|windows-\d{3,4}|cp\d{3,4}|gb2312|gbk|gb18030|big5"
    r"|shift[_-]jis|euc-jp|euc-kr|koi8-[ru]|mac-?\w{1,12}|tis-620"
)
_LATIN_1 = frozenset({"iso-8859-1", "us-ascii"})
_HEAD = 2048
"""The number of bytes in which a page must say its encoding; HTML asks for 1024."""
_UNKNOWN_NAME = re.compile(r"^(?::~:|[/!]|L\d+(?:[-:]?L?\d+)?$|top$)", re.I)
_QUOTE = re.compile("[\"']")
_WORD = re.compile(r"\w+")
_BYTES = 8
_LANE = 24
_MOST_WORDS = (1 << _LANE) - 1
_SPREAD = [sum((byte >> bit & 1) << bit * _LANE for bit in range(8)) for byte in range(256)]
"""By byte, its bits, each in a lane of its own: one addition counts eight of them."""


class Page(NamedTuple):
    """A page of HTML, as far as it was read."""

    title: str = ""
    """White space collapsed, at most ``LONGEST_TITLE`` code points."""
    heading: str = ""
    """The first ``h1`` with a text, likewise."""
    text: str = ""
    """The text without markup, words separated by single spaces; the title is no part of it."""
    letters: int = 0
    """The number of letters of ``text``."""
    names: frozenset[str] = frozenset()
    """The values of ``id`` and ``name``, exactly as they are written, without entities."""
    made_by_scripts: bool = False
    """True if the text comes later, by scripts: nothing can be said of what is missing."""
    whole: bool = True
    """False if the page goes on after what was read."""


def is_html(content_type: str) -> bool:
    """Return True for the media types of HTML; a page without a type is taken for HTML."""
    return not content_type or content_type.startswith(_HTML)


def read(body: bytes, content_type: str = "", *, whole: bool = True) -> Page:
    """Read a page; of a body that is no HTML, return the empty page."""
    if not body or not is_html(content_type):
        return Page(whole=whole)
    return _Reader(decoded(body, content_type)).page(whole)


def decoded(body: bytes, content_type: str = "") -> str:
    """Decode a page: by its byte-order mark, its header, its ``meta``, or else as UTF-8. What is
    invalid becomes U+FFFD."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    found = _CHARSET.search(content_type) or _CHARSET.search(body[:_HEAD].decode("latin-1"))
    name = found[1].lower() if found else "utf-8"
    if name in _LATIN_1:  # browsers read it as the larger code page
        name = "windows-1252"
    try:
        return body.decode(name if _ENCODINGS.fullmatch(name) else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


class _Reader:
    """Reads one page, from tag to tag."""

    def __init__(self, source: str) -> None:
        self._source = source.replace("\0", "\ufffd")
        self._text: list[str] = []
        self._title: list[str] = []
        self._heading: list[str] = []
        self._into: list[str] | None = None
        """Where text goes besides ``_text``: the title or the heading that is open."""
        self._names: set[str] = set()
        self._application = False
        self._scripts = False

    def page(self, whole: bool) -> Page:
        self._read()
        text = _collapsed(self._text)
        letters = sum(map(str.isalpha, text))
        return Page(
            _collapsed(self._title)[:LONGEST_TITLE],
            _collapsed(self._heading)[:LONGEST_TITLE],
            text,
            letters,
            frozenset(self._names),
            self._application or (self._scripts and letters < FEW_LETTERS // 4),
            whole,
        )

    def _read(self) -> None:
        source, at = self._source, 0
        while at < len(source):
            mark = source.find("<", at)
            if mark < 0:
                mark = len(source)
            self._say(source[at:mark])
            if source.startswith("<!--", mark):
                at = _after(source, "-->", mark + 4)
                continue
            name = _NAME.match(source, mark + 1)
            if name is None:
                if source.startswith(("<!", "<?"), mark):
                    at = _after(source, ">", mark)
                else:
                    self._say(source[mark : mark + 1])
                    at = mark + 1
                continue
            end = _tag_end(source, name.end())
            at = self._enter(name[0].lower(), source[name.end() : end], end + 1)

    def _enter(self, name: str, attributes: str, at: int) -> int:
        """Take a tag, and return the offset where reading goes on."""
        if name.lstrip("/") in _BLOCKS:
            self._say(" ")
        if name == "title":
            self._into = None if "".join(self._title).strip() else self._title
        elif name == "h1":
            self._into = None if "".join(self._heading).strip() else self._heading
        elif name in ("/title", "/h1", "/head", "body"):
            self._into = None
        if "=" in attributes:
            self._look(name, attributes)
        if name in _RAW:
            return self._past(name, at)
        return at

    def _look(self, name: str, attributes: str) -> None:
        for key, *values in _ATTRIBUTE.findall(attributes):
            value = html.unescape("".join(values))
            if key.lower() in ("id", "name") and name != "meta":
                self._names.add(value)
                if key.lower() == "id" and name == "div" and value in _APPLICATIONS:
                    self._application = True
            elif key.lower() == "src" and name == "script":
                self._scripts = True

    def _past(self, name: str, at: int) -> int:
        """Return the offset of the end of an element that is no text."""
        found = _END_OF_RAW.search(self._source, at)
        while found is not None and found[1].lower() != name:
            found = _END_OF_RAW.search(self._source, found.end())
        return len(self._source) if found is None else found.start()

    def _say(self, text: str) -> None:
        if not text:
            return
        if self._into is not None:
            self._into.append(text)
        if self._into is not self._title:
            self._text.append(text)


def _after(source: str, mark: str, at: int) -> int:
    end = source.find(mark, at)
    return len(source) if end < 0 else end + len(mark)


def _tag_end(source: str, at: int) -> int:
    """Return the offset of the ``>`` of a tag; one between quotation marks is part of a value."""
    close = source.find(">", at)
    if close < 0:
        return len(source)
    while quote := _QUOTE.search(source, at, close):
        at = quote.end()
        if source[quote.start() - 1] != "=":
            continue
        end = source.find(quote[0], at, at + _LONGEST_VALUE)
        if end < 0:
            return close
        at = end + 1
        if at > close:
            close = source.find(">", at)
            if close < 0:
                return len(source)
    return close


_LONGEST_VALUE = 4000
"""Code points of an attribute's value; the end of a longer one is not looked for."""


def _collapsed(pieces: Iterable[str]) -> str:
    return fold.space(html.unescape("".join(pieces)))


# Fragments


def is_looked_for(fragment: str) -> bool:
    """Return True if a page can be asked for a fragment: it is no state of a script, no range of
    lines and no text fragment."""
    return bool(fragment) and not _UNKNOWN_NAME.match(fragment)


def named(fragment: str) -> str:
    """Return the part of a fragment that names a place: what precedes ``:~:``."""
    return fragment.partition(":~:")[0]


def fragments_in(page: Page, wanted: Iterable[str]) -> dict[str, bool]:
    """Return those of some fragments of which a page tells something: True for those it has."""
    found: dict[str, bool] = {}
    silent = page.made_by_scripts or page.letters < FEW_LETTERS
    for fragment in wanted:
        name = named(fragment)
        if not is_looked_for(name):
            continue
        # User-generated content is prefixed by those who host it: GitHub's README.
        forms = {name, unquote(name), "user-content-" + name, "user-content-" + unquote(name)}
        if forms & page.names:
            found[fragment] = True
        elif page.whole and not silent:
            found[fragment] = False
    return found


# Likeness


def simhash(text: str) -> int:
    """Return a 64-bit hash of which texts with nearly the same words differ in few bits; 0 for a
    text without words."""
    sums, total = [0] * _BYTES, 0
    for word, times in Counter(_WORD.findall(fold.light(text))).items():
        total += times
        data = word.encode("utf-8", "surrogatepass")
        for place, byte in enumerate(blake2b(data, digest_size=_BYTES).digest()):
            sums[place] += _SPREAD[byte] * times
    found = 0
    for row in sums:
        for bit in range(8):
            found = found << 1 | (2 * (row >> bit * _LANE & _MOST_WORDS) > total)
    return found


def distance(one: int, two: int) -> int:
    """Return the number of bits in which two hashes differ."""
    return (one ^ two).bit_count()
