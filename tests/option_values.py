"""Every option of every rule, loosened and tightened: the values, and the texts to try them on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from conftest import ROOT

from contentlint import formats, ruleset
from contentlint.kinds import check_options, choices, kind_module, option_types
from contentlint.rule import Rule
from contentlint.toml import read_toml, written

FOLDER = ROOT / "tests" / "rules"
RULES = {rule.code: rule for rule in ruleset.full().rules if rule.kind != "suppression"}
_EVERY = 37
"""Of the fixtures of all rules, each so manieth is read by each rule."""
_SHORTER = ((3, 99), (7, 3), (12, 99))
"""Words of a line, and characters of a word, in fixtures that are shortened: what is too short for
a rule's own options counts with looser ones."""
_SUFFIXES = {"markdown": ".md", "mdx": ".mdx", "text": ".txt"}


class Case(NamedTuple):
    """A rule with a value for one of its options."""

    code: str
    option: str
    value: Any
    others: Mapping[str, Any] = {}
    """Values of other options."""

    def config(self) -> tuple[str, ...]:
        """The lines that set it, as on the command line."""
        values = {**self.others, self.option: self.value}
        return tuple(f"rules.{self.code}.options.{k} = {written(v)}" for k, v in values.items())


class Text(NamedTuple):
    """An article, which need not be on the disk, and how it is read."""

    path: str
    data: bytes
    language: str | None = None
    origin: str = "unknown"


# The values


def cases(rule: Rule) -> list[Case]:
    """The values to try for each option, each beside the rule's own values for the others."""
    own = _own_options(rule)
    found = [
        Case(rule.code, name.replace("_", "-"), value)
        for name, kind in option_types(rule.kind).items()
        for value in variants(kind, own[name], _pieces(rule.code))
    ]
    return [*found, *_exemplary(rule.code)]


def _own_options(rule: Rule) -> Mapping[str, Any]:
    """The options under which the fixtures of a rule are checked, by name as in Python."""
    path = FOLDER / rule.code / "contentlint.toml"
    given = read_toml(str(path))["rules"][rule.code]["options"] if path.exists() else {}
    values = check_options(rule.kind, {**rule.options, **given})
    made: Mapping[str, Any] = kind_module(rule.kind).Options(**values)._asdict()
    return made


def _exemplary(code: str) -> Iterator[Case]:
    """The values in the examples of the rule's options."""
    for option, example in _examples(code).items():
        for key in ("found", "silent", "one", "other"):
            if key in example:
                yield Case(code, option, example[key], example.get("with", {}))


@cache
def _examples(code: str) -> Mapping[str, Any]:
    path = FOLDER / code / "options.toml"
    return read_toml(str(path)) if path.exists() else {}


class Pieces(NamedTuple):
    """What occurs in the fixtures of a rule, to extend lists with."""

    words: Sequence[str]
    """Those that occur most."""
    starts: Sequence[str]
    """Two words with which a line begins."""
    ends: Sequence[str]
    """Last words of lines."""
    lines: Sequence[str]
    """Short lines."""
    marks: Sequence[str]

    def kinds(self) -> list[list[str]]:
        return [list(kind) for kind in self if kind]


_WORD = re.compile(r"\w+")
_MARK = re.compile(r"[^\w\s]")
_NO_MARK = re.compile(r"[\w\s]")


@cache
def _pieces(code: str) -> Pieces:
    texts = [text.data.decode("utf-8", "replace") for text in own_texts(code)]
    lines = [line.strip("#>*- \t\r") for text in texts for line in text.split("\n")]
    told = [words for line in lines if len(words := _WORD.findall(line)) > 2]
    return Pieces(
        _most([word for words in told for word in words if len(word) > 2]),
        _most([" ".join(words[:2]) for words in told]),
        _most([words[-1] for words in told]),
        _most([line for line in lines if 3 < len(line) < 40]),
        _most(_MARK.findall("\n".join(lines))),
    )


def _most(found: Sequence[str]) -> list[str]:
    return [each for each, _ in Counter(found).most_common(3)]


def variants(kind: str, own: Any, pieces: Pieces) -> list[Any]:
    """Other values for an option of a type, as its module writes it; none of a type unknown."""
    found: list[Any] = []
    if kind == "bool":
        found = [not own]
    elif kind == "int":
        found = [own // 2, own * 2, 0, 1, own * 10]
    elif kind in ("float", "float | None"):
        found = [own / 2, own * 2, own * 10] if own else []
        found += [0.0, 0.5, 1.0]
    elif kind == "tuple[str, ...]":
        found = _lists(list(own), pieces)
    elif kind == "Words":
        found = list(_word_lists(own, pieces))
    elif kind == "Mapping[str, float]":
        found = [{}, *({key: value * by for key, value in own.items()} for by in (0.5, 2.0, 0.0))]
    elif kind == "Mapping[str, str]":
        found = [{}, dict(list(own.items())[::2])]
    elif kind == "str" and own and not _NO_MARK.search(own):
        found = [own[::2], own + "".join(pieces.marks), "".join(pieces.marks)]
    else:
        found = list(choices(kind))
    told = {written(own): own} | {written(value): value for value in found}
    return list(told.values())[1:]


def _lists(own: list[str], pieces: Pieces) -> list[list[str]]:
    marks = bool(own) and all(_MARK.fullmatch(each) for each in own)
    kinds = [list(pieces.marks)] if marks else pieces.kinds()
    return [[], own[::2], *([*own, *kind] for kind in kinds), *kinds]


def _word_lists(own: Mapping[str, Sequence[str]], pieces: Pieces) -> Iterator[dict[str, list[str]]]:
    yield {}
    yield {language: list(words[::2]) for language, words in own.items()}
    for kind in pieces.kinds():
        yield {language: [*own.get(language, ()), *kind] for language in own or ("",)}
        yield dict.fromkeys(own or ("",), kind)


# The texts


@cache
def own_texts(code: str) -> tuple[Text, ...]:
    """The fixtures of a rule, also with shorter lines, its examples, and those of its options."""
    fixtures = list(_fixtures(FOLDER / code))
    bad = [text for text in fixtures if "/bad" in text.path]
    shorter = [_shortened(text, *most) for text in bad for most in _SHORTER]
    return (*fixtures, *shorter, *_short(RULES[code]), *_of_options(code))


@cache
def other_texts() -> tuple[Text, ...]:
    """A fixed sample of the fixtures of all rules."""
    every = [text for folder in sorted(FOLDER.iterdir()) for text in _fixtures(folder)]
    return tuple(every[::_EVERY])


def _fixtures(folder: Path) -> Iterator[Text]:
    for path in sorted(folder.glob("*")):
        if path.suffix in formats.READERS and path.name != "expected.txt":
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
    for option, example in _examples(code).items():
        suffix = _SUFFIXES[example.get("format", "markdown")]
        texts = example.get("texts") or [example.get("text", "")]
        for number, text in enumerate(texts):
            yield Text(
                f"{code}/option-{option}-{number}{suffix}",
                text.encode("utf-8", "surrogatepass"),
                example.get("language"),
                example.get("origin", "unknown"),
            )
