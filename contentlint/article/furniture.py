"""Pictures that are no content: lines, arrows, bullets and icons, known by what they are called."""

from __future__ import annotations

from contentlint._util import lazy_regex

_ICON = lazy_regex.compile(
    r"\.(?:gif|svg|ico)$|logo|icon|(?<![a-z])icn|badge|button|pixel|avatar|arrow|puce|corner"
    r"|smil(?:ey|ies)|emoji|flair|award|shields\.io/|(?<!\d)\d{2}x\d{2}(?!\d)",
    lazy_regex.IGNORECASE,
)
# "renderTimingPixel2" is three words, and a number that does not matter.
_WORD = lazy_regex.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")
_EXTENSION = lazy_regex.compile(r"\.[A-Za-z]{2,4}$")
# What stands beside the telling word: "line-grey-small", "btn_arrow_right".
_FILLERS = frozenset(
    "img image icon ico icn btn bg small big large thin left right bottom horizontal vertical "
    "black white grey gray red blue green orange yellow light dark h v x w px sm md lg new".split()
)
# These tell by standing at the end: "pagePixel.png" shows nothing; "finish-line.png" may.
_SURE = frozenset("pixel spacer divider separator".split())
_PHOTOGRAPHS = (".jpg", ".jpeg")
_MOST_WORDS = 4
_LONGEST_WORD = 20
_LONGEST_NAME = 60


def is_furniture(source: str, alt: str, words: frozenset[str]) -> bool:
    """Whether an image is an icon or an ornament by its address or its alternative text."""
    path = source.partition("#")[0].partition("?")[0]
    return bool(_ICON.search(path)) or decorates(path, words) or _says_only(alt, words)


def decorates(source: str, words: frozenset[str]) -> bool:
    """Whether the name of an image's file says that it is an ornament: ``line976.jpg``.

    ``words`` are those that tell it; with nothing but fillers beside them, or
    one that leaves no doubt at the end.
    """
    path = source.partition("#")[0].partition("?")[0]
    name = _EXTENSION.sub("", path.rpartition("/")[2])
    if _says_only(name, words):
        return True
    if path.lower().endswith(_PHOTOGRAPHS):
        return False
    return any(word in _SURE and word in words for word in _words(name[-_LONGEST_WORD:])[-1:])


def _says_only(name: str, words: frozenset[str]) -> bool:
    # Longer ones are sentences; most alternative texts are.
    if len(name) > _LONGEST_NAME:
        return False
    if not name.isalpha() and name.lower() in words:
        return True  # an entry that is no single word
    parts = _words(name)
    return (
        0 < len(parts) <= _MOST_WORDS
        and not words.isdisjoint(parts)
        and all(part in words or part in _FILLERS for part in parts)
    )


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]
