"""The command ``links`` from its arguments to its exit code, on a web of the tests' own."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from calling import Cli, Ran, alone, write
from fake_web import PAGE, Asked, Given, Web, answer

from contentlint.cli.commands import links
from contentlint.cli.parser import parse
from contentlint.links.answer import NO_ANSWER, Answer, Hop
from contentlint.links.options import Clock
from contentlint.model.errors import ContentlintError
from contentlint.model.observation import Look, Observation
from contentlint.report.html.links import REASONS, Row, page

HOUR, DAY = 3600, 86_400
ARTICLE = "# عنوان\n\nقال [المتحدث](https://a.example.com/x) إن العمل بدأ.\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return alone(tmp_path, monkeypatch)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys)


Ask = Callable[..., Ran]


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    web = Web()

    def client(**options: object) -> Web:
        web.guard = options["guard"]  # type: ignore[assignment]
        web.options = options  # type: ignore[attr-defined]
        return web

    monkeypatch.setattr("contentlint.links.client.Client", client)
    return web


@pytest.fixture
def ask(web: Web, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run the command on the web and the clock of the test."""

    def run(*argv: str) -> Ran:
        clock = Clock(web.clock.now, web.clock.now, web.clock.sleep)
        arguments = parse(["links", "--state", "state", "--format", "concise", *argv])
        try:
            code = links.run(arguments, clock)
        except ContentlintError as error:
            return Ran(2, "", str(error))
        return Ran(code, *capsys.readouterr())

    return run


def digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_a_link_is_dead_at_the_second_look_a_day_later(web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE)
    web.answers = {"https://a.example.com/x": 404}
    first = ask()
    assert first.code == 0
    assert "a.md:3:15: warning SRC012" in first.out
    assert "--confirm now" in first.err
    web.clock.at += HOUR
    assert ask().code == 0
    web.clock.at += 20 * HOUR
    second = ask()
    assert second.code == 1
    assert "a.md:3:15: error SRC012" in second.out
    assert len(web.urls()) == 2


def test_a_refusal_is_never_a_failure(web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE)
    assert ask().code == 0
    web.answers = {"https://a.example.com/x": 429}
    for _ in range(3):
        web.clock.at += 8 * DAY
        found = ask("--fail-on", "info")
        assert (found.code, found.out) == (0, "")
        assert "1 unknown" in found.err


def test_fresh_answers_are_not_asked_for_again(web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE + "\n[ب](http://192.168.1.1/) [ج](mailto:a@b.example.com)\n")
    ask()
    asked, looked_up = len(web.asked), len(web.looked_up)
    state = digest("state")
    web.clock.at += 6 * DAY
    found = ask()
    assert (len(web.asked), len(web.looked_up), digest("state")) == (asked, looked_up, state)
    assert "3 URLs, 1 reachable" in found.err
    assert "2 URLs not asked for (1 with another scheme, 1 private)" in found.err
    web.clock.at += 2 * DAY
    ask()
    assert len(web.asked) > asked


@pytest.mark.parametrize("option", ["--max-age=12h", "--recheck=ok"])
def test_fresh_answers_can_be_asked_for_again(option: str, web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE)
    ask()
    web.clock.at += DAY
    ask(option)
    assert len(web.urls()) == 2


def test_a_new_fragment_is_looked_for_at_once_and_once(web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE)
    url = "https://a.example.com/x"
    web.answers = {url: PAGE + b"<h2 id=plan>"}
    ask()
    for fragment, count in (("plan", 2), ("other", 3), (":~:text=plan", 3), ("other", 3)):
        write("b.md", f"# أ\n\nقال [المتحدث]({url}#{fragment}) إن العمل بدأ.\n")
        found = [ask("--min-severity", "info") for _ in range(2)]
        assert web.urls().count(url) == count
        assert ("SRC028" in found[-1].out) is (fragment == "other")
    web.answers = {url: b"<title>A plan</title><div id=root></div>"}
    web.clock.at += 8 * DAY
    ask()
    write("c.md", f"# أ\n\nقال [المتحدث]({url}#silent) إن العمل بدأ.\n")
    for _ in range(3):
        web.clock.at += HOUR
        assert "SRC028" not in ask("--min-severity", "info", "c.md").out
    assert web.urls().count(url) == 5


def test_without_a_network_nothing_is_known_and_nothing_changes(web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE)
    ask()
    state = digest("state")
    web.is_there = False
    web.clock.at += 30 * DAY
    found = ask()
    assert found.code == 2
    assert "no network here" in found.err
    assert digest("state") == state


def test_the_budget_makes_a_run_incomplete(web: Web, ask: Ask) -> None:
    write("a.md", "# أ\n" + "".join(f"\n[ب](https://a.example.com/{n})\n" for n in range(99)))
    found = ask("--budget", "20s", "--format", "json=report.json")
    assert found.code == 2
    assert "links were not asked for (--budget)" in found.err
    assert json.loads(Path("report.json").read_text())["incomplete"]
    before = set(web.urls())
    web.asked.clear()
    ask("--budget", "20s")
    assert not before & set(web.urls())


