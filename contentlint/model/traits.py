"""Traits of a node, one bit each, by which triggers select nodes; ``core.pure`` defines them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

NO_TEXT: Final = 1 << 0
"""Its text has none but ``INVISIBLE`` characters."""
NO_TARGET: Final = 1 << 1
"""Its destination has at most one character, or begins with white space or, as ``javascript:``
does, with ``j``."""
PADDED: Final = 1 << 2
"""There is a space beside its destination, or inside the angle brackets around it."""
ODD: Final = 1 << 3
"""Its destination is an address of another form than ``https://host.example:80/path?query#part``,
or has a character that must be encoded."""
BEYOND_ASCII: Final = 1 << 4
QUERY: Final = 1 << 5
DOTS: Final = 1 << 6
SLUG: Final = 1 << 7
LONG_SLUG: Final = 1 << 8
"""Its destination is an address with a character beyond ASCII, ``?``, two full stops in a row,
``SLUG_JOINTS`` hyphens or low lines, or ``LONG_SLUG_JOINTS``."""
ESCAPED_SIGN: Final = 1 << 9
"""It is an address in which something may be percent-encoded that is no letter: a byte C2, E2 or
EF, or D8 9C."""
BAD_ESCAPE: Final = 1 << 10
"""It is an address with ``%`` before something other than two hexadecimal digits."""
SPACED: Final = 1 << 11
"""Its text begins or ends with white space."""
GLUED: Final = 1 << 12
"""A letter may stand directly before or after it."""
SIGN_AT_END: Final = 1 << 13
"""Its destination is an address that ends in one of ``END_SIGNS``."""
LOCAL: Final = 1 << 14
"""It is a path on a disk, or an address of which the host may be none of the public network: the
labels have other characters than small letters, digits, ``-`` and ``_``, or the last one is no name
or one of ``OUTSIDE_DNS``."""
TRAITS: Final = 15
END_SIGNS: Final = ",;:\"»”،؛؟)].!'’"
SLUG_JOINTS: Final = 7
LONG_SLUG_JOINTS: Final = 19
OUTSIDE_DNS: Final = frozenset("localhost local internal lan intranet corp home".split())
"""Last labels that no public name server answers for (RFC 6761, RFC 6762, ICANN 2018)."""
