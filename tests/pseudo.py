"""A language of a test's own, in which each message is the English one in brackets: «…»."""

from __future__ import annotations

import re
from gettext import NullTranslations

import pytest

from contentlint._util import translation
from contentlint.engine import ruleset

LANGUAGE = "ar"
"""Rules have their texts in this language, in Arabic letters; only the program's are brackets."""
_BRACKETS = re.compile(r"«[^«»]*»")
_CODE = re.compile(r"\b[A-Z]{3}\d{3}\b")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]+")


class Pseudo(NullTranslations):
    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"«{msgid1 if n == 1 else msgid2}»"

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return f"«{message}»"


def speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak it from now on, also in commands that are called with ``--ui-lang``."""
    monkeypatch.setattr("gettext.translation", lambda *_, **__: Pseudo())
    translation.use(LANGUAGE)


def english(text: str, *content: str) -> list[str]:
    """Return the English words outside of brackets, apart from codes and names of rules, our own
    name, and words of ``content``."""
    names = {rule.name for rule in ruleset.full().rules} | {"contentlint", *content}
    text = _CODE.sub("", text)
    while text != (text := _BRACKETS.sub("", text)):
        pass
    return [word for word in _WORD.findall(text) if word not in names]
