"""``check --links FILE``: what was seen of links is judged offline, and decides the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import Cli, alone
from repositories import commit, git, start

from contentlint.links.state import State
from contentlint.model.observation import Look, Observation
from contentlint.source import observations

NOON = 1_764_504_000
DAY = 86_400
SITE = "https://www.example.com/"
FEW = ("--select=SRC012,SRC025,SRC026,SRC027,SRC028", "--format=concise")


def seen(name: str, kind: str, reason: str = "200", **given: object) -> Observation:
    one = Observation(SITE + name, kind, reason, SITE + name, asked=NOON)
    return one._replace(**given)  # type: ignore[arg-type]


DEAD = seen("dead", "dead", "404", first_failed=NOON - 2 * DAY)
FAILING = seen("failing", "failing", "404", first_failed=NOON)
SOFT = seen("soft", "suspicious", "soft-404", title="\x1b[31mno page\u202e")
BLOCKED = seen("blocked", "unknown", "429")
MOVED = seen(
    "moved",
    "moved",
    final=SITE + "moved/",
    hops=((SITE + "moved", 301),),
    looks=tuple(Look(NOON + n * DAY, "moved", "200", SITE + "moved/") for n in range(2)),
)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    alone(tmp_path, monkeypatch)
    return Cli(capsys, *FEW)


def write(*found: Observation, name: str = "a.md") -> None:
    """An article with these links, and ``links.jsonl`` with what is known of them."""
    text = "".join(f"[رابط]({one.url}) نص.\n\n" for one in found)
    Path(name).write_text(f"# عنوان\n\n{text}", encoding="utf-8")
    Path("links.jsonl").write_text("\n".join(observations.exported(found)))


# Exit codes


@pytest.mark.parametrize(
    ("found", "code"), [(DEAD, 1), (FAILING, 0), (SOFT, 0), (BLOCKED, 0), (MOVED, 0)]
)
def test_only_a_dead_link_fails_a_run(cli: Cli, found: Observation, code: int) -> None:
    write(found)
    assert cli.check("--links=links.jsonl", ".").code == code


@pytest.mark.parametrize(
    ("options", "settings", "codes"),
    [
        ((), "", (1, 0, 0)),
        (("--fail-on=warning",), "", (1, 1, 0)),
        (("--fail-on=info",), "", (1, 1, 1)),
        (("--fail-on=never",), "", (0, 0, 0)),
        ((), "[links]\nfail-on = 'warning'\n", (1, 1, 0)),
        ((), "[links]\nfail-on = 'info'\n", (1, 1, 1)),
        ((), "[links]\nfail-on = 'never'\n", (0, 0, 0)),
        (("--fail-on=error",), "[links]\nfail-on = 'warning'\n", (1, 0, 0)),
        ((), "fail-on = 'never'\n", (1, 0, 0)),
        ((), "fail-on = 'info'\n", (1, 0, 0)),
        ((), "fail-on = 'error'\n[links]\nfail-on = 'warning'\n", (1, 1, 0)),
        (("--min-severity=error",), "[links]\nfail-on = 'warning'\n", (1, 1, 0)),
        (("--profile=strict",), "", (1, 0, 0)),
        (("--exit-zero",), "", (0, 0, 0)),
    ],
)
def test_findings_about_links_have_a_threshold_of_their_own(
    cli: Cli, options: tuple[str, ...], settings: str, codes: tuple[int, ...]
) -> None:
    Path("contentlint.toml").write_text(settings)
    for found, code in zip((DEAD, SOFT, MOVED), codes, strict=True):
        write(found)
        assert cli.check("--links=links.jsonl", *options, ".").code == code, found.kind


def test_the_threshold_of_other_findings_stays(cli: Cli) -> None:
    write(SOFT)
    Path("b.md").write_text("# عنوان\n\n![]()\n", encoding="utf-8")
    run = ("check", "--select=SRC026,IMG001,SRC005", "--format=concise", "--links=links.jsonl")
    assert cli(*run, "a.md").code == 0
    assert cli(*run, ".").code == 1
    assert cli(*run, "--config", "fail-on = 'never'", ".").code == 0


def test_a_baseline_accepts_dead_links(cli: Cli) -> None:
    write(DEAD)
    assert cli.check("--links=links.jsonl", "--write-baseline=b.json", ".").code == 0
    assert cli.check("--links=links.jsonl", "--baseline=b.json", ".").code == 0
    write(DEAD, seen("other", "dead", "410"))
    ran = cli.check("--links=links.jsonl", "--baseline=b.json", ".")
    assert (ran.code, ran.out.count("SRC012")) == (1, 1)


# The file


def test_a_state_and_its_export_give_the_same_findings(cli: Cli) -> None:
    write(DEAD, FAILING, SOFT, BLOCKED, MOVED)
    with State("links.sqlite3") as state:
        for one in (DEAD, FAILING, SOFT, BLOCKED, MOVED):
            state.put(one)
    runs = [
        cli.check(f"--links={name}", "--min-severity=info", "a.md")
        for name in ("links.jsonl", "links.sqlite3")
    ]
    assert runs[0] == runs[1]
    assert runs[0].out.count("\n") == 4


def test_without_the_file_the_rules_say_nothing(cli: Cli) -> None:
    write(DEAD, SOFT, MOVED)
    assert cli.check("--min-severity=info", ".").out == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no such file"),
        (b"{", "line 1 is no JSON object"),
        (b"SQLite format 3\0" + bytes(84), "not a state of links"),
        (b"SQLite format 3\0" + bytes(4000), "not a state of links"),
    ],
)
def test_a_file_that_is_none_is_an_error(cli: Cli, content: bytes | None, said: str) -> None:
    write(DEAD)
    Path("links.jsonl").unlink()
    if content is not None:
        Path("links.jsonl").write_bytes(content)
    ran = cli.check("--links=links.jsonl", ".")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("contentlint: error: --links: links.jsonl: ")
    assert said in ran.err


def test_hostile_text_of_the_web_is_not_printed(cli: Cli) -> None:
    final = SITE + "\u202ex\u2066\u009b"
    write(SOFT, MOVED._replace(final=final, looks=()))
    for form in ("concise", "full", "json", "html", "github"):
        ran = cli(
            "check", FEW[0], "--min-severity=info", f"--format={form}", "--links=links.jsonl", "."
        )
        assert ran.code == 0
        assert not {"\x1b", "\u202e", "\x9b"} & set(ran.out), form


def test_the_cache_knows_the_file(cli: Cli) -> None:
    write(DEAD)
    first = cli.check("--links=links.jsonl", ".")
    assert (first.code, cli.check("--links=links.jsonl", ".")) == (1, first)
    Path("links.jsonl").write_text("\n".join(observations.exported([DEAD._replace(kind="ok")])))
    assert cli.check("--links=links.jsonl", ".").out == ""
    assert cli.check(".").code == 0
    Path("links.jsonl").write_text("\n".join(observations.exported([DEAD])))
    assert cli.check("--links=links.jsonl", ".") == first


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_each_process_judges_the_same(cli: Cli, jobs: str) -> None:
    for number in range(40):
        write(DEAD, SOFT, name=f"{number}.md")
    ran = cli.check("--links=links.jsonl", f"--jobs={jobs}", "--no-cache", ".")
    assert (ran.code, ran.out.count("SRC012"), ran.out.count("SRC026")) == (1, 40, 40)


def test_two_json_reports_are_the_same_bytes(cli: Cli) -> None:
    write(DEAD, FAILING, SOFT, MOVED)
    run = ("check", FEW[0], "--format=json", "--no-cache", "--links=links.jsonl", ".")
    assert cli(*run).out == cli(*run).out


def test_what_a_configuration_excludes_is_not_reported(cli: Cli) -> None:
    write(DEAD, SOFT, seen("a/b", "dead", "404"))
    both = "--config", f"links = {{ exclude = ['{SITE}*'] }}"
    assert cli.check("--links=links.jsonl", *both, ".").out.count("SRC") == 1
    Path("contentlint.toml").write_text("[links]\nexclude = ['https://**.example.com/**']\n")
    assert cli.check("--links=links.jsonl", ".").out == ""


def test_a_comment_against_a_rule_that_does_not_run_is_not_unused(cli: Cli) -> None:
    write(DEAD)
    article = Path("a.md")
    text = article.read_text(encoding="utf-8")
    disabled = "<!-- contentlint-disable SRC012: known -->\n\n" + text
    article.write_text(disabled, encoding="utf-8")
    assert cli("check", "--format=concise", "--min-severity=info", "--ignore=STR", ".").out == ""
    ran = cli.check("--links=links.jsonl", ".")
    assert (ran.code, "1 suppressed" in ran.err) == (0, True)


# What a repository may not do


@pytest.mark.parametrize(
    "line",
    [
        "allow-private = ['127.0.0.0/8']",
        "proxy = 'http://127.0.0.1:9'",
        "user-agent-contact = 'https://a.example'",
        "host-rate = '10/s'",
    ],
)
def test_a_repository_cannot_say_how_the_web_is_asked(cli: Cli, line: str) -> None:
    write(DEAD)
    Path("contentlint.toml").write_text(f"[links]\n{line}\n")
    ran = cli.check(".")
    assert ran.code == 2
    assert f"{line.split()[0]}: only your own file" in ran.err


def test_strangers_cannot_bring_what_was_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With ``--untrusted`` a file of the checkout is that of the base commit."""
    alone(tmp_path, monkeypatch)
    start(tmp_path / "here", monkeypatch)
    monkeypatch.chdir(tmp_path / "here")
    cli = Cli(capsys, *FEW)
    write(DEAD)
    commit()
    base = git("rev-parse", "HEAD")
    write(DEAD._replace(kind="ok"))
    with Path("a.md").open("a", encoding="utf-8") as article:
        article.write(f"[رابط]({DEAD.url}) مضاف.\n")
    trusted = cli.check("--links=links.jsonl", ".")
    assert trusted.code == 0
    ran = cli.check("--links=links.jsonl", "--untrusted", f"--diff-base={base}", ".")
    assert (ran.code, ran.out.count("SRC012")) == (1, 1)
    ran = cli.check("--links=links.jsonl", "--untrusted", ".")
    assert (ran.code, ran.out) == (2, ""), "without a base there is no such file"


