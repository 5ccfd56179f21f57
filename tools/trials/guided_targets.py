"""What is tried with inputs that coverage leads: from bytes to what is wrong with what came."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from contentlint.cache import store
from contentlint.cache.secret import SIZE
from contentlint.config import schema as configuration
from contentlint.config.load import wrong_globs
from contentlint.config.table import Fault, parse_table, refuse
from contentlint.engine import directives, linter
from contentlint.fix.apply import splice
from contentlint.model.errors import ConfigError, ReadError
from contentlint.model.wire import checked, unpack
from contentlint.source import formats
from tools.trials import caches, documents, fixes, mutants
from tools.trials.fuzz_targets import CONFIGS, KNOWN, SESSION, SET, resolve


def _reader(data: bytes) -> str:
    """Every format; the first byte says which."""
    name = ("a.md", "a.txt", "a.mdx")[data[0] % 3] if data else "a.md"
    try:
        doc = formats.read(name, data[1:])
    except ReadError:
        return ""
    if len(doc.prose) != len(doc.text) or "\n".join(doc.lines) != doc.text:
        return "prose, lines and text differ"
    if splice(data[1:], doc, []) != data[1:]:
        return "other bytes without an edit"
    if any(not 0 <= b.start <= b.end <= len(doc.text) for b in doc.blocks):
        return "a block lies outside"
    result = linter.lint(doc, documents.rules(), SET.precedence, KNOWN)
    return str(result.incomplete[0]) if result.incomplete else ""


def _fixes(data: bytes) -> str:
    try:
        return next(fixes.violations("a.md", data, SESSION), "")
    except ReadError:
        return ""


def _suppressions(data: bytes) -> str:
    """What comments say, where they stand, and what they hide."""
    try:
        doc = formats.read("a.md", b"<!-- contentlint-disable" + data)
    except ReadError:
        return ""
    if any(not 0 <= d.span.start <= d.span.end <= len(doc.text) for d in directives.parse(doc)):
        return "a comment lies outside"
    result = linter.lint(doc, documents.rules(), SET.precedence, KNOWN)
    return str(result.incomplete[0]) if result.incomplete else ""


def _configuration(data: bytes) -> str:
    try:
        faults: list[Fault] = []
        table = parse_table(data.decode("utf-8", "replace"), "x.toml", faults)
        config = configuration.of_table(table, os.getcwd())
        refuse([*faults, *wrong_globs(config)])
        resolve(config)
    except ConfigError as error:
        return "" if str(error).startswith("x.toml") else f"not said where: {error}"
    return ""


_SECRET = b"s" * SIZE


def _cache(data: bytes) -> str:
    """The bytes as they are, and as the results of a cache whose hashes are right."""
    path = Path(tempfile.gettempdir()) / f"contentlint-guided-{os.getpid()}"
    try:
        path.write_bytes(data)
        store.read_output(str(path), _SECRET)
        for entry in store.read_entries(str(path), _SECRET).values():
            unpack("a.md", checked(json.loads(entry.result)))
        try:
            parts = json.loads(data)
        except (ValueError, RecursionError):
            return ""
        if isinstance(parts, dict):
            path.write_bytes(caches.put_together(_SECRET, parts))
            store.read_output(str(path), _SECRET)
            for entry in store.read_entries(str(path), _SECRET).values():
                unpack("a.md", checked(json.loads(entry.result)))
    except ValueError:  # as the caller of both expects it
        return ""
    finally:
        path.unlink(missing_ok=True)
    return ""


def seeds(name: str) -> list[bytes]:
    """What a target begins with: good inputs, and some that are nearly."""
    if name == "configuration":
        return [text.encode() for text in CONFIGS]
    if name == "suppressions":
        ends = ("-line IMG001 -->\n", "-file ALL: why -->\nx\n", "-next-line PUN001, XYZ -->\n")
        return [(end + "\n![]()\n\nقال ، ثم مضى\n").encode() for end in (*ends, " ALL -->\n")]
    if name == "cache":
        found = [[3, 1, 3, 6], "IMG001", "n", "error", "m", [True, "t", []], [], None, "0" * 16]
        row = ["a.md", [1, 2, 3, 4], False, store.today(), "d", "c"]
        parts = {
            "said": ["k", "o", "e", 1, [["a.md", [["b", None]]]]],
            "rows": [row],
            "results": [["ar", [found], [0, 0, 1, 1]]],
        }
        return [json.dumps(parts).encode(), caches.put_together(_SECRET, parts)]
    first = b"0" if name == "reader" else b""
    return [first + each for each in mutants.seeds()]


TARGETS: dict[str, Callable[[bytes], str]] = {
    "reader": _reader,
    "fixes": _fixes,
    "suppressions": _suppressions,
    "configuration": _configuration,
    "cache": _cache,
}
