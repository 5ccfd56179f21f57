"""Options and helpers for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from contentlint._util import translation

# How long an example takes says how busy the machine is: no test fails by that.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Return True if golden files are to be rewritten (read them before you commit them)."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(autouse=True)
def no_file_of_the_users_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What whoever runs the tests allows contentlint elsewhere is not meant for them."""
    state = str(tmp_path_factory.getbasetemp() / "state")
    monkeypatch.setenv("XDG_STATE_HOME", state)
    monkeypatch.setenv("LOCALAPPDATA", state)
    monkeypatch.setattr("contentlint.config.user.place", str)
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nonexistent")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The language of whoever runs the tests is not that of the tests."""
    for name in (translation.VARIABLE, *translation.LOCALE):
        monkeypatch.delenv(name, raising=False)
    yield
    translation.use("en")
