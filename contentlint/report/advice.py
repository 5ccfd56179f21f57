"""What a rule's help says beyond the title of a fix."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.diagnostic import ReportedFix

_BRACKETS = lazy_regex.compile(r"\([^()]*\)")
_CLAUSE = lazy_regex.compile(r"(?:[^,;:،؛(]|\([^()]*\)?|[,:](?=\w))+[,;:،؛]*\s*")
_WORD = lazy_regex.compile(r"[^\W_]+")


def beside(fix: ReportedFix | None, help_text: str) -> str:
    """Return the help to show below a fix, ``""`` if it only says what the fix does.

    Clauses at its beginning that the title of the fix says too are left out, whatever they add in
    brackets. Help of one clause is never shown below a safe fix, after which nothing is left to do.
    """
    if fix is None:
        return help_text
    said = _words(fix.title)
    clauses = list(_CLAUSE.finditer(help_text))
    more = next((m for m in clauses if not _all_said(m[0], said)), None)
    if more is None or (fix.safe and len(clauses) == 1):
        return ""
    return help_text[more.start() :]


def _all_said(clause: str, said: list[str]) -> bool:
    """Return True if each word has been said, or begins one that was, such as its plural."""
    words = _words(_BRACKETS.sub("", clause))
    return all(any(each.startswith(word) for each in said) for word in words)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
