"""The hosts of URLs: their syntax, the domains they lie in, and the scripts they mix.

The syntax follows RFC 3986, the WHATWG URL standard and DNS. A small table replaces that of UTS
#39: letters that look alike in the fonts of browsers, in the scripts that host names use.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from contentlint._util import lazy_regex
from contentlint.model.traits import OUTSIDE_DNS
from contentlint.text.unicode.chars import is_arabic_letter
from contentlint.text.unicode.normalize import normalize

_ESCAPED = lazy_regex.compile(r"%([0-9A-Fa-f]{2})")
# The WHATWG's forbidden domain code points; the controls among them are C0 and DEL.
_FORBIDDEN = lazy_regex.compile(r"[\x00- \"#%/:<>?@\[\\\]^`{|}\x7f]")
_NO_CHARACTER = lazy_regex.compile("[\ufdd0-\ufdef\ufffd-\uffff\ud800-\udfff]")
_NUMBER = lazy_regex.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")
_PORT = lazy_regex.compile(r"[0-9]*")
_DOTS = lazy_regex.compile("[.\u3002\uff0e\uff61]")
LONGEST_LABEL = 63
_COUNTRY_LABELS = frozenset("ac co com edu gob gov info mil net or org".split())
"""Second labels under which a country registers domains: ``example.com.sa``."""


def fault(authority: str) -> str:
    """Describe what is wrong with an authority (``user@host:port``); ``""`` if nothing is.

    A host of one label is no fault here; see ``has_tld``.
    """
    host = authority.rpartition("@")[2]
    if host.startswith("["):
        address, bracket, port = host.partition("]")
        if not bracket or (port and not port.startswith(":")):
            return "unclosed address in brackets"
        return _address_fault(address[1:]) or _port_fault(port[1:])
    host, _, port = host.partition(":")
    return _name_fault(host) or _port_fault(port)


def _port_fault(port: str) -> str:
    if not _PORT.fullmatch(port):
        return "port that is not a number"
    # Longer ones are not converted: int() of a long string is slow.
    port = port.lstrip("0")
    return "port above 65535" if len(port) > 5 or (port and int(port) > 65535) else ""


def _address_fault(address: str) -> str:
    # Imported here: hosts in brackets are rare.
    from ipaddress import IPv6Address

    try:
        IPv6Address(address.partition("%25")[0])
    except ValueError:
        return "invalid address in brackets"
    return ""


def _name_fault(host: str) -> str:
    if not host:
        return "no host"
    if "%" in host:
        host, broken = _decoded(host)
        if broken:
            return "host that is not UTF-8"
    if m := _FORBIDDEN.search(host):
        return f"{_shown(m[0])} in the host"
    if not host.isascii() and (m := _NO_CHARACTER.search(host)):
        return f"{_shown(m[0])} in the host"
    labels = _DOTS.split(host)
    if len(labels) > 1 and not labels[-1]:
        labels.pop()
    for label in labels:
        if not label:
            return "two dots in a row in the host"
        if len(label) > LONGEST_LABEL:
            return f"host label longer than {LONGEST_LABEL}"
        if label[0] == "-":
            return "host label that begins with a hyphen"
        if label[:4].lower() == "xn--" and not _decodes(label[4:]):
            return "host label that is not valid punycode"
    if _NUMBER.fullmatch(labels[-1]) and not is_ipv4(labels):
        return "invalid IP address"
    return ""


def _shown(char: str) -> str:
    return char if " " < char <= "~" else "space" if char == " " else f"U+{ord(char):04X}"


def _decoded(host: str) -> tuple[str, bool]:
    """Return the host without percent-encoding, and True if it was not UTF-8."""
    data = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), host.encode("utf-8", "replace").decode("l1"))
    try:
        # Browsers map full-width forms before they look for characters that a host cannot hold.
        return normalize("NFKC", data.encode("latin-1").decode("utf-8")), False
    except UnicodeDecodeError:
        return host, True


def _decodes(label: str) -> bool:
    try:
        decoded = label.encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return False
    # IDNA 2008 encodes only what is already in its normal form.
    return bool(decoded) and normalize("NFKC", decoded) == decoded


def is_ipv4(labels: list[str]) -> bool:
    """Return True if the labels of a host are an IPv4 address as browsers read it: one to four
    numbers, decimal, octal or hexadecimal, the last filling the bytes that are left."""
    if len(labels) > 4:
        return False
    for i, label in enumerate(labels):
        try:
            if len(label) > 12:
                return False
            if label[:2].lower() == "0x":
                value = int(label[2:] or "0", 16)
            else:
                value = int(label, 8 if label[0] == "0" and len(label) > 1 else 10)
        except ValueError:
            return False
        room = 256 ** (5 - len(labels)) if i == len(labels) - 1 else 256
        if not label[:2].isalnum() or value >= room:
            return False
    return True


def has_tld(host: str) -> bool:
    """Return True if a host has more than one label, or is an address."""
    return host.startswith("[") or len([label for label in _DOTS.split(host) if label]) > 1


def is_alone(host: str, port: str, names: Collection[str]) -> bool:
    """Return True if a host of one label is intended: a machine with a port, a name like
    ``localhost``, an address written as one number, a word to be filled in (``HOST``,
    ``your-domain``)."""
    host = host.rpartition("@")[2]
    name = host.lower()
    return (
        bool(port) or name in names or name.startswith("your") or host.isdigit() or host.isupper()
    )


# A host name has 253 characters and 127 labels at most; more would make the look-up long.
_LONGEST = 1000
_MOST_LABELS = 127


def ascii_form(host: str) -> str:
    """Return a host as name servers know it: in lower case, other scripts as ``xn--`` labels."""
    host = host.rstrip(".").lower()
    if host.isascii():
        return host
    # Imported here: few hosts need it.
    from encodings.idna import ToASCII

    labels = []
    for label in host.replace("。", ".").split("."):
        try:
            labels.append(label if label.isascii() else ToASCII(label).decode("ascii").lower())
        except UnicodeError:
            labels.append(label.casefold())
    return ".".join(labels)


def ascii_forms(hosts: Iterable[str]) -> frozenset[str]:
    """Return the domains of a user's list in the form that ``domain_of`` compares; a leading ``*.``
    is ignored."""
    return frozenset(ascii_form(host.strip().removeprefix("*.").lstrip(".")) for host in hosts)


def domain_of(host: str, domains: Collection[str]) -> str:
    """Return the longest of some domains (see ``ascii_forms``) that a host is or lies in, or
    ``""``.

    Labels are compared: ``a.example.com`` lies in ``example.com``, ``badexample.com`` does not.
    """
    rest = ascii_form(host[-_LONGEST:])
    for _ in range(_MOST_LABELS):
        if rest in domains:
            return rest
        _, dot, rest = rest.partition(".")
        if not dot:
            break
    return ""


def is_private(host: str) -> bool:
    """Return True if a host is this machine or in a private network (RFC 1918, RFC 6761)."""
    if host.startswith("["):
        return host in ("[::1]", "[::]") or host[1:5].lower() in ("fe80", "fc00", "fd00")
    labels = host.rstrip(".").lower().split(".")
    if labels[-1] in OUTSIDE_DNS:
        return True
    if not labels[-1].isdigit() or len(labels) != 4 or not is_ipv4(labels):
        return False
    first, second = int(labels[0]), int(labels[1])
    return (
        first in (0, 10, 127)
        or (first, second) in ((192, 168), (169, 254))
        or (first == 172 and 16 <= second <= 31)
    )


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
"""Letters outside ASCII that look like a Latin one."""

# UTS #39, section 5.2, Highly Restrictive: besides one script alone, Latin with one of these.
_WITH_LATIN = (
    frozenset({"Latin", "Han", "Hiragana", "Katakana"}),
    frozenset({"Latin", "Han", "Bopomofo"}),
    frozenset({"Latin", "Han", "Hangul"}),
)


def skeleton(label: str) -> str:
    """Return a label with every lookalike replaced by the Latin letter that it looks like."""
    return "".join([_LATIN_OF.get(c, c) for c in label])


def mixed_scripts(label: str) -> tuple[str, ...]:
    """Return the names of the scripts of a label that may not be mixed; ``()`` if they may."""
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
    """Return the script of a letter; ``""`` for letters of scripts that are not compared."""
    if char < "\u0250" or "\u1e00" <= char <= "\u1eff":
        return "Latin"
    if is_arabic_letter(char):
        return "Arabic"
    for first, last, name in _RANGES:
        if first <= char <= last:
            # The mark of long vowels serves both kana.
            return "" if char == "\u30fc" else name
    return ""


def site_of(host: str) -> str:
    """Return the registered domain of a host, guessed from its labels: ``example.com.sa`` for
    ``news.example.com.sa``. An IP address is returned unchanged."""
    labels = host.rstrip(".").lower().split(".")
    if host.startswith("[") or labels[-1].isdigit():
        return host
    most = 2
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _COUNTRY_LABELS:
        most = 3
    return ".".join(labels[-most:])
