"""The tasks of a scan: which rows each reads, and under which name its tables are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from contentlint import __version__
from contentlint._util.digest import digest_of
from contentlint._util.translation import gettext as _
from contentlint.corpus.batch import Checker, Columns, Options
from contentlint.corpus.folder import PLAN, Folder
from contentlint.corpus.inputs import Part, columns_of, files, parts
from contentlint.model.errors import ReadError
from contentlint.run.request import Request


class Task(NamedTuple):
    """A part of a corpus, and what is done with it."""

    id: str
    """32 hexadecimal digits for the part, the version of its file, and everything else that the
    tables depend on: a task with the same id has been done, or is to be done again."""
    shard: int
    """Its number in the plan, from 0."""
    part: Part
    columns: Columns


class Plan(NamedTuple):
    """All tasks of a scan."""

    tasks: tuple[Task, ...]
    rules_digest: str
    request: Request
    """The configuration with which the scan was asked for."""
    options: Options
    unreadable: tuple[tuple[str, str], ...] = ()
    """Files that cannot be read, with the reason."""

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


def save(folder: Folder, made: Plan) -> None:
    """Write the plan into the folder of results, over that of an earlier scan."""
    folder.write_json(
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


def read(folder: Folder) -> Plan:
    """Return the plan of a folder of results.

    Raises:
        ReadError: there is none, or it is damaged.
    """
    value = folder.read_json(PLAN)
    if value is None:
        raise ReadError(_("{folder}: has no results of a scan").format(folder=folder.address))
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
        raise ReadError(f"{folder.address}: {PLAN}: {error!r}") from None
