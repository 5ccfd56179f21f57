"""What the web answered when a URL was asked for."""

from __future__ import annotations

from contentlint._util.namedtuple import NamedTuple

NO_ANSWER = (
    "timeout",
    "reset",
    "name-unknown",
    "name-failed",
    "tls",
    "protocol",
    "private",
    "url",
    "scheme",
    "hops",
    "loop",
    "robots",
    "left",
    "budget",
)
"""Why there is no answer.

``name-unknown``: the name does not exist (NXDOMAIN). ``name-failed``: it could not be looked up.
``private``: an address of it is not public. ``url``: the URL is not one that is asked for.
``scheme``: a redirect leaves http and https. ``left``: its host has refused too often, or asked to
not be asked until later.
"""


class Failed(Exception):  # noqa: N818  it is no error of ours
    """There is no answer."""

    def __init__(self, fault: str, detail: str) -> None:
        super().__init__(fault, detail)
        self.fault = fault
        """One of ``NO_ANSWER``."""
        self.detail = detail
        """More about it in English."""


class Hop(NamedTuple):
    """A redirect that was followed."""

    url: str
    """The URL that redirects."""
    status: int
    """301, 302, 303, 307 or 308."""


class Answer(NamedTuple):
    """The answer to a URL, after its redirects. Exactly one of ``status`` and ``fault`` is set."""

    url: str
    """The URL that was asked for first, without fragment."""
    method: str
    """``HEAD`` or ``GET``."""
    final: str
    """The last URL that was asked for; that at which the chain broke, if it did."""
    hops: tuple[Hop, ...] = ()
    """The redirects in order, before ``final``."""
    status: int = 0
    """The status code of ``final``."""
    fault: str = ""
    """One of ``NO_ANSWER``."""
    detail: str = ""
    """More about the fault in English, such as ``certificate has expired``."""
    content_type: str = ""
    """In lower case, with its parameters."""
    body: bytes = b""
    """The start of the body, at most as much as was asked for; empty for ``HEAD``."""
    whole: bool = True
    """False if the body goes on after ``body``."""
    retry_after: int = 0
    """Seconds to wait before the host is asked again, as it said; 0 if it did not."""
    address: str = ""
    """The IP address of the first connection; ``""`` if there was none."""
