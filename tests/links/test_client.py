"""What is made of the answers of the web, good and bad; and what is sent."""

from __future__ import annotations

import socket
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from urllib.parse import quote

import pytest
import world
from hypothesis import given, settings
from hypothesis import strategies as st
from world import World

from contentlint.links import dns
from contentlint.links.answer import NO_ANSWER, Answer, Failed
from contentlint.links.client import Client, Times, _most_idle
from contentlint.links.connection import Connection, Unanswered, decoded
from contentlint.links.guard import Address
from contentlint.links.sockets import in_turn

HOST = "http://news.example.com"
SHORT = Times(lookup=2, connect=0.5, total=0.5)


@pytest.fixture(scope="module")
def one_web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world.created(tmp_path_factory.mktemp("web")) as created:
        yield created


@pytest.fixture
def web(one_web: World) -> Iterator[World]:
    yield one_web
    one_web.forget()


def get(web: World, path: str, limit: int = 65_536) -> Answer:
    return web.client().ask(f"{HOST}{path}", "GET", limit)


# Answers


STATUSES = """
200 203 204 206 300 304 305 400 401 402 403 404 405 406 407 408 410 418 420 421 422 423 425 426 429
451 500 501 502 503 504 520 525 530 599 999
"""


@pytest.mark.parametrize("code", [*map(int, STATUSES.split())])
def test_a_status_is_an_answer(web: World, code: int) -> None:
    answer = get(web, f"/status/{code}")
    assert (answer.status, answer.fault, answer.final) == (code, "", f"{HOST}/status/{code}")
    head = web.client().ask(f"{HOST}/status/{code}", "HEAD", 65_536)
    assert (head.status, head.body, head.whole) == (code, b"", True)


@pytest.mark.parametrize(
    "path, status, whole",
    [
        ("/page/1", 200, True),
        ("/head/404", 200, True),
        ("/early/3", 200, True),
        ("/gzip/page", 200, True),
        ("/gzip/broken", 200, False),
        ("/headers/colonless", 200, True),
        ("/headers/none", 200, True),
        ("/headers/nul", 200, True),
        ("/broken/short", 200, False),
        ("/broken/length", 200, True),
        ("/broken/chunks", 200, False),
        ("/broken/both", 200, True),
        ("/broken/reset", 200, False),
        ("/endless/body", 200, False),
        ("/endless/chunked", 200, False),
        ("/redirect/302", 302, True),
        ("/keep/close", 200, True),
        ("/soft404/fa", 200, True),
        ("/not/here", 404, True),
    ],
)
def test_an_odd_answer_is_an_answer(web: World, path: str, status: int, whole: bool) -> None:
    answer = get(web, path)
    assert (answer.status, answer.whole, answer.fault, answer.detail) == (status, whole, "", "")
    assert len(answer.body) <= 65_536


@pytest.mark.parametrize(
    "path, fault, detail",
    [
        ("/endless/headers", "protocol", "got more than 100 headers"),
        ("/endless/line", "protocol", "65536 bytes"),
        ("/endless/100", "protocol", "too many interim answers"),
        ("/endless/103", "protocol", "too many interim answers"),
        ("/early/9", "protocol", "too many interim answers"),
        ("/headers/many", "protocol", "got more than 100 headers"),
        ("/headers/long", "protocol", "65536 bytes"),
        ("/raw/garbage", "protocol", "no valid status line"),
        ("/raw/http09", "protocol", "no valid status line"),
        ("/raw/newlines", "protocol", "no valid status line"),
        ("/raw/icy", "protocol", "no valid status line"),
        ("/raw/big-status", "protocol", "no valid status line"),
        ("/raw/banner", "protocol", "no valid status line"),
        ("/raw/empty", "reset", "without an answer"),
        ("/reset", "reset", "without an answer"),
        ("/close", "reset", "without an answer"),
        ("/loop", "loop", "came from"),
        ("/loop/a", "loop", "came from"),
        ("/chain/6", "hops", "more than 5"),
        ("/chain/50", "hops", "more than 5"),
        ("/cookie/never", "hops", "more than 5"),
        ("/cookie/secure", "loop", "came from"),
        ("/redirect/302?to=http://169.254.169.254/", "private", "169.254.169.254"),
        ("/redirect/301?to=ftp://files.example.com/", "scheme", "http"),
    ],
)
def test_what_is_no_answer_has_a_fault(web: World, path: str, fault: str, detail: str) -> None:
    answer = get(web, path)
    assert (answer.status, answer.fault, answer.body) == (0, fault, b"")
    assert detail in answer.detail
    assert fault in NO_ANSWER


