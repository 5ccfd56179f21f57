"""The profile ``corpus`` and the limits of Gopher, FineWeb and FineWeb-2 in it."""

from __future__ import annotations

import pytest

from contentlint.engine import ruleset
from contentlint.engine.options import check_options
from contentlint.kinds import metric
from contentlint.model.rule import Rule
from contentlint.run.session import Request, Selection, Session

RULES = {rule.code: rule for rule in ruleset.full().rules}
CORPUS = [rule for code, rule in RULES.items() if code.startswith("COR")]
LANGUAGES = ("en", "ar", "fa", "ur", "he", "vi")

# Lowest and highest by language, in the order of LANGUAGES: Gopher's or FineWeb's for English,
# for the others those of FineWeb-2's configurations; one value holds for all.
LOWEST: dict[str, tuple[float, ...]] = {
    "words": (50,),
    "mean-word-length": (3, 2, 2, 2, 2, 3),
    "letter-word-share": (0.8, 0.787, 0.812, 0.839, 0.799, 0.803),
    "stop-words": (2,),
    "terminal-line-share": (0.12, 0.143, 0.2, 0.1, 0.2, 0.333),
}
HIGHEST: dict[str, tuple[float, ...]] = {
    "words": (100_000,),
    "mean-word-length": (10, 9, 9, 31, 9, 11),
    "symbol-to-word-ratio": (0.1,),
    "bullet-line-share": (0.9,),
    "ellipsis-line-share": (0.3,),
    "short-line-share": (0.67,),
    "newlines-per-word": (0.3, 0.189, 0.15, 0.222, 0.126, 0.103),
}


def codes(profile: str, *, cross_file: bool = False) -> set[str]:
    request = Request(Selection(isolated=True, profile=profile, cross_file=cross_file))
    return {bound.rule.code for bound in Session(request).resolver.settings("a.md").rules}


def test_profile_is_the_default_with_the_rules_for_corpora() -> None:
    added = {rule.code for rule in CORPUS}
    added |= set("DUP009 DUP010 DUP011 RES020 STR008 STR019 STR020 STR021".split())
    assert codes("default") | added == codes("corpus")
    assert codes("corpus") <= codes("corpus", cross_file=True)


@pytest.mark.parametrize("rule", CORPUS, ids=lambda rule: rule.code)
def test_limits_are_those_of_the_filters(rule: Rule) -> None:
    made = metric.Options(**check_options("metric", rule.options))
    for limits, default, own in (
        (LOWEST, made.min, made.min_by_language),
        (HIGHEST, made.max, made.max_by_language),
    ):
        wanted = limits.get(made.metric)
        if wanted is None:
            assert default is None and not own
            continue
        wanted = wanted * len(LANGUAGES) if len(wanted) == 1 else wanted
        assert tuple(own.get(language, default) for language in LANGUAGES) == wanted


def test_every_measure_of_the_filters_has_one_rule() -> None:
    measures = [rule.options["metric"] for rule in CORPUS]
    assert sorted(measures) == sorted({*LOWEST, *HIGHEST})


def test_rules_for_corpora_are_off_and_never_fail_a_run_by_themselves() -> None:
    for rule in CORPUS:
        assert (rule.enabled, rule.severity, rule.tags) == (False, "info", ("corpus",)), rule.code
        assert rule.options.get("min-words") == (None if rule.code == "COR001" else 50)
