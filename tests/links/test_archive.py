"""Copies in the archive: the nearest one, asked for politely."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

from contentlint.links.answer import Answer
from contentlint.links.archive import Archive, Copy
from contentlint.links.guard import Address, parse
from contentlint.links.options import Clock

HEAD = '[["timestamp","original","statuscode","mimetype"],\n'


def row(stamp: str, url: str = "http://gone.example.com/a", status: str = "200") -> str:
    return f'["{stamp}","{url}","{status}","text/html"]'


def rows(*stamps: str) -> bytes:
    return (HEAD + ",\n".join(map(row, stamps)) + "]\n").encode()


class Web:
    """Answers with bodies in turn; its clock goes by what is waited."""

    def __init__(self, *answers: bytes | int) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[float, str]] = []
        self.time = 100.0

    def parse(self, url: str) -> Address:
        return parse(url)

    def ask(self, url: str, method: str, *_given: object) -> Answer:
        self.asked.append((self.time, url))
        given = self.answers.pop(0)
        if isinstance(given, int):
            return Answer(url, method, url, status=given)
        return Answer(url, method, url, status=200, body=given)

    def sleep(self, seconds: float) -> None:
        self.time += seconds

    def archive(self) -> Archive:
        return Archive(self, Clock(steady=lambda: self.time, sleep=self.sleep))


def nearest(body: bytes, day: date = date(2021, 3, 12)) -> Copy | None:
    return Web(body).archive().nearest("http://gone.example.com/a#b", day)


def test_the_nearest_copy_is_taken_and_not_the_newest() -> None:
    found = nearest(rows("20190401120000", "20210301000000", "20210320000000", "20230101000000"))
    assert found == Copy(
        "https://web.archive.org/web/20210320000000/http://gone.example.com/a", "2021-03-20"
    )


def test_of_two_copies_at_the_same_distance_the_earlier_is_taken() -> None:
    found = nearest(rows("20210311120000", "20210313120000"))
    assert found is not None
    assert found.day == "2021-03-11"


def test_the_query_has_the_page_and_two_years_on_both_sides() -> None:
    web = Web(rows())
    web.archive().nearest("http://gone.example.com/a?b=1&c=خ#top", date(2021, 3, 12))
    url = urlsplit(web.asked[0][1])
    asked = parse_qs(url.query)
    assert (url.scheme, url.netloc, url.path) == ("https", "web.archive.org", "/cdx/search/cdx")
    assert asked["url"] == ["http://gone.example.com/a?b=1&c=خ"]
    assert (asked["from"], asked["to"]) == (["20190312"], ["20230313"])
    assert asked["filter"] == ["statuscode:200", "mimetype:text/html"]


def test_days_at_the_ends_of_time_are_asked_for() -> None:
    for day in (date(1, 1, 1), date(1996, 2, 29), date.max):
        assert nearest(rows(), day) is None


def test_rows_that_are_none_are_passed_over() -> None:
    bad = [
        row("20210312000000", status="404"),
        row("2021031200"),
        row("20211399000000"),
        '["20210312000000"]',
        '["20210312000000",5,"200","text/html"]',
        '[20210312000000,"http://gone.example.com/a","200","text/html"]',
        "<html>",
        "[" * 5000,
    ]
    text = HEAD + ",\n".join([*bad, row("20200101000000"), row("2021")[:30]])
    found = nearest(text.encode() + b"\xff")
    assert found is not None
    assert found.day == "2020-01-01"
    assert nearest(b"") is None


def test_the_url_of_a_copy_is_one_of_the_web() -> None:
    for hostile in ("javascript:alert(1)", "http://a b/", "http://127.0.0.1/", "http://x\\u001b/"):
        found = nearest((HEAD + row("20210312000000", hostile) + "]").encode())
        assert found is not None
        assert found.url.endswith("/20210312000000/http://gone.example.com/a"), hostile


def test_requests_are_fifteen_seconds_apart() -> None:
    web = Web(rows(), 404, rows())
    archive = web.archive()
    for _ in range(3):
        archive.nearest("http://gone.example.com/a", date(2021, 3, 12))
    times = [at for at, _ in web.asked]
    assert times == [100.0, 115.0, 130.0]


def test_a_first_429_ends_it() -> None:
    web = Web(rows("20210312000000"), 429)
    archive = web.archive()
    assert archive.nearest("http://gone.example.com/a", date(2021, 3, 12))
    for _ in range(3):
        assert archive.nearest("http://gone.example.com/a", date(2021, 3, 12)) is None
    assert archive.is_closed
    assert len(web.asked) == 2


def test_private_urls_are_not_told_to_the_archive() -> None:
    web = Web()
    for url in (
        "http://wiki.corp/a",
        "http://10.0.0.1/",
        "ftp://a.example.com/",
        "http://u@a.com/",
    ):
        assert web.archive().nearest(url, date(2021, 3, 12)) is None
    assert web.asked == []
