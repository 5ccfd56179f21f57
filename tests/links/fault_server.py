"""A web server for tests that does everything wrong that servers do; see ``ANSWERS``.

As a program it serves every address of the network namespace it runs in, on ports 80, 443 and 8080
(8443 refuses), with ``fault_names`` for its names: see ``namespace``. ``on_loopback`` serves
plain HTTP on a port of this machine.

The folder has the log: a line of JSON for each connection and for each request. It is complete
when the client has its answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import ssl
import struct
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from email.utils import formatdate
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, unquote

import certificates
import fault_names

PORTS = (80, 8080)
TLS_PORT = 443
SILENT_HOSTS = ("45.0.0.9", "2606:dead::1")
"""Addresses in the namespace that never complete a connection on ports 80 and 443."""
SOFT_404 = {
    "ar": "عذراً، الصفحة غير موجودة",
    "fa": "صفحه مورد نظر یافت نشد",
    "ur": "صفحہ نہیں ملا",
    "he": "הדף לא נמצא",
    "vi": "Không tìm thấy trang",
    "en": "Page not found",
}
LETTERS = "The council met on Monday and approved the plan for the new library in the old town. "
"""Long enough, repeated, for a page that is not judged as one without text."""


class Request(NamedTuple):
    method: str
    path: str
    """Percent-decoded, without query."""
    query: dict[str, str]
    host: str
    """Without port, in lower case."""
    headers: dict[str, str]
    """Names in lower case."""
    number: int
    """How often the same method, host and path have been asked for, from 1."""
    on_connection: int
    """The number of the request on its connection, from 1."""
    raw: bytes


class Link(NamedTuple):
    """A connection, to write to."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        if self.writer.is_closing():  # which writing does not tell
            raise ConnectionAbortedError
        self.writer.write(data)
        await self.writer.drain()

    async def hang(self) -> None:
        """Wait until the client leaves."""
        while await self.reader.read(65536):
            pass
        raise ConnectionAbortedError

    def reset(self) -> None:
        """End the connection with RST instead of FIN."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        raise ConnectionAbortedError

    def close(self) -> None:
        self.writer.close()
        raise ConnectionAbortedError

    async def forever(self, data: bytes, pause: float = 0) -> None:
        while True:
            await self.send(data)
            await asyncio.sleep(pause)


def reply(
    status: int | str = 200,
    body: str | bytes = "",
    *headers: str,
    kind: str = "text/html; charset=utf-8",
) -> bytes:
    """A whole answer."""
    data = body.encode() if isinstance(body, str) else body
    first = f"HTTP/1.1 {status} Reason"
    lines = (first, f"Content-Type: {kind}", f"Content-Length: {len(data)}", *headers)
    return "\r\n".join((*lines, "", "")).encode("utf-8") + data


def moved(status: int, to: str, *headers: str) -> bytes:
    return reply(status, "moved", f"Location: {to}", *headers)


def page(title: str, text: str = LETTERS * 40, heading: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body>"
        f'<h1 id="top-of-page">{heading or title}</h1><p id="intro">{text}</p>'
        f'<h2 id="الخلاصة">Summary</h2><a name="notes"></a><p>{title}</p></body></html>'
    )


Handler = Callable[[Request, Link], Awaitable[bytes]]
"""Returns an answer that is sent whole (without its body to HEAD), or writes itself and returns
``b""``."""
ANSWERS: dict[str, Handler] = {}
"""By the first segment of the path. What follows it is the handler's."""


def answers(*names: str) -> Callable[[Handler], Handler]:
    def keep(handler: Handler) -> Handler:
        ANSWERS.update(dict.fromkeys(names, handler))
        return handler

    return keep


def rest(request: Request, number: int = 2) -> str:
    """A segment of the path, ``""`` if there is none; the first is 1."""
    return (request.path.split("/") + [""] * number)[number]


@answers("page", "")
async def _page(request: Request, _: Link) -> bytes:
    """``/page/7``: an article. ``/``: a home page."""
    return reply(200, page(f"Article {request.path}" if request.path != "/" else "Home"))


