"""The server of faults, and the namespace in which it is every host of the world."""

from __future__ import annotations

import http.client
from pathlib import Path

import fault_names
import fault_server
import namespace
import pytest


def test_names_say_what_they_resolve_to() -> None:
    for name, wanted in (
        ("news.example.com", ("93.184.216.34",)),
        ("h300.example.net", ("23.0.1.44",)),
        ("ip-10-0-0-1-and-1-1-1-1.example.com", ("10.0.0.1", "1.1.1.1")),
        ("ip6-2606-2800-220-1--1.example.com", ("2606:2800:220:1::1",)),
        ("ip-1-1-1-1-or6-2606-dead--1.example.com", ("1.1.1.1", "2606:dead::1")),
        ("nodata.example.com", ()),
    ):
        assert fault_names.addresses(name) == wanted
    changing = "ip-1-1-1-1-then-127-0-0-1.example.com"
    assert [fault_names.addresses(changing, n)[0] for n in range(3)] == [
        *("1.1.1.1", "127.0.0.1", "127.0.0.1")
    ]


def test_it_serves_and_logs_on_loopback(tmp_path: Path) -> None:
    with fault_server.on_loopback(tmp_path) as port:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        for method, path, status in (
            ("GET", "/page/1", 200),
            ("GET", "/status/410", 410),
            ("HEAD", "/head/404", 404),
            ("GET", "/head/404", 200),
            ("GET", "/a/contentlint-abc", 404),
        ):
            client.request(method, path, headers={"Host": "news.example.com"})
            answer = client.getresponse()
            answer.read()
            assert answer.status == status, path
        client.close()
        assert len(fault_server.log(tmp_path, "connection")) == 1
        seen = [(e["method"], e["path"]) for e in fault_server.log(tmp_path, "request")]
        assert seen[:2] == [("GET", "/page/1"), ("GET", "/status/410")]


_VISITS = """
import http.client, socket, ssl
for host in ("ok", "expired", "wrong-host", "self-signed"):
    try:
        context = ssl.create_default_context()
        client = http.client.HTTPSConnection(f"{host}.example.com", timeout=5, context=context)
        client.request("GET", "/page/1")
        print(host, client.getresponse().status)
    except ssl.SSLCertVerificationError as error:
        print(host, error.verify_message.partition(",")[0])
for name in ("nxdomain", "servfail", "nodata"):
    try:
        socket.getaddrinfo(f"{name}.example.com", 80)
    except socket.gaierror as error:
        print(name, {-2: "unknown", -3: "failed", -5: "empty"}[error.errno])
for host in ("169.254.169.254", "10.0.0.1", "[2606:2800:220:1::1]"):
    client = http.client.HTTPConnection(host, timeout=5)
    client.request("GET", "/page/1")
    print(host, client.getresponse().status)
for host in ("45.0.0.9", "2606:dead::1"):
    try:
        socket.create_connection((host, 80), timeout=0.3)
    except TimeoutError:
        print(host, "silent")
"""


@pytest.mark.slow
def test_in_the_namespace_it_is_every_host(tmp_path: Path) -> None:
    with namespace.entered(tmp_path) as inside:
        assert inside.python(_VISITS).splitlines() == [
            "ok 200",
            "expired certificate has expired",
            "wrong-host Hostname mismatch",
            "self-signed self-signed certificate",
            "nxdomain unknown",
            "servfail failed",
            "nodata empty",
            "169.254.169.254 200",
            "10.0.0.1 200",
            "[2606:2800:220:1::1] 200",
            "45.0.0.9 silent",
            "2606:dead::1 silent",
        ]
        connected = [entry["address"] for entry in inside.log("connection")]
        assert connected[-3:] == ["169.254.169.254", "10.0.0.1", "2606:2800:220:1::1"]
        assert len(connected) == 7
        inside.forget()
        assert inside.log("connection") == []
