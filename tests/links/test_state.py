"""The state of links: kept, sealed, exported, and believed only as far as it is right."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from contentlint import __version__
from contentlint.cache import folder as cache_folder
from contentlint.links import state as states
from contentlint.links.robots import ALL, Dated, rules_of
from contentlint.links.state import State
from contentlint.model.errors import ReadError, WriteError
from contentlint.model.observation import Look, Observation
from contentlint.source import observations

NOON = 1_764_504_000
SECRET, OTHER = b"s" * 32, b"t" * 32
needs_modes = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
needs_user = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everywhere"
)


def full(url: str = "https://a.example/x") -> Observation:
    final = "https://a.example/y"
    return Observation(
        url=url,
        kind="moved",
        reason="200",
        final=final,
        hops=((url, 301), ("https://a.example/z", 308)),
        title="الجسر \x1b[31m \u202e",
        asked=NOON,
        last_ok=NOON - 5,
        first_failed=NOON - 9,
        not_before=NOON + 7,
        looks=(Look(NOON - 90_000, "unknown", "429", url), Look(NOON, "moved", "200", final)),
        fragments={"النتائج": True, "b": False, "c": None},
        copy="https://web.archive.org/web/2021/https://a.example/x",
        copy_date="2021-03-12",
    )


def plain(number: int) -> Observation:
    url = f"https://a.example/{number}"
    return Observation(url, "ok", "200", url, asked=NOON, last_ok=NOON)


def put_all(state: State, found: Iterable[Observation]) -> None:
    for one in found:
        state.put(one)


def kept(path: Path, secret: bytes = b"") -> dict[str, Observation]:
    with State(str(path), secret) as state:
        return state.known


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "links.sqlite3"


def test_what_is_put_is_there_again(path: Path) -> None:
    with State(str(path)) as state:
        put_all(state, [full(), plain(1)])
        state.put(plain(1)._replace(kind="failing", reason="404"))
        assert len(state.known) == 2
    assert kept(path) == {
        full().url: full(),
        plain(1).url: plain(1)._replace(kind="failing", reason="404"),
    }
    assert observations.read(str(path))[0] == kept(path)


def test_a_database_is_read_without_deserialize_too(path: Path) -> None:
    """As Python 3.10 reads it."""
    with State(str(path)) as state:
        put_all(state, [full(), plain(1)])
    with closing(sqlite3.connect(":memory:")) as database:
        observations._fill(database, path.read_bytes())
        assert observations.schema_fault(database) == ""
        assert {one.url: one for one in observations.rows_of(database)} == kept(path)
    for data in (bytes(500), path.read_bytes()[:500]):
        with closing(sqlite3.connect(":memory:")) as database, pytest.raises(sqlite3.Error):
            observations._fill(database, data)


def test_fragments_that_are_put_again_replace_the_old_ones(path: Path) -> None:
    with State(str(path)) as state:
        state.put(full())
        state.flush()
        state.put(full()._replace(fragments={"c": True}))
    assert kept(path)[full().url].fragments == {"c": True}


def test_many_are_written_before_the_end(path: Path) -> None:
    state = State(str(path))
    put_all(state, map(plain, range(1000)))
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    state.close()
    assert 700 < len(observations.read(str(copy))[0]) <= 1000
    assert len(kept(path)) == 1000


def test_threads_may_put_at_once(path: Path) -> None:
    with State(str(path)) as state:
        threads = [
            threading.Thread(target=put_all, args=(state, [plain(n * 100 + i) for i in range(100)]))
            for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(kept(path)) == 800


def test_an_interrupt_keeps_what_was_put(path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), State(str(path)) as state:
        state.put(full())
        raise KeyboardInterrupt
    assert kept(path) == {full().url: full()}


def test_undecodable_bytes_of_an_article_are_left_out(path: Path) -> None:
    with State(str(path)) as state:
        state.put(full()._replace(title="a\udcff", fragments={"x\udcff": False, "y": True}))
        state.put(plain(1)._replace(url="https://a.example/\udcff"))
    (one,) = kept(path).values()
    assert (one.title, one.fragments) == ("a?", {"y": True})


RULES = rules_of("User-agent: *\nDisallow: /no\nCrawl-delay: 3\n", "x")
ORIGIN = "https://a.example"


def kept_rules(path: Path, secret: bytes = b"") -> dict[str, Dated]:
    with State(str(path), secret) as state:
        return state.robots


def test_what_robots_txt_allows_is_kept(path: Path) -> None:
    with State(str(path)) as state:
        state.put_robots(ORIGIN, Dated(RULES, NOON))
        state.put_robots("http://b.example:8080", Dated(ALL, NOON - 9))
    found = {ORIGIN: Dated(RULES, NOON), "http://b.example:8080": Dated(ALL, NOON - 9)}
    assert kept_rules(path) == found
    with State(str(path)) as state:
        state.forget_robots(NOON - 9)
        assert state.robots == found
        state.forget_robots(NOON)
        assert state.robots == {ORIGIN: Dated(RULES, NOON)}
    assert kept_rules(path) == {ORIGIN: Dated(RULES, NOON)}
    assert observations.read(str(path))[0] == {}


@pytest.mark.parametrize(
    ("column", "value"),
    [("origin", "https://a.example/x"), ("origin", "ftp://a.example"), ("origin", 7),
     ("origin", "https://a.example b"), ("asked", "2026-11-30"), ("asked", -1), ("asked", 1.5),
     ("asked", 1 << 50), ("asked", None), ("rules", ""), ("rules", "[-1]"), ("rules", b"[0]")],
)  # fmt: skip
def test_a_wrong_row_about_robots_txt_is_left_out(path: Path, column: str, value: object) -> None:
    with State(str(path)) as state:
        state.put_robots(ORIGIN, Dated(RULES, NOON))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"UPDATE robots SET {column} = ?", (value,))
    assert kept_rules(path) == {}


def test_rules_that_are_not_sealed_are_removed_before_anybody_believes_them(path: Path) -> None:
    with State(str(path), SECRET) as state:
        state.put_robots(ORIGIN, Dated(RULES, NOON))
        state.put_robots("https://b.example", Dated(RULES, NOON))
        state.put(full())
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE robots SET rules = '[0.0]' WHERE origin = ?", (ORIGIN,))
    assert kept_rules(path, SECRET) == {"https://b.example": Dated(RULES, NOON)}
    assert kept_rules(path) == {"https://b.example": Dated(RULES, NOON)}
    assert kept(path) == {full().url: full()}


# Files that are no state


def damaged(how: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        data = path.read_bytes()
        if how == "zeros":
            path.write_bytes(bytes(len(data)))
        elif how == "half":
            path.write_bytes(data[: len(data) // 2])
        elif how == "head only":
            path.write_bytes(data[:100])
        elif how == "text":
            path.write_text("hello")
        elif how == "noise":
            path.write_bytes(data[:100] + os.urandom(len(data) - 100))
        else:
            with sqlite3.connect(path) as database:
                database.execute(how)
            database.close()

    return damage


DAMAGE = (
    "zeros", "half", "head only", "text", "noise", "PRAGMA user_version = 99",
    "CREATE VIEW v AS SELECT 1", "DROP TABLE fragments", "ALTER TABLE fragments ADD COLUMN x",
    "CREATE TRIGGER t AFTER INSERT ON observations BEGIN DELETE FROM observations; END",
)  # fmt: skip


@pytest.mark.parametrize("how", DAMAGE)
def test_a_file_that_is_no_state_of_this_version_is_set_aside(path: Path, how: str) -> None:
    with State(str(path)) as state:
        put_all(state, map(plain, range(300)))
    damaged(how)(path)
    before = path.read_bytes()
    with State(str(path)) as state:
        assert state.known == {}
        assert Path(state.set_aside).read_bytes() == before
        state.put(full())
    assert kept(path) == {full().url: full()}
    damaged(how)(path)
    with State(str(path)) as state:
        assert state.set_aside.endswith(".old-2"), "nothing is overwritten"


@pytest.mark.parametrize("how", DAMAGE)
def test_reading_such_a_file_is_an_error(path: Path, how: str) -> None:
    with State(str(path)) as state:
        put_all(state, map(plain, range(300)))
    damaged(how)(path)
    with pytest.raises(ReadError, match="state of links"):
        observations.read(str(path))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("url", "javascript:alert(1)"), ("url", "https://a b"), ("url", 5), ("class", "fine"),
        ("class", None), ("reason", "so it is"), ("reason", None), ("final", "file:///etc/passwd"),
        ("final", "https://a.example/\x1b[31m"), ("hops", "{}"), ("hops", "[[1, 2]]"),
        ("hops", '[["https://a.example/", "301"]]'), ("hops", "["), ("hops", "[" * 100_000),
        ("title", b"\xff"), ("asked", "soon"), ("asked", -1), ("asked", 1 << 50),
        ("last_ok", 1.5), ("first_failed", None), ("not_before", "x"), ("looks", "null"),
        ("looks", '[[1, "ok", "200"]]'), ("looks", '[[1, "ok", "200", "ftp://a"]]'),
        ("looks", "[" + ", ".join(['[1, "ok", "200", "https://a.example/"]'] * 9) + "]"),
        ("copy", "javascript:1"), ("copy_date", "yesterday"), ("copy_date", 5),
    ],
)  # fmt: skip
def test_a_row_with_a_wrong_field_is_left_out(path: Path, column: str, value: object) -> None:
    with State(str(path)) as state:
        put_all(state, [full(), plain(1)])
    with sqlite3.connect(path) as database:
        sql = f"UPDATE observations SET {column} = ? WHERE url = ?"
        assert database.execute(sql, (value, full().url)).rowcount == 1
    database.close()
    assert list(kept(path)) == [plain(1).url]
    assert list(observations.read(str(path))[0]) == [plain(1).url]


def test_a_state_that_another_run_holds_is_an_error(path: Path) -> None:
    with State(str(path)), pytest.raises(WriteError, match="locked"):
        State(str(path))
    assert list(path.parent.iterdir()) == [path], "it was not set aside"


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WriteError):
        State(str(tmp_path / "no-folder" / "links.sqlite3"))
    with pytest.raises(WriteError):
        State(str(tmp_path))


@needs_user
def test_a_file_that_may_not_be_written_is_an_error(path: Path) -> None:
    State(str(path)).close()
    path.chmod(0o400)
    with pytest.raises(WriteError):
        State(str(path))


# The state in the folder of the cache


def test_rows_that_another_has_sealed_are_not_believed(path: Path) -> None:
    with State(str(path), SECRET) as state:
        put_all(state, [full(), plain(1)])
    assert len(kept(path, SECRET)) == 2
    assert len(kept(path)) == 2, "a file that the command line names is believed"
    assert kept(path, OTHER) == {}


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [("observations", "class", "ok"), ("observations", "url", "https://b.example/"),
     ("observations", "seal", ""), ("observations", "first_failed", 0),
     ("observations", "final", "https://b.example/")],
)  # fmt: skip
def test_a_row_that_was_changed_is_not_believed(
    path: Path, table: str, column: str, value: object
) -> None:
    with State(str(path), SECRET) as state:
        state.put(full())
    with sqlite3.connect(path) as database:
        database.execute(f"UPDATE {table} SET {column} = ?", (value,))
    database.close()
    assert kept(path, SECRET) == {}


def test_a_fragment_that_was_changed_is_not_believed(path: Path) -> None:
    with State(str(path), SECRET) as state:
        state.put(full())
    with sqlite3.connect(path) as database:
        database.execute("UPDATE fragments SET found = 1")
        database.execute("INSERT INTO fragments VALUES (?, 'new', 0, '')", (full().url,))
    database.close()
    assert kept(path, SECRET)[full().url].fragments == {"النتائج": True}


@pytest.mark.parametrize("table", ["observations", "fragments"])
def test_what_is_not_sealed_is_removed_before_anybody_believes_it(path: Path, table: str) -> None:
    with State(str(path), SECRET) as state:
        put_all(state, [full(), plain(1)])
    whole = kept(path)
    with sqlite3.connect(path) as database:
        if table == "fragments":
            database.execute("UPDATE fragments SET found = 1 - found")
        else:
            database.execute(
                "UPDATE observations SET class = 'dead' WHERE url = ?", (plain(1).url,)
            )
    database.close()
    State(str(path), SECRET).close()
    left = kept(path)
    if table == "fragments":
        assert left == {**whole, full().url: full()._replace(fragments={"c": None})}
    else:
        assert left == {full().url: whole[full().url]}


def test_the_state_lies_in_the_folder_of_the_cache(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    with states.at_home(str(folder), SECRET) as state:
        state.put(full())
    assert (folder / states.NAME).is_file()
    assert cache_folder.usable(str(folder))
    with states.at_home(str(folder), SECRET) as state:
        assert state.known == {full().url: full()}
    cache_folder.clean(str(folder))
    assert (folder / states.NAME).is_file(), "what was seen cannot be made again"


@needs_modes
def test_a_folder_or_file_of_others_is_not_used(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="--state"):
        states.at_home(str(tmp_path / "cache"), b"")
    checkout = tmp_path / "checkout"
    checkout.mkdir(0o755)
    (checkout / states.NAME).write_bytes(b"")
    with pytest.raises(WriteError, match="--state"):
        states.at_home(str(checkout), SECRET)
    linked = tmp_path / "linked"
    states.at_home(str(linked), SECRET).close()
    elsewhere = tmp_path / "elsewhere"
    State(str(elsewhere)).close()
    (linked / states.NAME).unlink()
    (linked / states.NAME).symlink_to(elsewhere)
    with pytest.raises(WriteError, match="--state"):
        states.at_home(str(linked), SECRET)


def test_a_journal_of_a_stranger_is_not_played_back(tmp_path: Path) -> None:
    """It can name a file to delete."""
    folder = tmp_path / "cache"
    with states.at_home(str(folder), SECRET) as state:
        state.put(full())
    victim = tmp_path / "victim"
    victim.write_text("mine")
    for suffix in ("-journal", "-wal", "-shm"):
        (folder / (states.NAME + suffix)).symlink_to(victim)
    with states.at_home(str(folder), SECRET) as state:
        assert state.known == {full().url: full()}
        put_all(state, map(plain, range(600)))
        assert sorted(os.listdir(folder)) == sorted(
            {".gitignore", "CACHEDIR.TAG", states.NAME, __version__}
        )
    assert victim.read_text() == "mine"


# The export


def test_an_export_is_sorted_and_knows_no_time_of_the_day() -> None:
    early = full()
    late = full()._replace(
        asked=NOON + 3600,
        not_before=0,
        looks=tuple(look._replace(at=look.at + 3600) for look in early.looks),
    )
    found = [[*observations.exported([plain(2), one, plain(1)])] for one in (early, late)]
    assert found[0] == found[1]
    urls = [json.loads(line)["url"] for line in found[0]]
    assert urls == sorted(urls)
    assert all(line.isascii() and "\n" not in line for line in found[0])


def test_an_export_is_read_as_what_it_was_to_the_day(tmp_path: Path) -> None:
    path = tmp_path / "links.jsonl"
    path.write_text("\n".join(observations.exported([full(), plain(1)])) + "\n\n")
    found, digest = observations.read(str(path))

    def by_day(seconds: int) -> int:
        return seconds // 86_400 * 86_400

    one = full()
    assert found[one.url] == one._replace(
        asked=by_day(one.asked),
        last_ok=by_day(one.last_ok),
        first_failed=by_day(one.first_failed),
        not_before=0,
        looks=tuple(look._replace(at=by_day(look.at)) for look in one.looks),
    )
    assert len(digest) == 32
    path.write_text(path.read_text() + "\n")
    assert observations.read(str(path))[1] != digest


@pytest.mark.parametrize("text", ["[]\n", "{\n", "1\n", '"x"\n', "[" * 100_000, "\x00"])
def test_lines_that_are_no_objects_are_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "links.jsonl"
    path.write_text(text)
    with pytest.raises(ReadError, match="line 1"):
        observations.read(str(path))


def test_objects_with_wrong_fields_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "links.jsonl"
    rows: list[dict[str, object]] = [
        {"url": "https://a.example/1", "class": "ok", "reason": "200"},
        {"url": "https://a.example/2", "class": "good", "reason": "200"},
        {"class": "ok"},
        {"url": "https://a.example/3", "class": "dead", "reason": "404", "asked": "2026-13-45"},
        {"url": "https://a.example/4", "class": "dead", "reason": "404", "fragments": {"a": 1}},
        {"url": "https://a.example/5", "class": "dead", "reason": "404", "fragments": []},
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    (one,) = observations.read(str(path))[0].values()
    assert one == Observation("https://a.example/1", "ok", "200", "https://a.example/1")


def test_a_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        observations.read(str(tmp_path / "none.sqlite3"))
