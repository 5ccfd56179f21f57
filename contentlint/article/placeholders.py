"""Image addresses that show nothing: transparent pixels, lazy loaders, local paths, counters."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.rule import Words

_LONGEST_DATA = 300
# Smaller ones are pixels, larger ones in so few bytes have one colour; between them are icons.
_PIXEL = 3
_FLAT = 64
_DATA = lazy_regex.compile(r"data:image/(gif|png|svg\+xml)[;,]", lazy_regex.IGNORECASE)
_DRAWN = lazy_regex.compile(
    r"(?:<|%3c)(?:path|rect|circle|ellipse|line|poly|text|image|use|animate)", lazy_regex.IGNORECASE
)
_NOWHERE = ("about:", "javascript:", "blob:", "cid:", "#")
_OWN_DISK = lazy_regex.compile(r"file:|[A-Za-z]:[\\/]", lazy_regex.IGNORECASE)
_EXTENSION = lazy_regex.compile(r"\.(gif|png|svg|webp|jpe?g)$")
_PARTS = lazy_regex.compile(r"[^\W\d_]+")
# A stem such as "lazy_placeholder_small-300x200": what may stand beside the telling word.
_FILLERS = frozenset("image img photo pic picture bg small big x w h px lg sm md thumb js".split())
_PHOTOGRAPHS = ("jpg", "jpeg")


def every(words: Words) -> frozenset[str]:
    """All entries of a word list, of whatever language, in small letters as names are compared."""
    return frozenset(entry.lower() for entries in words.values() for entry in entries)


def every_host(words: Words) -> frozenset[str]:
    """The same for hosts, whose paths are kept as they are."""
    return frozenset(map(_low_host, (entry for entries in words.values() for entry in entries)))


def _low_host(entry: str) -> str:
    host, slash, path = entry.partition("/")
    return host.lower() + slash + path


def stand_in(source: str, names: frozenset[str]) -> str:
    """What an image shows in place of a picture, or "" when it may be one.

    ``names`` are words of file names that stand for "no picture".
    """
    if source.startswith(_NOWHERE):
        return "leads to no picture"
    if source[:5].lower() == "data:":
        return "is an empty data URI" if _is_empty_data(source) else ""
    if _OWN_DISK.match(source):
        return "is a path on the author's own disk"
    name = source.partition("?")[0].partition("#")[0].rpartition("/")[2].lower()
    extension = _EXTENSION.search(name)
    if extension is None:
        return ""
    stem = name[: extension.start()]
    parts = [part for part in _PARTS.findall(stem) if part not in _FILLERS]
    if not parts:
        return f"is a stand-in ({name})" if stem in names else ""
    joined = "".join(parts)
    # "no-image" is one word to a reader; what is left of it without "image" is "no".
    known = all(part in names for part in parts) or joined in names or stem in names
    if known and (extension[1] not in _PHOTOGRAPHS or joined in _SURE):
        return f"is a stand-in ({name})"
    return ""


# A photograph can be called "default" or "loading", as the previews of videos are.
_SURE = frozenset({"placeholder", "no", "noimage", "nopicture", "nophoto", "lazyplaceholder"})


def _is_empty_data(source: str) -> bool:
    """Whether a data URI holds one pixel, one colour or a drawing without any shape."""
    kind = _DATA.match(source)
    if kind is None or len(source) >= _LONGEST_DATA:
        return False
    head, _, body = source.partition(",")
    data = _decoded(body) if "base64" in head else b""
    if kind[1].lower() == "svg+xml":
        text = data.decode("utf-8", "replace") if data else body
        return not _DRAWN.search(text)
    size = _size(data)
    return size is not None and (max(size) <= _PIXEL or min(size) >= _FLAT)


def _decoded(body: str) -> bytes:
    # Imported here: few texts have such an image.
    from binascii import Error, a2b_base64
    from urllib.parse import unquote

    body = unquote(body)
    try:
        return a2b_base64(body + "=" * (-len(body) % 4))
    except (Error, ValueError):
        return b""


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a GIF (bytes 6-9) or a PNG (bytes 16-23), None where they are not."""
    if data[:3] == b"GIF" and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data[:4] == b"\x89PNG" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    return None


def counts_readers(source: str, hosts: frozenset[str]) -> str:
    """The host, or host and path, of a list that an address belongs to, or "".

    An entry holds for its subdomains too, and with a path for what begins with it.
    """
    rest = source.partition("//")[2] if "//" in source[:10] else ""
    if not rest:
        return ""
    authority = rest.partition("/")[0]
    host = authority.partition("?")[0].rpartition("@")[2].partition(":")[0].lower()
    path = rest[len(authority) :]
    labels = host.split(".")
    for i in range(len(labels) - 1):
        domain = ".".join(labels[i:])
        if domain in hosts:
            return domain
        # The first parts of the path, as "facebook.com/tr" is written.
        first = path.partition("?")[0].split("/", 2)[1:2]
        if first and f"{domain}/{first[0]}" in hosts:
            return f"{domain}/{first[0]}"
    return ""