@pytest.mark.parametrize(
    "path, status, fault",
    [
        ("/hang/before", 0, "timeout"),
        ("/hang/in-headers", 0, "timeout"),
        ("/slow/headers", 0, "timeout"),
        ("/hang/after-headers", 200, ""),
        ("/hang/in-body", 200, ""),
        ("/slow/body", 200, ""),
    ],
)
def test_nothing_is_waited_for_for_ever(web: World, path: str, status: int, fault: str) -> None:
    answer = web.client(times=SHORT).ask(f"{HOST}{path}", "GET", 65_536)
    assert (answer.status, answer.fault) == (status, fault)
    assert answer.whole is (fault != "")
    assert answer.body == (b"<title>Begun</title>" if "in-body" in path else answer.body[:2])


def test_a_bomb_is_read_as_far_as_is_wanted(web: World) -> None:
    answer = get(web, "/gzip/bomb", 10_000)
    assert (answer.status, answer.body, answer.whole) == (200, bytes(10_000), False)
    assert get(web, "/gzip/page").body.startswith(b"<!DOCTYPE html>")


def test_no_more_is_unpacked_than_is_wanted() -> None:
    packer = zlib.compressobj(wbits=31)
    bomb = packer.compress(bytes(10_000_000)) + packer.flush()
    assert decoded(bomb, "gzip", 1000) == (bytes(1001), False)
    assert decoded(bomb, "br", 1000) == (b"", False)
    assert decoded(zlib.compress(b"a"), "deflate", 1000) == (b"a", True)
    assert decoded(b"plain", "identity", 2) == (b"plain", True)


def test_the_limit_is_exact(web: World) -> None:
    whole = get(web, "/page/1")
    for limit in (0, 1, len(whole.body) - 1, len(whole.body), len(whole.body) + 1):
        answer = get(web, "/page/1", limit)
        assert answer.body == whole.body[:limit]
        assert answer.whole is (limit >= len(whole.body))


