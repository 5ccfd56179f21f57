"""What an answer of the web means, given what was seen before."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from contentlint.engine import ruleset
from contentlint.links import judge as judging
from contentlint.links import pages, phrases
from contentlint.links.answer import NO_ANSWER, Answer, Hop
from contentlint.links.due import due_at, lacks
from contentlint.links.phrases import Lists
from contentlint.links.state import State
from contentlint.model.observation import CLASSES, Observation
from contentlint.source import observations
from contentlint.text.unicode import fold
from contentlint.text.urls.identity import masked

URL = "https://news.example.com/world/2025/4521"
NOON = 1_764_504_000
HOUR, DAY = 3600, 86_400
LISTS = phrases.lists_of(ruleset.word_lists())
WORDS = " ".join(f"word{number}" for number in range(400))
FIRM = {"dead", "failing"}


def page(title: str = "A bridge opens", text: str = WORDS) -> bytes:
    return f"<html><head><title>{title}</title></head><body><p>{text}</p></body></html>".encode()


def answer(status: int = 200, url: str = URL, **given: Any) -> Answer:
    made = Answer(url, "GET", url, status=status, content_type="text/html; charset=utf-8")
    if status == 200:
        made = made._replace(body=page())
    return made._replace(**given)


def fault(name: str, **given: Any) -> Answer:
    return Answer(URL, "GET", URL, fault=name)._replace(**given)


def led(*hops: tuple[str, int], to: str, **given: Any) -> Answer:
    return answer(final=to, hops=tuple(Hop(*hop) for hop in hops), url=hops[0][0], **given)


def seen(
    *answers: tuple[float, Answer], lists: Lists = LISTS, before: Observation | None = None
) -> Observation:
    """What is known after some answers, each at an hour after noon."""
    for hour, one in answers:
        before = judging.judge(one, before, now=NOON + int(hour * HOUR), lists=lists)
    assert before is not None
    return before


# Classes


def test_a_page_is_ok() -> None:
    one = seen((0, answer()))
    assert (one.kind, one.reason, one.title) == ("ok", "200", "A bridge opens")
    assert (one.asked, one.last_ok, one.first_failed, one.final) == (NOON, NOON, 0, URL)


@pytest.mark.parametrize("status", [404, 410])
def test_a_missing_page_fails_and_is_dead_when_it_is_still_missing_20_hours_later(
    status: int,
) -> None:
    assert seen((0, answer(status))).kind == "failing"
    assert seen((0, answer(status)), (19.9, answer(status))).kind == "failing"
    one = seen((0, answer(status)), (20, answer(status)))
    assert (one.kind, one.first_failed, one.last_ok) == ("dead", NOON, 0)


def test_any_number_of_looks_within_20_hours_is_one() -> None:
    assert seen(*((hour, answer(404)) for hour in range(20))).kind == "failing"


def test_two_looks_a_minute_apart_confirm_where_that_is_asked_for() -> None:
    first = judging.judge(answer(404), None, now=NOON, lists=LISTS, apart=60)
    for later, kind in ((59, "failing"), (60, "dead")):
        one = judging.judge(answer(404), first, now=NOON + later, lists=LISTS, apart=60)
        assert one.kind == kind


def test_a_clock_that_is_set_back_confirms_nothing() -> None:
    assert seen((30, answer(404)), (0, answer(404))).kind == "failing"


def test_a_missing_page_and_a_missing_host_do_not_confirm_each_other() -> None:
    one = seen((0, answer(404)), (21, fault("name-unknown")))
    assert (one.kind, one.first_failed) == ("failing", NOON + 21 * HOUR)
    assert seen((0, answer(404)), (21, answer(410))).kind == "dead"
    assert seen((0, fault("name-unknown")), (21, fault("name-unknown"))).kind == "dead"


def test_a_page_that_was_reached_between_two_failures_is_not_dead() -> None:
    between = (answer(), led((URL, 301), to=URL + "/"), fault("tls"))
    for one in between:
        assert seen((0, answer(404)), (10, one), (21, answer(404))).kind == "failing"


def test_a_dead_page_that_returns_is_ok() -> None:
    one = seen((0, answer(404)), (21, answer(404)), (50, answer()))
    assert (one.kind, one.first_failed, one.last_ok) == ("ok", 0, NOON + 50 * HOUR)


def test_what_is_dead_stays_dead_whatever_fails() -> None:
    one = seen((0, answer(404)), (21, answer(404)), (42, fault("name-unknown")))
    assert (one.kind, one.first_failed) == ("dead", NOON)


UNKNOWN = [
    400, 401, 402, 403, 405, 406, 407, 408, 418, 420, 421, 423, 425, 426, 429, 451,
    500, 501, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530, 999, 304, 300,
]  # fmt: skip


@pytest.mark.parametrize("status", UNKNOWN)
def test_other_statuses_are_unknown_however_often_they_come(status: int) -> None:
    one = seen(*((day * 24, answer(status)) for day in range(12)))
    assert (one.kind, one.reason, one.last_ok) == ("unknown", str(status), 0)


@pytest.mark.parametrize("name", NO_ANSWER)
def test_no_answer_is_dead_but_for_a_name_that_does_not_exist(name: str) -> None:
    one = seen(*((day * 24, fault(name)) for day in range(3)))
    assert one.kind in CLASSES
    assert (one.kind in FIRM) == (name == "name-unknown")
    assert (one.kind == "suspicious") == (name == "tls")


@pytest.mark.parametrize("name", ["private", "scheme", "hops", "loop", "url"])
def test_a_redirect_that_leads_nowhere_is_suspicious(name: str) -> None:
    one = seen((0, fault(name, hops=(Hop(URL, 302),), final="https://other.example/x")))
    assert (one.kind, one.reason) == ("suspicious", name)


@pytest.mark.parametrize(
    "final", ["mailto:me@a.example", "javascript:alert(1)", "", "https://", "https://a b", "//x",
              "https://a.example/\x1b", "https://a.example/" + "x" * 9000],
)  # fmt: skip
def test_the_end_that_is_kept_is_always_a_url(final: str) -> None:
    one = seen((0, fault("scheme", hops=(Hop(URL, 302), Hop(URL + "/2", 302)), final=final)))
    assert (one.kind, one.final) == ("suspicious", URL + "/2")
    (line,) = observations.exported([one])
    assert observations.observation_of(json.loads(line)) is not None


@pytest.mark.parametrize("gone", [404, 410])
def test_an_answer_to_head_says_nothing_of_a_missing_page(gone: int) -> None:
    one = seen(*((day * 24, answer(gone, method="HEAD")) for day in range(3)))
    assert one.kind == "unknown"


@pytest.mark.parametrize("other", [answer(429), answer(503), fault("timeout"), fault("robots")])
def test_unknown_never_hides_the_last_firm_class(other: Answer) -> None:
    for firm in (answer(), answer(404), fault("tls"), led((URL, 301), to=URL + "/")):
        before = seen((0, firm))
        after = seen((1, other), (2, other), before=before)
        assert after._replace(asked=0, looks=()) == before._replace(asked=0, looks=())
        assert (after.asked, after.looks[-1].kind) == (NOON + 2 * HOUR, "unknown")


def test_unknown_between_two_failures_neither_confirms_nor_acquits() -> None:
    blocked = [(hour, answer(429)) for hour in range(1, 20)]
    assert seen((0, answer(404)), *blocked).kind == "failing"
    assert seen((0, answer(404)), *blocked, (20, answer(429))).kind == "failing"
    assert seen((0, answer(404)), *blocked, (21, answer(404))).kind == "dead"


def test_the_last_eight_looks_are_kept_and_unknown_ones_push_out_no_other() -> None:
    one = seen((0, answer()), *((hour, answer(503)) for hour in range(1, 40)))
    assert [look.kind for look in one.looks] == ["ok", "unknown"]
    assert one.looks[-1].at == NOON + 39 * HOUR
    assert len(seen(*((hour * 24, answer()) for hour in range(12))).looks) == 8


def test_retry_after_is_kept_until_the_host_answers_again() -> None:
    one = seen((0, answer(429, retry_after=500)))
    assert one.not_before == NOON + 500
    assert due_at(one) == NOON + HOUR
    assert due_at(one._replace(not_before=NOON + 2 * HOUR)) == NOON + 2 * HOUR
    assert seen((1, answer()), before=one).not_before == 0


# Redirects


def test_permanent_redirects_are_a_move_and_others_are_not() -> None:
    for codes, kind in (
        ((301,), "moved"), ((308,), "moved"), ((301, 308), "moved"), ((302,), "ok"),
        ((301, 302), "ok"), ((307,), "ok"), ((303,), "ok"),
    ):  # fmt: skip
        hops = [(URL if number == 0 else f"{URL}/{number}", c) for number, c in enumerate(codes)]
        one = seen((0, led(*hops, to="https://news.example.com/world/a-bridge-opens")))
        assert one.kind == kind, codes
        assert one.hops == tuple(hops)
        assert one.final == "https://news.example.com/world/a-bridge-opens"


def test_a_redirect_to_itself_for_a_cookie_is_no_move() -> None:
    assert seen((0, led((URL, 301), to=URL))).kind == "ok"


@pytest.mark.parametrize(
    ("url", "final", "kind"),
    [
        ("https://a.example/news/4521", "https://a.example/", "suspicious"),
        ("https://a.example/news/4521", "https://a.example/index.html", "suspicious"),
        ("https://a.example/news/4521", "https://a.example/ar/", "suspicious"),
        ("https://a.example/news/4521", "https://a.example/en-us", "suspicious"),
        ("https://a.example/?p=4521", "https://a.example/", "suspicious"),
        ("https://a.example/?utm_source=x", "https://a.example/", "moved"),
        ("https://a.example/about", "https://a.example/", "moved"),
        ("https://a.example/x/index.php", "https://a.example/x/", "moved"),
        ("http://a.example/", "https://a.example/", "moved"),
        ("https://a.example/news/4521", "https://a.example/faq/", "moved"),
        ("https://a.example/news/4521", "https://a.example/?p=4521", "moved"),
        ("https://a.example/ar/index.html", "https://a.example/ar/", "moved"),
    ],
)
def test_a_home_page_is_no_article(url: str, final: str, kind: str) -> None:
    one = seen((0, led((url, 301), to=final)))
    assert one.kind == kind
    assert (one.reason == "home-page") == (kind == "suspicious")


def test_a_page_that_loses_its_encryption_is_suspicious() -> None:
    one = seen((0, led((URL, 301), to=URL.replace("https", "http"))))
    assert (one.kind, one.reason) == ("suspicious", "downgrade")


def many_ends(count: int, final: str = "https://a.example/login") -> list[Observation]:
    urls = [f"https://a.example/news/{number}" for number in range(count)]
    return [seen((0, led((url, 302), to=final))) for url in urls]


def test_three_articles_of_a_host_that_lead_to_one_page_lead_to_none_of_theirs() -> None:
    assert list(judging.with_same_ends(many_ends(2))) == []
    changed = list(judging.with_same_ends(many_ends(3)))
    assert [(one.kind, one.reason) for one in changed] == [("suspicious", "same-end")] * 3
    assert all(one.looks[-1].kind == "suspicious" for one in changed)


def test_the_order_of_urls_does_not_count_for_their_ends() -> None:
    known = many_ends(4)
    one = {each.url for each in judging.with_same_ends(known)}
    assert one == {each.url for each in judging.with_same_ends(reversed(known))} and len(one) == 4
    assert judging.ends_of(known) == {"https://a.example/login": 4}


def test_one_page_under_several_addresses_is_no_common_end() -> None:
    final = "https://www.a.example/news/1"
    forms = ["http://a.example/news/1", "https://a.example/news/1/", "http://www.a.example/news/1"]
    known = [seen((0, led((url, 301), to=final))) for url in forms]
    assert list(judging.with_same_ends(known)) == []
    assert judging.ends_of(known) == {}


# Parking


@pytest.mark.parametrize("final", ["https://sedo.com/search/x", "https://www.hugedomains.com/x"])
def test_a_domain_that_leads_to_a_dealer_is_parked(final: str) -> None:
    assert seen((0, led((URL, 302), to=final))).reason == "parked"


def test_an_offer_counts_on_another_site_or_with_the_name_of_the_domain() -> None:
    offer = page("This domain is for sale")
    other = led((URL, 302), to="https://shop.example.net/x/y", body=offer)
    assert seen((0, other)).reason == "parked"
    same = led((URL, 302), to="https://www.example.com/x/y", body=offer)
    assert seen((0, same)).kind == "ok"
    assert seen((0, answer(body=page("example.com is for sale")))).reason == "parked"
    assert seen((0, answer(body=page("House for sale in Example")))).kind == "ok"
    assert seen((0, answer(body=page("Forsaleable things of example.com")))).kind == "ok"


# The probe


def probed(body: bytes, other: bytes, status: int = 200) -> str:
    asked = judging.probe_url(URL, "abcdefghijklmnop")
    probe = answer(status, url=asked, body=other)
    return judging.judge(answer(body=body), None, now=NOON, lists=LISTS, probe=probe).kind


SHORT = " ".join(f"word{number}" for number in range(60))


def test_a_host_that_answers_everything_with_one_page_has_none() -> None:
    body = page("Example News", SHORT)
    assert probed(body, body) == "suspicious"
    assert probed(body, page("Example News", SHORT + " time 12:31")) == "suspicious"
    assert probed(body, body, 404) == "ok"
    assert probed(body, body, 503) == "ok"
    assert probed(body, page("Another title", SHORT)) == "ok"
    assert probed(body, page("Example News", " ".join(reversed("abcdefghijklmnopqrstuv")))) == "ok"


def test_a_page_made_by_scripts_cannot_be_compared() -> None:
    shell = b"<title>Example News</title><div id='root'></div><script src=a.js></script>"
    assert probed(shell, shell) == "ok"
    body = shell.replace(b"</div>", b"Loading, please wait</div>")
    assert probed(body, body) == "ok"


def test_a_probe_is_needed_for_short_redirected_and_like_named_pages_only() -> None:
    def needed(one: Answer, titles: tuple[str, ...] = ()) -> bool:
        return judging.needs_probe(one, pages.read(one.body, one.content_type), titles)

    assert not needed(answer())
    assert needed(answer(), ("A bridge opens",))
    assert needed(answer(body=page("Example", SHORT)))
    assert needed(led((URL, 302), to=URL + "/x"))
    assert not needed(answer(url="https://a.example/", body=page("Example", SHORT)))
    assert not needed(answer(404, body=page("Example", SHORT)))
    assert not needed(answer(method="HEAD", body=b""))


def test_the_probe_lies_beside_the_page() -> None:
    for url, wanted in (
        ("https://a.example/x/y/4521?z=/q", "https://a.example/x/y/contentlint-abcd"),
        ("https://a.example/x/", "https://a.example/x/contentlint-abcd"),
        ("https://a.example", "https://a.example/contentlint-abcd"),
    ):
        assert judging.probe_url(url, "abcd") == wanted


# Walls, ages, secrets


@pytest.mark.parametrize("title", ["Just a moment...", "Attention Required! | Cloudflare"])
def test_a_wall_against_programs_says_nothing_of_the_page(title: str) -> None:
    one = seen((0, answer(body=page(title, SHORT))))
    assert (one.kind, one.reason) == ("unknown", "bot-wall")


def test_when_a_url_is_asked_for_again() -> None:
    ok = seen((0, answer()))
    assert due_at(ok) == NOON + 7 * DAY
    assert due_at(ok, 2 * DAY) == NOON + 2 * DAY
    assert due_at(ok, 30 * DAY) == NOON + 7 * DAY, "only shorter"
    failing = seen((0, answer(404)), (5, answer(404)))
    assert due_at(failing) == NOON + 20 * HOUR, "the second look decides"
    assert due_at(seen((0, answer(404)), (21, answer(404)))) == NOON + 21 * HOUR + 7 * DAY
    assert due_at(seen((0, answer(429)))) == NOON + HOUR
    assert due_at(seen((0, answer()), (200, answer(429)))) == NOON + 201 * HOUR
    assert due_at(Observation(URL, "unknown")) == 0


def test_secrets_are_masked_in_what_is_kept() -> None:
    url = "https://me:pw@a.example/x?id=3&token=abc&Signature=zz"
    one = seen((0, led((url, 302), to="https://a.example/y?access_token=abc#f")))
    assert one.url == "https://***@a.example/x?id=3&token=***&Signature=***"
    assert one.final == "https://a.example/y?access_token=***#f"
    assert "abc" not in repr(one) and "pw" not in repr(one)


def test_the_lists_are_folded_as_titles_are() -> None:
    for listed in (LISTS.missing, LISTS.interjections, LISTS.for_sale, LISTS.walls):
        assert listed
        assert all(phrase == fold.light(phrase) for phrase in listed)
    assert LISTS.parking


def test_fragments_are_added_to_those_that_are_known() -> None:
    one = judging.merge(seen((0, answer())), {"a": True})
    assert judging.merge(one, {"b": False, "a": False}).fragments == {"a": False, "b": False}
    assert judging.merge(one, {}) is one
    assert judging.merge(one, {"b": True}, ["a", "b", "c"]).fragments == {
        "a": True,
        "b": True,
        "c": None,
    }


def test_whatever_is_judged_is_read_again_as_it_was(tmp_path: Path) -> None:
    chance = random.Random(10)
    ends = [URL, "mailto:x", "http://b.example/الخبر?x=#y", "https://b.example/%zz", "ftp://b", ""]
    titles = ["", "Page not found", "\x1b[2J\u202e", "عنوان" * 90, "a\ufffdb", "<&>"]
    kinds = set()
    with State(str(tmp_path / "links.sqlite3")) as state:
        for number in range(3000):
            url = f"https://a.example/{chance.randrange(300)}?token={number}"
            hops = tuple(Hop(f"{url}&{n}", chance.choice((301, 302))) for n in range(number % 3))
            one = Answer(url, "GET", chance.choice(ends), hops, content_type="text/html")
            if chance.random() < 0.4:
                one = one._replace(fault=chance.choice(NO_ANSWER))
            else:
                body = page(chance.choice(titles))
                one = one._replace(status=chance.choice((200, 404, 429, 999)), body=body)
            key = masked(url)
            at = NOON + number * HOUR
            before = state.known.get(key)
            known = judging.judge(one, before, now=at, lists=LISTS, probe=None)
            assert known.url == key
            state.put(judging.merge(known, {"f": chance.random() < 0.5}))
            kinds.add(known.kind)
        expected = dict(state.known)
    with State(str(tmp_path / "links.sqlite3")) as state:
        assert state.known == expected
    assert kinds == set(CLASSES)


def test_a_page_is_asked_for_a_fragment_only_once() -> None:
    page = Observation("https://a.example/x", "ok", "200", fragments={"a": True, "b": None})
    assert lacks(page, ["a", "c"])
    for fragments in (["a"], ["b"], [""], ["L12"], ["!x"], []):
        assert not lacks(page, fragments)
    assert not lacks(page._replace(kind="dead"), ["c"])
    many = judging.merge(page, {f"n{n}": True for n in range(1200)})
    assert len(many.fragments) == 1000
    assert not lacks(many, ["c"])
