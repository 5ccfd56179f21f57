"""Verification of fixes: what they must not have changed, compared before and after.

What a safe fix may change is declared by its rule, in its stanza or for its
family: ``may_change``, ``may_remove`` and ``may_reveal`` of ``model.rule.Rule``.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from unicodedata import category, decimal

from contentlint._util.escape import INVISIBLE
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import gettext as _
from contentlint._util.translation import marked, number
from contentlint.article import html_tags
from contentlint.core import invisibles
from contentlint.engine import directives
from contentlint.engine.render import Examined, severity_of
from contentlint.frontmatter import metadata
from contentlint.model.diagnostic import Edit, Fix, rank
from contentlint.model.document import Document, Span
from contentlint.model.rule import Rule
from contentlint.text.unicode.normalize import normalize

_MOST_LOST = 0.2
"""The share of a file's letters that safe fixes may remove, those of ``may_remove`` aside."""
_LONG = 40
"""The number of letters from which a removed paragraph must occur elsewhere in the text."""


class Round(NamedTuple):
    """Fixes that were applied to a document at once, each with its rule."""

    doc: Document
    taken: Sequence[tuple[Rule, Fix]]


Checked = tuple[Document, Examined]
"""A document, and what the rules find in it."""


def doubt(old: Checked, new: Checked, rounds: Sequence[Round], *, unsafe: bool) -> str:
    """Return why the outcome of fixing cannot be trusted, or ``""`` if it can.

    ``unsafe``: unsafe fixes were among them, which may remove anything.
    """
    rules = {rule.code: rule for each in rounds for rule, _ in each.taken}
    found = _excess(rounds) or new_findings(old[1], new[1], rules.values())
    return found or ("" if unsafe else lost(old[0], new[0], rounds))


# A single edit

_INVISIBLE = re.compile(f"(?![\t\n])[{INVISIBLE}]")
_INVISIBLE_OR_SPACE = re.compile(f"[\\s{INVISIBLE}]")
_APOSTROPHES = "\u02bb\u02bc"
"""Letters according to Unicode, which replace a comma in badly converted text."""


_EXCESS = {
    # Translators: the sentence begins with "the fix" or "the fixes of PUN001"; {code} is a rule.
    "invisible characters": marked("would change invisible characters ({code})"),
    # Translators: the sentence begins with "the fix" or "the fixes of PUN001"; {code} is a rule.
    "words": marked("would change words ({code})"),
    # Translators: the sentence begins with "the fix" or "the fixes of PUN001"; {code} is a rule.
    "more than white space": marked("would change more than white space ({code})"),
    # Translators: the sentence begins with "the fix" or "the fixes of PUN001"; {code} is a rule.
    "a letter's marks": marked("would change a letter's marks ({code})"),
}
"""The reasons that ``doubt`` gives for the results of ``excess``."""


def _excess(rounds: Iterable[Round]) -> str:
    for doc, taken in rounds:
        for rule, fix in taken:
            what = excess(doc, rule, fix)
            if what:
                return _(_EXCESS[what]).format(code=rule.code)
    return ""


def excess(doc: Document, rule: Rule, fix: Fix) -> str:
    """Return what a safe fix would change beyond what its rule may, or ``""``."""
    if not fix.safe:
        return ""
    old = "".join(doc.text[max(edit.span.start, 0) : edit.span.end] for edit in fix.edits)
    new = "".join(edit.text for edit in fix.edits)
    added = len(_INVISIBLE.findall(new))
    if added and added > len(_INVISIBLE.findall(_plain(old))):
        return "invisible characters"
    if "words" in rule.may_change:
        return ""
    if "punctuation" in rule.may_change:
        if spelt(old) != spelt(new):
            return "words"
    elif _solid(old) != _solid(new):
        return "more than white space"
    return "a letter's marks" if any(_parts(doc, edit) for edit in fix.edits) else ""


def _parts(doc: Document, edit: Edit) -> bool:
    """Return True if an edit moves a combining mark from its letter to another character."""
    start, end = max(edit.span.start, 0), edit.span.end
    if not 0 < end < len(doc.text) or category(doc.text[end]) not in ("Mn", "Me"):
        return False
    before, own = (edit.text or doc.text[:start])[-1:], doc.text[end - 1]
    # A character for a character is a replacement, and an invisible one had no marks.
    replaced = len(edit.text) == end - start
    return not replaced and before != own and bool(_solid(own))


