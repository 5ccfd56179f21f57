"""What a stranger can check: nothing but ``contentlint links`` opens a socket, and that command is
polite, safe and never flaky, with the production guard, in a network namespace."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import namespace
import pytest
from conftest import ROOT
from fault_cases import CASES
from namespace import Inside

from contentlint.text.urls import identity

HERE = Path(__file__).resolve().parent
COMMAND = [sys.executable, "-m", "contentlint"]
PATHS = {"PYTHONPATH": os.pathsep.join([str(HERE), str(ROOT)])}
NETWORK = re.compile(r"AF_INET6?\b")
pytestmark = pytest.mark.slow


def article(*urls: str) -> str:
    return "# عنوان\n" + "".join(f"\n[نص]({url})\n" for url in urls)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# Outside of the namespace: no socket


def sockets(folder: Path, *argv: str) -> tuple[int, list[str]]:
    """Run a command under strace; return its exit code and its calls that name the internet."""
    log = folder / "strace.txt"
    trace = ["strace", "-f", "-e", "trace=socket,connect", "-o", str(log)]
    done = subprocess.run(
        [*trace, *COMMAND, *argv],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    lines = log.read_text(encoding="utf-8").splitlines()
    assert any("exited with" in line for line in lines), done.stderr
    return done.returncode, [line for line in lines if NETWORK.search(line)]


TRICKS = (
    "[links]\nallow-private = ['127.0.0.0/8']\n",
    "[links]\nproxy = 'http://127.0.0.1:9'\n",
    "[links]\nhost-rate = '100/s'\n",
    "[links]\nenabled = true\n",
    "[links]\nonline = true\n",
    "links = 'links.jsonl'\n",
    "online = true\n",
    "select = ['SRC012']\n[rules.SRC012]\noptions.online = true\n",
    "[rules.SRC012]\nseverity = 'error'\n",
    "extend-select = ['SRC012', 'SRC025', 'SRC026', 'SRC027', 'SRC028']\npreview = true\n",
)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_check_opens_no_socket_whatever_the_configuration_says(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "a.md").write_text(article("https://example.org/x", "http://127.0.0.1/"))
    row = {"url": "https://example.org/x", "class": "dead", "reason": "404", "asked": "2026-11-30"}
    (tmp_path / "links.jsonl").write_text(json.dumps(row) + "\n")
    assert sockets(tmp_path, "check", "examples")[1] == []
    code, found = sockets(tmp_path, "check", "--links", "links.jsonl", "--select", "SRC012", "a.md")
    assert (code, found) == (1, [])
    for trick in TRICKS:
        (tmp_path / "contentlint.toml").write_text(trick)
        for argv in (("check", "a.md"), ("check", "--fix", "--links", "links.jsonl", "a.md")):
            assert sockets(tmp_path, *argv)[1] == [], trick


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_list_and_dry_run_open_no_socket(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for option in ("--list", "--dry-run"):
        assert sockets(tmp_path, "links", option, "examples") == (0, [])


@pytest.mark.skipif(bool(namespace.missing()), reason=namespace.missing() or "-")
def test_without_a_network_the_state_stays(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(article("https://example.org/x"))
    command = ["unshare", "-rn", *COMMAND, "links", "--state", "state", "a.md"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    states = []
    for _ in range(2):
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert "no network here" in done.stderr
        states.append(digest(tmp_path / "state"))
    assert states[0] == states[1]


# Inside: the server of faults is every host of the world


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with namespace.entered(tmp_path_factory.mktemp("links")) as found:
        yield found


@pytest.fixture(autouse=True)
def forgotten(request: pytest.FixtureRequest) -> None:
    if "inside" in request.fixturenames:
        request.getfixturevalue("inside").forget()


def ask(
    inside: Inside,
    folder: Path,
    *argv: str,
    when: str = "0",
    env: Mapping[str, str] | None = None,
    timeout: float = 240,
) -> subprocess.CompletedProcess[str]:
    """Run the command in the namespace, with the state of the folder."""
    fixed = ["--state", "state", "--format", "concise", "--min-severity", "info"]
    program = [sys.executable, str(HERE / "later.py"), when, *fixed]
    return inside.run([*program, *argv, "."], {**PATHS, **(env or {})}, timeout, folder)


def known(inside: Inside, folder: Path) -> dict[str, dict[str, object]]:
    """What the state of a folder tells, by URL."""
    code = (
        "import sys\n"
        "from contentlint.source import observations\n"
        "print('\\n'.join(observations.exported(observations.read(sys.argv[1])[0].values())))"
    )
    lines = inside.python(code, str(folder / "state")).splitlines()
    return {row["url"]: row for row in map(json.loads, filter(None, lines))}


def requests(inside: Inside) -> list[tuple[str, str]]:
    return [(str(each["host"]), str(each["path"])) for each in inside.log("request")]


def test_a_404_is_dead_at_the_second_look_and_a_429_never(inside: Inside, tmp_path: Path) -> None:
    gone, busy = "http://a.example.com/status/404", "http://b.example.com/status/429"
    (tmp_path / "a.md").write_text(article(gone, busy))
    first = ask(inside, tmp_path, when="fast:0")
    assert first.returncode == 0, first.stderr
    assert {url: row["class"] for url, row in known(inside, tmp_path).items()} == dict(
        zip((gone, busy), ("failing", "unknown"), strict=True)
    )
    second = ask(inside, tmp_path, when="fast:21")
    assert second.returncode == 1, second.stderr
    assert second.stdout.count("SRC012") == 1
    assert known(inside, tmp_path)[busy]["class"] == "unknown"


def test_only_get_is_believed_and_refusals_hide_nothing(inside: Inside, tmp_path: Path) -> None:
    urls = [f"http://s{code}.example.com/status/{code}" for code in (999, 403, 503)]
    head = "http://a.example.com/head/404"
    (tmp_path / "a.md").write_text(article(head, *urls) + f"\n![صورة]({head}?image)\n")
    done = ask(inside, tmp_path, when="fast:0")
    assert (done.returncode, done.stdout) == (0, "")
    kinds = {url: row["class"] for url, row in known(inside, tmp_path).items()}
    assert kinds == {head: "ok", f"{head}?image": "ok", **dict.fromkeys(urls, "unknown")}


def test_a_redirect_to_the_metadata_service_never_arrives(inside: Inside, tmp_path: Path) -> None:
    targets = ("169.254.169.254", "127.0.0.1", "10.0.0.1", "[::1]", "2130706433", "0x7f.1")
    urls = [f"http://a.example.com/redirect/302?to=http://{to}/" for to in targets]
    (tmp_path / "a.md").write_text(article(*urls))
    done = ask(inside, tmp_path, when="fast:0")
    assert done.stdout.count("SRC028") == len(urls)
    assert {each["address"] for each in inside.log("connection")} == {"93.184.216.34"}


def test_a_name_with_a_private_address_is_refused_whole(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        article("http://ip-93-184-216-34-and-127-0-0-1.example.com/page/1")
    )
    done = ask(inside, tmp_path, when="fast:0")
    assert "1 private" in done.stderr
    assert inside.log("connection") == []


def test_one_large_host_does_not_hold_the_others(inside: Inside, tmp_path: Path) -> None:
    large = [f"http://large.example.com/page/{n}" for n in range(5000)]
    small = [f"http://h{n}.example.net/page/1" for n in range(50)]
    (tmp_path / "a.md").write_text(article(*large, *small))
    done = ask(inside, tmp_path, "--budget", "30s", when="fast:0")
    assert done.returncode == 2, done.stderr
    seen = Counter(host for host, path in requests(inside) if path.startswith("/page/"))
    assert all(seen[f"h{n}.example.net"] >= 1 for n in range(50))
    assert 20 <= seen["large.example.com"] <= 32
    first = {path for host, path in requests(inside) if host == "large.example.com"}
    inside.forget()
    done = ask(inside, tmp_path, "--budget", "10s", when="fast:0")
    assert done.returncode == 2
    again = {path for _, path in requests(inside) if path.startswith("/page/")}
    assert again
    assert not first & again


def test_an_interrupt_ends_the_run_at_once_and_keeps_the_answers(
    inside: Inside, tmp_path: Path
) -> None:
    quick = [f"http://h{n}.example.net/page/1" for n in range(20)]
    hanging = [f"http://h{n}.example.net/hang/before" for n in range(20)]
    (tmp_path / "a.md").write_text(article(*quick, *hanging))
    argv = [*COMMAND, "links", "--state", "state", "--host-rate", "10/s", "."]
    with subprocess.Popen(
        inside.command(["sh", "-c", 'cd "$0" && echo $$ > pid && exec "$@"', str(tmp_path), *argv]),
        env=inside.environment(PATHS),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        end = time.monotonic() + 60
        while time.monotonic() < end and len(requests(inside)) < 60:
            time.sleep(0.1)
        pid = int((tmp_path / "pid").read_text())
        os.kill(pid, signal.SIGINT)
        try:
            _, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130, err
    assert "interrupted" in err
    # No request that hangs has been waited for: each would be known, as a timeout.
    assert set(known(inside, tmp_path)) == set(quick)


def test_proxies_of_the_environment_are_not_used(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(article("http://a.example.com/page/1"))
    names = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY")
    done = ask(inside, tmp_path, env=dict.fromkeys(names, "http://127.0.0.1:9"))
    assert done.returncode == 0
    assert ("a.example.com", "/page/1") in requests(inside)


# Never flaky


def test_no_link_is_dead_that_is_not(inside: Inside, tmp_path: Path) -> None:
    truth = {identity.key_of(case.url): case.truth for case in CASES}
    assert len(truth) >= 300
    (tmp_path / "a.md").write_text(article(*(case.url for case in CASES)))
    for hours in (0, 21, 42):
        ask(inside, tmp_path, "--budget", "1h", when=f"wide:{hours}", timeout=900)
    found = known(inside, tmp_path)
    wrong = {url: row["class"] for url, row in found.items() if truth[url] != "gone"}
    assert {url: kind for url, kind in wrong.items() if kind in ("dead", "failing")} == {}
    gone = [url for url, told in truth.items() if told == "gone" and url in found]
    missed = {url: found[url]["class"] for url in gone if found[url]["class"] != "dead"}
    assert missed == {}


FLAKY = """
import contextlib, io, os, sys
from collections import Counter
from later import run
codes = Counter()
for number in range(200):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        codes[run("fast:0", "--state", f"{number}.sqlite3", sys.argv[1])] += 1
    os.unlink(f"{number}.sqlite3")
print(dict(codes))
"""


def test_two_hundred_runs_in_bad_weather_end_the_same(inside: Inside, tmp_path: Path) -> None:
    urls = [f"http://h{n}.example.net/weather/{n}" for n in range(20)]
    (tmp_path / "a.md").write_text(article(*urls))
    os.chdir(tmp_path)
    assert inside.python(FLAKY, str(tmp_path / "a.md"), timeout=900) == "{0: 200}\n"
    weather = [path for _, path in requests(inside) if path.startswith("/weather/")]
    assert len(weather) >= 200 * 20


def test_no_host_is_asked_more_often_than_once_a_second(inside: Inside, tmp_path: Path) -> None:
    urls = [f"http://h{n % 40}.example.net/page/{n}" for n in range(320)]
    (tmp_path / "a.md").write_text(article(*urls))
    assert ask(inside, tmp_path).returncode == 0
    times = defaultdict(list)
    for each in inside.log("request"):
        times[each["host"]].append(float(str(each["at"])))
    assert len(times) == 40
    for moments in times.values():
        pace = (len(moments) - 1) / (max(moments) - min(moments))
        assert pace <= 1.05
    assert max(int(str(each["open"])) for each in inside.log("request")) <= 64
