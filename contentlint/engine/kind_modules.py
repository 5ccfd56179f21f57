"""The modules of kinds and of rules, and the deprecated names of kinds.

A kind that users can parametrise is a module of ``contentlint.kinds``. The check of a rule is the
module of ``contentlint.checks.<family>`` with the rule's name; a check that several rules share
has a name of its own, which their stanzas give as their kind. No two modules have the same name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DEPRECATED = {
    "acronym": "acronym-expansion-mismatch",
    "ad-label": "advertisement-label",
    "adjacent-blocks": "blocks-not-separated",
    "after-source": "text-after-source",
    "alt-text": "alt-equals-caption",
    "altered-slug": "slug-token-outlier",
    "both-scripts": "latin-name-both-scripts",
    "bracket-space": "space-inside-brackets",
    "brackets": "unbalanced-brackets",
    "broken-url": "whitespace-in-url",
    "compatibility": "compatibility-character",
    "credit-label": "caption-credit-label-inconsistent",
    "date-style": "inconsistent-date-format",
    "digit-grouping": "inconsistent-grouping",
    "digit-script": "wrong-digit-script",
    "digit-systems": "mixed-digit-systems",
    "ellipsis": "ellipsis-style",
    "elongation": "letter-elongation",
    "ending": "truncated-last-paragraph",
    "entity": "html-entity",
    "escaped-text": "escaped-unicode-residue",
    "final-heh": "spelling",
    "final-letter": "final-letter-inside-word",
    "final-newline": "missing-final-newline",
    "foreign-paragraph": "untranslated-segment",
    "front-matter": "front-matter-invalid",
    "full-stop": "urdu-full-stop",
    "glued-bracket": "missing-space-around-brackets",
    "glued-caption": "caption-glued-to-body",
    "half-space": "persian-half-space",
    "heading-end": "heading-punctuation",
    "html-tag": "html-tag-residue",
    "indentation": "leading-blank-or-indent",
    "invisible-in-url": "invisible-char-in-url",
    "latin-mark": "latin-punctuation-in-arabic",
    "legal-notice": "consent-legal-boilerplate",
    "line-ends": "mixed-line-endings",
    "line-start": "punctuation-at-line-start",
    "link-text-host": "link-text-mismatch",
    "local-image": "broken-local-image",
    "malformed-credit": "caption-credit-malformed",
    "mark-for-joiner": "directional-mark-for-zwnj",
    "mark-sequence": "broken-mark-sequence",
    "misplaced-sign": "neutral-on-wrong-side",
    "missing-source": "missing-source-line",
    "misspelling": "spelling",
    "mixed-number": "mixed-digits-in-number",
    "mixed-script": "mixed-script-word",
    "month-family": "mixed-month-family",
    "near-duplicate": "near-duplicate-paragraph",
    "number-separator": "separator-mismatch",
    "opening": "starts-mid-text",
    "overlong": "overlong-sentence",
    "percent-encoding": "bad-percent-encoding",
    "percent-sign": "percent-before-number",
    "private-url": "local-url",
    "pull-quote": "pull-quote-duplicate",
    "read-more": "read-more-link",
    "redundant-mark": "redundant-directional-mark",
    "repeated-image": "duplicate-image",
    "repeated-line": "repeated-short-line",
    "repeated-mark": "repeated-punctuation",
    "repeated-opener": "repeated-connector",
    "respelled-paragraph": "duplicate-paragraph-normalized",
    "reversed-brackets": "reversed-bracket-pair",
    "running-text": "low-terminal-punctuation",
    "same-article": "duplicate-article",
    "scattered-table": "one-cell-a-line-table",
    "separator-line": "separator-junk",
    "share-widget": "share-follow-widget",
    "space-after-mark": "missing-space-after-punctuation",
    "space-before-mark": "space-before-punctuation",
    "spaced-link": "space-in-link-syntax",
    "srcset-source": "srcset-as-source",
    "stray-pipe": "stray-trailing-pipe",
    "table-header": "header-delimiter-mismatch",
    "tanwin": "tanwin-placement-inconsistent",
    "tashkeel": "tashkeel-inconsistent",
    "title-in-body": "title-repeated-in-body",
    "unassigned": "private-use-or-unassigned",
    "uncaptioned-image": "image-without-caption",
    "unclosed-fence": "unclosed-code-fence",
    "undecodable": "invalid-utf8",
    "unpaired-quote": "unbalanced-quotes",
    "url-end": "url-trailing-punctuation",
    "width": "fullwidth-mismatch",
    "wiki-mark": "wiki-residue",
    "word-length": "overlong-token",
    "zero-width": "zero-width-character",
}
"""Old name of a kind to its new one."""
_modules: dict[str, str] = {}
"""Module by kind, listed when one is first looked up."""


def place(kind: str) -> str:
    """Return the module of a kind, written with hyphens or underscores; ``""``: there is none.

    Deprecated names are found too.
    """
    global _modules
    if not _modules:
        _modules = dict(_listed())
    kind = kind.replace("_", "-")
    return _modules.get(DEPRECATED.get(kind, kind), "")


def has_check(family: str, rule: str) -> bool:
    """Return True if a rule, given by its name, has a check of its own in its family's folder."""
    return place(rule) == f"contentlint.checks.{family}.{rule.replace('-', '_')}"


def names() -> list[str]:
    """Return the kinds that users can parametrise, not sorted."""
    return [name.replace("_", "-") for name in _names("kinds")]


def _listed() -> Iterator[tuple[str, str]]:
    """Yield every kind, also those that only rules of our own use, with its module."""
    yield "suppression", "contentlint.engine.suppress"
    for folder in ("kinds", *_families()):
        package = "contentlint." + folder.replace(os.sep, ".")
        for name in _names(folder):
            yield name.replace("_", "-"), f"{package}.{name}"


def _families() -> Iterator[str]:
    for name in os.listdir(os.path.join(_PACKAGE, "checks")):
        folder = os.path.join("checks", name)
        if name[0] != "_" and os.path.isdir(os.path.join(_PACKAGE, folder)):
            yield folder


def _names(folder: str) -> Iterator[str]:
    for entry in os.listdir(os.path.join(_PACKAGE, folder)):
        name = entry.removesuffix(".py")
        if name != entry and name[0] != "_":
            yield name
