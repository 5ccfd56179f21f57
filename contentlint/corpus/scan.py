"""A scan: makes the plan, lets an engine do the tasks that are left, and says what is there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple

import pyarrow.compute as pc

from contentlint._util.translation import gettext as _
from contentlint.corpus import plan as plans
from contentlint.corpus.batch import Options, path_of
from contentlint.corpus.columns import Columns
from contentlint.corpus.plan import Plan
from contentlint.corpus.results import Results
from contentlint.corpus.task import Scan, Task
from contentlint.model.diagnostic import rank
from contentlint.model.errors import ConfigError, ReadError, suggest
from contentlint.run.request import Request
from contentlint.run.session import Session

ENGINES = ("local", "ray", "spark")


class Status(NamedTuple):
    """How far a scan is."""

    tasks: int
    done: int
    rows: int
    findings: int
    statuses: dict[str, int]
    """Documents by status, without its reason."""
    seconds: float
    """Processor time of the tasks that are done."""
    bytes_read: int
    """Of the columns that were read, unpacked."""
    bytes_written: int
    faults: tuple[tuple[str, str], ...]
    """Files that could not be read, or not to their end, with the reason."""

    @property
    def complete(self) -> bool:
        """Return True if every row of every file was read, and every check ended."""
        bad = {"error", "incomplete"} & self.statuses.keys()
        return self.tasks == self.done and not self.faults and not bad


def start(
    paths: Iterable[str],
    out: str,
    request: Request,
    options: Options,
    *,
    preset: str = "auto",
    columns: Columns | None = None,
    size: int = 256_000_000,
) -> tuple[Results, Plan, Scan]:
    """Write the plan of a scan into its folder of results.

    ``size`` is about how many bytes a task reads; ``columns`` win over those of ``preset``.

    Raises:
        ConfigError: the configuration is wrong, or a path names nothing that is read.
    """
    request = _anywhere(request, options)
    given = columns or Columns("", "", "", "")
    made = plans.plan(paths, preset, given, size, request, options)
    results = Results(out)
    plans.save(results, made)
    return results, made, Scan(request, options, made.rules_digest, results.address)


def _anywhere(request: Request, options: Options) -> Request:
    """Return a request that means the same in every folder, for workers and later commands.

    Raises:
        ConfigError: the configuration is wrong.
    """
    selection = request.selection
    if selection.isolated or selection.settings:
        return request
    files = [value for value in selection.config if os.path.exists(value)]
    others = [value for value in selection.config if value not in files]
    source = files[0] if files else Session(request).resolver.configs.of(path_of(options)).source
    if not source:
        return request._replace(selection=selection._replace(isolated=True))
    config = (os.path.abspath(source), *others)
    return request._replace(selection=selection._replace(config=config))


def run(scan: Scan, tasks: Sequence[Task], engine: str, jobs: int) -> Iterator[dict[str, Any]]:
    """Yield the commits of the tasks as they come.

    Raises:
        ConfigError: there is no such engine, or it is not installed.
    """
    if engine not in ENGINES:
        raise ConfigError(f"--engine: {suggest('engine', engine, ENGINES)}")
    try:
        module = import_module(f"contentlint.corpus.engines.{engine}")
    except ModuleNotFoundError as error:
        raise ConfigError(
            _("{name} is not installed; {command}").format(
                name=error.name, command=f"pip install 'contentlint[{engine}]'"
            )
        ) from None
    done: Callable[..., Iterator[dict[str, Any]]] = module.run
    yield from done(scan, tasks, jobs)


def left(results: Results, made: Plan) -> list[Task]:
    """Return the tasks that are not done."""
    done = results.committed()
    return [task for task in made.tasks if task.id not in done]


def committed(results: Results, made: Plan) -> list[str]:
    """Return the ids of the tasks that are done, in the order of the plan."""
    done = results.committed()
    return [task.id for task in made.tasks if task.id in done]


def has_findings(results: Results, made: Plan, least: str) -> bool:
    """Return True if a finding of a severity or a higher one is in the tables."""
    grade = rank(least)
    for path in results.files("findings", committed(results, made)):
        severities = results.table(path, ["severity"])["severity"]
        if severities.length() and pc.max(severities).as_py() >= grade:
            return True
    return False


def status(results: Results, made: Plan) -> Status:
    """Return how far a scan is, from its commits.

    Raises:
        ReadError: a commit is damaged.
    """
    commits = []
    for task in committed(results, made):
        commit = results.commit_of(task)
        if commit is None:
            raise ReadError(f"{results.address}: the commit of {task} has vanished")
        commits.append(commit)
    statuses: dict[str, int] = {}
    for commit in commits:
        for name, count in commit["statuses"].items():
            statuses[name] = statuses.get(name, 0) + count
    return Status(
        len(made.tasks),
        len(commits),
        sum(c["rows"] for c in commits),
        sum(c["findings"] for c in commits),
        dict(sorted(statuses.items())),
        sum(c["seconds"] for c in commits),
        sum(c["bytes_read"] for c in commits),
        sum(c["bytes_written"] for c in commits),
        (*made.unreadable, *((c["uri"], c["fault"]) for c in commits if c["fault"])),
    )