def test_list_and_dry_run_ask_for_nothing(web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE + "\n![ب](https://b.example.com/i.png)\n")
    listed = ask("--list")
    assert listed == (
        0,
        "a.md:3:15: https://a.example.com/x\na.md:5:6: https://b.example.com/i.png\n",
        "",
    )
    plan = ask("--dry-run")
    assert plan.code == 0
    assert "2  a.example.com" in plan.out
    assert "4 requests to 2 hosts, about" in plan.out
    assert (web.asked, web.looked_up) == ([], [])
    assert not Path("state").exists()
    assert ask("--only", "images", "--list").out.count("\n") == 1


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--untrusted",), "--untrusted"),
        (("-",), "standard input"),
        (("--recheck", "deat"), "dead"),
        (("--format", "concise"), "two reports"),
    ],
)
def test_wrong_use(argv: tuple[str, ...], words: str, web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE)
    found = ask(*argv)
    assert found.code == 2
    assert words in found.err
    assert web.asked == []


def test_only_rules_about_links_report(ask: Ask) -> None:
    write("a.md", ARTICLE + "\n![]()\n\nقال ،ثم\n")
    found = ask()
    assert (found.code, found.out) == (0, "")
    assert "--select" not in found.err


def test_excluded_and_suppressed_links(web: Web, ask: Ask) -> None:
    write("contentlint.toml", '[links]\nexclude = ["https://b.example.com/**"]\n')
    suppressed = "<!-- contentlint-disable-next-line SRC012 -->\n[د](https://c.example.com/x)\n"
    write("a.md", f"# أ\n\n[ب](https://b.example.com/x)\n\n{suppressed}")
    web.answers = {"https://c.example.com/x": 404}
    found = ask()
    assert web.urls() == ["https://c.example.com/x"]
    assert found.out == ""
    assert "1 excluded" in found.err


@pytest.mark.parametrize(
    ("setting", "argv", "code"),
    [
        ("", (), 0),
        ("", ("--fail-on", "warning"), 1),
        ("", ("--fail-on", "error"), 0),
        ("warning", (), 1),
        ("warning", ("--fail-on", "never"), 0),
        ("", ("--confirm", "now"), 1),
        ("never", ("--confirm", "now"), 0),
    ],
)
def test_what_fails_a_run(
    setting: str, argv: tuple[str, ...], code: int, web: Web, ask: Ask
) -> None:
    if setting:
        write("contentlint.toml", f'[links]\nfail-on = "{setting}"\n')
    write("a.md", ARTICLE)
    web.answers = {"https://a.example.com/x": 404}
    assert ask(*argv).code == code


@pytest.mark.parametrize("key", ["allow-private", "proxy", "host-rate", "user-agent-contact"])
def test_a_repository_cannot_say_how_to_ask(key: str, web: Web, ask: Ask) -> None:
    value = '["127.0.0.0/8"]' if key == "allow-private" else '"http://127.0.0.1:9"'
    write("contentlint.toml", f"[links]\n{key} = {value}\n")
    write("a.md", ARTICLE)
    found = ask()
    assert found.code == 2
    assert "your own file" in found.err
    assert web.asked == []


def test_reports_of_one_state_are_the_same(web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE)
    web.answers = {"https://a.example.com/x": 404}
    ask("--format", "json=one.json", "--export", "one.jsonl")
    web.clock.at += HOUR
    ask("--format", "json=two.json", "--export", "two.jsonl")
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    row = json.loads(Path("one.jsonl").read_text())
    assert (row["url"], row["class"]) == ("https://a.example.com/x", "failing")


@pytest.mark.parametrize("name", ["sarif", "html", "github", "junit", "csv", "markdown", "rdjson"])
def test_other_formats(name: str, web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE)
    web.answers = {"https://a.example.com/x": 404}
    ask("--format", f"{name}=report")
    assert "SRC012" in Path("report").read_text()


def test_page_of_links_by_host(web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE)
    web.answers = {"https://a.example.com/x": 410}
    ask("--by-host", "links.html")
    written = Path("links.html").read_text()
    assert "a.md:3:15" in written
    assert "410" in written


def test_the_page_says_what_reasons_mean() -> None:
    assert {*NO_ANSWER} - {"budget"} <= REASONS.keys()
    url = "https://a.example.com/x"
    looks = tuple(Look(at, "failing", "name-unknown", url) for at in (1, DAY))
    dead = Observation(url, "dead", "name-unknown", url, looks=looks)
    text = "".join(page([Row(url, [("a.md", 1, 1)], dead)]))
    assert "the host does not exist" in text
    assert "Last look" not in text, "it is what has confirmed the first one"
    later = dead._replace(looks=(*looks, Look(2 * DAY, "unknown", "timeout", url)))
    text = "".join(page([Row(url, [("a.md", 1, 1)], later)]))
    assert "unknown (no answer in time)" in text


def test_no_file_is_written_over_an_article(ask: Ask) -> None:
    write("a.md", ARTICLE)
    for option in ("--export", "--by-host", "--state"):
        assert ask(option, "a.md").code == 2
        assert Path("a.md").read_text() == ARTICLE


