"""Files under a licence of their own are named in the package's metadata and in NOTICE."""

from __future__ import annotations

import re

import tomli
from conftest import ROOT

PROJECT = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")


def licences() -> dict[str, str]:
    """The licence of each file that states one, by its path."""
    found = {}
    for folder in ("contentlint", "rules", "tools"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".toml", ".txt"):
                first = path.read_text(encoding="utf-8").partition("\n")[0]
                if stated := re.match(r"# SPDX-License-Identifier: (\S+)$", first):
                    found[path.relative_to(ROOT).as_posix()] = stated[1]
    return found


def test_licences_of_files_are_those_of_the_package() -> None:
    declared = PROJECT["project"]["license"].split(" AND ")
    assert declared[0] == "GPL-3.0-or-later"
    assert {*licences().values(), declared[0]} == set(declared)


def test_files_of_another_licence_are_named_in_the_notice() -> None:
    others = [path for path, name in licences().items() if name != "GPL-3.0-or-later"]
    assert others == ["tools/spelling/ar.txt"]
    assert [path for path in (*others, "contentlint/spelling/ar.bin") if path not in NOTICE] == []


def test_notice_credits_the_sources_of_the_list() -> None:
    for name in ("Ayaspell", "wordfreq", "CC BY-SA 4.0", "OpenSubtitles", "SUBTLEX", "Wikipedia"):
        assert name in NOTICE


def test_licence_files_are_in_the_checkout_and_in_the_source_archive() -> None:
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    for name in PROJECT["project"]["license-files"]:
        assert (ROOT / name).is_file()
        assert f"/{name}" in included
