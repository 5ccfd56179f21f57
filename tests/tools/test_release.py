"""The notes of a release, and the reasons not to make one."""

from __future__ import annotations

import re

import pytest

from contentlint import __version__
from tools.release import CHANGELOG, notes

TEXT = """\
# Changelog

Words.

## [1.2.3] - 2030-01-31

### Added

- A thing.

## [1.2.2] - 2030-01-01

- Another.
"""
HOME = "https://example.com/contentlint"


def test_notes_are_the_section_of_the_version() -> None:
    assert notes("v1.2.3", TEXT, "1.2.3", HOME) == "### Added\n\n- A thing.\n"


@pytest.mark.parametrize(
    ("tag", "version", "text", "home", "reason"),
    [
        ("v1.2.3", "1.2.4", TEXT, HOME, "the tag is v1.2.3, but the version is 1.2.4"),
        ("v1.2.2", "1.2.2", TEXT, HOME, "the first heading is '[1.2.3] - 2030-01-31'"),
        ("v1.2.3", "1.2.3", TEXT.replace("2030-01-31", "Unreleased"), HOME, "- Unreleased'"),
        ("v1.2.3", "1.2.3", "# Changelog\n", HOME, "the first heading is 'missing'"),
        ("v1.2.3", "1.2.3", TEXT, "https://example.org/contentlint", "still the placeholder"),
    ],
)
def test_a_release_that_does_not_fit_is_refused(
    tag: str, version: str, text: str, home: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        notes(tag, text, version, home)


# The changelog, as https://keepachangelog.com/en/1.1.0/ asks for it

SECTIONS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]


def test_the_changelog_has_its_form() -> None:
    text = CHANGELOG.read_text(encoding="utf-8")
    versions = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    titles = [version.partition("\n")[0] for version in versions]
    assert re.fullmatch(
        rf"\[{re.escape(__version__)}\] - (Unreleased|\d{{4}}-\d\d-\d\d)", titles[0]
    )
    rest = r"\[\d+\.\d+\.\d+\] - (Never published|\d{4}-\d\d-\d\d)"
    assert all(re.fullmatch(rest, title) for title in titles[1:]), titles
    for version in versions:
        sections = re.findall(r"^### (.*)$", version, re.MULTILINE)
        assert sections
        assert sections == [name for name in SECTIONS if name in sections]
        before, *after = re.split(r"^### .*\n", version.partition("\n")[2], flags=re.MULTILINE)
        assert not before.strip() and all(part.strip().startswith("- ") for part in after)


def test_the_notes_of_the_next_release_can_be_made() -> None:
    text = CHANGELOG.read_text(encoding="utf-8").replace("- Unreleased", "- 2030-01-31", 1)
    made = notes(f"v{__version__}", text, home=HOME)
    assert made.startswith("### Added\n") and "\n## " not in made
