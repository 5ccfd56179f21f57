"""The scripts that one part of a host name may mix, and letters that pass for Latin ones.

A small table of our own in place of UTS #39's: the letters that are hard to
tell apart in the fonts of browsers, of the scripts in which host names occur.
"""

from __future__ import annotations

from contentlint.text.unicode.chars import is_arabic_letter

_CYRILLIC = dict(
    zip(
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u04cf\u0501\u051b"
        "\u051d\u0491\u04af\u04e9",
        "aeopcyxsijhldqwryo",
        strict=True,
    )
)
_GREEK = dict(zip("\u03bf\u03bd\u03b1\u03c1\u03b9\u03c5\u03ba", "ovapiuk", strict=True))
_ODD_LATIN = dict(zip("\u0131\u0261\u0251\u0269", "igai", strict=True))
_LATIN_OF = {**_CYRILLIC, **_GREEK, **_ODD_LATIN}
LOOKALIKES = frozenset(_LATIN_OF)
"""Letters, not ASCII, that pass for a Latin one."""

# UTS #39, section 5.2, Highly Restrictive: besides one script alone, Latin with one of these.
_WITH_LATIN = (
    frozenset({"Latin", "Han", "Hiragana", "Katakana"}),
    frozenset({"Latin", "Han", "Bopomofo"}),
    frozenset({"Latin", "Han", "Hangul"}),
)


def skeleton(label: str) -> str:
    """A label with every lookalike replaced by the Latin letter it passes for."""
    return "".join([_LATIN_OF.get(c, c) for c in label])


def mixed_scripts(label: str) -> tuple[str, ...]:
    """The scripts of a label that may not stand together, by name; ``()`` when they may."""
    found = {_script(c) for c in label if c.isalpha()} - {""}
    if len(found) < 2 or any(found <= allowed for allowed in _WITH_LATIN):
        return ()
    return tuple(sorted(found))


_RANGES = (
    ("\u0370", "\u03ff", "Greek"),
    ("\u0400", "\u052f", "Cyrillic"),
    ("\u0531", "\u058a", "Armenian"),
    ("\u0591", "\u05f4", "Hebrew"),
    ("\u10a0", "\u10ff", "Georgian"),
    ("\u1100", "\u11ff", "Hangul"),
    ("\u1f00", "\u1fff", "Greek"),
    ("\u3041", "\u309f", "Hiragana"),
    ("\u30a1", "\u30ff", "Katakana"),
    ("\u3105", "\u312f", "Bopomofo"),
    ("\u3400", "\u9fff", "Han"),
    ("\uac00", "\ud7a3", "Hangul"),
    ("\uf900", "\ufaff", "Han"),
)


def _script(char: str) -> str:
    """Of a letter; ``""`` for those of other scripts, which nothing is said about."""
    if char < "\u0250" or "\u1e00" <= char <= "\u1eff":
        return "Latin"
    if is_arabic_letter(char):
        return "Arabic"
    for first, last, name in _RANGES:
        if first <= char <= last:
            # The mark of long vowels serves both kana.
            return "" if char == "\u30fc" else name
    return ""
