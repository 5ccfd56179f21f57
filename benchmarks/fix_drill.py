"""What must hold of the fixes of a folder, tried out on copies of it.

Five copies: one is fixed; one is patched by ``patch`` and one by ``git
apply`` with what ``--diff`` prints; and in one the edits of the JSON report
are applied, round after round, by a program that knows nothing else of
contentlint. All four must become the same bytes: then the patch is the fix,
and no file has lost more than the edits that were declared. A second run on
the fixed copy must leave it alone, to its inodes.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.running import contentlint, failed

_SHRUNK = 0.05
"""Share of its letters from which a file that lost them is listed."""
_MAX_ROUNDS = 12
_LINE = re.compile("[^\r\n]*(\r\n|\r|\n|\\Z)")
_FIXED = re.compile(r"fixed (.*): ((?:[A-Z]{3}\d{3} \d+(?:, )?)+)")
_REFUSED = re.compile(r"contentlint: error: (.*?): (not fixed: .*)")
_TOOLS = {
    "patch": ["patch", "-p1", "--silent", "--no-backup-if-mismatch"],
    "git apply": ["git", "apply", "--whitespace=nowarn", "-"],
}


def drill(source: Path, options: Sequence[str]) -> bool:
    """Drill the fixes on a folder, and print figures; whether everything held that must."""
    with tempfile.TemporaryDirectory() as temporary:
        fixed = _copy(source, temporary, "fixed")
        refused = _fix(source, fixed, options)
        held = [
            _second_run(fixed, options),
            _patched(source, fixed, options, temporary),
            _spliced(source, fixed, options, temporary, refused),
        ]
        for name, before, after in _shrunk(source, fixed):
            print(f"  shrunk: {name}: {before} letters became {after}")
    return all(held)


def _copy(source: Path, temporary: str, name: str) -> Path:
    return Path(shutil.copytree(source, Path(temporary, name)))


def _fix(source: Path, folder: Path, options: Sequence[str]) -> set[str]:
    """Fix a copy, print how much that was, and give back the files that were refused."""
    ran = contentlint(folder, "--fix-only", "--show-fixes", *options, ".")
    counts: Counter[str] = Counter()
    files, refused = 0, {}
    for line in ran.said():
        if m := _REFUSED.fullmatch(line):
            refused[m[1]] = m[2]
        elif m := _FIXED.fullmatch(line):
            files += 1
            for each in m[2].split(", "):
                code, n = each.split()
                counts[code] += int(n)
    total = sum(1 for path in folder.rglob("*") if path.is_file())
    print(f"{source}: {total} files, {files} fixed, {counts.total()} fixes, {len(refused)} refused")
    print("  " + ", ".join(f"{code} {n}" for code, n in sorted(counts.items())))
    for name, why in sorted(refused.items()):
        print(f"  {name}: {why}")
    return set(refused)


def _second_run(folder: Path, options: Sequence[str]) -> bool:
    """Return True if fixing what is fixed leaves every file alone, to its inode."""

    def state() -> dict[str, tuple[int, int]]:
        found = (path for path in folder.rglob("*") if path.is_file())
        return {str(p): (p.stat().st_ino, p.stat().st_mtime_ns) for p in found}

    before = state()
    ran = contentlint(folder, "--fix-only", "--show-fixes", *options, ".")
    again = [line for line in ran.said() if _FIXED.fullmatch(line)]
    touched = [path for path, what in state().items() if before.get(path) != what]
    print(f"  second run: {len(again)} files fixed, {len(touched)} touched")
    return not failed("fixed again", again) | failed("touched", touched)


def _patched(source: Path, fixed: Path, options: Sequence[str], temporary: str) -> bool:
    """Return True if the patch that is written makes the same bytes as the fixes, by either
    tool."""
    held = True
    folder = _copy(source, temporary, "unfixed")
    file = Path(temporary, "fixes.patch")
    contentlint(folder, "--diff", "-o", str(file), *options, ".")
    patch = file.read_bytes()
    held &= not failed("written by --diff", _different(folder, source))
    for tool, command in _TOOLS.items():
        copy = _copy(source, temporary, tool)
        done = subprocess.run(command, cwd=copy, input=patch, capture_output=True, check=False)
        different = list(_different(copy, fixed))
        print(
            f"  {tool}: exit {done.returncode}, {len(patch)} bytes, {len(different)} files differ"
        )
        if done.returncode:
            print(done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
        held &= not done.returncode and not failed(f"{tool} gives other bytes", different)
    return held


def _spliced(
    source: Path, fixed: Path, options: Sequence[str], temporary: str, refused: set[str]
) -> bool:
    """Return True if the declared edits, and nothing else, make the same bytes as the fixes."""
    folder = _copy(source, temporary, "spliced")
    unsafe = "--unsafe-fixes" in options
    checking = [option for option in options if option != "--unsafe-fixes"]
    paths, edits, rounds = ["."], 0, -1
    while paths and rounds < _MAX_ROUNDS:
        ran = contentlint(folder, "--format=json", "--min-severity=info", *checking, *paths)
        taken = chosen(ran.report()["findings"], unsafe=unsafe)
        paths = sorted(taken.keys() - refused)
        for path in paths:
            file = folder / path
            file.write_bytes(spliced(file.read_bytes(), taken[path]))
            edits += len(taken[path])
        rounds += 1
    different = [name for name in _different(folder, fixed) if name not in refused]
    print(f"  declared: {edits} edits in {rounds} rounds, {len(different)} files differ")
    return not failed("not what the edits say", different) and not paths


Edit = Mapping[str, Any]
Place = tuple[int, int]


def chosen(findings: Sequence[Mapping[str, Any]], *, unsafe: bool) -> dict[str, list[Edit]]:
    """The edits of each file that can be applied at once: of two that touch, those of the first."""
    found: dict[str, list[Edit]] = {}
    for finding in findings:
        fix = finding["fix"]
        if fix is not None and (fix["safe"] or unsafe):
            taken = found.setdefault(finding["path"], [])
            if not any(_touch(edit, other) for edit in fix["edits"] for other in taken):
                taken += fix["edits"]
    return found


def _range(edit: Edit) -> tuple[Place, Place]:
    return (edit["line"], edit["column"]), (edit["end_line"], edit["end_column"])


def _is_mark(edit: Edit) -> bool:
    """Nothing in the place of nothing: the byte-order mark, which has no place, goes."""
    start, end = _range(edit)
    return start == end and not edit["text"]


def _touch(one: Edit, other: Edit) -> bool:
    if _is_mark(one) or _is_mark(other):
        return _is_mark(one) and _is_mark(other)
    (a, b), (c, d) = _range(one), _range(other)
    return a <= d and c <= b if a == b or c == d else a < d and c < b


def spliced(data: bytes, edits: Sequence[Edit]) -> bytes:
    """Bytes with the edits of a report applied, as an editor that got it would do it."""
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2], "utf-8")
    errors = "surrogateescape" if encoding == "utf-8" else "strict"
    text = data.decode(encoding, errors)
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    lines = list(_LINE.finditer(text))
    ends = [m[1] for m in lines if m[1]]
    commonest = max(("\r\n", "\r", "\n"), key=ends.count) if ends else "\n"
    pieces, done = [], 0
    for edit in sorted(edits, key=_range):
        (line, column), (end_line, end_column) = _range(edit)
        if _is_mark(edit):
            mark = ""
            continue
        start = lines[line - 1].start() + column - 1
        end = lines[end_line - 1].start() + end_column - 1
        newline = lines[line - 1][1] or commonest
        if edit["text"] == "\n" and text[start:end] in ("\n", "\r\n", "\r"):
            newline = commonest
        pieces += [text[done:start], edit["text"].replace("\n", newline)]
        done = end
    return (mark + "".join(pieces) + text[done:]).encode(encoding, errors)


def _different(a: Path, b: Path) -> Iterator[str]:
    names = {str(path.relative_to(root)) for root in (a, b) for path in root.rglob("*")}
    for name in sorted(names):
        one, other = a / name, b / name
        if not (one.is_dir() and other.is_dir()):
            if not (one.exists() and other.exists()) or one.read_bytes() != other.read_bytes():
                yield name


def _shrunk(before: Path, after: Path) -> Iterator[tuple[str, int, int]]:
    for path in sorted(before.rglob("*")):
        name = path.relative_to(before)
        if path.is_file():
            letters = [_letters(file.read_bytes()) for file in (path, after / name)]
            if letters[1] < letters[0] * (1 - _SHRUNK):
                yield str(name), letters[0], letters[1]


def _letters(data: bytes) -> int:
    return sum(map(str.isalnum, html.unescape(data.decode("utf-8", "replace"))))
