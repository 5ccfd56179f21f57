"""The notes of a release, and the reasons not to make one."""

from __future__ import annotations

import re

import pytest

from tools.release import notes

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
