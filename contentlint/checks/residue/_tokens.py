"""Traces of programs, found by a literal and judged by their context.

Searching for a word reads the whole text; searching for a single sign costs hardly anything. So
every literal has the signs without which it cannot occur, and most texts contain none of these
after code, links and markup are masked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from contentlint._util import lazy_regex
from contentlint.article.html_tags import tag_names
from contentlint.core import classes
from contentlint.model import queries, trigger
from contentlint.model.annotations import Limits as Limits
from contentlint.model.annotations import Sought as Sought
from contentlint.model.annotations import Token as Token
from contentlint.model.annotations import Wanted
from contentlint.model.document import MARK, Document
from contentlint.text.match.regex import begun, required
from contentlint.text.urls import find as urls

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final

_LONGEST_WORD: Final = 20
_COMPARISON: Final = 500
"""One string comparison takes as long as a search through so many characters."""
_TAG: Final = lazy_regex.compile(r"</?([a-z][\w-]*)")


_Patterns = list[tuple[str, "re.Pattern[str]"]]


def wanted(
    tokens: Mapping[str, str], signs: Mapping[str, str], in_urls: Collection[str] = ()
) -> list[Wanted]:
    """Group literals that need the same signs, with their patterns.

    ``signs`` maps literals without signs of their own to the signs that they need.
    """
    found: dict[tuple[str, str, bool], _Patterns] = {}
    for literal, pattern in tokens.items():
        tag = _TAG.match(literal)
        own = "" if tag else "".join(c for c in literal if not c.isalnum() and not c.isspace())
        key = signs.get(literal, own), tag[1] if tag else "", literal in in_urls
        found.setdefault(key, []).append((literal, lazy_regex.compile(pattern)))
    return [
        Wanted(a, tag, patterns, urls, trigger.classes_of(a), _rarest(a))
        for (a, tag, urls), patterns in found.items()
    ]


def needs(
    tokens: Mapping[str, str], signs: Mapping[str, str], in_urls: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the literals, each with the other conditions for it to count."""
    found = wanted(tokens, signs, in_urls)
    return tuple(
        _token(literal, tokens[literal], "" if group.tag or group.in_urls else group.signs)
        for group in found
        for literal, _ in group.patterns
    )


def _token(literal: str, pattern: str, signs: str) -> str:
    begun(
        pattern, literal
    )  # ``_matches`` calls this with the same arguments: a wheel contains the result.
    literal = _longest(literal, pattern)
    return trigger.token(literal, signs, begun(pattern, literal) or ())


def _longest(literal: str, pattern: str) -> str:
    """Return the longer literal that all matches of a pattern contain; the given one if there is
    none."""
    needed = required(pattern) if len(literal) > 1 else ()
    return needed[0] if len(needed) == 1 and literal in needed[0] else literal


# From rare to frequent in running text.
_RARE_FIRST: Final = "{}<>$@%|#&=[]_"


def sought(groups: list[Wanted]) -> Sought:
    """Index the groups by what they are found by: a sign, a tag, or a URL."""
    signed: dict[str, list[Wanted]] = {}
    found = Sought([], {}, [])
    for group in groups:
        if group.tag:
            found.tagged.setdefault(group.tag, []).append(group)
        elif group.in_urls:
            found.in_urls.append(group)
        else:
            signed.setdefault(group.sign, []).append(group)
    found.signed.extend((sign, trigger.classes_of(sign), each) for sign, each in signed.items())
    return found


def _rarest(signs: str) -> str:
    return min(signs, key=lambda sign: _RARE_FIRST.find(sign) % 99, default="")


def tokens(doc: Document, found_by: Sought, limits: Limits) -> Iterator[Token]:
    """Yield the tokens that count, in no particular order."""
    prose, shown = doc.prose, doc.fact(classes)
    for sign, kinds, groups in found_by.signed:
        if shown & kinds == kinds and sign in prose:
            for group in groups:
                if shown & group.kinds == group.kinds and _has_all(prose, group.signs):
                    yield from _search(doc, group.patterns, limits, sign)
    if found_by.tagged:
        for name in found_by.tagged.keys() & doc.fact(tag_names):
            for group in found_by.tagged[name]:
                yield from _search(doc, group.patterns, limits)
    for group in found_by.in_urls:
        shows = shown & group.kinds == group.kinds and _has_all(prose, group.signs)
        if shows or _leads_to(doc, group) or _is_marked(doc, group):
            yield from _search(doc, group.patterns, limits)


def _leads_to(doc: Document, group: Wanted) -> bool:
    there = [c for c, _ in group.patterns if _occurs(c, doc.text, group.sign)]
    if not there or not _is_in_link(doc, there):
        return False
    return any(map(doc.fact(urls.joined).__contains__, there))


