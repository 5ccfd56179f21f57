"""Measures ``contentlint links`` beside other link checkers: ``python -m benchmarks.links``

    --work DIR        where articles and programs are kept (default: benchmarks/built/links)
    --peers A,B       of linkchecker, markdown-link-check, lychee (default: all that are found)
    --lychee PATH     the program, which no package index has
    --only NAME,...   of large, fresh, pace, judged (default: all)

Everything runs in a network namespace in which each of the hosts has an address of its own and is
served by one program: see ``tests/links/namespace.py``. It needs Linux, ``unshare`` and ``ip``.
Pages take 20 ms. linkchecker and markdown-link-check are found on the path, or in ``DIR/bin`` and
``DIR/node_modules``: ``pip install linkchecker``, ``npm install markdown-link-check``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "links")]

import namespace  # noqa: E402

from benchmarks.measure import load  # noqa: E402

_LAUNCH = str(ROOT / "benchmarks" / "launch.py")
_LIMIT = 120
"""Seconds after which a program is stopped."""
_FILES = 10
"""Articles that the URLs are spread over."""
_FASTEST = "10/s"
"""The highest rate that the command takes."""


class Row(NamedTuple):
    name: str
    wall: float
    """Seconds."""
    cpu: float
    peak: float
    """MiB."""
    status: int
    """The exit code; -9 if it was stopped."""
    requests: int
    connections: int

    def __str__(self) -> str:
        stopped = f" (stopped after {_LIMIT} s)" if self.status == -9 else f" (exit {self.status})"
        return (
            f"| {self.name}{stopped} | {self.requests:,} | {self.connections:,} "
            f"| {self.wall:.2f} s | {self.cpu:.2f} s | {self.peak:.0f} MiB |"
        )


def articles(folder: Path, count: int, hosts: int, gone: int = 0) -> None:
    """Write articles with ``count`` URLs on so many hosts, of which ``gone`` are not there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines: list[list[str]] = [[] for _ in range(_FILES)]
    for n in range(count):
        path = f"status/404?ms=20&n={n}" if n < gone else f"page/{n}?ms=20"
        url = f"http://h{n % hosts}.example.net/{path}"
        lines[n % _FILES].append(f"قال [المتحدث]({url}) إن العمل بدأ في المدينة.\n")
    for number, each in enumerate(lines):
        (folder / f"{number}.md").write_text("# عنوان\n\n" + "\n".join(each), encoding="utf-8")


def measured(
    inside: namespace.Inside, work: Path, name: str, command: Sequence[str], folder: Path
) -> Row:
    """Run a command in the namespace, in a folder."""
    inside.forget()
    launch = [sys.executable, "-I", "-S", _LAUNCH, str(work / "output.txt"), str(_LIMIT)]
    done = inside.run([*launch, *command], {"PYTHONPATH": str(ROOT)}, 2 * _LIMIT, folder)
    assert done.returncode == 0, done.stderr
    wall, cpu, peak, status = done.stdout.split()
    return Row(
        name,
        float(wall),
        float(cpu),
        int(peak) / 1024,
        int(status),
        len(inside.log("request")),
        len(inside.log("connection")),
    )


def ours(state: Path, *more: str) -> list[str]:
    """The command of this checkout."""
    fixed = ["--state", str(state), "--format", "concise", "--isolated"]
    return [sys.executable, "-m", "contentlint", "links", *fixed, *more, "."]


