"""The user's own file, which grants what a repository's configuration may not take.

A configuration comes with the articles and may be untrusted. What it must not
decide for itself is set on the command line, in the environment, or here.
"""

from __future__ import annotations

import os
import stat
import sys

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import LANGUAGES
from contentlint.config.table import Fault, read_table, refuse
from contentlint.config.values import file_size, rate_of
from contentlint.model.errors import ConfigError
from contentlint.source.files import lies_in, shown_path

if TYPE_CHECKING:
    from contentlint.config.table import Table

_FOLDER, _NAME = "contentlint", "contentlint.toml"
_LIMITS = ("max-file-size", "max-findings")
KEYS = ("plugins", "cache-dir", "outside", "untrusted", "ui-lang", "links")
LINK_KEYS = ("allow-private", "proxy", "user-agent-contact", "host-rate")
"""The keys of ``[links]`` that count in this file only."""


class Requests(NamedTuple):
    """The table ``[links]``: how requests are made."""

    allow_private: tuple[str, ...] = ()
    """Private networks to which requests are allowed, such as ``10.1.0.0/16``."""
    proxy: str = ""
    """The URL of a proxy that resolves names and judges addresses; ``""`` for none."""
    contact: str = ""
    """A URL or an address for complaints of site owners, sent with each request."""
    host_rate: float = 0.0
    """Requests a second to one host; 0: the built-in rate."""


class Grants(NamedTuple):
    """What the user allows; without a file, nothing."""

    path: str = ""
    plugins: tuple[str, ...] = ()
    """Plugins that a configuration may load."""
    cache_dir: str = ""
    """The folder that holds a cache for each project; ``""``: caches lie in the projects."""
    outside: tuple[str, ...] = ()
    """Folders outside the project in which a baseline, site root or cache may lie."""
    max_file_size: int = 0
    """The limit in bytes for untrusted files; 0: the built-in one."""
    max_findings: int = 0
    """The limit of findings of one rule in an untrusted file; 0: the built-in one."""
    ui_lang: str = ""
    """The language of messages, one of ``translation.LANGUAGES``; ``""`` for that of the system."""
    links: Requests = Requests()

    def is_in(self, folder: str) -> bool:
        """Return True if the file lies in a folder, whose configuration it then is not."""
        if not self.path or os.path.basename(folder) != _FOLDER:
            return False
        return os.path.realpath(folder) == os.path.realpath(os.path.dirname(self.path))

    def beside(self, repository: str) -> Grants:
        """Return what is allowed in a repository (``""``: in none).

        That is nothing if the file is part of it: where the home folder is a
        checkout, the file may have come with it.
        """
        return Grants() if repository and is_part(self.path, repository) else self


def is_part(path: str, repository: str) -> bool:
    """Return True if a file lies in a repository, links followed or not."""
    there = os.path.realpath(path), os.path.abspath(path)
    tops = os.path.realpath(repository), os.path.abspath(repository)
    return any(lies_in(path, top) for path in there for top in tops)


def place() -> str:
    """Return the path of the user's own file, or ``""`` if the user has no folder for it."""
    return _path("APPDATA", "XDG_CONFIG_HOME", "~/.config", _NAME)


def secret_place() -> str:
    """Return the path of the secret of ``cache.secret``, or ``""`` as ``place`` does.

    It is no configuration, which people publish.
    """
    return _path("LOCALAPPDATA", "XDG_STATE_HOME", "~/.local/state", "cache-secret")


def _path(windows: str, variable: str, default: str, name: str) -> str:
    """Return an absolute path or ``""``: a relative one would be in the folder that is checked."""
    if sys.platform == "win32":
        above = os.environ.get(windows, "")
    elif sys.platform == "darwin":
        above = os.path.expanduser("~/Library/Application Support")
    else:
        above = os.environ.get(variable, "")
        if not os.path.isabs(above):
            above = os.path.expanduser(default)
    return os.path.join(above, _FOLDER, name) if os.path.isabs(above) else ""


def name_in_messages() -> str:
    """Return the name of the file in messages."""
    return f"your own file {place()}".rstrip()


def read() -> Grants:
    """Read the user's own file.

    Raises:
        ConfigError: it cannot be read, is wrong, or is writable by others.
    """
    path = place()
    if not path or not os.path.lexists(path):
        return Grants()
    where = shown_path(path)
    try:
        mode = os.stat(path).st_mode
    except OSError:  # a link to nothing
        mode = 0
    if not stat.S_ISREG(mode):
        raise ConfigError(f"{where}: not a regular file")
    if os.name != "nt" and mode & stat.S_IWOTH:
        raise ConfigError(
            f"{where}: other users can write to this file; make it writable by you alone"
        )
    faults: list[Fault] = []
    grants = of_table(read_table(path, faults), path)
    refuse(faults)
    return grants


def of_table(table: Table, path: str) -> Grants:
    """Return the file ``path`` as grants; its relative paths start from its folder.

    Wrong values are missing; the table has the faults.
    """
    table.only(KEYS)
    limits = table.within(table.table("untrusted", "[untrusted]"), "untrusted", "untrusted")
    limits.only(_LIMITS)

    def whole(name: str) -> str:
        return os.path.normpath(os.path.join(os.path.dirname(path), os.path.expanduser(name)))

    cache_dir = table.string("cache-dir")
    return Grants(
        path=path,
        plugins=table.strings("plugins") or (),
        cache_dir=whole(cache_dir) if cache_dir else "",
        outside=tuple(map(whole, table.strings("outside") or ())),
        max_file_size=file_size(limits),
        max_findings=limits.number("max-findings") or 0,
        ui_lang=table.choice("ui-lang", LANGUAGES) or "",
        links=_requests(table.within(table.table("links", "[links]"), "links", "links")),
    )


def _requests(table: Table) -> Requests:
    table.only(LINK_KEYS)
    networks = table.strings("allow-private") or ()
    for index, network in enumerate(networks):
        if not _is_network(network):
            expected = "allow-private: expected a network like 10.1.0.0/16"
            table.wrong(f"{expected}, not {network!r}", "allow-private", index)
    proxy = table.string("proxy") or ""
    if proxy and not proxy.startswith(("http://", "https://")):
        table.wrong(f"proxy: expected a URL like http://proxy.example:3128, not {proxy!r}", "proxy")
    contact = table.string("user-agent-contact") or ""
    if not (contact.isascii() and contact.isprintable()) or len(contact) > _LONGEST_CONTACT:
        table.wrong(
            "user-agent-contact: expected a URL or an address in ASCII", "user-agent-contact"
        )
        contact = ""
    rate = table.string("host-rate")
    try:
        return Requests(networks, proxy, contact, rate_of(rate) if rate is not None else 0.0)
    except ValueError as error:
        table.wrong(f"host-rate: {error}", "host-rate")
        return Requests(networks, proxy, contact)


_LONGEST_CONTACT = 200


def _is_network(text: str) -> bool:
    from ipaddress import ip_network  # few files name one

    try:
        ip_network(text)
    except ValueError:
        return False
    return True
