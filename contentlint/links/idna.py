"""Host names as name servers know them: labels of other scripts as ``xn--`` labels.

The mapping is that of UTS #46 as browsers apply it (nontransitional: ß, ς and joiners stay). The
standard library's codec has IDNA 2003, in which they vanish or turn into other letters, which
leads to another host, and in which an Arabic label must not end in a digit.
"""

from __future__ import annotations

import unicodedata

from contentlint._util import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final

_LONGEST_LABEL: Final = 63
_JOINERS: Final = "\u200c\u200d"
_IGNORED: Final = frozenset(
    "\u00ad\u034f\u180b\u180c\u180d\u200b\u2060\u2064\ufeff"
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f"
)
_DOTS: Final = str.maketrans("\u3002\uff0e\uff61", "...")
_NEVER: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})
"""General categories that no host name holds."""


def a_labels(host: str) -> str:
    """Return a host name in ASCII and lower case.

    Characters that cannot be in the name of a host, such as ``/`` and ``:``, are kept if they
    are ASCII or become so: the result is to be checked.

    Raises:
        ValueError: the name has characters that no host name holds, or too long a label.
    """
    if host.isascii():
        return host.lower()
    visible = "".join([c for c in host.translate(_DOTS) if c not in _IGNORED])
    # Compatibility forms may hide capital letters, and their small letters may be composed.
    mapped = unicodedata.normalize("NFKC", _lower(unicodedata.normalize("NFKC", _lower(visible))))
    return ".".join([label if label.isascii() else _encoded(label) for label in mapped.split(".")])


def _lower(text: str) -> str:
    """Return each character in lower case, whatever follows it: a final sigma is another letter."""
    return "".join([c.lower() for c in text])


def _encoded(label: str) -> str:
    before = "a"
    for char in label:
        # A joiner after a Latin letter changes nothing that is visible.
        if before.isascii() if char in _JOINERS else unicodedata.category(char) in _NEVER:
            raise ValueError(f"U+{ord(char):04X} in the host")
        before = char
    if _is_mark(label[0]):
        raise ValueError("host label that begins with a combining mark")
    encoded = "xn--" + label.encode("punycode").decode("ascii")
    if len(encoded) > _LONGEST_LABEL:
        raise ValueError(f"host label longer than {_LONGEST_LABEL}")
    return encoded


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"
