"""The plan of a scan: all its tasks, and what was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from contentlint import __version__
from contentlint._util.digest import digest_of
from contentlint._util.translation import gettext as _
from contentlint.corpus.batch import Checker, Options
from contentlint.corpus.columns import Columns
from contentlint.corpus.files import Part, files, parts
from contentlint.corpus.presets import columns_of
from contentlint.corpus.results import PLAN, Results
from contentlint.corpus.task import Task
from contentlint.model.errors import ReadError
from contentlint.run.request import Request


class Plan(NamedTuple):
    """All tasks of a scan."""

    tasks: tuple[Task, ...]
    rules_digest: str
    request: Request
    """The configuration with which the scan was asked for."""
    options: Options
    unreadable: tuple[tuple[str, str], ...] = ()
    """Files that cannot be read, with the reason."""

    def checker(self) -> Checker:
        """Return what checks rows under the configuration, as it is now.

        Raises:
            ConfigError: it has become wrong.
        """
        return Checker(self.request, self.options)

    def ids(self) -> list[str]:
        """Return the ids of the tasks."""
        return [task.id for task in self.tasks]


def plan(
    paths: Iterable[str], preset: str, given: Columns, size: int, request: Request, options: Options
) -> Plan:
    """Return the plan for the files at some paths, in parts of about ``size`` bytes.

    Raises:
        ConfigError: the configuration is wrong, a path names nothing, or a file has no column of
            texts.
    """
    rules_digest = Checker(request, options).rules_digest
    tasks: list[Task] = []
    unreadable: list[tuple[str, str]] = []
    for path in files(paths):
        try:
            columns = columns_of(path, preset, given)
            found = parts(path, size)
        except ReadError as error:
            unreadable.append((path, str(error)))
            continue
        for part in found:
            digest = digest_of(repr((part, columns, rules_digest)).encode())
            tasks.append(Task(digest, len(tasks), part, columns))
    return Plan(tuple(tasks), rules_digest, request, options, tuple(unreadable))


def save(results: Results, made: Plan) -> None:
    """Write the plan into the folder of results, over that of an earlier scan."""
    results.write_json(
        PLAN,
        {
            "version": __version__,
            "rules_digest": made.rules_digest,
            "request": made.request,
            "options": made.options,
            "unreadable": [list(pair) for pair in made.unreadable],
            "tasks": [
                {
                    "id": task.id,
                    "part": task.part._asdict(),
                    "columns": task.columns._asdict(),
                }
                for task in made.tasks
            ],
        },
    )


def read(results: Results) -> Plan:
    """Return the plan of a folder of results.

    Raises:
        ReadError: there is none, or it is damaged.
    """
    value = results.read_json(PLAN)
    if value is None:
        raise ReadError(_("{folder}: has no results of a scan").format(folder=results.address))
    try:
        tasks = tuple(
            Task(str(t["id"]), shard, Part(**t["part"]), Columns(**t["columns"]))
            for shard, t in enumerate(value["tasks"])
        )
        unreadable: Any = tuple((str(path), str(why)) for path, why in value["unreadable"])
        columns, *others = value["options"]
        return Plan(
            tasks,
            str(value["rules_digest"]),
            Request.of_json(value["request"]),
            Options(Columns(*columns), *others),
            unreadable,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ReadError(f"{results.address}: {PLAN}: {error!r}") from None
