"""An archive lives with a baseline through the changes that articles see."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.running import contentlint, failed

_REPAIRED = 50
_BASELINE = "known.json"
_FAULT = b"\n\n![]()"
_CLEAN = " ".join(f"word{n}" for n in range(60)) + ".\n"
"""An article without any fault."""


def drill(source: Path, options: Sequence[str]) -> bool:
    """Drill a baseline on a folder, and print figures; whether everything held that must."""
    options = ["--min-severity=info", "--fail-on=info", *options]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "copy")
        shutil.copytree(source, folder)
        ran = contentlint(folder, f"--write-baseline={_BASELINE}", *options, ".")
        known = _known(folder)
        files = sorted(path for path in folder.rglob("*.md") if path.is_file())
        print(f"{source}: {len(files)} files")
        print(f"  written: exit {ran.returncode}, {known.total()} findings of {len(known)} files")
        held = [ran.returncode == 0, _is(folder, options, "as it was", 0, 0)]
        texts = {path: path.read_bytes() for path in files}
        for path in files:
            _push_down(path)
        held.append(_is(folder, options, "a line more at the top of every file", 0, 0))
        for path, text in texts.items():
            path.write_bytes(text)
        victim = max(files, key=lambda path: path.stat().st_size)
        text = texts[victim]
        place = text.find(b"\n\n")
        victim.write_bytes(text[:place] + _FAULT + text[place:])
        held.append(_is(folder, options, "one fault more", 1, 1))
        victim.write_bytes(text)
        held.append(_pruned(folder, options, known))
    return all(held)


def _push_down(path: Path) -> None:
    """Put a line before the text, behind front matter, which must come first."""
    data = path.read_bytes()
    end = data.find(b"\n---", 4) if data.startswith(b"---") else -1
    at = data.find(b"\n", end + 1) + 1 if end >= 0 else 0
    path.write_bytes(data[:at] + b"<!-- a line more -->\n" + data[at:])


def _pruned(folder: Path, options: Sequence[str], known: Counter[str]) -> bool:
    """Make clean the files with the fewest findings, until enough are repaired, and prune."""
    repaired = 0
    for name, count in sorted(known.items(), key=lambda pair: (pair[1], pair[0])):
        if repaired >= _REPAIRED:
            break
        (folder / name).write_text(_CLEAN, encoding="utf-8")
        repaired += count
    stale = contentlint(folder, f"--baseline={_BASELINE}", "--fail-on-stale", *options, ".")
    pruning = contentlint(folder, f"--baseline={_BASELINE}", "--prune-baseline", *options, ".")
    left = _known(folder).total()
    print(f"  {repaired} repaired: --fail-on-stale exits {stale.returncode}")
    print(f"  --prune-baseline: {', '.join(pruning.said()[:2])}; {left} left")
    right = left == known.total() - repaired and stale.returncode == 1
    return right and _is(folder, options, "pruned", 0, 0)


def _known(folder: Path) -> Counter[str]:
    data = json.loads((folder / _BASELINE).read_bytes())
    return Counter(
        {name: sum(e["count"] for e in each["findings"]) for name, each in data["files"].items()}
    )


def _is(folder: Path, options: Sequence[str], what: str, code: int, findings: int) -> bool:
    """Return True if a run with the baseline exits and finds as it must."""
    ran = contentlint(folder, f"--baseline={_BASELINE}", "--format=json", *options, ".")
    found = ran.report()["findings"]
    print(f"  {what}: exit {ran.returncode}, {len(found)} findings")
    right = (ran.returncode, len(found)) == (code, findings)
    if not right:
        failed(what, (f"{each['path']}: {each['code']} {each['message']}" for each in found))
    return right