def peers(work: Path, lychee: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the other programs that are there, each with its command."""
    places = os.pathsep.join((str(work / "bin"), str(work / "node_modules" / ".bin")))
    path = os.pathsep.join((places, os.environ["PATH"]))
    linkchecker = shutil.which("linkchecker", path=path)
    if linkchecker:
        # It reads HTML and no Markdown: the pages below are the same URLs.
        options = ["-t", "20", "-r", "1", "--no-status", "--check-extern", "--no-warnings"]
        # In a namespace of users there is nobody to become, which it tries as root.
        start = "import os; os.seteuid = os.setegid = lambda _: None; "
        start += "from linkcheck.command.linkchecker import linkchecker; linkchecker()"
        python = str(Path(linkchecker).resolve().with_name("python"))
        yield "linkchecker", [python, "-c", start, *options, "../links.html"]
    check = shutil.which("markdown-link-check", path=path)
    if check:
        files = [f"{n}.md" for n in range(_FILES)]
        yield "markdown-link-check", [check, "-q", *files]
    if lychee:
        yield "lychee", [lychee, "--no-progress", "--accept", "200..=299", "."]


def as_html(folder: Path) -> None:
    """Write the links of the articles as a page, for a program that reads no Markdown."""
    urls = [
        line.partition("](")[2].partition(")")[0]
        for path in sorted(folder.glob("*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "](" in line
    ]
    page = "".join(f'<a href="{url.replace("&", "&amp;")}">x</a>\n' for url in urls)
    (folder.parent / "links.html").write_text(f"<!DOCTYPE html><title>x</title>{page}")


def pace(inside: namespace.Inside) -> float:
    """Return the highest rate at which a host was asked, in requests a second."""
    times: Mapping[object, list[float]] = defaultdict(list)
    for entry in inside.log("request"):
        times[entry["host"]].append(float(str(entry["at"])))
    rates = [
        (len(moments) - 1) / (max(moments) - min(moments))
        for moments in times.values()
        if len(moments) > 1 and max(moments) > min(moments)
    ]
    return max(rates, default=0.0)


def large(inside: namespace.Inside, work: Path, only: Sequence[str], lychee: str) -> None:
    """1,000 URLs on 100 hosts, 100 of them gone; peers in the same run."""
    folder = work / "large" / "articles"
    articles(folder, 1000, 100, gone=100)
    as_html(folder)
    for number in range(3):
        state = work / f"large-{number}.sqlite3"
        state.unlink(missing_ok=True)
        print(measured(inside, work, "contentlint", ours(state, "--host-rate", _FASTEST), folder))
    for name, command in peers(work, lychee):
        if not only or name in only:
            print(measured(inside, work, name, command, folder))


def fresh(inside: namespace.Inside, work: Path) -> None:
    """The same URLs again, whose answers are fresh."""
    folder, state = work / "large" / "articles", work / "large-0.sqlite3"
    if not state.exists():
        articles(folder, 1000, 100, gone=100)
        measured(inside, work, "first", ours(state, "--host-rate", _FASTEST), folder)
    for _ in range(3):
        print(measured(inside, work, "contentlint again", ours(state), folder))


def slow(inside: namespace.Inside, work: Path) -> None:
    """10,000 URLs on 1,000 hosts, at the usual rate."""
    folder, state = work / "pace" / "articles", work / "pace.sqlite3"
    articles(folder, 10_000, 1000)
    state.unlink(missing_ok=True)
    row = measured(inside, work, "10,000 URLs at 1/s a host", ours(state), folder)
    print(row)
    print(f"highest pace of a host: {pace(inside):.3f}/s")


def judged(inside: namespace.Inside, work: Path) -> None:
    """10,000 URLs judged from an export, without asking."""
    folder, export = work / "pace" / "articles", work / "judged.jsonl"
    articles(folder, 10_000, 1000)
    rows = []
    for path in sorted(folder.glob("*.md")):
        for line in path.read_text(encoding="utf-8").splitlines():
            url = line.partition("](")[2].partition(")")[0]
            if url:
                row = {"url": url, "class": "ok", "reason": "200", "asked": "2026-11-30"}
                rows.append(json.dumps(row))
    export.write_text("\n".join(rows) + "\n")
    base = [sys.executable, "-m", "contentlint", "check", "--isolated", "--no-cache", "-q"]
    rules = ["--select", "SRC012,SRC025,SRC026,SRC027,SRC028"]
    for name, more in (("check", []), ("check --links", ["--links", str(export)])):
        for _ in range(3):
            print(measured(inside, work, name, [*base, *rules, *more, "."], folder))


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=ROOT / "benchmarks" / "built" / "links")
    parser.add_argument("--peers", default="", metavar="A,B")
    parser.add_argument("--lychee", default="", metavar="PATH")
    parser.add_argument("--only", default="large,fresh,pace,judged", metavar="A,B")
    args = parser.parse_args()
    if reason := namespace.missing():
        raise SystemExit(f"cannot measure here: {reason}")
    work = args.work.resolve()
    shutil.rmtree(work / "namespace", ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    wanted = args.only.split(",")
    print(f"{time.strftime('%Y-%m-%d')}, load average {load():.1f}")
    if "lychee" not in args.peers and not args.lychee:
        print("lychee: absent")
    print("| | requests | connections | wall | CPU | peak memory |\n|---|---|---|---|---|---|")
    with namespace.entered(work) as inside:
        # Node looks up no addresses where there are none but those of loopback.
        inside.run(["ip", "addr", "add", "93.184.216.34/32", "dev", "lo"])
        if "large" in wanted:
            large(inside, work, [*filter(None, args.peers.split(","))], args.lychee)
        if "fresh" in wanted:
            fresh(inside, work)
        if "pace" in wanted:
            slow(inside, work)
        if "judged" in wanted:
            judged(inside, work)


if __name__ == "__main__":
    main()
