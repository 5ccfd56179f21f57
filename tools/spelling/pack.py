"""Pack ``ar.txt``, the list of misspelled Arabic words, into ``ar.bin``, which is looked up.

Usage: ``python tools/spelling/pack.py [TEXT [BINARY]]``. The same text always gives the same
bytes, with every Python and on every machine.

A line of the text is ``wrong>right|right class tier``. The class is an uppercase letter, or two
where a word has two errors; the tier is ``+`` (strong) or ``-`` (weak).

The binary has these parts, without padding:

=======  ====================================================================
8 bytes  the magic ``CLSPELL1``, whose last digit is the version
u32      number of forms
u32      size of the bitmap in bytes, 65536
u32      number of buckets, 4096
bitmap   bit k is ``bitmap[k >> 3] >> (k & 7) & 1``; a form with the hash h sets
         the bits ``h & 0x7FFFF`` and ``h >> 20 & 0x7FFFF``
offsets  4097 u32, where each bucket begins and the last one ends, counted from
         the first byte of the first bucket
buckets  text in cp1256; the bucket of a form is ``h & 0xFFF``
=======  ====================================================================

All numbers are little-endian and unsigned. A bucket is a sequence of entries
``\\nwrong>right|right>classtier``, sorted by their bytes, and ends with ``\\n``; an empty bucket is
that line end alone. A form is therefore listed if its bucket holds it between ``\\n`` and ``>``.
"""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
TEXT = ROOT / "tools" / "spelling" / "ar.txt"
BINARY = ROOT / "contentlint" / "spelling" / "ar.bin"
MAGIC = b"CLSPELL1"
BITMAP = 1 << 16
BUCKETS = 1 << 12
_RIGHT = "[\u0621-\u064b]+(?: [\u0621-\u064b]+)*"
_LINE = re.compile(
    rf"([\u0621-\u064a]+)(?:>({_RIGHT}(?:\|{_RIGHT})*) ([A-Z]{{1,2}}) ([+-]))?(?:\s+#\s*(.*))?"
)


class Entry(NamedTuple):
    """A wrong form with its repairs, the letters of its class and its tier."""

    wrong: str
    rights: tuple[str, ...] = ()
    letters: str = ""
    tier: str = ""
    """``+`` for a form that is reported by itself, ``-`` for one that needs another beside it."""
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.wrong}>{'|'.join(self.rights)} {self.letters} {self.tier}"


def read(path: Path) -> list[Entry]:
    """Return the entries of a text file; those of ``ar.drop.txt`` have a form and a reason only."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"{path.name}:{number}: cannot read {line!r}")
        wrong, rights, letters, tier, reason = match.groups(default="")
        repairs = tuple(rights.split("|")) if rights else ()
        found.append(Entry(wrong, repairs, letters, tier, reason))
    return found


def digest(word: str) -> int:
    """Return the hash of a word, 44 bits."""
    value = 0
    for letter in word:
        value = ((value + ord(letter)) * 0x9E3779B1) & ((1 << 44) - 1)
        value ^= value >> 15
    return value


def pack(entries: Iterable[Entry]) -> bytes:
    """Return the packed form of a list."""
    bitmap = bytearray(BITMAP)
    buckets: list[list[bytes]] = [[] for _ in range(BUCKETS)]
    count = 0
    for entry in entries:
        value = digest(entry.wrong)
        for bit in (value & 0x7FFFF, value >> 20 & 0x7FFFF):
            bitmap[bit >> 3] |= 1 << (bit & 7)
        line = f"\n{entry.wrong}>{'|'.join(entry.rights)}>{entry.letters}{entry.tier}"
        buckets[value & (BUCKETS - 1)].append(line.encode("cp1256"))
        count += 1
    offsets = [0]
    packed = []
    for bucket in buckets:
        packed.append(b"".join(sorted(bucket)) + b"\n")
        offsets.append(offsets[-1] + len(packed[-1]))
    head = MAGIC + struct.pack("<3I", count, BITMAP, BUCKETS)
    return b"".join((head, bitmap, struct.pack(f"<{BUCKETS + 1}I", *offsets), *packed))


def write(text: Path = TEXT, binary: Path = BINARY) -> None:
    """Pack a text file into a binary one."""
    binary.parent.mkdir(parents=True, exist_ok=True)
    binary.write_bytes(pack(read(text)))


if __name__ == "__main__":
    write(*map(Path, sys.argv[1:3]))
