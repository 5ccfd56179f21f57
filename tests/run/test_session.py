"""A session is frozen: it can be derived, pickled, and used by several threads at once."""

from __future__ import annotations

import ast
import pickle
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT

from contentlint.model.diagnostic import FileResult
from contentlint.run.session import Limits, Needs, Reading, Request, Selection, Session
from contentlint.source import formats

REQUEST = Request(
    Selection(isolated=True, select=("ALL",), preview=True),
    Limits(max_findings=50),
    Reading(origin="unknown"),
    Needs(excerpts=20),
)
TEXTS = sorted((ROOT / "tests" / "rules").glob("*/bad.*"))[::3][:50]


def checked(session: Session, texts: Sequence[Path] = TEXTS) -> list[FileResult]:
    return [session.check(formats.record(path.name, path.read_bytes())) for path in texts]


def test_request_comes_back_from_json() -> None:
    import json

    for request in (
        Request(),
        REQUEST,
        REQUEST._replace(needs=Needs(render=("full", True, False, 80))),
    ):
        assert Request.of_json(json.loads(json.dumps(request))) == request


def test_derived_session_leaves_the_first_as_it_was() -> None:
    data = "قال الوزير ، إن الأمر انتهى.\n".encode()
    session = Session(REQUEST._replace(needs=Needs()))
    first = session.check(formats.record("a.md", data))
    bare = session.with_(Needs(excerpts=0, edits=False))
    assert bare.check(formats.record("a.md", data)) != first
    assert session.check(formats.record("a.md", data)) == first
    assert session.request.needs == Needs()
    timed = session.with_(Needs(timed=True))
    assert timed.check(formats.record("a.md", data)).times
    assert not session.check(formats.record("a.md", data)).times
    _, fixed = session.with_(Needs(fix="text")).repair(formats.record("a.md", data))
    assert fixed != data


def test_derived_session_shares_the_resolver_unless_its_rules_are_timed() -> None:
    session = Session(REQUEST)
    assert session.with_(Needs(excerpts=0)).resolver is session.resolver
    assert session.with_(Needs(timed=True)).resolver is not session.resolver


def test_times_in_threads_are_those_of_each_file() -> None:
    session = Session(REQUEST._replace(needs=Needs(timed=True)))

    def counts(results: Sequence[FileResult]) -> list[dict[str, int]]:
        return [{code: found for code, _, found in result.times} for result in results]

    expected = counts(checked(session))
    assert all(expected)
    with ThreadPoolExecutor(4) as pool:
        for results in pool.map(lambda _: checked(session), range(4)):
            assert counts(results) == expected


def test_threads_that_write_fixes_write_each_file_once(tmp_path: Path) -> None:
    def fixed(folder: str, threads: int) -> list[bytes]:
        (tmp_path / folder).mkdir()
        paths = [tmp_path / folder / f"{n}.md" for n in range(40)]
        for n, path in enumerate(paths):
            path.write_text(f"# {n}\n\nقال الوزير ، إن الأمر {n} انتهى.\n", encoding="utf-8")
        session = Session(REQUEST._replace(needs=Needs(fix="write")))
        groups = [[str(path) for path in paths[n::threads]] for n in range(threads)]
        with ThreadPoolExecutor(threads) as pool:
            for results in pool.map(lambda group: list(session.check_files(group)), groups):
                assert all(result.repair.applied for result in results)
        return [path.read_bytes() for path in paths]

    assert fixed("one", 1) == fixed("four", 4)


def test_pickled_session_gives_the_same_results() -> None:
    session = Session(REQUEST)
    expected = checked(session, TEXTS[:10])
    again = pickle.loads(pickle.dumps(session))
    assert again.request == session.request
    assert checked(again, TEXTS[:10]) == expected


@pytest.mark.parametrize("warm", [False, True])
def test_threads_give_the_results_of_one(warm: bool) -> None:
    expected = checked(Session(REQUEST))
    assert any(result.diagnostics for result in expected)
    session = Session(REQUEST)
    if warm:
        checked(session)
    with ThreadPoolExecutor(4) as pool:
        for results in pool.map(lambda _: checked(session), range(4)):
            assert results == expected


def test_answers_of_the_disk_are_noted_by_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("here.png").write_bytes(b"")
    session = Session(
        Request(Selection(isolated=True, select=("IMG006",)), needs=Needs(cached=True))
    )
    texts = {
        "a.md": "# a\n\n![نص](here.png)\n",
        "b.md": "# b\n\n![نص](gone.png)\n",
        "c.md": "# c\n\nكلمة.\n",
    }
    with ThreadPoolExecutor(3) as pool:
        results = pool.map(
            lambda name: session.check(formats.record(name, texts[name].encode())), texts
        )
        asked = {result.path: dict(result.asked) for result in results}
    assert asked == {"a.md": {"here.png": True}, "b.md": {"gone.png": False}, "c.md": {}}


def test_nothing_is_kept_by_the_id_of_an_object() -> None:
    """Reports tell the findings of one report apart by it, while they all live."""
    for path in (ROOT / "contentlint").rglob("*.py"):
        if "report" in path.parts:
            continue
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_bytes()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if node.func.id == "id"
        ]
        assert not calls, path
