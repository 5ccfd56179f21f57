"""Rules for programs, as RFC 9309 has them."""

from __future__ import annotations

import pytest

from contentlint.links.robots import ALL, NOTHING, matches, read, rules_of, written


def allows(text: str, path: str, agent: str = "contentlint") -> bool:
    return rules_of(text, agent).allows(path)


@pytest.mark.parametrize(
    "pattern, path, wanted",
    [
        ("/", "/", True),
        ("/fish", "/fish.html", True),
        ("/fish", "/catfish", False),
        ("/fish", "/Fish.asp", False),
        ("/fish*", "/fish", True),
        ("/fish/", "/fish", False),
        ("/*.php", "/folder/a.php?x=1", True),
        ("/*.php", "/windows.PHP", False),
        ("/*.php$", "/folder/a.php", True),
        ("/*.php$", "/a.php?x=1", False),
        ("/*.php$", "/a.php5", False),
        ("/fish*.php", "/fishheads/catfish.php?x=1", True),
        ("/a*b$", "/axb", True),
        ("/a*b$", "/axbc", False),
        ("/a*b$", "/ab", True),
        ("/a*b*c$", "/abcbc", True),
        ("/ab*b$", "/ab", False),
        ("/$", "/", True),
        ("/$", "/a", False),
        ("*", "/anything", True),
        ("*.pdf$", "/a/b.pdf", True),
        ("/a$b", "/a$b", True),
        ("/a**b", "/axxb", True),
        ("", "/", True),
    ],
)
def test_patterns(pattern: str, path: str, wanted: bool) -> None:
    assert matches(pattern, path) is wanted


def test_the_longest_pattern_decides_and_of_two_the_one_that_allows() -> None:
    text = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nAllow: /p\nDisallow: /p"
    for path, wanted in (
        ("/a", False),
        ("/a/b", True),
        ("/a/b/c", False),
        ("/a/bc", True),
        ("/p/x", True),
        ("/other", True),
    ):
        assert allows(text, path) is wanted, path
    assert allows("User-agent: *\nDisallow: /page\nAllow: /*.htm", "/page.htm")


def test_the_groups_for_the_program_count_or_else_those_for_all() -> None:
    text = (
        "User-agent: other\nDisallow: /other\n"
        "USER-AGENT : ContentLint/2.0 \nUser-agent: third\ndisallow:/both # a comment\n"
        "User-agent: *\nDisallow: /\n"
        "User-agent: contentlint\nDisallow: /more\n"
    )
    for path, wanted in (("/other", True), ("/both", False), ("/more", False), ("/x", True)):
        assert allows(text, path) is wanted, path
    assert not allows(text, "/x", "somebody")
    assert not allows(text, "/other", "other")
    assert allows(text, "/x", "other")


def test_a_group_without_rules_allows_all() -> None:
    text = "User-agent: contentlint\nDisallow:\n\nUser-agent: *\nDisallow: /"
    assert allows(text, "/x")
    text = "User-agent: contentlint\n\nSitemap: /s\n\nUser-agent: x\nDisallow: /"
    assert not allows(text, "/x"), "a line that is no rule does not end the names of a group"


def test_rules_before_any_group_and_lines_of_others_are_ignored() -> None:
    assert allows("Disallow: /\n<html>\nfoo\n: bar\nUser-agent: x\nNoindex: /", "/a")
    assert not allows("\ufeffUser-agent: *\r\nDisallow: /\r\n", "/a")


def test_paths_are_compared_without_regard_to_their_encoding() -> None:
    for pattern in ("/خبر", "/%D8%AE%D8%A8%D8%B1", "/%d8%ae%d8%a8%d8%b1"):
        text = f"User-agent: *\nDisallow: {pattern}"
        assert not allows(text, "/%D8%AE%d8%a8%D8%B1/1")
        assert not allows(text, "/خبر")
    assert not allows("User-agent: *\nDisallow: /%7Ejoe", "/~joe/")
    assert allows("User-agent: *\nDisallow: /a%2Fb", "/a/b")
    assert not allows("User-agent: *\nDisallow: /a%2fb", "/a%2Fb")
    assert allows("User-agent: *\nDisallow: /100%", "/100")


def test_robots_itself_may_always_be_asked_for() -> None:
    assert NOTHING.allows("/robots.txt")
    assert not NOTHING.allows("/")
    assert ALL.allows("/")


@pytest.mark.parametrize(
    "value, wanted",
    [("2", 2.0), ("0.5", 0.5), ("-1", 0.0), ("nan", 0.0), ("inf", 0.0), ("soon", 0.0), ("", 0.0)],
)
def test_the_delay(value: str, wanted: float) -> None:
    assert rules_of(f"User-agent: *\nCrawl-delay: {value}", "contentlint").delay == wanted


def test_hostile_patterns_take_no_time() -> None:
    text = "User-agent: *\n" + "Disallow: /" + "*a" * 1000 + "b$\n"
    rules = rules_of(text * 20, "contentlint")
    assert rules.allows("/" + "a" * 8000)


def test_rules_are_read_as_they_were_written() -> None:
    text = "User-agent: *\nDisallow: /a*b$\nAllow: /أ\nCrawl-delay: 2.5\n"
    for rules in (ALL, NOTHING, rules_of(text, "x")):
        assert read(written(rules)) == rules


@pytest.mark.parametrize(
    "text",
    (
        None, 7, b"x", "", "{}", "[]", "[-1]", "[true]", "[NaN]", "[Infinity]", '["1"]', "[0, 1]",
        '[0, ["/"]]', '[0, ["/", 1]]', '[0, ["/", true, 1]]', '[0, ["", true]]', "[" * 100_000,
        '[0, ["\\u0660", true]]', '[0, ["' + "a" * 30_000 + '", true]]',
        "[0" + 6000 * ', ["/", true]' + "]",
    ),
)  # fmt: skip
def test_other_values_are_no_rules(text: object) -> None:
    assert read(text) is None
