"""The options about fixes, and the summary of what was fixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import visible
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext, number
from contentlint.model.diagnostic import FileResult
from contentlint.model.errors import ConfigError
from contentlint.model.record import Record
from contentlint.report import console

if TYPE_CHECKING:
    from argparse import Namespace


def mode(args: Namespace) -> str:
    """Return ``write``, ``diff`` or ``""``, the value of ``Needs.fix``.

    Raises:
        ConfigError: an option about fixes lacks the one that it depends on.
    """
    fixing = args.fix or args.fix_only
    if args.unsafe_fixes and not (fixing or args.diff):
        raise ConfigError("--unsafe-fixes needs --fix, --fix-only or --diff")
    for option in ("show_fixes", "exit_non_zero_on_fix", "dry_run"):
        if getattr(args, option) and not fixing:
            name = option.replace("_", "-")
            raise ConfigError(f"--{name} needs --fix or --fix-only")
    from_input = "-" in args.paths or args.stdin_filename
    if args.dry_run and from_input:
        raise ConfigError("--dry-run: standard input is never changed; leave the option out")
    if args.output and args.fix_only and not args.diff and not from_input:
        raise ConfigError("--output takes the patch of --diff or fixed standard input; add --diff")
    return "diff" if args.diff or args.dry_run else "write" if fixing else ""


def limited(args: Namespace) -> bool:
    """Return True if options limit what ``fix`` fixes; those of ``check`` limit its report."""
    return args.command == "fix" and bool(
        args.min_severity or args.baseline or args.diff_base is not None
    )


def write_diff(args: Namespace, results: Sequence[FileResult]) -> None:
    """Write the patch, never in colour, to ``--output`` or to standard output."""
    patch = "".join(result.repair.diff for result in results)
    if not console.hand_over(patch.encode("utf-8", "surrogateescape"), output_file(args)):
        console.warn(
            _(
                "the patch is shown with control characters named, and cannot be applied; write it "
                "with -o FILE"
            )
        )


def write_text(args: Namespace, record: Record) -> bool:
    """Write fixed standard input; return False if what was printed is another text."""
    exact = console.hand_over(record.data, output_file(args))
    if not exact:
        console.fail(
            _(
                "the text is shown with control characters named, and is not the fixed one; write "
                "it with -o FILE"
            )
        )
    return exact


def output_file(args: Namespace) -> str:
    """Return the file that ``--output`` names, or ``""``."""
    return "" if args.output in (None, "-") else str(args.output)


def flush(results: Sequence[FileResult]) -> None:
    """Flush the fixed files to the disk, so that they survive a power cut."""
    paths = [result.path for result in results if result.repair.applied]
    if paths:
        from contentlint.source import atomic_write

        atomic_write.flush(paths)


def summarize(args: Namespace, repaired: Iterable[FileResult], files: int) -> None:
    """Report on standard error how much of ``files`` files was fixed, with ``--show-fixes`` by
    file and rule."""
    counts: Counter[str] = Counter()
    fixed = 0
    only = args.diff or args.dry_run
    for result in repaired:
        applied = result.repair.applied
        if not applied:
            continue
        fixed += 1
        counts.update(dict(applied))
        if args.show_fixes:
            listed = _(", ").join(f"{code} {number(n)}" for code, n in applied)
            line = _("would fix {path}: {rules}") if only else _("fixed {path}: {rules}")
            console.plainly(line.format(path=visible(result.path), rules=listed))
    if args.quiet:
        return
    if fixed:
        # Translators: {findings} is "3 findings", {files} is "2 files".
        line = _("would fix {findings} in {files}") if only else _("fixed {findings} in {files}")
        findings = ngettext("{n} finding", "{n} findings", counts.total())
        console.plainly(
            line.format(findings=findings, files=ngettext("{n} file", "{n} files", fixed))
        )
    elif args.diff or args.fix_only:
        console.plainly(
            ngettext("nothing to fix in {n} file", "nothing to fix in {n} files", files)
        )


def fails(args: Namespace, results: Sequence[FileResult]) -> bool:
    """Return True if fixes, made or possible, make the exit code 1."""
    if not (args.diff or args.exit_non_zero_on_fix):
        return False
    return any(result.repair.applied for result in results)
