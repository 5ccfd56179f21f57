"""Content made safe to print: the one place where U+202E becomes ``⟨right-to-left override⟩``.

A linter that echoes an override re-creates the attack it reports
(CVE-2021-42574), and a terminal obeys escape sequences from any file.
"""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.translation import gettext, marked

if TYPE_CHECKING:
    import re

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
"""Left-to-Right, Right-to-Left and First Strong Isolate, and Pop Directional Isolate, which ends
each of them: what stands between them is set apart from its line."""

# C0, DEL, C1; soft hyphen, CGJ, ALM, invisible fillers; zero-width, bidi controls, separators;
# word joiner to deprecated format characters; BOM; lone surrogates; interlinear annotation;
# noncharacters of the BMP; format characters of hieroglyphs, shorthand and music; tags and
# variation selectors supplement.
INVISIBLE = (
    "\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ud800-\udfff\ufff9-\ufffb"
    "\ufffe\uffff\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
NAMES = {
    "\x00": marked("null"),
    "\x07": marked("bell"),
    "\x08": marked("backspace"),
    "\t": marked("tab"),
    "\n": marked("line feed"),
    "\x0b": marked("vertical tab"),
    "\x0c": marked("form feed"),
    "\r": marked("carriage return"),
    "\x1a": marked("substitute"),
    "\x1b": marked("escape"),
    "\x7f": marked("delete"),
    "\x85": marked("next line"),
    "\u00a0": marked("no-break space"),
    "\u00ad": marked("soft hyphen"),
    "\u034f": marked("combining grapheme joiner"),
    "\u061c": marked("Arabic letter mark"),
    "\u115f": marked("Hangul choseong filler"),
    "\u1160": marked("Hangul jungseong filler"),
    "\u1680": marked("ogham space mark"),
    "\u180e": marked("Mongolian vowel separator"),
    "\u2000": marked("en quad"),
    "\u2001": marked("em quad"),
    "\u2002": marked("en space"),
    "\u2003": marked("em space"),
    "\u2004": marked("three-per-em space"),
    "\u2005": marked("four-per-em space"),
    "\u2006": marked("six-per-em space"),
    "\u2007": marked("figure space"),
    "\u2008": marked("punctuation space"),
    "\u2009": marked("thin space"),
    "\u200a": marked("hair space"),
    "\u200b": marked("zero width space"),
    "\u200c": marked("zero width non-joiner"),
    "\u200d": marked("zero width joiner"),
    "\u200e": marked("left-to-right mark"),
    "\u200f": marked("right-to-left mark"),
    "\u2028": marked("line separator"),
    "\u2029": marked("paragraph separator"),
    "\u202a": marked("left-to-right embedding"),
    "\u202b": marked("right-to-left embedding"),
    "\u202c": marked("pop directional formatting"),
    "\u202d": marked("left-to-right override"),
    "\u202e": marked("right-to-left override"),
    "\u202f": marked("narrow no-break space"),
    "\u205f": marked("medium mathematical space"),
    "\u2060": marked("word joiner"),
    "\u2066": marked("left-to-right isolate"),
    "\u2067": marked("right-to-left isolate"),
    "\u2068": marked("first strong isolate"),
    "\u2069": marked("pop directional isolate"),
    "\u3000": marked("ideographic space"),
    "\u3164": marked("Hangul filler"),
    "\ufeff": marked("byte-order mark"),
    "\uffa0": marked("halfwidth Hangul filler"),
}
"""Characters that nobody sees, by the names that people know them by. The names are distinct; what
has none is shown by its number."""

# `##[add-mask]x` anywhere in a line of a log is a command to the runners of GitHub and Azure, and
# so are the forms of Azure and TeamCity. Without the bracket it is none.
_COMMAND = r"(?<=##)\[|(?<=##vso)\[|(?<=##teamcity)\["
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0").union(
    map(chr, range(0xE0100, 0xE01F0))
)
"""Those that Python takes for printable."""
_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Letters of the Arabic script, and those of them that join the next one: between the two, a reader
# sees U+200C by their shapes, as in Persian words, and U+200D where no letter follows. Of an emoji
# made of several, the joiner is seen as well.
_LETTER = "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c7"
_JOINING = (
    "\u0620\u0626\u0628\u062a-\u062e\u0633-\u0647\u0649\u064a\u066e\u066f\u0678-\u0687\u069a-\u06bf"
    "\u06c1\u06c2\u06cc\u06ce\u06d0\u06d1\u06fa-\u06ff"
)
_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_SEEN = (
    f"\u200c(?<=[{_JOINING}]\u200c)(?=[{_LETTER}])|\u200d(?<=[{_JOINING}]\u200d)(?![{_LETTER}])|"
    f"\u200d(?<=[{_EMOJI}]\u200d)(?=[{_EMOJI}])"
)
_UNSAFE = f"[{INVISIBLE}]|{_COMMAND}"
_INVISIBLE = lazy_regex.compile(_UNSAFE)
_UNSEEN = lazy_regex.compile(f"(?!{_SEEN})[{INVISIBLE}]|{_COMMAND}")
# Joiners belong to the spelling of Persian and to emoji: an excerpt without them reads wrongly.
_SPELT = _UNSAFE.replace("\u200b-\u200f", "\u200b\u200e\u200f")
_DANGEROUS = lazy_regex.compile(_SPELT)
# GitHub's runner also obeys `::command` after the white space at the beginning of a line.
_MULTILINE = lazy_regex.compile(
    rf"(?m)^[ \t{_SPACES}]*:(?=:)|\r(?!\n)|"
    + _SPELT.replace("\x00-\x1f", "\x00-\x08\x0b\x0c\x0e-\x1f")
)
_NOTHING_SEEN = lazy_regex.compile(f"[ {INVISIBLE}{_SPACES}]+")
_RUN = lazy_regex.compile(rf"([{INVISIBLE}{_SPACES}])\1*")


