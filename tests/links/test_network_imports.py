"""Only the modules named here have to do with sockets, and nothing but their command loads them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator

import pytest
from conftest import ROOT

NETWORK = frozenset(
    "_socket _ssl aiohttp asyncio ftplib http http.client httpx imaplib nntplib poplib "
    "multiprocessing.connection requests smtplib socket socketserver ssl telnetlib "
    "urllib.request urllib3 webbrowser wsgiref xmlrpc".split()
)
ALLOWED = {
    "contentlint/links/sockets.py": {"socket", "ssl"},
    "contentlint/links/connection.py": {"http.client", "socket", "ssl"},
    "contentlint/links/dns.py": {"socket"},
    "contentlint/links/client.py": {"ssl"},
}


def network_modules(source: str) -> Iterator[str]:
    """The modules of ``NETWORK`` that a source imports anywhere, also for annotations only."""
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Call):
            if ast.unparse(node.func).endswith(("import_module", "__import__")):
                names = [str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)]
        yield from (name for name in names if name in NETWORK)


def test_only_these_modules_import_what_opens_sockets() -> None:
    found = {
        str(path.relative_to(ROOT)).replace("\\", "/"): modules
        for path in sorted((ROOT / "contentlint").rglob("*.py"))
        if (modules := set(network_modules(path.read_text(encoding="utf-8"))))
    }
    assert found == ALLOWED


@pytest.mark.parametrize(
    "line",
    [
        "import socket",
        "def f():\n    import ssl as tls",
        "from http.client import HTTPSConnection",
        "from http import client",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import importlib\nimportlib.import_module('socket')",
        "__import__('socket')",
        "try:\n    import asyncio\nexcept ImportError:\n    pass",
    ],
)
def test_an_import_of_each_form_is_seen(line: str) -> None:
    assert list(network_modules(line))


def test_the_package_loads_none_of_them() -> None:
    code = (
        "import sys; before = set(sys.modules); import contentlint.links.answer, "
        "contentlint.links.guard, contentlint.links.robots, contentlint.cli.main; "
        f"print(sorted((set(sys.modules) - before) & {set(NETWORK)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
