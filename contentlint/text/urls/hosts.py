"""What can be wrong with the host of a URL (RFC 3986, the WHATWG URL standard, DNS)."""

from __future__ import annotations

from collections.abc import Collection

from contentlint._util import lazy_regex
from contentlint.text.unicode.normalize import normalize

_ESCAPED = lazy_regex.compile(r"%([0-9A-Fa-f]{2})")
# The WHATWG's forbidden domain code points; the controls among them are C0 and DEL.
_FORBIDDEN = lazy_regex.compile(r"[\x00- \"#%/:<>?@\[\\\]^`{|}\x7f]")
_NO_CHARACTER = lazy_regex.compile("[\ufdd0-\ufdef\ufffd-\uffff\ud800-\udfff]")
_NUMBER = lazy_regex.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")
_PORT = lazy_regex.compile(r"[0-9]*")
_DOTS = lazy_regex.compile("[.\u3002\uff0e\uff61]")
LONGEST_LABEL = 63


def fault(authority: str) -> str:
    """What is wrong with an authority (``user@host:port``), in a few words; ``""`` when nothing.

    A host of one label is none of this function's faults; see ``has_tld``.
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
        return "port that is no number"
    # Longer ones are not converted: int() of a long string is slow.
    port = port.lstrip("0")
    return "port above 65535" if len(port) > 5 or (port and int(port) > 65535) else ""


def _address_fault(address: str) -> str:
    # Imported here: hosts in brackets are rare.
    from ipaddress import IPv6Address

    try:
        IPv6Address(address.partition("%25")[0])
    except ValueError:
        return "wrong address in brackets"
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
            return "host label that is no punycode"
    if _NUMBER.fullmatch(labels[-1]) and not is_ipv4(labels):
        return "wrong IP address"
    return ""


def _shown(char: str) -> str:
    return char if " " < char <= "~" else "space" if char == " " else f"U+{ord(char):04X}"


def _decoded(host: str) -> tuple[str, bool]:
    """The host without percent-encoding, and whether that was no UTF-8."""
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
    """Whether the labels of a host are an IPv4 address as browsers read it: one to four
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
    """Whether a host has more than one label, or is an address."""
    return host.startswith("[") or len([label for label in _DOTS.split(host) if label]) > 1


def is_alone(host: str, port: str, names: Collection[str]) -> bool:
    """Whether a host of one label is meant so: a machine with a port, a name like
    ``localhost``, an address written as one number, a word to be filled in (``HOST``,
    ``your-domain``)."""
    host = host.rpartition("@")[2]
    name = host.lower()
    return (
        bool(port) or name in names or name.startswith("your") or host.isdigit() or host.isupper()
    )
