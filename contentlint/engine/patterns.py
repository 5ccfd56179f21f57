"""Regular expressions as Python's compiler has made them, kept in a wheel beside the rule sets.

One article needs a hundred of them: 10 ms to compile, 1 ms to read. They are what
this Python's ``re`` would make, and of no use to another: then, and wherever anything
about them is odd, ``re`` compiles them as ever.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Iterable, Mapping

from contentlint._util import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any

NAME = "patterns.bin"
"""What the file is called in a wheel."""
_FORMAT = 4
"""Of ``marshal``: every Python that we run on reads it."""


def _python() -> list[Any]:
    """What code of patterns is made for: ``re`` itself refuses code of another magic number."""
    import _sre  # type: ignore[import-not-found]

    return [_sre.MAGIC, _sre.CODESIZE, sys.byteorder, *sys.version_info[:2]]


def pack(sources: Iterable[lazy_regex.Source], heads: Mapping[Any, Any] | None = None) -> bytes:
    """Patterns with their flags, compiled; as Python writes its own compiled files. ``heads``: what
    ``literals.begun`` has said of some, for which it would load Python's parser of patterns."""
    import _sre
    import re

    made: list[tuple[Any, ...]] = []
    original = _sre.compile
    entries: dict[str, Any] = {}
    code: list[int] = []
    re.purge()
    try:
        # What `re` hands to its engine is all there is to a pattern.
        _sre.compile = lambda *given: made.append(given) or original(*given)  # type: ignore[func-returns-value]
        for pattern, flags in sorted(set(sources), key=lambda source: _key(*source)):
            made.clear()
            re.compile(pattern, flags)
            for _, own, words, groups, names, numbers in made:
                entries[_key(pattern, flags)] = [own, len(code), len(words), groups, names, numbers]
                code.extend(words)
    finally:
        _sre.compile = original
    whole = b"".join(word.to_bytes(4, sys.byteorder) for word in code)
    said = marshal.dumps(dict(sorted((heads or {}).items())), _FORMAT)
    return marshal.dumps((_python(), entries, whole, said), _FORMAT)


def install(data: bytes) -> bool:
    """Let ``lazy`` use what ``pack`` made; False: it was made for another Python."""
    import _sre

    try:
        made_for, entries, whole, heads = marshal.loads(data)
    except (EOFError, TypeError, ValueError):
        return False
    if made_for != _python():
        return False
    code = memoryview(whole).cast("I")

    def ready(pattern: str | bytes, flags: int) -> re.Pattern[Any] | None:
        entry = entries.get(_key(pattern, flags))
        if entry is None:
            return None
        own, start, size, groups, names, numbers = entry
        words = code[start : start + size].tolist()
        try:
            made: re.Pattern[Any] = _sre.compile(pattern, own, words, groups, names, tuple(numbers))
        except (RuntimeError, TypeError, ValueError, OverflowError):
            return None
        return made

    lazy_regex.ready, lazy_regex.heads = ready, lambda: marshal.loads(heads)
    return True


def _key(pattern: str | bytes, flags: int) -> str:
    if isinstance(pattern, bytes):
        return f"{int(flags)}b{pattern.decode('latin-1')}"
    return f"{int(flags)}:{pattern}"
