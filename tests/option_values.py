"""Every option of every rule, loosened and tightened."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from option_texts import FOLDER, STRANGE, examples, own_texts

from contentlint.config.table import read_toml
from contentlint.config.toml import written
from contentlint.engine.options import check_options, choices, option_types, options_class
from contentlint.model.rule import Rule


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


def cases(rule: Rule) -> list[Case]:
    """The values to try for each option, each beside the rule's own values for the others."""
    own = _own_options(rule)
    found = [
        Case(rule.code, name.replace("_", "-"), value)
        for name, kind in option_types(rule.kind).items()
        for value in variants(kind, own[name], _pieces(rule.code))
    ]
    numbers = {name: own[name] for name, kind in option_types(rule.kind).items() if kind == "int"}
    return [*found, *_together(rule.code, numbers), *_exemplary(rule.code)]


def _together(code: str, own: Mapping[str, int]) -> Iterator[Case]:
    """All whole numbers of a rule loosened or tightened at once: one alone may hide another."""
    names = [name.replace("_", "-") for name in own]
    for change in (lambda n: n // 2, lambda n: n // 4, lambda n: n * 2) if len(own) > 1 else ():
        values = dict(zip(names, map(change, own.values()), strict=True))
        yield Case(code, names[0], values.pop(names[0]), values)


def _own_options(rule: Rule) -> Mapping[str, Any]:
    """The options under which the fixtures of a rule are checked, by name as in Python."""
    path = FOLDER / rule.code / "contentlint.toml"
    read: Mapping[str, Any] = read_toml(str(path)) if path.exists() else {}
    given = read.get("rules", {}).get(rule.code, {}).get("options", {})
    values = check_options(rule.kind, {**rule.options, **given})
    made: Mapping[str, Any] = options_class(rule.kind)(**values)._asdict()
    return made


def _exemplary(code: str) -> Iterator[Case]:
    """The values in the examples of the rule's options."""
    for option, example in examples(code).items():
        for key in ("found", "silent", "one", "other"):
            if key in example:
                yield Case(code, option, example[key], example.get("with", {}))


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
        return [*(list(kind) for kind in self if kind), [STRANGE]]


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
