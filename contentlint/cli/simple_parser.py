"""Parses the usual arguments without ``argparse``.

argparse takes 6 ms to import, to look for translations and to add the options; a run on one article
takes 48. Commands declare their arguments once, by calls of ``add_argument``. This parser accepts
correct arguments only; wrong arguments and requests for help are parsed by argparse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple

if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any, NoReturn


class NotSimpleError(Exception):
    """argparse has to parse the arguments: they are wrong, or ask for help, or are not simple."""


class _Option(NamedTuple):
    key: str
    action: str
    read: Callable[[str], Any] | None
    choices: Sequence[str] | None
    optional: bool
    """True if its value may be omitted."""


class SimpleParser:
    """A stand-in for ``ArgumentParser`` that the ``arguments`` function of a command fills."""

    def __init__(self) -> None:
        self.paths = ""
        """The key of the positional arguments, or ``""`` if the command has none."""
        self._options: dict[str, _Option] = {}
        self._values: dict[str, Any] = {}

    def add_argument_group(self, _: str) -> SimpleParser:
        """Return the parser itself: groups matter to the help only."""
        return self

    def add_subparsers(self, **_: Any) -> NoReturn:
        """Leave commands that have commands of their own to argparse."""
        raise NotSimpleError

    def add_argument(
        self,
        *names: str,
        action: str = "store",
        default: Any = None,
        type: Callable[[str], Any] | None = None,  # noqa: A002  as argparse calls it
        choices: Sequence[str] | None = None,
        nargs: str | None = None,
        const: Any = None,  # noqa: ARG002  for values that may be omitted
        metavar: str | None = None,  # noqa: ARG002  for the help
        help: str = "",  # noqa: A002, ARG002
    ) -> None:
        """Add an argument, as ``ArgumentParser.add_argument`` does.

        Raises:
            NotSimpleError: ``parse`` does not know this kind of argument.
        """
        if names[0][0] != "-":
            if nargs != "*" or self.paths:
                raise NotSimpleError
            self.paths = names[0]
            self._values[self.paths] = []
            return
        if action not in ("store", "store_true", "append") or nargs not in (None, "?"):
            raise NotSimpleError
        long = next(name for name in names if name[:2] == "--")
        key = long[2:].replace("-", "_")
        self._values[key] = False if action == "store_true" else default
        option = _Option(key, action, type, choices, nargs is not None)
        self._options.update(dict.fromkeys(names, option))

    def parse(self, argv: Sequence[str], command: str) -> Namespace:
        """Return the values of a command's arguments.

        Raises:
            NotSimpleError: argparse has to parse them.
        """
        found = {"command": command, **self._values}
        at, size = 0, len(argv)
        while at < size:
            word = argv[at]
            if _is_value(word):
                end = next((n for n in range(at, size) if not _is_value(argv[n])), size)
                if not self.paths or found[self.paths]:
                    raise NotSimpleError
                found[self.paths] = list(argv[at:end])
                at = end
                continue
            name, mark, value = word.partition("=")
            option = self._options.get(name)
            at += 1
            if option is None and not mark and name[1] != "-":  # -j4
                option = self._options.get(name[:2])
                if option is None or option.optional or option.action == "store_true":
                    raise NotSimpleError
                _take(found, option, name[2:])
                continue
            if option is None or option.optional:
                raise NotSimpleError
            if option.action == "store_true":
                if mark:
                    raise NotSimpleError
                found[option.key] = True
                continue
            if not mark and at < size and _is_value(argv[at]):
                value = argv[at]
                at += 1
            elif not value or name[:2] != "--":
                raise NotSimpleError
            _take(found, option, value)
        return SimpleNamespace(**found)  # type: ignore[return-value]


def _is_value(word: str) -> bool:
    return word[:1] != "-" or word == "-"


def _take(found: dict[str, Any], option: _Option, value: Any) -> None:
    if option.read is not None:
        try:
            value = option.read(value)
        except Exception:
            raise NotSimpleError from None
    if option.choices is not None and value not in option.choices:
        raise NotSimpleError
    if option.action == "append":
        value = [*(found[option.key] or ()), value]
    found[option.key] = value