def moved_to(final: str, status: int = 301) -> Callable[[Asked], Answer]:
    return lambda asked: answer(asked, PAGE)._replace(final=final, hops=(Hop(asked.url, status),))


@pytest.mark.parametrize(("status", "fixed"), [(301, True), (302, False)])
def test_a_permanent_move_seen_on_two_days_is_fixed(
    status: int, fixed: bool, web: Web, ask: Ask, cli: Cli
) -> None:
    text = ARTICLE.replace("https://", "http://")
    write("a.md", text)
    web.answers = {"http://a.example.com/x": moved_to("https://a.example.com/x", status)}
    ask()
    before = cli("check", "--links", "state", "--fix", "--select", "SRC025", "a.md")
    assert (before.code, Path("a.md").read_text()) == (0, text)
    web.clock.at += 8 * DAY
    ask()
    cli("check", "--links", "state", "--fix", "--select", "SRC025", "a.md")
    assert Path("a.md").read_text() == (ARTICLE if fixed else text)
    asked = len(web.urls())
    assert ask().out == ""
    assert len(web.urls()) == asked + fixed


@pytest.mark.parametrize("what", ["truncated", "zeros", "version", "text"])
def test_a_damaged_state_is_set_aside(what: str, web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE)
    web.answers = {"https://a.example.com/x": 404}
    clean = ask()
    whole = Path("state").read_bytes()
    if what == "version":
        with sqlite3.connect("state") as database:
            database.execute("PRAGMA user_version = 99")
        database.close()
    else:
        damaged = {"truncated": whole[:5000], "zeros": bytes(9000), "text": b"\x1b[31m" * 99}
        Path("state").write_bytes(damaged[what])
    found = ask()
    assert (found.code, found.out) == (clean.code, clean.out)
    assert "\x1b" not in found.err
    assert Path("state.old-1").exists()


def test_hostile_titles_do_not_reach_the_terminal(web: Web, ask: Ask) -> None:
    write("a.md", ARTICLE)
    title = "\x1b]0;x\x07\u202e404 - Page not found".encode()
    web.answers = {"https://a.example.com/x": b"<title>" + title + b"</title><p>x"}
    found = ask("--min-severity", "info")
    assert "\x1b" not in found.out + found.err
    assert "\u202e" not in found.out + found.err


def test_default_state_lies_with_the_cache_and_forged_rows_are_no_findings(
    web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.md", ARTICLE)
    clock = Clock(web.clock.now, web.clock.now, web.clock.sleep)
    arguments = parse(["links", "--format", "concise"])
    assert links.run(arguments, clock) == 0
    (state,) = Path(".contentlint_cache").rglob("links.sqlite3")
    with sqlite3.connect(state) as database:
        database.execute("UPDATE observations SET class = 'dead', reason = '404'")
    database.close()
    assert links.run(arguments, clock) == 0
    assert "SRC012" not in capsys.readouterr().out


def test_copies_of_dead_links_are_looked_for(web: Web, ask: Ask) -> None:
    write("a.md", "---\ndate: 2021-03-12\n---\n\n" + ARTICLE)
    url = "https://a.example.com/x"

    def index(asked: Asked) -> Answer:
        rows = b'[["timestamp","original","statuscode","mimetype"],\n'
        rows += f'["20210401000000","{url}","200","text/html"]]'.encode()
        return answer(asked, rows)

    class Archived(dict[str, Given]):
        def get(self, key: str, default: Given | None = None) -> Given | None:  # type: ignore[override]
            return index if "web.archive.org/cdx" in key else super().get(key, default)

    web.answers = Archived({url: 404})
    ask("--archive")
    assert not any("web.archive.org" in asked.url for asked in web.asked)
    web.clock.at += DAY
    assert ask("--archive", "--export", "e.jsonl").code == 1
    row = json.loads(Path("e.jsonl").read_text())
    assert row["copy"] == f"https://web.archive.org/web/20210401000000/{url}"
    assert row["copy_date"] == "2021-04-01"
    assert "to=2023" in next(a.url for a in web.asked if "archive" in a.url)


def test_an_interrupt_keeps_the_answers(web: Web, ask: Ask) -> None:
    write(
        "a.md", "# أ\n" + "".join(f"\n[ب](https://h{n % 9}.example.com/{n})\n" for n in range(90))
    )
    sleep = web.clock.sleep
    calls = 0

    def interrupted(seconds: float) -> None:
        nonlocal calls
        calls += 1
        if calls > 2:
            raise KeyboardInterrupt
        sleep(seconds)

    web.clock.sleep = interrupted  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        ask()
    with sqlite3.connect("state") as database:
        (count,) = database.execute("SELECT COUNT(*) FROM observations").fetchone()
    database.close()
    assert 0 < count < 90


def test_proxy_variables_are_not_used(web: Web, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    write("a.md", ARTICLE)
    ask()
    assert web.options["proxy"] == ""  # type: ignore[attr-defined]
    found = ask("--recheck", "ok", "--proxy", "http://127.0.0.1:9")
    assert web.options["proxy"] == "http://127.0.0.1:9"  # type: ignore[attr-defined]
    assert "proxy" in found.err