@pytest.mark.parametrize(
    "path, seconds",
    [
        ("/retry/429/3", 3),
        ("/retry/503/120", 120),
        ("/retry/429/999999", 999_999),
        ("/retry/429/99999999999999999999999", 10**7),
        ("/retry/429/0", 0),
        ("/retry/429/-4", 0),
        ("/retry/429/3.5", 0),
        ("/retry/429/soon", 0),
        ("/retry/429/٣", 0),
        ("/retry/429", 0),
        (f"/retry/429/{quote(formatdate(1_000_060, usegmt=True))}", 60),
        (f"/retry/429/{quote(formatdate(999_000, usegmt=True))}", 0),
        ("/retry/429/Mon%2C%2099%20Foo%209999", 0),
    ],
)
def test_the_wait_that_a_host_asks_for(web: World, path: str, seconds: int) -> None:
    client = web.client(now=lambda: 1_000_000.0)
    assert client.ask(f"{HOST}{path}", "GET", 0).retry_after == seconds


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 404 \r\n"])
)
@settings(max_examples=150)
def test_whatever_bytes_come_there_is_an_answer_or_none(data: bytes, start: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(start + data)
        theirs.shutdown(socket.SHUT_WR)
        try:
            reply, _ = Connection(ours, "").ask(
                b"GET / HTTP/1.1\r\n\r\n", "GET", 50, time.monotonic() + 9
            )
        except Failed as failed:
            assert failed.fault in ("protocol", "reset")
            assert failed.detail.isprintable()
        except Unanswered:
            assert not start
        else:
            assert 100 <= reply.status <= 999
            assert len(reply.body) <= 50


# Requests


def test_a_request_says_who_asks_and_nothing_else(web: World) -> None:
    answer = web.client().ask(f"{HOST}:8080/echo?a=b#c", "GET", 65_536, "fa")
    assert answer.body.decode().split("\r\n") == [
        "GET /echo?a=b HTTP/1.1",
        "Host: news.example.com:8080",
        "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Encoding: identity",
        "Accept-Language: fa,*;q=0.5",
        f"User-Agent: {world.AGENT}",
        *("", ""),
    ]
    assert answer.url == answer.final == f"{HOST}:8080/echo?a=b"


def test_a_language_that_is_none_is_not_sent(web: World) -> None:
    for language in ("", "fa\r\nX: y", "x" * 100, "فا"):
        answer = web.client().ask(f"{HOST}/echo", "GET", 65_536, language)
        assert b"Language" not in answer.body, language


def test_the_host_is_the_name_and_not_the_address(web: World) -> None:
    web.client().ask("http://h7.example.net/page/1", "GET", 0)
    web.client().ask("http://[2606:2800::1]/page/1", "GET", 0)
    assert web.connects == [("23.0.0.7", 80), ("2606:2800::1", 80)]
    assert [host for _, host, _ in web.requests()[-2:]] == ["h7.example.net", "[2606:2800::1]"]


def test_what_cannot_be_sent_is_refused() -> None:
    for agent in ("", "a\r\nb", "été"):
        with pytest.raises(ValueError, match="user agent"):
            Client(agent=agent)
    for proxy in (
        "https://proxy:1",
        "proxy:3128",
        "http://",
        "http://proxy:1/path",
        "socks5://p:1",
    ):
        with pytest.raises(ValueError, match="proxy"):
            Client(agent="a", proxy=proxy)


# Redirects


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_told(web: World, code: int) -> None:
    answer = get(web, f"/chain/5/{code}")
    assert (answer.status, answer.final) == (200, f"{HOST}/chain/0/{code}")
    assert [(hop.url, hop.status) for hop in answer.hops] == [
        (f"{HOST}/chain/{left}/{code}", code) for left in (5, 4, 3, 2, 1)
    ]


@pytest.mark.parametrize(
    "location, final",
    [
        ("/page/2", "/page/2"),
        ("page/2", "/redirect/page/2"),
        ("../page/2", "/page/2"),
        ("?q=1", "/redirect/302?q=1"),
        ("//news.example.com/page/2", "/page/2"),
        ("HTTP://NEWS.example.com:80/page/2#x", "/page/2"),
        ("/page/a b", "/page/a%20b"),
        ("  /page/2\t ", "/page/2"),
        ("/page/خبر", "/page/%D8%AE%D8%A8%D8%B1"),
        ("/page/%D8%AE", "/page/%D8%AE"),
        ("http:/page/2", "/page/2"),
    ],
)
def test_where_a_redirect_leads(web: World, location: str, final: str) -> None:
    answer = get(web, f"/redirect/302?to={quote(location, '')}")
    assert answer.final == f"{HOST}{final}"


@pytest.mark.parametrize("body", ["hang", "endless"])
def test_a_redirect_need_not_have_ended(web: World, body: str) -> None:
    answer = get(web, f"/redirect/302/{body}?to=/page/2")
    assert (answer.status, answer.final) == (200, f"{HOST}/page/2")
    assert len(web.connects) == 2


def test_a_redirect_to_where_nobody_answers_names_it(web: World) -> None:
    for target, fault in (
        ("http://nxdomain.example.com/a", "name-unknown"),
        ("http://servfail.example.com/a", "name-failed"),
        ("http://news.example.com:8443/a", "reset"),
        ("http://10.0.0.1/a", "private"),
    ):
        answer = get(web, f"/redirect/301?to={target}")
        assert (answer.fault, answer.final, len(answer.hops)) == (fault, target, 1)


def test_of_a_hostile_redirect_not_everything_is_kept(web: World) -> None:
    answer = get(web, "/redirect/302?to=/a&more=30000")
    assert (answer.fault, len(answer.final)) == ("url", 8192)


def test_the_caller_may_delay_or_end_a_chain_at_each_hop(web: World) -> None:
    hosts: list[str] = []

    def before(address: Address) -> str:
        hosts.append(address.host)
        return "left" if len(hosts) == 2 else ""

    answer = web.client().ask(f"{HOST}/chain/4", "GET", 0, before_hop=before)
    assert (answer.fault, len(answer.hops), len(hosts)) == ("left", 2, 2)
    answer = web.client().ask(f"{HOST}/page/1", "GET", 0, before_hop=before)
    assert (answer.status, len(hosts)) == (200, 2)


# Cookies


def test_cookies_live_for_one_chain(web: World) -> None:
    client = web.client()
    answer = client.ask(f"{HOST}/cookie/gate", "GET", 65_536)
    assert (answer.status, len(answer.hops)) == (200, 1)
    assert b"gate=open" in answer.body
    assert b"no cookie" in client.ask(f"{HOST}/cookie/echo", "GET", 65_536).body


def test_cookies_are_few_small_and_for_their_host(web: World) -> None:
    assert get(web, "/cookie/many").body.count(b"=xxx") == 10
    assert b"no cookie" in get(web, "/cookie/big").body
    for to, wanted in (
        ("http://other.example.com/cookie/echo", b"no cookie"),
        (f"{HOST}:8080/cookie/echo", b"gate=open"),
    ):
        assert wanted in get(web, f"/cookie/to?to={quote(to, '')}").body


# Connections


def test_a_connection_is_used_again_for_the_same_host_scheme_and_port(web: World) -> None:
    client = web.client()
    for path in ("/page/1", "/page/2", "/status/404", "/chain/3", "/page/3"):
        client.ask(f"{HOST}{path}", "GET", 65_536)
    client.ask(f"{HOST}/page/1", "HEAD", 0)
    assert len(web.connects) == web.looked_up["news.example.com"] == 1
    client.ask(f"{HOST}:8080/page/1", "GET", 0)
    client.ask("http://other.example.com/page/1", "GET", 65_536)
    assert len(web.connects) == 3


def test_a_connection_with_something_unread_is_not_used_again(web: World) -> None:
    client = web.client()
    for path in ("/endless/body", "/keep/extra", "/broken/chunks", "/keep/close"):
        web.connects.clear()
        client.ask(f"{HOST}{path}", "GET", 100_000)
        answer = client.ask(f"{HOST}/page/1", "GET", 65_536)
        assert (answer.status, len(web.connects) > 0) == (200, True), path


@pytest.mark.parametrize("path", ["/keep/once", "/keep/once-reset"])
def test_a_connection_that_was_closed_meanwhile_is_replaced_silently(web: World, path: str) -> None:
    client = web.client()
    for _ in range(3):
        assert client.ask(f"{HOST}{path}", "GET", 65_536).status == 200
    assert len(web.connects) == 3


@pytest.mark.parametrize("path", ["/reset", "/close", "/raw/empty"])
def test_a_new_connection_without_an_answer_is_not_repeated(web: World, path: str) -> None:
    before = len(web.requests())
    client = web.client()
    assert client.ask(f"{HOST}{path}", "GET", 0).fault == "reset"
    assert len(web.requests()) == before + 1
    assert client.ask(f"{HOST}/page/1", "GET", 65_536).status == 200
    assert client.ask(f"{HOST}{path}", "GET", 0).fault == "reset"
    assert len(web.requests()) == before + 4  # one of them on the connection that was kept


def test_addresses_of_both_families_take_turns() -> None:
    assert in_turn(["::1", "::2", "::3", "1.1.1.1", "2.2.2.2"]) == [
        *("::1", "1.1.1.1", "::2", "2.2.2.2", "::3")
    ]
    assert in_turn(["1.1.1.1", "::1"]) == ["1.1.1.1", "::1"]
    assert in_turn(["1.1.1.1"]) == ["1.1.1.1"]


def test_an_address_that_is_silent_does_not_hold_up_another(web: World) -> None:
    web.names = {"both.example.com": ("2606:dead::1", "93.184.216.34", "93.184.216.35")}
    answer = web.client().ask("http://both.example.com/page/1", "GET", 0)
    assert (answer.status, answer.address) == (200, "93.184.216.34")
    assert web.connects == [("2606:dead::1", 80), ("93.184.216.34", 80)]


def test_where_nobody_connects(web: World) -> None:
    web.names = {"dead.example.com": ("2606:dead::1", "45.0.0.9")}
    client = web.client(times=SHORT)
    silent = client.ask("http://dead.example.com/", "GET", 0)
    assert (silent.fault, silent.address) == ("timeout", "")
    refused = client.ask(f"{HOST}:8443/", "GET", 0)
    assert (refused.fault, refused.detail) == ("reset", "connection refused")


def test_at_most_four_addresses_are_tried(web: World) -> None:
    many = tuple(f"23.1.0.{number}" for number in range(10))
    web.names = {"many.example.com": many}
    assert web.client().ask("http://many.example.com:8443/", "GET", 0).fault == "reset"
    assert web.connects == [(address, 8443) for address in many[:4]]


def test_many_threads_may_ask_at_once(web: World) -> None:
    client = web.client()
    urls = [f"http://h{number % 40}.example.net/page/{number}" for number in range(400)]
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda url: client.ask(url, "GET", 65_536), urls))
    assert {answer.status for answer in answers} == {200}
    assert [answer.final for answer in answers] == urls
    bodies = [f"Article /page/{number}".encode() in a.body for number, a in enumerate(answers)]
    assert all(bodies)


