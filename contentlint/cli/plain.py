"""Arguments as nearly everybody writes them, told apart without ``argparse``.

Importing that, having it look for translations and filling it takes 3 ms, of 45 for a run on one
file. What a command takes is written once, as ``argparse`` wants it; this is as much of it as
arguments need that are plainly right. All others, and all that ask for help, are left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace

from contentlint._util.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any


class OddError(Exception):
    """Not plainly right: ``argparse`` knows what to make of it, or what to say."""


class _Option(NamedTuple):
    key: str
    action: str
    read: Callable[[str], Any] | None
    choices: Sequence[str] | None
    optional: bool
    """Whether its value may be left out."""


class Arguments:
    """In place of a parser, for ``arguments`` of a command to fill."""

    def __init__(self) -> None:
        self.paths = ""
        """The key of what is no option; ``""``: the command takes no such thing."""
        self._options: dict[str, _Option] = {}
        self._values: dict[str, Any] = {}

    def add_argument_group(self, _: str) -> Arguments:
        """Groups are for people."""
        return self

    def add_argument(
        self,
        *names: str,
        action: str = "store",
        default: Any = None,
        type: Callable[[str], Any] | None = None,  # noqa: A002  as argparse calls it
        choices: Sequence[str] | None = None,
        nargs: str | None = None,
        const: Any = None,  # noqa: ARG002  of a value that may be left out
        metavar: str | None = None,  # noqa: ARG002  for people, as the help is
        help: str = "",  # noqa: A002, ARG002
    ) -> None:
        """As that of ``argparse``.

        Raises:
            OddError: what is added is of a kind that ``parse`` does not know.
        """
        if names[0][0] != "-":
            if nargs != "*" or self.paths:
                raise OddError
            self.paths = names[0]
            self._values[self.paths] = []
            return
        if action not in ("store", "store_true", "append") or nargs not in (None, "?"):
            raise OddError
        long = next(name for name in names if name[:2] == "--")
        key = long[2:].replace("-", "_")
        self._values[key] = False if action == "store_true" else default
        option = _Option(key, action, type, choices, nargs is not None)
        self._options.update(dict.fromkeys(names, option))

    def parse(self, argv: Sequence[str], command: str) -> Namespace:
        """The values of a command's arguments.

        Raises:
            OddError: one is not plainly right.
        """
        found = {"command": command, **self._values}
        at, size = 0, len(argv)
        while at < size:
            word = argv[at]
            if _is_value(word):
                end = next((n for n in range(at, size) if not _is_value(argv[n])), size)
                if not self.paths or found[self.paths]:
                    raise OddError
                found[self.paths] = list(argv[at:end])
                at = end
                continue
            name, mark, value = word.partition("=")
            option = self._options.get(name)
            at += 1
            if option is None or option.optional:
                raise OddError
            if option.action == "store_true":
                if mark:
                    raise OddError
                found[option.key] = True
                continue
            if not mark and at < size and _is_value(argv[at]):
                value = argv[at]
                at += 1
            elif not value or name[:2] != "--":
                raise OddError
            _take(found, option, value)
        return SimpleNamespace(**found)  # type: ignore[return-value]


def _is_value(word: str) -> bool:
    return word[:1] != "-" or word == "-"


def _take(found: dict[str, Any], option: _Option, value: Any) -> None:
    if option.read is not None:
        try:
            value = option.read(value)
        except Exception:
            raise OddError from None
    if option.choices is not None and value not in option.choices:
        raise OddError
    if option.action == "append":
        value = [*(found[option.key] or ()), value]
    found[option.key] = value
