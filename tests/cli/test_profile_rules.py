"""``check --profile-rules``: what each rule takes, users' rules too, with any number of workers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contentlint.cli import main
from contentlint.engine import profiling
from contentlint.engine.ruleset import bind, builtin
from contentlint.model.diagnostic import FileResult, Finding
from contentlint.model.document import Document, Span
from contentlint.model.errors import LimitError
from contentlint.model.wire import pack, unpack
from contentlint.run import runner
from contentlint.source import formats

HOUSE = """
[HSE001]
name = "slow"
kind = "pattern"
severity = "info"
message = "{found}"
why = "x"
source = "x"
bad = ["x"]
good = ["y"]
options.pattern = '(?:[a-z]+[ ]?){2,5}[0-9]'
"""


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(runner, "FORK_FROM", 0)
    monkeypatch.setattr(runner, "SPAWN_FROM", 0)
    monkeypatch.setattr(runner, "CHUNK", 3000)
    rng = random.Random(1)
    for n in range(12):
        words = ("".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(100))
        text = f"# عنوان\n\n![]()\n\n{' '.join(words)}.\n\nقال الوزير ، نعم.\n"
        (tmp_path / f"{n:02}.md").write_text(text, encoding="utf-8")
    (tmp_path / "house.toml").write_text(HOUSE)
    (tmp_path / "contentlint.toml").write_text('rule-sets = ["house.toml"]\nselect = ["ALL"]\n')
    return tmp_path


def rows(capfd: pytest.CaptureFixture[str], *arguments: str) -> dict[str, tuple[float, float, str]]:
    """By rule: milliseconds, share, findings."""
    capfd.readouterr()
    main.run(["check", "--profile-rules", "--format=concise", *arguments])
    out, err = capfd.readouterr()
    table = err[err.index("rule  ") :].splitlines()
    assert "µs a file" not in out
    found = {}
    for line in table[1:]:
        m = re.fullmatch(r"(\S+(?: \S+)?) +([\d.]+) +([\d.]+)% +([\d.]+) *(\d*)", line)
        assert m, line
        found[m[1]] = float(m[2]), float(m[3]), m[5]
    assert [row[0] for row in found.values()] == sorted(
        (row[0] for row in found.values()), reverse=True
    )
    return found


@pytest.mark.slow
@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_slow_house_rule_is_found(capfd: pytest.CaptureFixture[str], jobs: str) -> None:
    found = rows(capfd, f"--jobs={jobs}")
    assert next(iter(found)) == "HSE001 slow"
    assert "reading" in found
    assert found["IMG001 empty-image"][2] == "12"
    assert found["PUN001 space-before-punctuation"][2] == "12"
    assert sum(share for _, share, _ in found.values()) == pytest.approx(100, abs=5)


@pytest.mark.slow
@pytest.mark.usefixtures("articles")
def test_profiling_changes_no_finding(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def plain(*arguments: str) -> tuple[str, str]:
        capfd.readouterr()
        main.run(["check", "--format=concise", *arguments])
        return capfd.readouterr()

    cold = plain("--no-cache")
    assert plain() == plain() == cold
    for jobs in ("1", "2"):
        out, err = plain("--profile-rules", f"--jobs={jobs}")
        assert out == cold[0]
        assert err.startswith(cold[1])
        assert "HSE001 slow" in err


@pytest.mark.parametrize("path", ["a.md", "en"], ids=["files", "translations of files"])
def test_no_cache_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Cached results would show the times of an earlier run."""
    monkeypatch.chdir(tmp_path)
    for folder in ("en", "ar"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.md").write_text("Words.\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("Words.\n", encoding="utf-8")
    (tmp_path / "contentlint.toml").write_text(
        '[[translations]]\nsource = "en/{path}"\ntarget = "{lang}/{path}"\nlanguages = ["ar"]\n',
        encoding="utf-8",
    )
    main.run(["check", "--profile-rules", path])
    assert not (tmp_path / ".contentlint_cache").exists()
    main.run(["check", path])
    assert (tmp_path / ".contentlint_cache").exists()


def test_what_was_found_before_a_rule_raised_stays() -> None:
    rule = next(rule for rule in builtin().rules if rule.code == "IMG001")

    def check(_: Document) -> Iterator[Finding]:
        yield Finding(Span(0, 1))
        raise LimitError("enough")

    times: profiling.Times = {}
    bound = profiling.timed(bind(rule)._replace(check=check))
    assert bound.check is not None
    doc = profiling.timed_reader(formats.read, times)("a.md", b"x")
    found = iter(bound.check(doc))
    assert next(found) == Finding(Span(0, 1))
    with pytest.raises(LimitError):
        next(found)
    assert times["IMG001"][1] == 1


def test_times_travel_with_the_result_and_are_summed() -> None:
    results = [
        FileResult(path, (), 0, (), times=(("PUN001", 2_000_000, 3), (profiling.READING, 10**6, 1)))
        for path in ("a.md", "b.md")
    ]
    assert [unpack(r.path, pack(r)) for r in results] == results
    head, first, second = profiling.table(results, {r.code: r for r in builtin().rules})
    assert head.split() == ["rule", "ms", "share", "µs", "a", "file", "findings"]
    assert first.split() == ["PUN001", "space-before-punctuation", "4.0", "66.7%", "2000.0", "6"]
    assert second.split() == ["reading", "2.0", "33.3%", "1000.0"]
    assert list(profiling.table([], {})) == [head]
