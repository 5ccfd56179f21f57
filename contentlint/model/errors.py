"""Errors caused by the user; each is one line, below which may be a line of the file, indented."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint._util.translation import gettext as _
from contentlint._util.translation import marked


class ContentlintError(Exception):
    """Base of every error whose message is meant for the user, without a traceback."""


class ConfigError(ContentlintError):
    """A configuration, rule set or command-line value is wrong."""


class ReadError(ContentlintError):
    """A file could not be read as text."""


class WriteError(ContentlintError):
    """A file could not be written, and is unchanged."""


class LimitError(ContentlintError):
    """A rule has exceeded a limit; the message becomes the reason in ``incomplete``."""


def reason(error: OSError) -> str:
    """Return the message of a system error, in the form of our own messages."""
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


_SYSTEM = (
    marked("no such file or directory"),
    marked("permission denied"),
    marked("is a directory"),
    marked("file name too long"),
    marked("no space left on device"),
    marked("read-only file system"),
)
"""The results of ``reason`` that users meet, which are translated where they are printed."""


_LISTED = 20
"""Longer lists do not fit in a line."""
_SUGGESTED = 3
"""If more names are equally close, none of them is likely to be meant."""


def close_to(given: str, known: Iterable[str]) -> list[str]:
    """Return the names that may have been meant, three at most.

    These are those with the fewest typing errors, at most one in three characters; without any,
    those that the given name abbreviates, or the one with which it begins. Case, ``_`` and zeros
    before a number do not count (``pun1`` for ``PUN001``). Another number is another name.
    """
    wanted = _plain(given)
    number = _digits(wanted)
    plain_names = [(name, _plain(name)) for name in dict.fromkeys(known)]
    names = [(name, plain) for name, plain in plain_names if _digits(plain) in ("", number)]
    most = len(wanted) // 3
    errors = {n: _errors(wanted, p) for n, p in names if abs(len(wanted) - len(p)) <= most}
    least = min(errors.values(), default=most + 1)
    close = [name for name, count in errors.items() if count == least <= most]
    if not close and len(wanted) > 1:
        close = [n for n, p in names if p.startswith(wanted) and len(p) <= 4 * len(wanted)]
        longer = [(len(p), name) for name, p in names if len(p) > 3 and wanted.startswith(p)]
        close = close or [name for _, name in sorted(longer)[-1:]]
    return close if len(close) <= _SUGGESTED else []


def _plain(name: str) -> str:
    """Return a name without what people mix up: case, ``_``, zeros before a number, dashes."""
    import re

    return re.sub(r"0+(?=\d)", "", name.casefold().replace("_", "-").lstrip("-"))


def _digits(name: str) -> str:
    """Return the number in a name; ``""`` if it has no number."""
    return "".join(filter(str.isdigit, name)).lstrip("0")


def _errors(given: str, name: str) -> int:
    """Return how many characters are missing, superfluous, wrong or swapped with the next."""
    before: list[int] = []
    row = list(range(len(name) + 1))
    for i, char in enumerate(given, 1):
        above, row = row, [i]
        for j, other in enumerate(name, 1):
            cost = min(above[j] + 1, row[-1] + 1, above[j - 1] + (char != other))
            if i > 1 and j > 1 and char == name[j - 2] and given[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]


def suggest(what: str, given: str, known: Iterable[str], see: str = "") -> str:
    """Return a message such as ``unknown key 'selct'; did you mean 'select'?``, or one with all
    known names.

    ``see`` says where they are documented, if they are too many for one line.
    """
    there = sorted(known)
    close = close_to(given, there)
    if close:
        return meant(what, given, close)
    if see and len(there) > _LISTED:
        hint = see
    else:
        hint = _("there are: {names}").format(names=_(", ").join(there))
    return _unknown(what, given, hint)


def listed_by(command: str) -> str:
    """Return the hint that a command lists the known names."""
    return _("`{command}` lists them").format(command=command)


def meant(what: str, given: str, names: Iterable[str]) -> str:
    """Return the message of ``suggest`` for names that were probably meant."""
    listed = _(" or ").join(map(repr, names))
    return _unknown(what, given, _("did you mean {names}?").format(names=listed))


def _unknown(what: str, given: str, hint: str) -> str:
    unknown = _UNKNOWN.get(what)
    fault = _(unknown).format(name=repr(given)) if unknown else f"unknown {what} {given!r}"
    return _("{fault}; {hint}").format(fault=fault, hint=hint)


_UNKNOWN = {
    "command": marked("unknown command {name}"),
    "format": marked("unknown format {name}"),
    "key": marked("unknown key {name}"),
    "kind": marked("unknown kind {name}"),
    "measure": marked("unknown measure {name}"),
    "option": marked("unknown option {name}"),
    "profile": marked("unknown profile {name}"),
    "rule": marked("unknown rule {name}"),
    "rule, family, tag or name": marked("unknown rule, family, tag or name {name}"),
    "value": marked("unknown value {name}"),
}
"""What ``suggest`` says of each, where users meet it; of others it speaks English."""
