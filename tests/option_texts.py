"""Texts to try the options of a rule on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from conftest import ROOT

from contentlint.config.table import read_toml
from contentlint.engine import ruleset
from contentlint.model.rule import Rule
from contentlint.source import formats

FOLDER = ROOT / "tests" / "rules"
RULES = {rule.code: rule for rule in ruleset.full().rules if rule.kind != "suppression"}
_EVERY = 37
"""Of the fixtures of all rules, each so manieth is read by each rule."""
STRANGE = "zorb quux"
"""What no rule knows: it opens no gate but that of the option it is put into."""
_PLACES = (
    "{}", "{} and more words in this line.", "Words in a line before {}", "Words, {} and more.",
    "[{}](https://a.example/b)", "![{}](a.png)", "# {}", "**{}**", "> {}: words.", "- {}",
    "<p>{}</p>", "| {} | words |", "<b id='{}'>", "[a](https://zorb.example/quux)", "{}\n\n{}",
)  # fmt: skip
_SHORTER = ((3, 99), (7, 3), (12, 99))
"""Words of a line, and characters of a word, in fixtures that are shortened: what is too short for
a rule's own options counts with looser ones."""
_SUFFIXES = {"markdown": ".md", "mdx": ".mdx", "text": ".txt"}
_MARK = re.compile(r"[^\w\s]")


class Text(NamedTuple):
    """An article, which need not be on the disk, and how it is read."""

    path: str
    data: bytes
    language: str | None = None
    origin: str = "unknown"


@cache
def examples(code: str) -> Mapping[str, Any]:
    path = FOLDER / code / "options.toml"
    return read_toml(str(path)) if path.exists() else {}


@cache
def own_texts(code: str) -> tuple[Text, ...]:
    """The fixtures of a rule, also with shorter lines, its examples, and those of its options."""
    fixtures = list(_fixtures(FOLDER / code))
    bad = [text for text in fixtures if "/bad" in text.path]
    shorter = [_shortened(text, *most) for text in bad for most in _SHORTER]
    return (
        *fixtures,
        *shorter,
        *_akin(code),
        *_short(RULES[code]),
        *_of_options(code),
        *_strange(),
    )


def _akin(code: str) -> Iterator[Text]:
    """What other rules of the same kind find: one option more, and this rule finds it."""
    for other, rule in RULES.items():
        if other != code and rule.kind == RULES[code].kind:
            yield from (text for text in _fixtures(FOLDER / other) if "/bad" in text.path)


def _strange() -> Iterator[Text]:
    for number, place in enumerate(_PLACES):
        text = f"Words of an article.\n\n{place.replace('{}', STRANGE)}\n\nMore of them.\n"
        yield Text(f"strange/{number}.md", text.encode())


@cache
def other_texts() -> tuple[Text, ...]:
    """A fixed sample of the fixtures of all rules."""
    every = [text for folder in sorted(FOLDER.iterdir()) for text in _fixtures(folder)]
    return tuple(every[::_EVERY])


def _fixtures(folder: Path) -> Iterator[Text]:
    for path in sorted(folder.glob("*")):
        if path.suffix in formats.FORMATS and path.name != "expected.txt":
            yield Text(str(path.relative_to(FOLDER)), path.read_bytes())


def _shortened(text: Text, words: int, letters: int) -> Text:
    """An article with no more than so many words of each line, and the mark at its end."""
    path = Path(text.path)
    lines = text.data.decode("utf-8", "surrogateescape").split("\n")
    return text._replace(
        path=str(path.with_name(f"{path.stem}-{words}{path.suffix}")),
        data="\n".join(_cut(line, words, letters) for line in lines).encode(
            "utf-8", "surrogateescape"
        ),
    )


def _cut(line: str, words: int, letters: int) -> str:
    kept = line.split(" ")
    if len(kept) <= words:
        return line
    last = line[-1:] if _MARK.match(line[-1:]) else ""
    return " ".join(word[:letters] for word in kept[:words]) + last


def _short(rule: Rule) -> Iterator[Text]:
    suffix = ".txt" if rule.example_format == "text" else ".md"
    for number, text in enumerate((*rule.bad, *rule.good)):
        yield Text(f"{rule.code}/example-{number}{suffix}", text.encode("utf-8", "surrogatepass"))


def _of_options(code: str) -> Iterator[Text]:
    for option, example in examples(code).items():
        suffix = _SUFFIXES[example.get("format", "markdown")]
        texts = example.get("texts") or [example.get("text", "")]
        for number, text in enumerate(texts):
            yield Text(
                f"{code}/option-{option}-{number}{suffix}",
                text.encode("utf-8", "surrogatepass"),
                example.get("language"),
                example.get("origin", "unknown"),
            )
