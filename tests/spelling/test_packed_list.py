"""Packing the list gives the documented format, and always the same bytes."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from conftest import ROOT

from tools.spelling import pack
from tools.spelling.pack import Entry, digest, read

ENTRIES = read(pack.TEXT)
PACKED = pack.pack(ENTRIES)
FIRST = 20 + pack.BITMAP
"""Where the offsets begin, after the head and the bitmap."""
AREA = FIRST + 4 * (pack.BUCKETS + 1)
OFFSETS = struct.unpack_from(f"<{pack.BUCKETS + 1}I", PACKED, FIRST)


def may_be_listed(word: str) -> bool:
    """The test that a scan makes for every word."""
    bitmap = PACKED[20:FIRST]
    value = digest(word)
    return all(
        bitmap[bit >> 3] >> (bit & 7) & 1 for bit in (value & 0x7FFFF, value >> 20 & 0x7FFFF)
    )


def bucket(word: str) -> bytes:
    number = digest(word) & 0xFFF
    return PACKED[AREA + OFFSETS[number] : AREA + OFFSETS[number + 1]]


def test_head_names_the_version_and_the_sizes() -> None:
    assert PACKED[:8] == b"CLSPELL1"
    assert struct.unpack_from("<3I", PACKED, 8) == (len(ENTRIES), 65536, 4096)


def test_offsets_rise_to_the_end_of_the_file() -> None:
    assert OFFSETS[0] == 0
    assert list(OFFSETS) == sorted(OFFSETS)
    assert AREA + OFFSETS[-1] == len(PACKED)


def test_every_form_passes_the_bitmap_and_is_in_its_bucket() -> None:
    for entry in ENTRIES:
        assert may_be_listed(entry.wrong), entry
        line = f"\n{entry.wrong}>{'|'.join(entry.rights)}>{entry.letters}{entry.tier}\n"
        assert line.encode("cp1256") in bucket(entry.wrong), entry


def test_buckets_hold_the_forms_and_nothing_else() -> None:
    lines = PACKED[AREA:].split(b"\n")
    assert sum(map(bool, lines)) == len(ENTRIES)
    for start, end in pairwise(OFFSETS):
        part = PACKED[AREA + start : AREA + end]
        assert part.startswith(b"\n") and part.endswith(b"\n")
        found = part.split(b"\n")
        assert found == [*sorted(found[:-1]), b""]


def test_few_right_words_pass_the_bitmap() -> None:
    right = sorted({word for e in ENTRIES for text in e.rights for word in text.split()})
    assert sum(map(may_be_listed, right)) < 0.01 * len(right)


def test_hash_is_the_documented_one() -> None:
    assert digest("") == 0
    one = (0x627 * 0x9E3779B1) & (2**44 - 1)
    one ^= one >> 15
    two = ((one + 0x646) * 0x9E3779B1) & (2**44 - 1)
    assert digest("ا") == one
    assert digest("ان") == two ^ two >> 15


def test_a_bucket_without_a_form_is_a_line_end() -> None:
    buckets = pack.pack([Entry("انه", ("أنه", "إنه"), "A", "-")])[AREA:]
    assert buckets.strip(b"\n") == "انه>أنه|إنه>A-".encode("cp1256")
    assert buckets.count(b"\n") == 1 + pack.BUCKETS


def test_order_of_the_entries_does_not_matter() -> None:
    assert pack.pack(reversed(ENTRIES)) == PACKED


def test_packing_twice_in_other_folders_gives_the_same_bytes(tmp_path: Path) -> None:
    seen = {hashlib.sha256(PACKED).hexdigest()}
    for name, seed in (("one", "1"), ("two", "2")):
        folder = tmp_path / name / "tools" / "spelling"
        folder.mkdir(parents=True)
        for file in ("pack.py", "ar.txt"):
            shutil.copy(ROOT / "tools" / "spelling" / file, folder)
        subprocess.run(
            [sys.executable, "-I", "-S", "tools/spelling/pack.py"],
            cwd=tmp_path / name,
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
            check=True,
        )
        packed = tmp_path / name / "contentlint" / "spelling" / "ar.bin"
        seen.add(hashlib.sha256(packed.read_bytes()).hexdigest())
    assert len(seen) == 1


def test_list_takes_little_space() -> None:
    assert len(PACKED) < 300_000