# Names and the environment


def test_names_that_do_not_resolve(web: World) -> None:
    client = web.client()
    for name, fault in (
        ("nxdomain", "name-unknown"),
        ("servfail", "name-failed"),
        ("ip-then-nothing", "name-failed"),
    ):
        web.names = {"ip-then-nothing.example.com": ()}
        assert client.ask(f"http://{name}.example.com/", "GET", 0).fault == fault
        assert not client.resolves(f"{name}.example.com")
    assert client.resolves("example.org")
    assert web.connects == []


def test_a_look_up_that_hangs_is_given_up_and_holds_up_no_other() -> None:
    free = threading.Event()
    ended: list[str] = []

    def look_up(host: str) -> tuple[str, ...]:
        if host.startswith("hang"):
            free.wait(30)
            ended.append(host)
        return ("1.1.1.1",)

    resolver = dns.Resolver(look_up, wait=0.1)
    for number in range(20):  # more than there are threads
        with pytest.raises(Failed) as failed:
            resolver.addresses(f"hang{number}")
        assert failed.value.fault == "name-failed"
    assert resolver.addresses("a.example.com") == ("1.1.1.1",)
    free.set()
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(resolver.addresses, ["b.example.com"] * 50))
    assert found == {("1.1.1.1",)}


def test_proxies_of_the_environment_are_not_used(
    web: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert get(web, "/page/1").status == 200
    assert web.connects == [("93.184.216.34", 80)]


def test_a_proxy_that_is_given_is_asked_by_the_whole_url(web: World) -> None:
    web.names = {"proxy.corp": ("10.0.0.8",)}
    client = web.client(proxy="http://me:p%40ss@proxy.corp:3128")
    answer = client.ask(f"{HOST}/echo", "GET", 65_536)
    assert answer.status == 200
    first, *lines = answer.body.decode().split("\r\n")
    assert first == f"GET {HOST}/echo HTTP/1.1"
    assert "Proxy-Authorization: Basic bWU6cEBzcw==" in lines
    assert (web.connects, list(web.looked_up)) == ([("10.0.0.8", 3128)], ["proxy.corp"])
    assert client.by_proxy
    assert client.resolves("nxdomain.example.com")


def test_what_is_private_is_not_asked_of_a_proxy_either(web: World) -> None:
    web.names = {"proxy.corp": ("10.0.0.8",)}
    client = web.client(proxy="http://proxy.corp:3128")
    for url in ("http://127.0.0.1/", "http://localhost/", "http://wiki.corp/", "http://0x7f.1/"):
        assert client.ask(url, "GET", 0).fault in ("private", "url")
    answer = client.ask(f"{HOST}/redirect/302?to=http://169.254.169.254/", "GET", 0)
    assert (answer.fault, web.connects) == ("private", [("10.0.0.8", 3128)])


def test_open_connections_stay_open_when_there_are_too_many(
    web: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hosts take turns, so pushing out the one that has waited longest would keep none."""
    monkeypatch.setattr("contentlint.links.client._most_idle", lambda: 3)
    web.forget()
    client = web.client()
    for _ in range(3):
        for n in range(5):
            assert client.ask(f"http://h{n}.example.net/page/1", "GET", 65_536).status == 200
    assert len(web.connects) == 3 + 3 * 2
    now = time.monotonic()
    monkeypatch.setattr("contentlint.links.client.time.monotonic", lambda: now + 25)
    for _ in range(2):
        assert client.ask("http://h4.example.net/page/1", "GET", 65_536).status == 200
    assert len(web.connects) == 3 + 3 * 2 + 1


def test_files_of_others_are_kept_open() -> None:
    assert 16 <= _most_idle() <= 2048
