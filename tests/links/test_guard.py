"""URLs as they are sent, and addresses that are public."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.links import idna
from contentlint.links.answer import NO_ANSWER
from contentlint.links.client import target
from contentlint.links.guard import NOT_PUBLIC, Address, Guard, Refused, is_public, parse


@pytest.mark.parametrize("network", NOT_PUBLIC)
def test_the_edges_of_a_network_are_not_public_and_their_neighbours_are(network: str) -> None:
    found = ip_network(network)
    assert not is_public(str(found[0]))
    assert not is_public(str(found[-1]))
    before, after = int(found[0]) - 1, int(found[-1]) + 1
    beside = [type(found[0])(n) for n in (before, after) if 0 <= n < 2**found.max_prefixlen]
    # Some networks have neighbours that are not public, either.
    others = [ip_network(other) for other in NOT_PUBLIC]
    wanted = [
        not any(address in other for other in others if other.version == address.version)
        and (address.version == 4 or address in ip_network("2000::/3"))
        for address in beside
    ]
    assert [is_public(str(address)) for address in beside] == wanted


def test_addresses_of_the_internet_are_public() -> None:
    for address in (
        *("1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.0", "223.255.255.255"),
        *("2606:2800:220:1::1", "2a00:1450:4009::1", "2001:200::1", "2400:cb00::1", "2000::1"),
    ):
        assert is_public(address), address


def test_what_is_no_address_is_not_public() -> None:
    for text in ("", "localhost", "127.1", "2130706433", "1.1.1.1/8", "1.1.1.1:80", "[2606::1]"):
        assert not is_public(text), text


@pytest.mark.parametrize(
    "url, host, port, path",
    [
        ("http://example.com", "example.com", 80, "/"),
        ("HTTPS://Example.COM./a/B?c=D#e", "example.com", 443, "/a/B?c=D"),
        ("http://example.com:/x", "example.com", 80, "/x"),
        ("http://example.com:0443/x", "example.com", 443, "/x"),
        ("https://example.com:8443?q", "example.com", 8443, "/?q"),
        ("http://example.com/a/./b/../c/%2E%2e/d", "example.com", 80, "/a/d"),
        ("http://example.com/../../a/..", "example.com", 80, "/"),
        ("http://example.com/a/b/.", "example.com", 80, "/a/b/"),
        ("http://example.com/.well-known/x", "example.com", 80, "/.well-known/x"),
        ("http://example.com//a//b", "example.com", 80, "//a//b"),
        ("http://example.com/خبر?س=ج", "example.com", 80, "/%D8%AE%D8%A8%D8%B1?%D8%B3=%D8%AC"),
        ("http://example.com/%d8%ae%zz%", "example.com", 80, "/%d8%ae%zz%"),
        ("http://example.com/نیم\u200cفاصله", "example.com", 80, None),
        ('http://example.com/a"b<c>`{d}|e^f?g"h', "example.com", 80, None),
        ("http://example.com/?a[]=1&b=x|y", "example.com", 80, "/?a[]=1&b=x|y"),
        ("http://my_site.example.com/", "my_site.example.com", 80, "/"),
        ("http://93.184.216.34/", "93.184.216.34", 80, "/"),
        ("http://[2606:2800:0220:1::1]:8080/", "[2606:2800:220:1::1]", 8080, "/"),
        ("http://مثال.إختبار/", "xn--mgbh0fb.xn--kgbechtv", 80, "/"),
    ],
)
def test_a_url_is_taken_apart(url: str, host: str, port: int, path: str | None) -> None:
    address = parse(url)
    assert (address.host, address.port) == (host, port)
    assert path in (address.path, None)
    assert address.path.isascii()
    assert not set(' "<>\\\n') & set(address.path)
    assert parse(address.url) == address


def test_an_address_knows_its_number_and_its_place() -> None:
    for url, ip, place in (
        ("http://93.184.216.34/", "93.184.216.34", "93.184.216.34"),
        ("https://[2606:2800::1]:8443/", "2606:2800::1", "[2606:2800::1]:8443"),
        ("https://example.com:443/", "", "example.com"),
        ("http://example.com:443/", "", "example.com:443"),
    ):
        address = parse(url)
        assert (address.ip, address.place) == (ip, place)


def test_each_refusal_has_a_fault_of_the_list() -> None:
    for url, fault in (
        ("ftp://example.com/", "scheme"),
        ("http://exa mple.com/", "url"),
        ("http://127.0.0.1/", "private"),
        ("http://localhost/", "private"),
    ):
        with pytest.raises(Refused) as refused:
            parse(url)
        assert refused.value.fault == fault
        assert fault in NO_ANSWER
        assert refused.value.detail


def test_a_refusal_gives_its_reason() -> None:
    for url, detail in (
        ("http://me:secret@example.com/", "user information in the URL"),
        ("http://example.com:25/", "port 25 is not asked"),
        ("http://example.com:x/", "invalid port"),
        ("http://127.1/", "host that is a number"),
        ("http://[::1/", "invalid address in brackets"),
        ("http:///a", "no host"),
        ("http://a\u202e.com/", "U+202E in the host"),
        ("http://a.com/\\b", "U+005C in the URL"),
    ):
        with pytest.raises(Refused) as refused:
            parse(url)
        assert refused.value.detail == detail


def test_a_user_may_allow_networks() -> None:
    guard = Guard(networks=("10.1.0.0/16", "fd00::/8"))
    assert parse("http://10.1.2.3/", guard).ip == "10.1.2.3"
    assert parse("http://[fd00::1]/", guard).ip == "fd00::1"
    assert parse("http://wiki.corp/", guard) == Address("http", "wiki.corp", 80, "/")
    assert guard.allows("10.1.255.255", 80)
    for address in ("10.2.0.1", "127.0.0.1", "fe80::1", "fd00::1%eth0", "169.254.169.254"):
        assert not guard.allows(address, 80), address
    with pytest.raises(Refused):
        parse("http://10.2.0.1/", guard)


def test_a_test_may_allow_one_port() -> None:
    guard = Guard(extra=frozenset({("127.0.0.1", 5000)}))
    assert parse("http://127.0.0.1:5000/", guard).port == 5000
    assert not guard.allows("127.0.0.1", 80)
    assert not guard.allows("127.0.0.2", 5000)
    for url in ("http://127.0.0.1/", "http://localhost:5000/", "http://127.0.0.1:5001/"):
        with pytest.raises(Refused):
            parse(url, guard)


@pytest.mark.parametrize(
    "host, wanted",
    [
        ("Example.COM", "example.com"),
        ("straße.de", "xn--strae-oqa.de"),
        ("STRASSE.de", "strasse.de"),
        ("ΣΊΣΥΦΟΣ.gr", "xn--kxa6akbbkh.gr"),
        ("σίσυφος.gr", "xn--kxa6ajbbmh.gr"),
        ("bücher.example.com", "xn--bcher-kva.example.com"),
        ("bu\u0308cher.example.com", "xn--bcher-kva.example.com"),
        ("ＢÜＣＨＥＲ．example。com", "xn--bcher-kva.example.com"),
        ("موقع1.com", "xn--1-znc0alp.com"),
        ("نامه\u200cای.com", "xn--mgba3gch31f060k.com"),
        ("הדף.co.il", "xn--7dbb0c.co.il"),
        ("i❤.ws", "xn--i-7iq.ws"),
        ("exa\u00admple.com", "example.com"),
    ],
)
def test_hosts_of_other_scripts_are_encoded_as_browsers_do(host: str, wanted: str) -> None:
    assert idna.a_labels(host) == wanted


@pytest.mark.parametrize(
    "host",
    [
        "exa\u200cmple.com",
        "a\u200dé.com",
        "\u200cنامه.com",
        "\u202eexämple.com",
        "ex\u2066ä.com",
        "\u0301ä.com",
        "ä\ue000.com",
        "ä" * 60 + ".com",
    ],
)
def test_hosts_that_cannot_be_are_refused(host: str) -> None:
    with pytest.raises(ValueError, match="host"):
        idna.a_labels(host)


_PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "http://",
                "https://",
                "//",
                "/",
                "\\",
                "@",
                ":",
                "[",
                "]",
                "#",
                "?",
                "%",
                ".",
                "127.0.0.1",
            ]
        ),
        st.sampled_from(
            ["localhost", "::1", "0x7f", "1", "example", "com", "。", "①", "\u00ad", "ß"]
        ),
        st.text(max_size=4),
    ),
    max_size=8,
).map("".join)


@given(_PIECES)
def test_whatever_a_url_is_it_is_refused_or_one_of_a_public_host(pieces: str) -> None:
    for url in (pieces, f"http://{pieces}", f"http://example.com{pieces}"):
        try:
            address = parse(url)
        except Refused as refused:
            assert refused.fault in ("url", "scheme", "private")
            continue
        assert address.url.isascii()
        assert address.url.isprintable()
        assert " " not in address.url
        assert "@" not in address.place
        assert parse(address.url) == address
        if address.ip:
            assert is_public(address.ip)
        else:
            assert not address.host.split(".")[-1].isdigit()
            assert "." in address.host


@given(st.text(st.characters(max_codepoint=255), max_size=30), _PIECES)
def test_whatever_a_redirect_says_it_is_refused_or_leads_to_a_public_host(
    latin: str, pieces: str
) -> None:
    for location in (latin, pieces.encode("utf-8", "replace").decode("latin-1")):
        try:
            address = parse(target("http://example.com/a/b", location))
        except Refused:
            continue
        assert not address.ip or is_public(address.ip)
        assert address.url.isascii()