# Fixes


def test_a_proved_move_is_fixed_to_the_byte(cli: Cli) -> None:
    write(MOVED, SOFT)
    article = Path("a.md")
    before = article.read_bytes()
    ran = cli.check("--links=links.jsonl", "--fix", ".")
    assert "fixed 1 finding in 1 file" in ran.err
    assert article.read_bytes() == before.replace(b"com/moved)", b"com/moved/)")
    assert "fixed" not in cli.check("--links=links.jsonl", "--fix", ".").err
    assert cli.check("--links=links.jsonl", "--min-severity=info", ".").out.count("SRC025") == 0


def test_the_command_fix_takes_the_file_too(cli: Cli) -> None:
    write(MOVED)
    assert cli("fix", FEW[0], "--links=links.jsonl", ".").code == 0
    assert b"com/moved/)" in Path("a.md").read_bytes()


@pytest.mark.parametrize(
    "known",
    [
        MOVED._replace(looks=MOVED.looks[:1]),
        MOVED._replace(looks=tuple(look._replace(at=NOON) for look in MOVED.looks)),
        MOVED._replace(looks=tuple(look._replace(kind="ok") for look in MOVED.looks)),
        MOVED._replace(kind="ok"),
        MOVED._replace(final=SITE + "other"),
        MOVED._replace(final="https://other.example.net/moved"),
        MOVED._replace(final="http://www.example.com/moved/"),
        MOVED._replace(final=SITE + "moved/?a=1"),
        MOVED._replace(final=SITE + "Moved/"),
        MOVED._replace(final="https://www.example.com:8443/moved/"),
    ],
    ids=range(10),
)
def test_no_other_move_is_a_safe_fix(cli: Cli, known: Observation) -> None:
    write(known)
    before = Path("a.md").read_bytes()
    cli.check("--links=links.jsonl", "--fix", ".")
    assert Path("a.md").read_bytes() == before


# What people and programs read


def test_examples_of_rules_say_what_was_seen(cli: Cli) -> None:
    out = cli("explain", "SRC026").out
    assert 'https://example.org/reports/12: class = "suspicious", reason = "home-page"' in out


def test_json_has_the_rule_and_its_place(cli: Cli) -> None:
    write(DEAD)
    out = cli("check", FEW[0], "--format=json", "--links=links.jsonl", ".").out
    (found,) = json.loads(out)["findings"]
    assert (found["code"], found["severity"]) == ("SRC012", "error")