@answers("status")
async def _status(request: Request, _: Link) -> bytes:
    """``/status/503``: this status, to HEAD too."""
    code = int(rest(request))
    if code in (204, 304):
        return f"HTTP/1.1 {code} Reason\r\n\r\n".encode()
    return reply(code, page(f"Status {code}"))


@answers("head")
async def _head(request: Request, link: Link) -> bytes:
    """``/head/404``: this status to HEAD only, 200 to GET. Also ``hang``, ``reset``, ``close``."""
    if request.method != "HEAD":
        return reply(200, page("An honest page"))
    what = rest(request)
    if what.isdigit():
        return reply(int(what))
    await _broken(link, what)
    return b""


@answers("get")
async def _get(request: Request, _: Link) -> bytes:
    """``/get/404``: this status to GET only, 200 to HEAD."""
    return reply(200 if request.method == "HEAD" else int(rest(request)), page("A page"))


async def _broken(link: Link, what: str) -> None:
    if what == "reset":
        link.reset()
    if what == "close":
        link.close()
    await link.hang()


@answers("hang")
async def _hang(request: Request, link: Link) -> bytes:
    """``/hang/before``, ``/hang/in-headers``, ``/hang/after-headers``, ``/hang/in-body``."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n"
    parts = {"before": b"", "in-headers": head[:-15], "after-headers": head}
    await link.send(parts.get(rest(request), head + b"<title>Begun</title>"))
    await link.hang()
    return b""


@answers("slow")
async def _slow(request: Request, link: Link) -> bytes:
    """``/slow/headers``, ``/slow/body``: one byte a second."""
    whole = reply(200, page("Slow"))
    head = whole.index(b"\r\n\r\n") + 4 if rest(request) == "body" else 0
    await link.send(whole[:head])
    for at in range(head, len(whole)):
        await link.send(whole[at : at + 1])
        await asyncio.sleep(1)
    return b""


@answers("endless")
async def _endless(request: Request, link: Link) -> bytes:
    """``/endless/body``, ``chunked``, ``headers``, ``line``, ``100``, ``103``."""
    what = rest(request)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    text = b"<p>" + LETTERS.encode() * 100
    if what in ("100", "103"):
        await link.forever(f"HTTP/1.1 {what} Wait\r\nLink: </a.css>\r\n\r\n".encode())
    if what == "headers":
        await link.send(head)
        await link.forever(b"X-More: and more\r\n")
    if what == "line":
        await link.send(head + b"X-Long: ")
        await link.forever(b"and more" * 100)
    if what == "chunked":
        await link.send(head + b"Transfer-Encoding: chunked\r\n\r\n")
        await link.forever(f"{len(text):x}\r\n".encode() + text + b"\r\n")
    await link.send(head + b"\r\n")
    await link.forever(text)
    return b""


@answers("early")
async def _early(request: Request, link: Link) -> bytes:
    """``/early/3``: so many interim answers (103, 100, 103…), then a page."""
    for number in range(int(rest(request))):
        kind = "100 Continue" if number % 2 else "103 Early Hints"
        await link.send(f"HTTP/1.1 {kind}\r\nLink: </a.css>\r\n\r\n".encode())
    return reply(200, page("After hints"))


@answers("gzip")
async def _gzip(request: Request, link: Link) -> bytes:
    """``/gzip/page``: compressed unasked. ``/gzip/bomb``: 1 GB of zeros. ``/gzip/broken``."""
    what = rest(request)
    if what == "bomb":
        packer, chunk = zlib.compressobj(9, zlib.DEFLATED, 31), bytes(1 << 20)
        first = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
        # After a full flush, the same bytes mean the same again.
        again = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
        await link.send(head + first)
        for _ in range(1023):
            await link.send(again)
        link.close()
    packer = zlib.compressobj(wbits=31)
    data = packer.compress(page("Compressed").encode()) + packer.flush()
    return reply(200, data[: 40 if what == "broken" else None], "Content-Encoding: gzip")


@answers("headers")
async def _headers(request: Request, link: Link) -> bytes:
    """``/headers/many`` (200), ``long`` (70 KB in a line), ``colonless``, ``none``, ``nul``."""
    what = rest(request)
    odd = {
        "many": [f"X-Header-{number}: value" for number in range(200)],
        "long": ["X-Long: " + "x" * 70_000],
        "colonless": ["this is no header"],
        "nul": ["X-Odd: \0\x01\x7f"],
    }
    if what == "none":
        await link.send(b"HTTP/1.1 200 OK\r\n\r\n" + page("Bare").encode())
        link.close()
    return reply(200, page("Headers"), *odd[what])


@answers("raw")
async def _raw(request: Request, link: Link) -> bytes:
    """``/raw/garbage``, ``http09``, ``empty``, ``newlines``, ``icy``, ``banner``…"""
    text = {
        "garbage": bytes(range(256)) * 8,
        "http09": page("No status line").encode(),
        "empty": b"",
        "newlines": b"\r\n" * 2000,
        "icy": b"ICY 200 OK\r\n\r\n",
        "big-status": b"HTTP/1.1 99999 Many\r\n\r\n",
        "banner": b"220 mail.example.com ESMTP ready\r\n",
    }
    await link.send(text[rest(request)])
    link.close()
    return b""


@answers("broken")
async def _broken_body(request: Request, link: Link) -> bytes:
    """``/broken/short``: ends before its length. ``chunks``, ``length``, ``reset``, ``both``."""
    what, body = rest(request), page("Broken").encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    chunked = b"Transfer-Encoding: chunked\r\n"
    text = {
        "short": head + b"Content-Length: 99999\r\n\r\n" + body,
        "length": head + b"Content-Length: many\r\n\r\n" + body,
        "chunks": head + chunked + b"\r\nzz\r\n" + body,
        "both": head + chunked + b"Content-Length: 3\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "reset": head + b"Content-Length: 99999\r\n\r\n" + body,
    }
    await link.send(text[what])
    if what == "reset":
        await asyncio.sleep(0.05)  # or the client never sees what was sent
        link.reset()
    link.close()
    return b""


@answers("reset", "close")
async def _reset(request: Request, link: Link) -> bytes:
    """``/reset``: RST in place of an answer. ``/close``: FIN."""
    await _broken(link, rest(request, 1))
    return b""


@answers("keep")
async def _keep(request: Request, link: Link) -> bytes:
    """``/keep/close``: closes after its answer without a word. ``/keep/extra``: sends another
    answer behind its own. ``/keep/once``: answers the first request on a connection, and closes or
    (``/keep/once-reset``) resets it at the second."""
    if rest(request) == "close":
        await link.send(reply(200, page("Closed after")))
        link.close()
    if rest(request) == "extra":
        return reply(200, page("Extra")) + reply(410, page("Not asked for"))
    if request.on_connection > 1:
        await _broken(link, "reset" if rest(request) == "once-reset" else "close")
    return reply(200, page("Once"))


@answers("redirect")
async def _redirect(request: Request, link: Link) -> bytes:
    """``/redirect/302?to=URL``; without ``to``, there is no ``Location``. ``/redirect/302/hang``:
    its body never comes. ``/redirect/302/endless``. With ``more=N``, N letters follow the URL."""
    code, what = int(rest(request)), rest(request, 3)
    if what:
        head = moved(code, request.query["to"]).replace(b"Length: 5", b"Length: 99999999")
        await link.send(head[: head.index(b"\r\n\r\n") + 4])
        if what == "hang":
            await link.hang()
        await link.forever(LETTERS.encode() * 100)
    if "to" not in request.query:
        return reply(code, "nowhere")
    return moved(code, request.query["to"] + "a" * int(request.query.get("more", "0")))


@answers("chain")
async def _chain(request: Request, _: Link) -> bytes:
    """``/chain/3``: three redirects (301), then a page. ``/chain/3/302``: others."""
    left, code = int(rest(request)), rest(request, 3) or "301"
    if not left:
        return reply(200, page("The end of a chain"))
    return moved(int(code), f"/chain/{left - 1}/{code}")


@answers("loop")
async def _loop(request: Request, _: Link) -> bytes:
    """``/loop``: to itself. ``/loop/a``, ``/loop/b``: to each other."""
    return moved(302, {"a": "/loop/b", "b": "/loop/a"}.get(rest(request), "/loop"))


@answers("cookie")
async def _cookie(request: Request, _: Link) -> bytes:
    """``/cookie/gate``: redirects to itself until its cookie comes. ``/cookie/never``: until ever.
    ``/cookie/many``: sets 50. ``/cookie/big``: one of 8 KB. ``/cookie/to?to=URL``: sets one and
    redirects. ``/cookie/echo``: what came."""
    what, came = rest(request), request.headers.get("cookie", "")
    if what == "echo" or (what != "never" and "gate=open" in came):
        return reply(200, page("Inside", came or "no cookie"))
    gate = "Set-Cookie: gate=open; Path=/; HttpOnly"
    if what == "never":
        return moved(302, request.path, f"Set-Cookie: visit={request.number}")
    if what == "many":
        more = [f"Set-Cookie: c{number}={'x' * 100}" for number in range(50)]
        return moved(302, "/cookie/echo", *more)
    if what == "big":
        return moved(302, "/cookie/echo", f"Set-Cookie: big={'x' * 8192}")
    if what == "secure":
        gate = "Set-Cookie: gate=open; Secure"
    return moved(302, request.query.get("to", request.path), gate)


@answers("echo")
async def _echo(request: Request, _: Link) -> bytes:
    """The request as it came, as text."""
    return reply(200, request.raw, kind="text/plain")


@answers("retry")
async def _retry(request: Request, _: Link) -> bytes:
    """``/retry/429/TEXT``: with this ``Retry-After``. ``/retry/503/date+60``: a date in 60 s."""
    text = rest(request, 3)
    if text.startswith("date"):
        text = formatdate(time.time() + int(text.removeprefix("date")), usegmt=True)
    return reply(int(rest(request)), page("Later"), *([f"Retry-After: {text}"] if text else []))


@answers("flaky")
async def _flaky(request: Request, _: Link) -> bytes:
    """``/flaky/2/503``: this status twice, then 200."""
    fails = request.number <= int(rest(request))
    return reply(int(rest(request, 3) or "503") if fails else 200, page("Now it works"))


@answers("weather")
async def _weather(request: Request, link: Link) -> bytes:
    """``/weather/N``: a page; of 20 requests one is reset and one answered by 429."""
    chance = zlib.crc32(f"{request.path} {request.number} {request.host}".encode()) % 20
    if chance == 0:
        link.reset()
    return reply(429 if chance == 1 else 200, page(f"Article {request.path}"))


@answers("soft404")
async def _soft404(request: Request, _: Link) -> bytes:
    """``/soft404/fa``: a page that says that it was not found, with status 200."""
    label = request.host.partition(".")[0]
    language = label.split("-")[1] if label.startswith("soft404-") else rest(request)
    return reply(200, page(SOFT_404[language], "Please use the search."))


@answers("parked")
async def _parked(request: Request, _: Link) -> bytes:
    """A page of a domain for sale."""
    return reply(200, page(f"{request.host} is for sale", "Buy this domain."))


@answers("app")
async def _app(_: Request, __: Link) -> bytes:
    """A page that scripts make."""
    body = '<title>App</title><div id="root"></div><script src="/app.js"></script>'
    return reply(200, body)


@answers("file")
async def _file(request: Request, _: Link) -> bytes:
    """``/file/a.png``, ``/file/a.pdf``: bytes of this type, to HEAD too."""
    kind = "application/pdf" if request.path.endswith(".pdf") else "image/png"
    return reply(200, b"\x89PNG\r\n\x1a\n" * 20_000, kind=kind)


@answers("moved")
async def _moved(request: Request, _: Link) -> bytes:
    """``/moved/slash``: 301 to the same with a slash. ``www``, ``https``: to this host with
    ``www.``, by https. ``home``: to ``/``. ``new``: to another page."""
    what = rest(request)
    if request.path.endswith("/") or request.host.startswith("www."):
        return reply(200, page("Moved here"))
    to = {
        "slash": f"{request.path}/",
        "www": f"http://www.{request.host}{request.path}",
        "https": f"https://{request.host}/page/moved",
        "home": "/",
        "new": "/page/new",
    }
    return moved(301, to[what])


ROBOTS = {
    "robots-no": (200, "User-agent: *\nDisallow: /\n"),
    "robots-part": (200, "User-agent: *\nDisallow: /private/\nCrawl-delay: 2\n"),
    "robots-us": (200, "User-agent: contentlint\nDisallow: /\n\nUser-agent: *\nAllow: /\n"),
    "robots-500": (500, ""),
    "robots-403": (403, ""),
}
"""By the first label of the host; all others have none (404)."""


@answers("robots.txt")
async def _robots(request: Request, link: Link) -> bytes:
    label = request.host.partition(".")[0]
    if label == "robots-hang":
        await link.hang()
    if label == "robots-moved":
        return moved(301, "http://robots-no.example.com/robots.txt")
    status, text = ROBOTS.get(label, (404, ""))
    return reply(status, text, kind="text/plain")


def handler_of(request: Request) -> Handler | None:
    """Hosts called ``soft404-fa…`` have one page for all paths, and so have ``parked…``; those
    called ``app…`` too."""
    label = request.host.partition(".")[0]
    for name in ("soft404", "parked", "app"):
        if label.startswith(name) and request.path != "/robots.txt":
            return ANSWERS[name]
    return ANSWERS.get(rest(request, 1)) if request.path.startswith("/") else None


class Server:
    """One process, all faults."""

    def __init__(self, folder: Path) -> None:
        self.log = (folder / "log.jsonl").open("a", encoding="utf-8", buffering=1)
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.connections = 0
        self.open = 0

    def note(self, **values: object) -> None:
        self.log.write(json.dumps({"at": round(time.time(), 3), **values}) + "\n")

    async def listen(self, listener: socket.socket, context: ssl.SSLContext | None) -> None:
        """Accept connections, which are in the log before any handshake of TLS."""
        loop = asyncio.get_running_loop()
        listener.setblocking(False)
        tasks = set[asyncio.Task[None]]()
        while True:
            sock, _ = await loop.sock_accept(listener)
            task = loop.create_task(self.accepted(sock, context))
            tasks.add(task)
            task.add_done_callback(partial(self.ended, tasks, sock))

    @staticmethod
    def ended(
        tasks: set[asyncio.Task[None]], sock: socket.socket, task: asyncio.Task[None]
    ) -> None:
        tasks.discard(task)
        if task.cancelled():  # perhaps before its first step, which gives the socket to a transport
            sock.close()

    async def accepted(self, sock: socket.socket, context: ssl.SSLContext | None) -> None:
        self.connections += 1
        address, port = sock.getsockname()[:2]
        self.note(kind="connection", number=self.connections, address=address, port=port)
        reader = asyncio.StreamReader()
        serve = partial(self.serve, self.connections)
        with contextlib.suppress(OSError, ssl.SSLError):
            await asyncio.get_running_loop().connect_accepted_socket(
                lambda: asyncio.StreamReaderProtocol(reader, serve), sock, ssl=context
            )

    async def serve(
        self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        address = writer.get_extra_info("sockname")[:2]
        self.open += 1
        count = 0
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, ssl.SSLError):
                while request := await self.read(reader, count + 1):
                    count += 1
                    self.note(
                        kind="request",
                        connection=number,
                        open=self.open,
                        address=address[0],
                        port=address[1],
                        method=request.method,
                        host=request.host,
                        path=request.raw.split()[1].decode("latin-1"),
                    )
                    await self.answer(request, Link(reader, writer))
        finally:
            self.open -= 1
            writer.close()

    async def read(self, reader: asyncio.StreamReader, on_connection: int) -> Request | None:
        try:
            raw = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        first, *lines = raw.decode("latin-1").rstrip("\r\n").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {n.lower(): v.strip() for n, _, v in (line.partition(":") for line in lines)}
        if target.startswith("http://"):  # as a proxy is asked
            target = "/" + target.split("/", 3)[3]
        path, _, query = target.partition("?")
        path, host = unquote(path), headers.get("host", "").rpartition(":")[0]
        host = (host if headers.get("host", "").rpartition(":")[2].isdigit() else "") or (
            headers.get("host", "")
        )
        self.counts[method, host, path] += 1
        parameters = {name: values[-1] for name, values in parse_qs(query).items()}
        number = self.counts[method, host, path]
        return Request(method, path, parameters, host.lower(), headers, number, on_connection, raw)

    async def relay(self, request: Request, link: Link) -> None:
        """Be a proxy: connect to the host that is asked for, and pass on what comes."""
        host, _, port = request.raw.split()[1].decode("ascii").rpartition(":")
        reader, writer = await asyncio.open_connection(host.strip("[]"), int(port))
        await link.send(b"HTTP/1.1 200 Connection established\r\n\r\n")

        async def pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            while data := await source.read(65536):
                target.write(data)
                await target.drain()
            target.close()

        await asyncio.gather(pass_on(link.reader, writer), pass_on(reader, link.writer))
        link.close()

    async def answer(self, request: Request, link: Link) -> None:
        if request.method == "CONNECT":
            await self.relay(request, link)
        if "ms" in request.query:
            await asyncio.sleep(int(request.query["ms"]) / 1000)
        handler = handler_of(request)
        sent = await handler(request, link) if handler else reply(404, page("Not here"))
        if request.method == "HEAD" and sent:
            sent = sent[: sent.index(b"\r\n\r\n") + 4]
        await link.send(sent)


def server_context(folder: Path) -> ssl.SSLContext:
    """Shows the certificate that the host's name asks for: ``expired…``, ``wrong-host…``,
    ``self-signed…``, and a good one for all other names of ``certificates.NAMES``."""
    contexts = {}
    for kind in certificates.KINDS:
        contexts[kind] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexts[kind].load_cert_chain(folder / f"{kind}.pem")

    def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        found = (kind for kind in contexts if (name or "").startswith(kind))
        connection.context = contexts[next(found, "good")]

    contexts["good"].sni_callback = choose
    return contexts["good"]


def listening(address: str, port: int, backlog: int = 1024) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    if ":" in address:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    # One address may be served apart from all others.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind((address, port))
    listener.listen(backlog)
    return listener


def silent(address: str, port: int) -> list[socket.socket]:
    """Listen so that connections are never completed; the sockets must be kept.

    A listener that has as many waiting as it may drops all that come.
    """
    kept = [listening(address, port, 0)]
    port = kept[0].getsockname()[1]
    for _ in range(4):
        filler = socket.socket(kept[0].family)
        filler.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            filler.connect((address, port))
        kept.append(filler)
    return kept


async def in_namespace(folder: Path) -> None:
    """Serve all addresses of the namespace until the process is ended."""
    server = Server(folder)
    kept = [silent(address, port) for address in SILENT_HOSTS for port in (*PORTS, TLS_PORT)]
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(fault_names.Names, local_addr=("127.0.0.1", 53))
    context = server_context(folder)
    tasks = [
        loop.create_task(server.listen(listening(address, port), context if tls else None))
        for address in ("0.0.0.0", "::")
        for port in (*PORTS, TLS_PORT)
        for tls in (port == TLS_PORT,)
    ]
    print("ready", flush=True)
    await asyncio.gather(*tasks)
    del kept


@contextlib.contextmanager
def on_loopback(folder: Path) -> Iterator[int]:
    """Serve plain HTTP on a port of 127.0.0.1, which is yielded."""
    started, loop = threading.Event(), asyncio.new_event_loop()
    ports: list[int] = []
    server = Server(folder)

    async def run(stop: asyncio.Event) -> None:
        listener = listening("127.0.0.1", 0)
        accepting = loop.create_task(server.listen(listener, None))
        ports.append(listener.getsockname()[1])
        started.set()
        await stop.wait()
        await asyncio.sleep(0)  # or the socket of a connection that has just come is lost
        accepting.cancel()
        open_still = asyncio.all_tasks() - {asyncio.current_task()}
        for task in open_still:
            task.cancel()
        await asyncio.gather(*open_still, return_exceptions=True)
        listener.close()

    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(run(stop)), daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
        server.log.close()


def log(folder: Path, kind: str) -> list[dict[str, object]]:
    """The ``connection`` or ``request`` lines of the log."""
    lines = (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [entry for entry in map(json.loads, lines) if entry["kind"] == kind]


if __name__ == "__main__":
    asyncio.run(in_namespace(Path(sys.argv[1])))
