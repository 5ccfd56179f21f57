"""Pages in six languages that say that they do not exist, and pages that only speak of it.

They lie in ``bodies/``, each named after its language; all were written for these tests.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from contentlint.engine import ruleset
from contentlint.links import judge as judging
from contentlint.links import phrases
from contentlint.links.answer import Answer, Hop
from contentlint.model.observation import Observation

FOLDER = Path(__file__).parent / "bodies"
URL = "https://news.old-herald.example/world/4521"
LANGUAGES = {"ar", "en", "fa", "he", "ur", "vi"}
LISTS = phrases.lists_of(ruleset.word_lists())


def bodies(kind: str) -> list[Path]:
    return sorted((FOLDER / kind).glob("*.html"))


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", bodies(kind), ids=lambda path: path.stem)


def judged(path: Path, url: str = URL, *hops: Hop) -> Observation:
    first = hops[0].url if hops else url
    answer = Answer(first, "GET", url, hops, 200, content_type="text/html", body=path.read_bytes())
    return judging.judge(answer, None, now=1, lists=LISTS)


@each("soft-404")
def test_a_page_that_says_that_it_is_missing_is_one(path: Path) -> None:
    one = judged(path)
    assert (one.kind, one.reason) == ("suspicious", "soft-404"), one.title


@each("honest")
def test_an_article_is_no_missing_page_whatever_it_is_about(path: Path) -> None:
    one = judged(path)
    assert (one.kind, one.reason) == ("ok", "200"), one.title


@each("soft-404")
def test_a_home_page_is_never_one(path: Path) -> None:
    assert judged(path, "https://news.old-herald.example/").kind == "ok"


@each("parked")
def test_a_page_that_offers_its_domain_is_parked(path: Path) -> None:
    assert judged(path).reason == "parked"


@each("honest")
def test_an_article_on_another_site_is_not_parked(path: Path) -> None:
    one = judged(path, "https://www.example.com/world/a/4521", Hop(URL, 302))
    assert (one.kind, one.reason) == ("ok", "200")


def test_there_are_enough_pages_in_each_language() -> None:
    for kind, most in (("soft-404", 24), ("honest", 24), ("parked", 6)):
        languages = Counter(path.stem.partition("-")[0] for path in bodies(kind))
        assert set(languages) == LANGUAGES
        assert sum(languages.values()) >= most
    assert all(len([p for p in bodies("soft-404") if p.stem.startswith(c)]) >= 4 for c in LANGUAGES)


@pytest.mark.parametrize(
    ("language", "phrases"), sorted(ruleset.word_lists()["missing-pages"].items())
)
def test_each_phrase_alone_and_beside_the_name_of_a_site_is_a_missing_page(
    language: str, phrases: tuple[str, ...], tmp_path: Path
) -> None:
    assert language in LANGUAGES
    page = tmp_path / "page.html"
    for phrase in phrases:
        for title in (phrase, f"{phrase} | Example News", f"Example News - {phrase.upper()}!"):
            page.write_text(f"<meta charset=utf-8><title>{title}</title><p>x", encoding="utf-8")
            assert judged(page).reason == "soft-404", title