def code_point(char: str) -> str:
    """Return ``U+202E`` for U+202E, and ``0x80`` for an undecodable byte (U+DC80-U+DCFF)."""
    n = ord(char)
    return f"0x{n - 0xDC00:02X}" if 0xDC80 <= n <= 0xDCFF else f"U+{n:04X}"


def named(char: str) -> str:
    """Return ``right-to-left override (U+202E)`` for U+202E; only the number if there is no
    name."""
    name = _name(char)
    point = code_point(char)
    return point if name == point else f"{name} ({point})"


def _name(char: str) -> str:
    name = NAMES.get(char)
    return gettext(name) if name else code_point(char)


def _show(m: re.Match[str]) -> str:
    return f"{m[0][:-1]}⟨{_name(m[0][-1])}⟩"


def visible(text: str) -> str:
    """Every invisible or control character as ``⟨name⟩`` or ``⟨U+XXXX⟩``; line ends too, and the
    bracket of a command to a CI runner.

    U+200C and U+200D stay where the letters beside them show that they are there.
    """
    return text if _is_plain(text) else _UNSEEN.sub(_show, text)


def _is_plain(text: str) -> bool:
    """Return True for nearly every text that shows all its characters, in a fifth of the time that
    a search takes."""
    return text.isprintable() and "##" not in text and (text.isascii() or _BLANK.isdisjoint(text))


def line_start(text: str) -> str:
    """Return a path for the beginning of a line: visible, and no ``::command`` to GitHub's
    runner."""
    shown = visible(text)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def excerpt(text: str) -> str:
    """Return ``visible`` of a text with U+200C and U+200D unchanged, so that words keep their
    shape."""
    return text if _is_plain(text) else _DANGEROUS.sub(_show, text)


message = excerpt
"""A message, a title or a help text: its own words may be Persian, and the values in it are
visible already."""