def letters(text: str) -> str:
    """Return the letters and digits of a text, whatever their encoding as entities or forms."""
    return "".join(filter(str.isalnum, _plain(text))) if text and not text.isspace() else ""


def spelt(text: str) -> str:
    """Return what words and numbers consist of: letters, marks, joiners, the values of digits."""
    kept = []
    for char in _plain(text):
        value = decimal(char, None)
        if value is not None:
            kept.append(str(value))
        elif char in "\u200c\u200d" or (category(char)[0] in "LMN" and char not in _APOSTROPHES):
            kept.append(char)
    return "".join(kept)


def _solid(text: str) -> str:
    return _INVISIBLE_OR_SPACE.sub("", text)


def _plain(text: str) -> str:
    """Return a text in NFKC without entities, including those that were escaped twice."""
    return normalize("NFKC", html.unescape(html.unescape(text)) if "&" in text else text)


# New findings


def new_findings(before: Examined, after: Examined, rules: Collection[Rule]) -> str:
    """Return which findings the fixes of ``rules`` brought, or ``""`` for none.

    Counted are findings that fail a run, and all of these rules themselves.
    """
    codes = frozenset([rule.code for rule in rules])
    was, now = _counted(before, codes), _counted(after, codes)
    revealed = {code for rule in rules for code in rule.may_reveal}
    more = sorted(code for code, n in now.items() if n > was[code] and code not in revealed)
    listed = _(", ").join(more)
    # Translators: the sentence begins with "the fix" or "the fixes of PUN001"; {codes} are rules.
    return _("would cause {codes}").format(codes=listed) if more else ""


def _counted(examined: Examined, codes: frozenset[str]) -> Counter[str]:
    return Counter(
        bound.rule.code
        for bound, finding in examined.found
        if bound.rule.code in codes or rank(severity_of(bound, finding.severity)) >= rank("warning")
    )


# The whole outcome


def lost(old: Document, new: Document, rounds: Sequence[Round]) -> str:
    """Return what safe fixes have removed or changed against the rules, or ``""``."""
    changed = _changed(old, new, [rule for each in rounds for rule, _ in each.taken])
    if changed:
        return _(changed)
    removed = _removed(rounds)
    total = len(letters(old.text)) if removed > 0 else 0
    if removed > total * _MOST_LOST:
        share = number(100 - 100 * (total - removed) // total)
        # Translators: the sentence begins with "the fix" or "the fixes of PUN001".
        return _("would remove {share} % of the letters").format(share=share)
    for n, (doc, taken) in enumerate(rounds):
        for reason, on_line, line in (
            (*_LINK, _line_changed(doc, taken, _destinations)),
            (*_TAG, _line_changed(doc, taken, _tags)),
            (*_PARAGRAPH, _lost_paragraph(doc, taken, new)),
        ):
            if line is not None:
                # The lines of a later round are not those that the user sees.
                return _(on_line).format(line=line + 1) if n == 0 else _(reason)
    return ""


_LINK = marked("would change a link"), marked("would change a link on line {line}")
_TAG = marked("would change a tag"), marked("would change a tag on line {line}")
_PARAGRAPH = marked("would lose the paragraph"), marked("would lose the paragraph on line {line}")


def _changed(old: Document, new: Document, rules: Collection[Rule]) -> str:
    """Return that a protected part of the document has changed, or ``""``."""
    was, now = _code(old), _code(new)
    may_change = {what for rule in rules for what in rule.may_change}
    if was != now and "code" not in may_change and _visible_code(was) != _visible_code(now):
        return marked("would change code")
    if _front_matter(old) != _front_matter(new) and _keys(old) != _keys(new):
        return marked("would change a key of the front matter")
    if "suppressions" not in may_change and _directives(old) != _directives(new):
        return marked("would change a suppression")
    # Most articles have no such control, and the scan knows it.
    left = unbalanced(new.text) if new.fact(invisibles) else 0
    if left and left > unbalanced(old.text):
        return marked("would change the balance of bidirectional controls")
    if "blocks" not in may_change and _kinds(old) != _kinds(new):
        return marked("would change the kind of a line: paragraph, heading or list")
    return ""


_VISIBLE = re.compile(f"[^\\s{INVISIBLE}]")
_INVISIBLE_OR_TRAILING = re.compile(f"[^\\S\n]+(?=\n|\\Z)|(?!\n)[{INVISIBLE}]")


def same_blocks(old: Document, new: Document) -> bool:
    """Return True if two documents have the same blocks, suppressions aside."""
    return _kinds(old) == _kinds(new) and _code(old) == _code(new)


def _kinds(doc: Document) -> list[str]:
    """Return the kinds of the blocks that hold a visible character, suppressions aside."""
    ours = {d.span for d in directives.parse(doc)}
    return [
        b.kind
        for b in doc.blocks
        if _VISIBLE.search(doc.text, b.start, b.end) and (b.start, b.end) not in ours
    ]


def _code(doc: Document) -> list[str]:
    """Return the source of each code block."""
    return [doc.text[block.start : block.end] for block in doc.blocks if block.kind == "code"]


def _visible_code(blocks: Iterable[str]) -> list[str]:
    # An open fence goes to the end of the file, and so includes the line end there.
    return [_INVISIBLE_OR_TRAILING.sub("", block).rstrip("\n") for block in blocks]


def _front_matter(doc: Document) -> str:
    """Return the source of the front matter, or ``""``."""
    if not doc.blocks or doc.blocks[0].kind != "front_matter":
        return ""
    return doc.text[: doc.blocks[0].end]


def _keys(doc: Document) -> list[str]:
    if not doc.blocks or doc.blocks[0].kind != "front_matter":
        return []
    return [_INVISIBLE_OR_TRAILING.sub("", path) for path in doc.fact(metadata.read).fields]


def _directives(doc: Document) -> list[str]:
    found = directives.parse(doc)
    return [_INVISIBLE_OR_TRAILING.sub("", doc.text[d.span.start : d.span.end]) for d in found]


_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL_OR_LINE = re.compile("[\u202a-\u202e\u2066-\u2069\n]")
_CLOSED_BY = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}


