"""The table ``[links]``, of a configuration and of the user's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from contentlint.cli.main import main
from contentlint.config import user
from contentlint.config.load import Configs
from contentlint.config.schema import Links
from contentlint.config.user import Requests
from contentlint.config.values import rate_of


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "own" / "contentlint.toml"
    path.parent.mkdir()
    monkeypatch.setattr("contentlint.config.user.place", lambda: str(path))
    return path


def test_the_values_of_a_configuration() -> None:
    Path("contentlint.toml").write_text(
        "[links]\nexclude = ['https://a.example/**']\nmax-age = '36h'\nfail-on = 'warning'\n"
    )
    assert Configs().of("x.md").links == Links(("https://a.example/**",), 36 * 3600, "warning")


def test_globs_of_extended_files_add_up_and_other_values_are_replaced() -> None:
    Path("base.toml").write_text("[links]\nexclude = ['a', 'b']\nmax-age = '1d'\nfail-on = 'info'")
    Path("contentlint.toml").write_text(
        "extends = ['base.toml']\n[links]\nexclude = ['b', 'c']\nmax-age = '2d'\n"
    )
    assert Configs().of("x.md").links == Links(("a", "b", "c"), 2 * 86_400, "info")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("exclude = 'a'", "exclude: expected a list of strings"),
        ("max-age = 7", "max-age: expected a string"),
        ("max-age = '7'", "max-age: expected a time like 7d"),
        ("max-age = '0d'", "max-age: expected a time like 7d"),
        ("max-age = '-1d'", "max-age: expected a time like 7d"),
        ("max-age = '٧d'", "max-age: expected a time like 7d"),
        ("fail-on = 'dead'", "fail-on: unknown value 'dead'"),
        ("agent = 'x'", "unknown key 'agent'"),
        ("proxy = 'http://127.0.0.1:9'", "proxy: only your own file"),
    ],
)
def test_what_is_wrong_is_said(line: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("contentlint.toml").write_text(f"[links]\n{line}\n", encoding="utf-8")
    assert main(["check", "."]) == 2
    assert said in capsys.readouterr().err


def test_the_users_own_file_says_how_the_web_is_asked(own: Path) -> None:
    own.write_text(
        "[links]\nallow-private = ['10.1.0.0/16', '::1']\nproxy = 'http://proxy.example:3128'\n"
        "user-agent-contact = 'https://a.example/bot'\nhost-rate = '30/m'\n"
    )
    assert user.read().links == Requests(
        ("10.1.0.0/16", "::1"), "http://proxy.example:3128", "https://a.example/bot", 0.5
    )
    assert user.read().beside(str(own.parent)).links == Requests(), "it came with the repository"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("allow-private = ['10.1.0.1/16']", "allow-private: expected a network like 10.1.0.0/16"),
        ("allow-private = ['intranet']", "allow-private: expected a network like 10.1.0.0/16"),
        ("proxy = 'socks5://a'", "proxy: expected a URL like http://proxy.example:3128"),
        ('user-agent-contact = "a\\r\\nCookie: b"', "user-agent-contact: expected a URL"),
        ("host-rate = '11/s'", "host-rate: expected a rate like 1/s or 30/m, at most 10/s"),
        ("host-rate = '0/s'", "host-rate: expected a rate"),
        ("host-rate = '1/w'", "host-rate: expected a rate"),
        ("host-rate = 1", "host-rate: expected a string"),
        ("exclude = ['a']", "links: unknown key 'exclude'"),
    ],
)
def test_what_is_wrong_with_the_users_own_file_is_said(
    line: str, said: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own.write_text(f"[links]\n{line}\n")
    assert main(["check", "."]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "rate"),
    [("1/s", 1.0), ("10/s", 10.0), ("0.5/s", 0.5), ("30/m", 0.5), ("1/h", 1 / 3600)],
)
def test_rates(text: str, rate: float) -> None:
    assert rate_of(text) == rate


@pytest.mark.parametrize("text", ["", "/s", "1", "1/", "-1/s", "1e3/s", "١/s", ".5/s", "1/s/s"])
def test_what_is_no_rate(text: str) -> None:
    with pytest.raises(ValueError, match="expected a rate"):
        rate_of(text)
