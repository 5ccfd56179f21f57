"""No URL, redirect or answer of a name server leads to a connection inside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import forbidden
import namespace
import pytest
import world
from world import World

CODES = (301, 302, 303, 307, 308)
START = ("93.184.216.34", 80)


@pytest.fixture(scope="module")
def one_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world.created(tmp_path_factory.mktemp("world")) as created:
        yield created


@pytest.fixture
def outside(one_world: World) -> Iterator[World]:
    yield one_world
    one_world.forget()


def chain(target: str, code: int, hops: int = 1) -> str:
    """A URL that redirects to itself with fewer hops, and at last to a target."""
    for _ in range(hops):
        target = f"http://start.example.com/redirect/{code}?to={quote(target, '')}"
    return target


def test_there_are_as_many_cases_as_promised() -> None:
    assert len(set(forbidden.URLS)) >= 200
    assert len(set(forbidden.TARGETS)) >= 40
    assert len(set(forbidden.REBINDING)) >= 20


@pytest.mark.parametrize("url", forbidden.URLS, ids=ascii)
def test_no_url_connects(outside: World, url: str) -> None:
    # What a system's resolver takes for an address.
    outside.names = dict.fromkeys(
        ["127.1", "2130706433", "0x7f.1", "0", "localhost"], ("127.0.0.1",)
    )
    answer = outside.client().ask(url, "GET", 1000)
    assert answer.fault in ("private", "url", "scheme"), answer
    assert outside.connects == []


@pytest.mark.parametrize("url", forbidden.URLS, ids=ascii)
def test_no_url_connects_to_head_either_and_none_is_looked_up_that_is_no_name(
    outside: World, url: str
) -> None:
    outside.client().ask(url, "HEAD", 0)
    assert outside.connects == []
    assert all(name.startswith("ip") for name in outside.looked_up), outside.looked_up


@pytest.mark.parametrize("hops", [1, 3])
@pytest.mark.parametrize("target", forbidden.TARGETS, ids=ascii)
def test_no_redirect_connects(outside: World, target: str, hops: int) -> None:
    code = CODES[len(target) % len(CODES)]
    answer = outside.client().ask(chain(target, code, hops), "GET", 1000)
    assert answer.fault in ("private", "url", "scheme"), answer
    assert [hop.status for hop in answer.hops] == [code] * hops
    assert outside.connects == [START]  # kept open for further hops


@pytest.mark.parametrize("name", forbidden.REBINDING)
def test_a_name_is_judged_at_each_connection(outside: World, name: str) -> None:
    client = outside.client()
    first = client.ask(f"http://{name}/keep/close", "GET", 1000)
    assert (first.status, outside.looked_up[name], len(outside.connects)) == (200, 1, 1)
    again = client.ask(f"http://{name}/page/1", "GET", 1000)
    assert (again.fault, outside.looked_up[name], len(outside.connects)) == ("private", 2, 1)


@pytest.mark.parametrize("name", forbidden.REBINDING)
def test_a_name_is_judged_at_each_hop(outside: World, name: str) -> None:
    to = quote(f"http://{name}:8080/page/1", "")
    answer = outside.client().ask(f"http://{name}/redirect/302?to={to}", "GET", 1000)
    assert (answer.fault, len(answer.hops), len(outside.connects)) == ("private", 1, 1)


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.0.0.1", "::1", "93.184.216.35"])
def test_a_connection_to_another_address_than_was_judged_is_not_used(
    outside: World, peer: str
) -> None:
    outside.peer = peer
    before = outside.requests()
    answer = outside.client().ask("http://start.example.com/page/1", "GET", 1000)
    assert (answer.fault, outside.requests()) == ("reset", before)


_IN_NAMESPACE = """
import json, sys
from contentlint.links.client import Times, Client
client = Client(agent="contentlint/test", times=Times(2, 2, 4))
for url in json.load(open(sys.argv[1], encoding="utf-8")):
    print(client.ask(url, "GET", 1000).fault)
"""


@pytest.mark.slow
def test_where_every_address_answers_none_of_them_is_connected_to(tmp_path: Path) -> None:
    cases = tmp_path / "cases.json"
    with namespace.entered(tmp_path) as inside:
        cases.write_text(json.dumps(forbidden.URLS), encoding="utf-8")
        faults = inside.python(_IN_NAMESPACE, str(cases)).split()
        assert set(faults) == {"private", "url", "scheme"}
        assert len(faults) == len(forbidden.URLS)
        assert inside.log("connection") == []

        chains = [
            chain(target, code, hops)
            for target in forbidden.TARGETS
            for code, hops in ((301, 1), (307, 2), (302, 4))
        ]
        cases.write_text(json.dumps(chains), encoding="utf-8")
        faults = inside.python(_IN_NAMESPACE, str(cases)).split()
        assert set(faults) == {"private", "url", "scheme"}
        assert {entry["address"] for entry in inside.log("connection")} == {START[0]}

        inside.forget()
        names = [
            f"http://{name}/{path}"
            for name in forbidden.REBINDING
            for path in ("keep/close", "page/1")
        ]
        cases.write_text(json.dumps(names), encoding="utf-8")
        assert inside.python(_IN_NAMESPACE, str(cases)).split() == ["private"] * len(
            forbidden.REBINDING
        )
        addresses = {str(entry["address"]) for entry in inside.log("connection")}
        assert addresses == {START[0], "2606:2800:220:1::1"}
