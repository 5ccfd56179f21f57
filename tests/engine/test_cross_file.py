"""Facts of documents are values: rules compare them in another process, and from the cache."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from contentlint.engine import linter, ruleset
from contentlint.model import wire
from contentlint.model.diagnostic import Collected, FileResult
from contentlint.model.rule import Rule, example_data
from contentlint.source import formats

COMPARING = [rule for rule in ruleset.full().rules if ruleset.bind(rule).compare]
ARTICLES = next(rule for rule in COMPARING if rule.code == "DUP009")
ACROSS = next(rule for rule in COMPARING if rule.kind == "across")
PAGE = (
    "---\nslug: ميناء\n---\n\n# الميناء 😀\n\n![صورة](a.jpg)\n\nنصّ مشترك\u2028\\xFF.\n\n"
    "المصدر: https://a.example/n\n"
)
CASES: list[tuple[Rule, Mapping[str, Any], tuple[str, ...]]] = [
    *((rule, rule.example_options, rule.bad) for rule in COMPARING),
    (ARTICLES, {"near": True, "min-words": 8}, ARTICLES.bad),
    *(
        (ACROSS, {"of": of, "field": "slug", "min-files": 2, "min-chars": 1, "labels": {}}, (PAGE,))
        for of in ("paragraph", "heading", "title", "image", "field")
    ),
]


def through_json(result: FileResult) -> FileResult:
    """As it comes out of the cache."""
    data = json.dumps(wire.pack(result), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return wire.unpack(result.path, wire.loads(data))


def through_pickle(result: FileResult) -> FileResult:
    copy = pickle.loads(pickle.dumps(result))
    assert isinstance(copy, FileResult)
    return copy


def is_plain(value: object) -> bool:
    if isinstance(value, tuple):
        return all(map(is_plain, value))
    return type(value) in (str, int, float, bool)


@pytest.mark.parametrize("through", [through_json, through_pickle])
@pytest.mark.parametrize(("rule", "options", "texts"), CASES)
def test_facts_are_values(
    rule: Rule,
    options: Mapping[str, Any],
    texts: tuple[str, ...],
    through: Callable[[FileResult], FileResult],
) -> None:
    """``compare`` finds the same in facts that have left the process."""
    bound = ruleset.bind(rule, options=options)
    # Each text also with an invalid byte at its end, and all of them twice.
    data = [example_data(text) for text in texts]
    data += [each + b"\n\xff\n" for each in data]
    docs = [formats.read(f"{n:02}.md", each) for n, each in enumerate(data * 2)]
    results = [linter.lint(doc, [bound], (), frozenset()) for doc in docs]

    def facts(of: list[FileResult]) -> list[Collected]:
        return [fact for result in of for fact in result.facts]

    assert all(map(is_plain, facts(results)))
    back = [through(result) for result in results]
    assert back == results
    assert bound.compare is not None
    expected = list(bound.compare(facts(results), len(results)))
    assert expected
    assert list(bound.compare(facts(back), len(back))) == expected