def _is_marked(doc: Document, group: Wanted) -> bool:
    """Return True if one of the literals is markup, such as a shortcode, which is masked."""
    for literal, _ in group.patterns:
        at = doc.text.find(literal)
        while at >= 0:
            if doc.prose[at] == MARK:
                return True
            at = doc.text.find(literal, at + 1)
    return False


def _is_in_link(doc: Document, literals: list[str]) -> bool:
    """Return True if one of the literals is in the target of a link: most are in code, and then the
    addresses need not be extracted."""
    text = doc.text
    for _, _, _, (start, end) in doc.links:
        for literal in literals:
            if text.find(literal, start, end) >= 0:
                return True
    return False


def _has_all(text: str, signs: str) -> bool:
    """Return True if each of some characters occurs: ``in`` finds one with memchr."""
    return all(map(text.__contains__, signs))


def _occurs(literal: str, text: str, sign: str) -> bool:
    """Return True if a literal occurs. The search is for one sign of it while occurrences are few:
    memchr finds a sign 20 times faster."""
    offset = literal.find(sign) if sign else -1
    if offset < 0:
        return literal in text
    after = literal[offset + 1 : offset + 2]
    size = len(text)
    at = text.find(sign)
    for _ in range(8 + size // _COMPARISON):
        if at < 0:
            return False
        # Most have another next character, and this test calls nothing.
        if not after or (at + 1 < size and text[at + 1] == after):
            if at >= offset and text.startswith(literal, at - offset):
                return True
        at = text.find(sign, at + 1)
    return at >= 0 and text.find(literal, max(at - offset, 0)) >= 0


def _search(doc: Document, patterns: _Patterns, limits: Limits, sign: str = "") -> Iterator[Token]:
    text = doc.text
    for literal, pattern in patterns:
        if not _occurs(literal, text, sign) or not is_in_question(doc, literal, limits):
            continue
        for m in _matches(pattern, literal, text):
            if not m[0].startswith(limits.allow) and _counts(doc, m, literal, limits):
                token = Token(_word_start(text, m.start()), m.end(), None)
                if found := judged(doc, token, limits.quoted):
                    yield found


def _matches(pattern: re.Pattern[str], literal: str, text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of ``finditer``: memchr finds a literal that all matches begin with, while
    the pattern would test every character."""
    follow = begun(pattern.pattern, literal)
    if follow is None:
        yield from pattern.finditer(text)
        return
    size = len(literal)
    at = text.find(literal)
    while at >= 0:
        m = None
        if not follow or text.startswith(follow, at + size):
            m = pattern.match(text, at)
        if m is not None:
            yield m
        at = text.find(literal, m.end() if m is not None else at + 1)


def _word_start(text: str, at: int) -> int:
    """Return the start of the word that contains the beginning of a token."""
    if text[at].isalnum():
        first = max(at - _LONGEST_WORD, 0)
        while at > first and text[at - 1].isalnum():
            at -= 1
    return at


def is_in_question(doc: Document, literal: str, limits: Limits) -> bool:
    """Return True if a literal can be a trace of a program in this document."""
    if f" {doc.language} " in limits.not_in.get(literal, ""):
        return False
    if literal in limits.without_code and doc.fact(queries.has_code):
        return False
    beside = limits.not_beside.get(literal)
    return beside is None or beside not in doc.text or not _has_front_matter(doc)


def _counts(doc: Document, m: re.Match[str], literal: str, limits: Limits) -> bool:
    if doc.origin == "authored" and m[0].startswith(limits.allow_authored):
        return False
    below = limits.allow_below_front_matter
    if below and m[0].startswith(below) and _has_front_matter(doc):
        return False
    if not queries.is_shown(doc, m.start()):
        return False
    part = queries.part_of_link(doc, m.start())
    return not part or (part == "target" and literal in limits.urls)


def _has_front_matter(doc: Document) -> bool:
    return doc.blocks[0].kind == "front_matter"


def judged(doc: Document, token: Token, quoted: str) -> Token | None:
    """Return a token with its severity, which may be lower in a quotation; None if it does not
    count there."""
    if quoted and queries.in_block_quote_or_marks(doc, token.start):
        # Authors quote on purpose.
        omitted = quoted == "none" or doc.origin == "authored"
        return None if omitted else token._replace(severity=token.severity or quoted)
    return token


def by_block(doc: Document, found: list[Token]) -> list[list[Token]]:
    """Group tokens by block, because those of one block share a cause; in the order of the text."""
    blocks: dict[int, list[Token]] = {}
    for token in sorted(found, key=lambda token: (token.start, token.end)):
        blocks.setdefault(queries.first_line(doc, token.start), []).append(token)
    return list(blocks.values())


def highest_severity(found: list[Token]) -> str | None:
    """Return the highest severity of the tokens."""
    severities = {token.severity for token in found}
    return next(s for s in (None, "warning", "info") if s in severities)
