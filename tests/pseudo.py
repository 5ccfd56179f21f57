"""A language of a test's own: English with the words of each message in brackets, {n}« files»."""

from __future__ import annotations

import re
from functools import cache
from gettext import NullTranslations

import pytest

from contentlint._util import translation
from contentlint.engine import ruleset

LANGUAGE = "ar"
"""Rules have their texts in this language, in Arabic letters; only the program's are brackets."""
_PIECES = re.compile(r"[^{}]*[^\W\d_][^{}]*(?=\{|$)")
_NO_WORDS = re.compile(r"«[^«»]*»|\b[A-Z]{3}\d{3}\b|\{\w+\}")
"""Brackets, codes, and places for values."""
_WORD = re.compile(r"[A-Za-z][A-Za-z-]+")


class Pseudo(NullTranslations):
    def gettext(self, message: str) -> str:
        return _PIECES.sub(r"«\g<0>»", message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return self.gettext(message)


def speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak it from now on, also in commands that are called with ``--ui-lang``."""
    monkeypatch.setattr("gettext.translation", lambda *_, **__: Pseudo())
    translation.use(LANGUAGE)


def english(text: str, *content: str) -> list[str]:
    """Return the English words outside of brackets, apart from codes and names of rules, our own
    name, and words of ``content``."""
    names = _names() | {"contentlint", *content}
    return [word for word in _WORD.findall(_NO_WORDS.sub("", text)) if word not in names]


@cache
def _names() -> frozenset[str]:
    return frozenset(rule.name for rule in ruleset.full().rules)
