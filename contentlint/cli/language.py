"""The language of a run: that of the reader, or English for programs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from contentlint._util import TYPE_CHECKING, translation
from contentlint._util.translation import gettext as _
from contentlint.config import user
from contentlint.model.errors import ContentlintError
from contentlint.source.files import shown_path

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace

    from contentlint.report.writer import Output
    from contentlint.run.resolve import Resolver

_OPTION = "--ui-lang"


def arguments(group: argparse._ActionsContainer) -> None:
    """Add the options for the language."""
    group.add_argument(
        _OPTION,
        choices=translation.LANGUAGES,
        help=_("language of messages (default: that of your system)"),
    )
    group.add_argument(
        "--ui-digits",
        choices=translation.DIGITS,
        help=_("digits of messages (default: the usual ones of the language)"),
    )


def before_parsing(argv: Sequence[str]) -> None:
    """Speak the language that the command line, the user's own file or the environment choose.

    Help and the errors of arguments come before the configuration of the project is read.
    """
    given = ""
    for word, following in pairwise((*argv, "")):
        option, _sign, value = word.partition("=")
        if option == _OPTION:
            given = value or following
    translation.use(translation.named(given) or next(_of_user())[0])


def of_run(args: Namespace, resolver: Resolver, paths: Iterable[str] = ()) -> tuple[str, str]:
    """Return the language that the command line, the user, or the configuration of the files
    chooses, and what has chosen it.

    Raises:
        ConfigError: the configuration of a file is wrong.
    """
    given = getattr(args, "ui_lang", None)
    if given:
        return given, "command line"
    return next(_of_user(resolver, paths))


def _of_user(
    resolver: Resolver | None = None, paths: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield each choice of a language that is made, with its origin; the last is English."""
    grants = resolver.configs.grants if resolver else _grants()
    if grants.ui_lang:
        yield grants.ui_lang, shown_path(grants.path)
    own = translation.named(os.environ.get(translation.VARIABLE))
    if own:
        yield own, translation.VARIABLE
    config = resolver.ui_lang(paths) if resolver else None
    if config and config.ui_lang:
        yield config.ui_lang, str(config.sources["ui-lang"])
    variable, locale = translation.of_locale()
    if locale:
        yield locale, variable
    yield "en", "built in"


def _grants() -> user.Grants:
    """Return the user's own file; nothing if it is wrong, which is reported when it is read for
    the configuration."""
    try:
        return user.read()
    except ContentlintError:
        return user.Grants()


def of_reports(args: Namespace, language: str, outputs: Iterable[Output], terminal: bool) -> str:
    """Return the language of a run with these reports: what programs read is in English, unless
    the command line asks for a language."""
    if args.ui_lang or language == "en":
        return language
    wanted = [(each.declared().translated, each.path) for each in outputs]
    spoken = (
        when == "always" or (when == "terminal" and terminal and not path) for when, path in wanted
    )
    return language if all(spoken) else "en"
