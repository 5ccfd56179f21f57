"""Caches that were damaged: what is said then is what is said without one."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import stat
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contentlint._util.digest import digest_of
from contentlint.cache import folder as cachefolder
from contentlint.cache import secret as cachesecret
from contentlint.cache import store
from contentlint.cli import main
from contentlint.config import user
from contentlint.source.discovery import CACHE_FOLDER
from tools.trials import mutants
from tools.trials.figures import Figure, Tier, counted, sized, standing_in

_RULES = "IMG001,PUN001,ENC003"
_ARTICLES = {
    "a.md": "# عنوان\n\n![]()\n\nقال الوزير ، إن الأمر انتهى.\n",
    "b/c.md": "# عنوان آخر\n\nقال ، ثم قال � مرة أخرى.\n",
    "b/clean.txt": "نص سليم كله.\n",
}


def said(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of ``check``, in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in "oe")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main.run(["check", "--isolated", f"--select={_RULES}", *arguments])
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return code, texts[0], texts[1]


@contextlib.contextmanager
def whole_cache() -> Iterator[tuple[Path, tuple[int, str, str]]]:
    """The cache of some articles, and what is said of them; the current folder is theirs."""
    with tempfile.TemporaryDirectory() as folder, standing_in(folder):
        for name, text in _ARTICLES.items():
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")
        time.sleep(store.FRESH / 1e9 + 0.1)  # then their times are believed
        expected = said("--no-cache", ".")
        # Twice: the second run leaves what it said, too.
        if any(said(".") != expected for _ in range(2)):
            raise RuntimeError("an undamaged cache: something else is said")
        (path,) = (Path(p) for p in cachefolder.held(CACHE_FOLDER).files)
        yield path, expected


def open_to_others() -> list[str]:
    """The folders of a new cache that others may enter, and of one in an empty folder that was
    there, where the mask closes nothing."""
    faults = []
    for before in (None, 0o777, 0o755):
        with tempfile.TemporaryDirectory() as folder, standing_in(folder):
            Path("a.md").write_text(_ARTICLES["a.md"], encoding="utf-8")
            mask = os.umask(0)
            try:
                if before is not None:
                    Path(CACHE_FOLDER).mkdir(before)
                said(".")
            finally:
                os.umask(mask)
            kept = Path(CACHE_FOLDER)
            folders = (kept, *filter(Path.is_dir, kept.iterdir()))
            modes = {p: stat.S_IMODE(p.stat().st_mode) for p in folders}
            faults += [f"{p}: {mode:o}" for p, mode in modes.items() if mode != 0o700]
            if not list(kept.glob("*/*")):
                faults.append(f"{kept}, which was {before}: nothing is kept")
    return faults


def damaged(count: int, seed: int) -> list[str]:
    """Run with ``count`` caches that are not as they were written; a line for each wrong run."""
    rng = random.Random(seed)
    faults = []
    with whole_cache() as (path, expected):
        whole = path.read_bytes()
        for number in range(count):
            data = damage(whole, rng)
            path.write_bytes(data)
            found = said(".")
            if found != expected and data != whole:
                faults.append(f"seed {seed}, cache {number}: {found!r}")
    return faults


def forged(count: int, seed: int) -> list[str]:
    """Run with ``count`` caches that say something else and whose hashes are right.

    A stranger's is ignored. One that the user's secret vouches for can have anything said, but
    breaks nothing.
    """
    rng = random.Random(seed)
    faults = []
    with whole_cache() as (path, expected):
        parts = taken_apart(path.read_bytes())
        for number in range(count):
            said_instead = mutants.values(rng, [parts])
            try:
                path.write_bytes(put_together(rng.randbytes(cachesecret.SIZE), said_instead))
                if said(".") != expected:
                    faults.append(f"seed {seed}, cache {number}: believed without the secret")
                path.write_bytes(put_together(secret(), said_instead))
            except (ValueError, TypeError):  # no JSON
                continue
            out = rng.choice(("concise", "full", "json", "sarif", "html", "junit"))
            code, _, err = said("--format", out, ".")
            if code not in (0, 1, 2) or "internal error" in err:
                faults.append(f"seed {seed}, cache {number}, {out}: {code}: {err[:300]}")
    return faults


def taken_apart(data: bytes) -> dict[str, Any]:
    """What a cache says: of the last run, of each file, and the results."""
    line, rest = data.split(b"\n", 1)
    size = int(line.split(b"|")[1])
    head, out = rest[:size].split(b"\n", 1)
    rows, *results = map(json.loads, rest[size:].split(b"\n"))
    return {"said": json.loads(head), "out": out.decode(), "rows": rows, "results": results}


def secret() -> bytes:
    """The secret of whoever runs this."""
    return cachesecret.of_user(user.secret_place())


def put_together(key: bytes, parts: Mapping[str, Any]) -> bytes:
    """The cache that says so, with its hashes, keyed with a secret."""
    results = parts.get("results")
    first = json.dumps(parts["said"]).encode() if "said" in parts else b""
    if "out" in parts:
        out = parts["out"]
        first += b"\n" + (out if isinstance(out, str) else json.dumps(out)).encode()
    lines = [parts.get("rows"), *(results if isinstance(results, list) else [results])]
    second = b"\n".join(json.dumps(each).encode() for each in lines)
    head = f"{len(first)}|{digest_of(first)}|{digest_of(second)}".encode()
    return (
        b"|".join([store.MAGIC, head, digest_of(head, key=key).encode()]) + b"\n" + first + second
    )


def damage(data: bytes, rng: random.Random) -> bytes:
    """The bytes with something wrong about them."""
    at, to = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return rng.choice(
        (
            lambda: (
                data[:at] + bytes([data[at % len(data)] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
            ),
            lambda: data[:at],
            lambda: data[at:],
            lambda: data[:at] + data[to:],
            lambda: data[:to] + data[at:],
            lambda: data[:at] + rng.randbytes(rng.randrange(1, 9)) + data[at:],
            lambda: data[:at] + b"\0" * (to - at) + data[to:],
            lambda: data.replace(b"warning", b"nothing", 1),
            lambda: data.replace(b"1", b"2", rng.randrange(1, 9)),
            lambda: data.replace(b"\n", b"\r\n"),
            lambda: data.replace(store.MAGIC, store.MAGIC + b"0"),
            lambda: data + data,
        )
    )()


def run(tier: Tier) -> Iterator[Figure]:
    """10,000 damaged caches at a release."""
    yield counted("new caches, closed to others", 3, 3, open_to_others(), ("P7", "P9"))
    count = sized(tier, 500, 10_000, 10_000)
    yield counted("damaged caches", count, count, damaged(count, seed=1), ("P7",))
    count = sized(tier, 200, 2_000, 20_000)
    faults = forged(count, seed=1)
    yield counted("forged caches, whose hashes are right", count, count, faults, ("P9", "P11"))


if __name__ == "__main__":
    for fault in damaged(int(sys.argv[1]), seed=int(sys.argv[2])):
        print(fault)
