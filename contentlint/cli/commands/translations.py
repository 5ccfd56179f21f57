"""The command ``translations``: which translations are missing, or behind their sources."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

from contentlint._util import TYPE_CHECKING, translation
from contentlint._util.escape import line_start, visible
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import Style
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext
from contentlint.cli import language, translation_report
from contentlint.cli.parser import listed, selection
from contentlint.cli.session import session_of
from contentlint.model.diagnostic import FileResult
from contentlint.model.document import Document
from contentlint.model.errors import ConfigError, WriteError, reason
from contentlint.model.language_codes import normalized
from contentlint.report import console
from contentlint.run import runner, translation_status
from contentlint.run.session import Session
from contentlint.run.translation_status import (
    BEHIND,
    MISSING,
    ORPHAN,
    RENAMED,
    UNKNOWN,
    Left,
    Status,
)
from contentlint.source import atomic_write
from contentlint.source.discovery import Discovery, Target

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from contentlint.source.history import History

OK, FAILING, FAILED = 0, 1, 2
_FAIL_ON = (BEHIND, MISSING, RENAMED, ORPHAN, UNKNOWN, "findings", "never")


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help=_("sources or translations, files or folders (default: current folder)"),
    )
    parser.add_argument(
        "--status", action="store_true", help=_("list the translations, and what has changed")
    )
    parser.add_argument(
        "--lang",
        action="append",
        metavar="CODE",
        help=_("show only translations into these languages, separated by commas"),
    )
    parser.add_argument(
        "--format",
        "--output-format",
        choices=translation_report.FORMATS,
        default="text",
        help=_("output format (default: text)"),
    )
    parser.add_argument(
        "--html",
        metavar="FOLDER",
        help=_("write pages that show translations with findings beside their sources"),
    )
    parser.add_argument(
        "--diff-base",
        metavar="COMMIT",
        help=_("name only the translations that the changes since this commit leave behind"),
    )
    parser.add_argument(
        "--staged",
        action="store_true",
        help=_("name only the translations that the next commit leaves behind"),
    )
    parser.add_argument(
        "--fail-on",
        action="append",
        metavar="STATUS",
        help=_("exit with code 1 if there are any of these: {names} (default: never)").format(
            names=", ".join(_FAIL_ON)
        ),
    )
    selection(parser)
    language.arguments(parser)


def run(args: Namespace) -> int:
    """Print the status of translations, and return the exit code.

    Raises:
        ContentlintError: the user's error.
    """
    wanted = _wanted(args)
    args.lang = None  # elsewhere, it is how all files are read
    session = session_of(args)
    resolver = session.resolver
    discovery = Discovery(
        resolver.configs.of,
        include=resolver.inline.include,
        exclude=resolver.inline.exclude,
        respect_gitignore=resolver.inline.respect_gitignore is not False,
        stamped=False,
        tree=resolver.configs.found,
    )
    found = discovery.find(args.paths or ["."])
    paths = [target.path for target in found.targets]
    named = frozenset(paths)

    def keeps(path: str) -> bool:
        return path in named or not discovery.excludes(path)

    spoken, _origin = language.of_run(args, resolver, paths)
    translation.use(spoken if args.format != "json" or args.ui_lang else "en", args.ui_digits or "")
    for path, why, _rule in found.incomplete:
        console.fail(f"{visible(path)}: {_(why)}")
    guards = args.staged or args.diff_base is not None
    if not (resolver.inline.translations or resolver.configs.translate()):
        text = _("no [[translations]] in the configuration; `contentlint init` proposes them")
        if not guards:
            raise ConfigError(text)
        console.say(text)  # nothing can be left behind
        return FAILED if found.incomplete else OK
    if guards:
        code = _guard(args, session, paths, wanted)
    else:
        code = _report(args, session, paths, wanted, keeps)
    return FAILED if found.incomplete else code


class _Wanted(NamedTuple):
    """What the arguments ask for."""

    fail_on: frozenset[str]
    """What makes the exit code 1, some of ``_FAIL_ON``."""
    languages: tuple[str, ...]
    """The codes of the languages that are shown; none: all."""


def _wanted(args: Namespace) -> _Wanted:
    given = frozenset(listed(args.fail_on))
    for name in sorted(given - frozenset(_FAIL_ON)):
        raise ConfigError(f"--fail-on: {name}: unknown; there are: {', '.join(_FAIL_ON)}")
    if args.staged and args.diff_base is not None:
        raise ConfigError("--staged and --diff-base: give one of them")
    return _Wanted(given - {"never"}, tuple(listed(args.lang)))


# The status of all


def _report(
    args: Namespace,
    session: Session,
    paths: Sequence[str],
    wanted: _Wanted,
    keeps: Callable[[str], bool],
) -> int:
    """Write the status; ``keeps`` returns False for files that filters remove."""
    history = _history()
    comparing = _comparing(session)
    checked = filter(keeps, translation_status.targets(session, paths, wanted.languages))
    results = {
        result.path: result
        for result in runner.run(comparing, [Target(path, _size(path)) for path in checked])
    }
    try:
        found = translation_status.statuses(session, paths, history, results, wanted.languages)
    finally:
        if history is not None:
            history.close()
    found = [each for each in found if keeps(each.target)]
    console.write(translation_report.statuses(found, args.format, _style(), listed=args.status))
    if args.html:
        docs = (comparing.read(comparing.open(each.target)) for each in found if each.findings)
        _write_pages(args.html, docs, results)
    return _code(found, results, wanted.fail_on)


def _write_pages(folder: str, docs: Iterable[Document], results: Mapping[str, FileResult]) -> None:
    """Write the pages of translations into a folder, which may not exist yet.

    Raises:
        WriteError: one cannot be written.
    """
    from contentlint.report.html import side_by_side

    findings = {path: result.diagnostics for path, result in results.items()}
    written = 0
    for page in side_by_side.pages(docs, findings):
        path = os.path.join(folder, page.name)
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            raise WriteError(f"{folder}: {reason(error)}") from None
        atomic_write.put(path, page.html.encode("utf-8", "backslashreplace"))
        written += 1
    if written:
        said = ngettext("wrote {n} page", "wrote {n} pages", written)
        console.plainly(f"{said}: {line_start(os.path.join(folder, 'index.html'))}")


def _history() -> History | None:
    from contentlint.source.history import History

    try:
        return History()
    except ConfigError:  # no repository: what is missing is known all the same
        return None


def _comparing(session: Session) -> Session:
    """Return the session that compares translations with their sources, and does nothing else."""
    request = session.request
    return Session(
        request._replace(
            selection=request.selection._replace(translations_only=True),
            needs=request.needs._replace(language=translation.language()),
        )
    )


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _code(found: Sequence[Status], results: dict[str, FileResult], fail_on: frozenset[str]) -> int:
    undone = sorted({each for result in results.values() for each in result.incomplete})
    for path, why, _rule in undone:
        console.fail(f"{path}: {why}")
    if undone:
        return FAILED
    wrong = {each.status for each in found}
    if any(each.findings for each in found):
        wrong.add("findings")
    return FAILING if wrong & fail_on else OK


# The change of a pull request


def _guard(args: Namespace, session: Session, paths: Sequence[str], wanted: _Wanted) -> int:
    from contentlint.source.history import Change

    change = Change(args.diff_base)
    try:
        left = [*translation_status.left_behind(session, paths, change.paths, change.versions)]
    finally:
        change.close()
    only = frozenset(map(normalized, wanted.languages))
    if only:
        left = [one for one in (_into(each, only) for each in left) if one.targets]
    console.write(translation_report.left_behind(left, args.format, _style()))
    return FAILING if left and BEHIND in wanted.fail_on else OK


def _into(each: Left, only: frozenset[str]) -> Left:
    """Return what is left behind of a source in some languages."""
    pairs = zip(each.targets, each.languages, strict=True)
    kept = [(target, code) for target, code in pairs if normalized(code) in only]
    return Left(each.source, tuple(t for t, _code in kept), tuple(code for _t, code in kept))


def _style() -> Style:
    return console.style("never", "auto", console.output().isatty())
