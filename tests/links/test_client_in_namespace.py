"""What needs addresses, names and certificates of the real kind: see ``namespace``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import namespace
import pytest
from fault_cases import CASES

pytestmark = pytest.mark.slow

ASK = """
import json, sys
from contentlint.links.client import Times, Client
given = json.loads(sys.argv[1])
client = Client(agent="contentlint/test", times=Times(2, 2, 3), proxy=given["proxy"])
for url in given["urls"]:
    a = client.ask(url, "GET", 65536)
    print(json.dumps([a.status, a.fault, a.detail, a.final, a.address]))
print(json.dumps([client.resolves("example.org"), client.resolves("nxdomain.org")]))
"""


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[namespace.Inside]:
    with namespace.entered(tmp_path_factory.mktemp("inside")) as entered:
        yield entered


def ask(
    inside: namespace.Inside, *urls: str, proxy: str = "", env: dict[str, str] | None = None
) -> list[list[object]]:
    given = json.dumps({"urls": urls, "proxy": proxy})
    return [json.loads(line) for line in inside.python(ASK, given, env=env).splitlines()]


def test_certificates(inside: namespace.Inside) -> None:
    good, expired, wrong, own, hop, plain, _ = ask(
        inside,
        "https://news.example.com/page/1",
        "https://expired.example.com/page/1",
        "https://wrong-host.example.com/page/1",
        "https://self-signed.example.com/page/1",
        "http://news.example.com/redirect/301?to=https://expired.example.com/",
        "https://news.example.com:8080/",
    )
    assert good[:2] == [200, ""]
    assert expired[:3] == [0, "tls", "certificate has expired"]
    assert wrong[:2] == [0, "tls"]
    assert "wrong-host.example.com" in str(wrong[2])
    assert own[:2] == [0, "tls"]
    assert "self-signed" in str(own[2]).replace("self signed", "self-signed")
    assert hop[1:4] == ["tls", "certificate has expired", "https://expired.example.com/"]
    assert plain[1] in ("timeout", "protocol"), "the port speaks no TLS"


def test_a_certificate_that_is_not_valid_is_never_looked_past(inside: namespace.Inside) -> None:
    inside.forget()
    ask(inside, "https://expired.example.com/page/1", "https://self-signed.example.com/page/1")
    assert len(inside.log("connection")) == 2
    assert inside.log("request") == []


def test_a_system_without_authorities_says_so(inside: namespace.Inside, tmp_path: Path) -> None:
    nobody = {"SSL_CERT_FILE": str(tmp_path / "none.pem"), "SSL_CERT_DIR": str(tmp_path)}
    answer, _ = ask(inside, "https://news.example.com/page/1", env=nobody)
    assert answer[:3] == [0, "protocol", "the system knows no authority for certificates"]


def test_names_of_a_real_resolver(inside: namespace.Inside) -> None:
    *answers, resolves = ask(
        inside,
        "http://nxdomain.example.com/",
        "http://servfail.example.com/",
        "http://nodata.example.com/",
        "http://silent.example.com/",
        "http://h300.example.net/page/1",
    )
    faults = [str(answer[1]) for answer in answers]
    assert faults == ["name-unknown", "name-failed", "name-failed", "name-failed", ""]
    assert answers[-1][4] == "23.0.1.44"
    assert resolves == [True, False]


def test_silent_addresses(inside: namespace.Inside) -> None:
    both, v6, v4, dead, refused, _ = ask(
        inside,
        "http://ip-93-184-216-34-or6-2606-dead--1.example.com/page/1",
        "http://[2606:2800:220:1::1]/page/1",
        "http://93.184.216.34/page/1",
        "http://ip-45-0-0-9.example.com/page/1",
        "http://news.example.com:8443/",
    )
    assert (both[0], both[4]) == (200, "93.184.216.34")
    assert (v6[0], v4[0]) == (200, 200)
    assert (dead[1], refused[1]) == ("timeout", "reset")


def test_a_proxy_tunnels_https_and_its_certificates_are_checked(
    inside: namespace.Inside,
) -> None:
    inside.forget()
    good, plain, bad, _ = ask(
        inside,
        "https://news.example.com/page/1",
        "http://news.example.com/page/1",
        "https://expired.example.com/page/1",
        proxy="http://10.0.0.8:8080",
    )
    assert (good[0], plain[0], bad[1]) == (200, 200, "tls")
    ours = {e["address"] for e in inside.log("connection") if e["port"] == 8080}
    assert ours == {"10.0.0.8"}


def test_proxies_of_the_environment_are_not_used(inside: namespace.Inside) -> None:
    inside.forget()
    env = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy"), "http://127.0.0.1:8080")
    answer, _ = ask(inside, "http://news.example.com/page/1", env=env)
    assert answer[0] == 200
    assert [entry["address"] for entry in inside.log("connection")] == ["93.184.216.34"]


_ALL = """
import json
from concurrent.futures import ThreadPoolExecutor
from contentlint.links.client import Times, Client
from fault_cases import CASES
client = Client(agent="contentlint/test", times=Times(2, 2, 4))
with ThreadPoolExecutor(32) as pool:
    for case, a in zip(CASES, pool.map(lambda each: client.ask(each.url, "GET", 65536), CASES)):
        print(json.dumps([a.status, a.fault]))
"""


def test_only_what_is_gone_says_so_in_over_300_cases(inside: namespace.Inside) -> None:
    answers = [json.loads(line) for line in inside.python(_ALL).splitlines()]
    assert len({case.url for case in CASES}) == len(CASES) == len(answers) >= 300
    said = {
        case: "gone" if status in (404, 410) or fault == "name-unknown" else status
        for case, (status, fault) in zip(CASES, answers, strict=True)
        if not case.url.startswith("http://robots")
    }
    gone = {case for case, answer in said.items() if answer == "gone"}
    assert gone == {case for case in said if case.truth == "gone"}
    there = {case: said[case] for case in said if case.truth == "there"}
    assert {case: answer for case, answer in there.items() if answer not in (200, 203)} == {}
