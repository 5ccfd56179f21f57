"""Hosts that imitate others, and passwords in front of a host."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.text.urls import find, hosts

_SOMEWHERE = lazy_regex.compile(r"[^\x00-\x7f]|://[^/?#\n]*(?:@|xn--)", lazy_regex.IGNORECASE)
_WEB = frozenset({"http", "https", ""})
_SITE = lazy_regex.compile(r"(?:^|www\.|//)[\w-]+\.(?:com|org|net|gov|edu|info)(?:$|[:/])")
_TEMPLATE = frozenset("{}<>$*%[")
# Placeholders of a manual.
_PLACEHOLDERS = frozenset(
    "user username usr name login me admin root pass password passwd pwd secret token xxx".split()
)


class Options(NamedTuple):
    known: tuple[str, ...] = ()
    """Domains that others imitate."""


def needs(options: Options) -> tuple[str, ...]:
    return ("://", "www.")


class Checker:
    def __init__(self, options: Options) -> None:
        self._known = hosts.ascii_forms(options.known)

    def check(self, doc: Document) -> Iterator[Finding]:
        found = doc.fact(find.targets)
        if not _SOMEWHERE.search(doc.fact(find.joined)):
            return
        for target in found.all:
            scheme, authority, _, _ = find.split(target.url)
            if scheme not in _WEB or not _TEMPLATE.isdisjoint(authority):
                continue
            if "@" in authority:
                yield from _user(target, authority)
            elif not authority.isascii() or "xn--" in authority.lower():
                yield from _name(target, find.host_of(authority), self._known)


def _user(target: find.Target, authority: str) -> Iterator[Finding]:
    """Return the text before the ``@``: a name that looks like the host, or a password."""
    user, _, host = authority.rpartition("@")
    name, _, password = user.partition(":")
    span = Span(target.start, target.end)
    if _SITE.search(user.lower()):
        yield Finding(span, {"fault": f"opens {find.host_of(host)}, not {name}"})
    elif (
        password
        and not _PLACEHOLDERS.intersection((name.lower(), password.lower()))
        and not hosts.is_private(find.host_of(host))
    ):
        yield Finding(span, {"fault": f"contains a password for {find.host_of(host)}"})


def _name(target: find.Target, host: str, known: frozenset[str]) -> Iterator[Finding]:
    span = Span(target.start, target.end)
    shown = ".".join(_decoded(label) for label in host.replace("。", ".").split("."))
    for label in shown.split("."):
        if mixed := hosts.mixed_scripts(label):
            place = label if "xn--" in host.lower() else "one part of the host"
            fault = f"{' and '.join(mixed)} letters mixed in {place}"
            yield Finding(span, {"fault": fault})
            return
    skeleton = ".".join(map(hosts.skeleton, shown.split(".")))
    if skeleton == shown:
        return
    if domain := hosts.domain_of(skeleton, known) if skeleton.isascii() else "":
        yield Finding(span, {"fault": f"the host only looks like {domain}"})
        return
    *labels, last = shown.split(".")
    # Under `.рф` such letters form a word.
    if last.isascii() and any(len(x) > 1 and hosts.LOOKALIKES.issuperset(x) for x in labels):
        fault = f"all letters of the host look Latin: {skeleton}"
        yield Finding(span, {"fault": fault}, None, (), "warning")


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError, OverflowError):
        return label
