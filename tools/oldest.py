"""Prints the oldest packages that pyproject.toml allows, for ``pip install``.

    python -m tools.oldest [EXTRA...]

They are those that every installation needs, and those of the extras.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import tomli
from packaging.requirements import Requirement

FILE = Path(__file__).parents[1] / "pyproject.toml"


def oldest(extras: Iterable[str]) -> Iterator[str]:
    """Yield ``NAME==VERSION`` for each package.

    Raises:
        KeyError: there is no such extra.
        ValueError: a package has no lower bound.
    """
    project = tomli.loads(FILE.read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    for each in map(Requirement, wanted):
        if each.name == project["name"] or (each.marker and not each.marker.evaluate()):
            continue
        bounds = [bound.version for bound in each.specifier if bound.operator == ">="]
        if not bounds:
            raise ValueError(f"{each} has no lower bound")
        yield f"{each.name}=={bounds[0]}"


if __name__ == "__main__":
    print(*oldest(sys.argv[1:]))
