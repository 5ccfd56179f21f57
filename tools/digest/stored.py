"""What was said of folders of articles, as digests that are stored and compared."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tools.digest.reports import Lines, Report

ASPECTS = ("findings", "safe", "unsafe")
Texts = dict[str, list[str]]
"""By the digest of a file's lines: the lines."""


class Part(NamedTuple):
    """What one build says of one folder."""

    files: int
    findings: int
    digests: Mapping[str, Mapping[str, str]]
    """For each of ``ASPECTS``, by path: the digest of what is said."""

    def total(self, aspect: str) -> str:
        """One digest for all files."""
        return _digest(f"{path} {digest}" for path, digest in sorted(self.digests[aspect].items()))


Parts = dict[str, Part]
"""By the name of a folder and the origin assumed."""


def _digest(lines: Iterable[str]) -> str:
    whole = "\n".join(lines).encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:16]


def part_of(said: Report, texts: Texts) -> Part:
    """The digests of a report; what they stand for is put into ``texts``."""

    def digests(found: Lines) -> dict[str, str]:
        result = {}
        for path, lines in found.items():
            result[path] = _digest(lines)
            texts[result[path]] = list(lines)
        return result

    count = sum(map(len, said.findings.values()))
    aspects = {name: digests(getattr(said, name)) for name in ASPECTS}
    return Part(said.files, count, aspects)


class Difference(NamedTuple):
    """A file of which something else is said than before."""

    part: str
    aspect: str
    path: str
    before: str
    after: str
    """Digests of what is said; "" for nothing."""


def differences(old: Parts, new: Parts) -> Iterator[Difference]:
    """Where parts differ from those of the same name; one that is new differs in every file."""
    nothing = Part(0, 0, {aspect: {} for aspect in ASPECTS})
    for name, part in new.items():
        was = old.get(name, nothing)
        if was.files != part.files:
            yield Difference(name, "files", "(number)", str(was.files), str(part.files))
        for aspect in ASPECTS:
            before, after = was.digests[aspect], part.digests[aspect]
            for path in sorted({*before, *after}):
                if before.get(path) != after.get(path):
                    yield Difference(name, aspect, path, before.get(path, ""), after.get(path, ""))


def store(path: Path, builds: Mapping[str, Parts], texts: Texts) -> None:
    """Write digests, and beside them what they stand for."""
    plain = {
        build: {name: part._asdict() for name, part in parts.items()}
        for build, parts in builds.items()
    }
    path.write_text(json.dumps(plain, indent=1, sort_keys=True) + "\n", "utf-8")
    with gzip.open(_beside(path), "wt", encoding="utf-8") as file:
        json.dump(texts, file)


def load(path: Path) -> tuple[dict[str, Parts], Texts]:
    """What ``store`` wrote; no texts where that file is missing.

    Raises:
        SystemExit: the file of digests cannot be read.
    """
    try:
        plain: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SystemExit(f"{path}: {error}") from None
    builds = {
        build: {name: Part(**part) for name, part in parts.items()}
        for build, parts in plain.items()
    }
    if not _beside(path).exists():
        return builds, {}
    with gzip.open(_beside(path), "rt", encoding="utf-8") as file:
        return builds, json.load(file)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.gz")
