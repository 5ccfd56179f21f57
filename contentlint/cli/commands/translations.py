"""The command ``translations``: which translations are missing, or behind their sources."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from contentlint._util import TYPE_CHECKING, translation
from contentlint._util.escape import code_span, excerpt, json_text, line_start, visible
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import Style
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext, pgettext
from contentlint._util.width import columns
from contentlint.cli import language
from contentlint.cli.parser import listed, selection
from contentlint.cli.session import session_of
from contentlint.model.diagnostic import FileResult
from contentlint.model.document import Document
from contentlint.model.errors import ConfigError, WriteError, reason
from contentlint.model.language_codes import normalized
from contentlint.parity.staleness import Passage
from contentlint.report import console
from contentlint.run import runner, translation_status
from contentlint.run.session import Session
from contentlint.run.translation_status import (
    BEHIND,
    LEVEL,
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
    from typing import Any

    from contentlint.source.history import History

OK, FAILING, FAILED = 0, 1, 2
SCHEMA = "contentlint.translations/1"
_FORMATS = ("text", "json", "markdown")
_FAIL_ON = (BEHIND, MISSING, RENAMED, ORPHAN, UNKNOWN, "findings", "never")
_SHOWN = 80
"""Code points of a passage that are shown."""
_MOST_PASSAGES = 8
"""Passages of a translation that are shown in a text."""


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
        choices=_FORMATS,
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
    _write(args, found)
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


class Row(NamedTuple):
    """The translations into a language."""

    language: str
    pairs: int
    missing: int
    renamed: int
    """Those whose source seems to have another name now."""
    orphans: int
    level: int
    behind: int
    passages: int
    """The passages of sources that have changed."""
    unknown: int
    out_of_step: int
    findings: int


def rows(found: Iterable[Status]) -> list[Row]:
    """Return a row for each language, sorted."""
    by_language: dict[str, list[Status]] = {}
    for each in sorted(found, key=attrgetter("language")):
        by_language.setdefault(each.language, []).append(each)
    made = []
    for code, some in by_language.items():
        counts = dict.fromkeys(translation_status.STATUSES, 0)
        for each in some:
            counts[each.status] += 1
        made.append(
            Row(
                code,
                counts[LEVEL] + counts[BEHIND] + counts[UNKNOWN],
                counts[MISSING],
                counts[RENAMED],
                counts[ORPHAN],
                counts[LEVEL],
                counts[BEHIND],
                sum(each.passages() for each in some),
                counts[UNKNOWN],
                sum(each.out_of_step for each in some),
                sum(each.findings for each in some),
            )
        )
    return made


def _write(args: Namespace, found: Sequence[Status]) -> None:
    if args.format == "json":
        import json

        console.write(json_text(json.dumps(_as_json(found), indent=2)) + "\n")
        return
    style = console.style("never", "auto", console.output().isatty())
    lines = [*_table(rows(found), style, markdown=args.format == "markdown")]
    if args.status:
        lines += ["", *_statuses(found, style, markdown=args.format == "markdown")]
    console.write("".join(f"{line}\n" for line in lines))


def _as_json(found: Sequence[Status]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "languages": [row._asdict() for row in rows(found)],
        "pairs": [
            {
                "target": each.target,
                "source": each.source,
                "language": each.language,
                "status": each.status,
                "reason": each.reason,
                "commit": each.commit,
                "new": [{"line": one.line, "text": one.key} for one in each.new],
                "gone": [{"line": one.line, "text": one.key} for one in each.gone],
                "findings": each.findings,
                "out_of_step": each.out_of_step,
            }
            for each in found
        ],
    }


def _titles() -> list[str]:
    return [
        # Translators: the titles of the columns of a table: of its first, languages; then numbers
        # of translations, of passages of their sources that have changed, and of findings.
        pgettext("column", "language"),
        pgettext("column", "pairs"),
        pgettext("column", "missing"),
        pgettext("column", "renamed"),
        pgettext("column", "orphans"),
        pgettext("column", "level"),
        pgettext("column", "behind"),
        pgettext("column", "passages"),
        pgettext("column", "unknown"),
        pgettext("column", "out of step"),
        pgettext("column", "findings"),
    ]


def _table(found: Sequence[Row], style: Style, *, markdown: bool) -> Iterator[str]:
    titles = _titles()
    body = [[row[0], *(translation.number(n) for n in row[1:])] for row in found]
    if markdown:
        yield f"| {' | '.join(titles)} |"
        yield "| --- |" + " ---: |" * (len(titles) - 1)
        yield from (f"| {' | '.join(cells)} |" for cells in body)
        return
    if not body:
        yield style.line(style.filled(_("no translations")))
        return
    widths = [max(map(columns, cells)) for cells in zip(titles, *body, strict=True)]
    for cells in (titles, *body):
        first, *numbers = cells
        shown = [style.isolated(first) + " " * (widths[0] - columns(first))]
        shown += [
            " " * (width - columns(cell)) + style.isolated(cell)
            for cell, width in zip(numbers, widths[1:], strict=True)
        ]
        yield "  ".join(shown).rstrip()


def _statuses(found: Sequence[Status], style: Style, *, markdown: bool) -> Iterator[str]:
    for each in found:
        status = _(each.status)
        said = ngettext("{n} passage", "{n} passages", each.passages()) if each.new else ""
        if each.gone and not said:
            said = ngettext("{n} passage", "{n} passages", each.passages())
        # Translators: {commit} is the id of a commit.
        since = _("since {commit}").format(commit=each.commit[:8]) if said else ""
        reason = _(each.reason) if each.reason else ""
        step = pgettext("column", "out of step") if each.out_of_step else ""
        count = each.findings
        found_there = ngettext("{n} finding", "{n} findings", count, ",") if count else ""
        about = _(", ").join(filter(None, (status, said, since, reason, step, found_there)))
        target, source = line_start(each.target), visible(each.source)
        if markdown:
            yield f"- {code_span(target)}: {about} ({code_span(source)})"
            yield from (f"  - {code_span(line)}" for line in _passages(each, Style()))
            continue
        yield f"{style.place(target)}: {style.sentence(about)} ({style.place(source)})"
        yield from (f"  {line}" for line in _passages(each, style))


def _passages(each: Status, style: Style) -> Iterator[str]:
    for one in each.new[:_MOST_PASSAGES]:
        place = f"{visible(each.source)}:{one.line}"
        yield f"+ {style.place(place)}: {style.isolated(_first_words(one))}"
    for one in each.gone[:_MOST_PASSAGES]:
        yield f"- {style.isolated(_first_words(one))}"
    more = max(len(each.new) - _MOST_PASSAGES, 0) + max(len(each.gone) - _MOST_PASSAGES, 0)
    if more:
        yield f"{style.filled(ngettext('and {n} more', 'and {n} more', more))}"


def _first_words(one: Passage) -> str:
    first, _, others = one.key.partition("\n")
    if one.code and first.startswith(("```", "~~~")):
        first = others.partition("\n")[0].strip() or first
    return excerpt(first if len(first) <= _SHOWN else first[: _SHOWN - 1] + "…")


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
    if args.format == "json":
        import json

        data = {
            "schema": SCHEMA,
            "behind": [
                {"source": s, "targets": list(targets), "languages": list(codes)}
                for s, targets, codes in left
            ],
        }
        console.write(json_text(json.dumps(data, indent=2)) + "\n")
    else:
        style = console.style("never", "auto", console.output().isatty())
        markdown = args.format == "markdown"
        lines = (_left_line(each, style, markdown=markdown) for each in left)
        console.write("".join(f"{line}\n" for line in lines))
    return FAILING if left and BEHIND in wanted.fail_on else OK


def _into(each: Left, only: frozenset[str]) -> Left:
    """Return what is left behind of a source in some languages."""
    pairs = zip(each.targets, each.languages, strict=True)
    kept = [(target, code) for target, code in pairs if normalized(code) in only]
    return Left(each.source, tuple(t for t, _code in kept), tuple(code for _t, code in kept))


def _left_line(each: Left, style: Style, *, markdown: bool) -> str:
    codes = each.languages
    words = ngettext("{n} translation falls behind", "{n} translations fall behind", len(codes))
    source = line_start(each.source)
    if markdown:
        return f"- {code_span(source)}: {words}: {', '.join(codes)}"
    return f"{style.place(source)}: {style.filled(words)}: {', '.join(codes)}"