def fault(text: str) -> str:
    """As ``excerpt``, of the piece that a finding is about: where there is nothing to see in it,
    its joiners and its spaces other than U+0020 are named too, equal ones once with their number.
    """
    if text.isprintable() or not _NOTHING_SEEN.fullmatch(text):
        return excerpt(text)
    return _RUN.sub(_show_run, text)


def _show_run(m: re.Match[str]) -> str:
    times = f" × {len(m[0])}" if len(m[0]) > 1 else ""
    return f"⟨{_name(m[1])}{times}⟩"


def multiline(text: str) -> str:
    """As ``excerpt``, for a text of several lines: its tabs and line ends stay, and the colon of
    a ``::command`` is named too."""
    return _MULTILINE.sub(_show, text)


def quote(text: str, limit: int = 60) -> str:
    """Return content for the middle of a message: visible, and cut to ``limit`` code points."""
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return visible(text)


# What the formats of reports need, each for its own marks. All of them name what is invisible,
# so that no line end is left; those of paths keep U+200C and U+200D, without which the name is
# another file's.

_SURROGATES = lazy_regex.compile("[\ud800-\udfff]")
_BRACKETS = lazy_regex.compile(r"[\\\[\]]")
# Also after a semicolon, where it separates cells in most of Europe, and in full width, for Japan.
_FORMULA = lazy_regex.compile(r"(?:^|;)[\s\"]*(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")


def json_text(text: str) -> str:
    """JSON with every invisible character in it as ``\\uXXXX``, and the bracket of a command;
    its own line feeds stay."""
    return _INVISIBLE.sub(_json, text)


def _json(m: re.Match[str]) -> str:
    n = ord(m[0])
    if n == 0x0A:
        return m[0]
    if n > 0xFFFF:
        n -= 0x10000
        return f"\\u{0xD800 + (n >> 10):04x}\\u{0xDC00 + (n & 0x3FF):04x}"
    return f"\\u{n:04x}"


def encodable(text: str) -> str:
    """Content that can be UTF-8: lone surrogates as ``⟨0x80⟩``, all else as it is.

    Strict readers of JSON (Go's protojson is one) refuse the whole file for ``\\udc80``.
    """
    return _SURROGATES.sub(_show, text)


def sarif(text: str) -> str:
    """Return content for a message of SARIF, in which braces and links mean something (3.11.5,
    3.11.6)."""
    shown = message(text).replace("{", "{{").replace("}", "}}")
    return _BRACKETS.sub(lambda m: "\\" + m[0], shown) if "](" in shown else shown


def xml(text: str) -> str:
    """Return content for text and attributes of XML 1.0, which cannot hold control characters at
    all."""
    from html import escape  # it brings the table of all entities

    return escape(excerpt(text))


def cell(text: str) -> str:
    """Return content for a cell of a spreadsheet, with an apostrophe before what would be a
    formula."""
    return _FORMULA.sub(lambda m: f"{m[0]}'", excerpt(text))


def github(text: str) -> str:
    """Return a message of a GitHub workflow command; our own line feeds become ``%0A``."""
    lines = (message(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def github_property(text: str) -> str:
    """Return the value of a property of a GitHub workflow command."""
    return excerpt(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


def azure(text: str) -> str:
    """Return a message of an Azure Pipelines logging command."""
    return message(text).replace("%", "%AZP25")


def azure_property(text: str) -> str:
    """Return the value of a property of an Azure Pipelines logging command."""
    return excerpt(text).replace("%", "%AZP25").replace("]", "%5D").replace(";", "%3B")


def code_span(text: str) -> str:
    """Content as code in Markdown: nothing in it is markup, a link, or a person's @name.

    The fence is longer than any run of backticks inside. Text that is not ASCII is isolated,
    for it may run from right to left.
    """
    import re

    shown = excerpt(text)
    if not shown.isascii():
        shown = f"{FSI}{shown}{PDI}"
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if len(fence) > 1 or not shown.strip() else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
