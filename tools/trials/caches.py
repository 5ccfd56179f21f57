"""Caches that were damaged: what is said then is what is said without one."""

from __future__ import annotations

import contextlib
import io
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from contentlint import cache, cachefolder, cli
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
        code = cli.run(["check", "--isolated", "--format", "concise", *arguments])
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return code, texts[0], texts[1]


def damaged(count: int, seed: int) -> list[str]:
    """Run with ``count`` caches that are not as they were written; a line for each wrong run."""
    rng = random.Random(seed)
    faults = []
    with tempfile.TemporaryDirectory() as folder, standing_in(folder):
        for name, text in _ARTICLES.items():
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")
        time.sleep(cache.FRESH / 1e9 + 0.1)  # then their times are believed
        select = f"--select={_RULES}"
        expected = said(select, "--no-cache", ".")
        # Twice: the second run leaves what it said, too.
        if any(said(select, ".") != expected for _ in range(2)):
            faults.append("an undamaged cache: something else is said")
        (path,) = (Path(p) for p in cachefolder.held(cachefolder.NAME).files)
        whole = path.read_bytes()
        for number in range(count):
            data = damage(whole, rng)
            path.write_bytes(data)
            found = said(select, ".")
            if found != expected and data != whole:
                faults.append(f"seed {seed}, cache {number}: {found!r}")
    return faults


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
            lambda: data.replace(cache.MAGIC, b"contentlint cache 2"),
            lambda: data + data,
        )
    )()


def run(tier: Tier) -> Iterator[Figure]:
    """10,000 damaged caches at a release."""
    count = sized(tier, 500, 10_000, 10_000)
    yield counted("damaged caches", count, count, damaged(count, seed=1), ("P7",))


if __name__ == "__main__":
    for fault in damaged(int(sys.argv[1]), seed=int(sys.argv[2])):
        print(fault)