def unbalanced(text: str) -> int:
    """Return the number of bidirectional controls that are not closed in their line, or close
    nothing."""
    if not _CONTROL.search(text):
        return 0
    open_: list[str] = []
    wrong = 0
    for m in _CONTROL_OR_LINE.finditer(text):
        char = m[0]
        if char == "\n":
            wrong += len(open_)
            open_ = []
        elif char not in _CLOSED_BY:
            open_.append(char)
        elif open_ and open_[-1] in _CLOSED_BY[char]:
            open_.pop()
        else:
            wrong += 1
    return wrong + len(open_)


def _removed(rounds: Iterable[Round]) -> int:
    """Return the number of letters that fixes have removed, those of ``may_remove`` aside."""
    return sum(
        len(letters(doc.text[max(edit.span.start, 0) : edit.span.end])) - len(letters(edit.text))
        for doc, taken in rounds
        for rule, fix in taken
        if not rule.may_remove
        for edit in fix.edits
    )


def _line_changed(
    doc: Document, taken: Sequence[tuple[Rule, Fix]], places: Callable[[Document], Sequence[Span]]
) -> int | None:
    """Return the line (from 0) of the first link or tag changed by a rule that must not."""
    spans = [
        edit.span for rule, fix in taken if "links" not in rule.may_change for edit in fix.edits
    ]
    if not spans:
        return None
    first, last = min(spans).start, max(end for _, end in spans)
    for start, end in places(doc):
        # Most lie before the first edit or after the last.
        if first < end and start < last and any(a < end and start < b for a, b in spans):
            return doc.line_at(start)
    return None


def _destinations(doc: Document) -> list[Span]:
    return [link.dest for link in doc.links]


def _tags(doc: Document) -> list[Span]:
    return [Span(tag.start, tag.end) for tag in doc.fact(html_tags.tags)]


def _lost_paragraph(doc: Document, taken: Sequence[tuple[Rule, Fix]], new: Document) -> int | None:
    """Return the line (from 0) of a paragraph most of which is removed and does not occur
    elsewhere.

    Rules that may remove paragraphs, because page chrome consists of them, are not counted.
    """
    losses = [
        (edit.span, len(letters(doc.prose[max(edit.span.start, 0) : edit.span.end])))
        for rule, fix in taken
        if rule.may_remove != "paragraphs"
        for edit in fix.edits
        if not letters(edit.text)
    ]
    losses = [(span, n) for span, n in losses if n]
    if not losses:
        return None
    left = ""
    for block in doc.blocks:
        if block.kind not in ("paragraph", "list_item", "quote"):
            continue
        gone = sum(n for span, n in losses if block.start <= span.start < block.end)
        if gone < _LONG:
            continue
        written = letters(doc.prose[block.start : block.end])
        left = left or letters(new.prose)
        if gone * 2 > len(written) and written not in left:
            return block.line
    return None
