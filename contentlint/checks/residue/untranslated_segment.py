"""Paragraphs in another language than the text around them, missed by a translation."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.containers import containers
from contentlint.core import count_letters, count_words, detect
from contentlint.frontmatter.metadata import declaration, is_untranslated
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import EMPHASIS, MARK, OBJECT, STRONG, Block, Document, Span
from contentlint.model.queries import has_code
from contentlint.text.language.paragraphs import (
    LEAST_LETTERS,
    doubtful,
    foreign,
    in_script,
    name,
    script_of,
    seems,
    writing,
)

_KINDS = frozenset({"paragraph", "list_item"})
_BETWEEN = frozenset({"code", "quote", "table"})
_LEAST_LETTERS = 30
_MOST_RELATED = 10
_QUOTES = "\"«»“”„‘’'「『"
_CAPITAL = lazy_regex.compile(r"(?<!\S)[A-ZÀ-ÞА-Я]")
# The publisher, page or number of a work, or "Name, I." at the beginning: an entry of a
# bibliography.
_BIBLIOGRAPHY = lazy_regex.compile(
    r"\b(?i:doi|arXiv)\b|\bISBN\b|\bpp?\. ?\d|\b[Vv]ol\.|\bet al\b|\bPress\b|\((?:19|20)\d\d\)"
    r"|\bRetrieved\b|\bProceedings\b|\A[\W\d]{0,6}[A-ZÀ-Þ][\w-]+, [A-Z]\."
)
_VOWELS = lazy_regex.compile("[\u064b-\u0652]")
_CODE = lazy_regex.compile(r"[{};=]|\w\(|\(\)|->|=>|</")
# Fields of a configuration whose code fence was lost: two of them, or its opening line.
_FIELD = lazy_regex.compile(r"(?m:^[a-z][\w-]{0,40}:[ \t])")
_FENCES = ("---", "\\---")
_MOST_RUNS = 3
# A capital letter first, and a stop or a colon last.
_SENTENCE = lazy_regex.compile(r"[\W\d_]*[A-Z].*[.!?:…][\W_]*", lazy_regex.DOTALL)
_LEFT_TO_RIGHT = lazy_regex.compile(r"<[^<>]*\bltr\b")
_WHOLE = 10
"""Number of foreign paragraphs per paragraph in the document's language from which the whole text
is in the other language."""


class Options(NamedTuple):
    least_words: int = 8
    """The minimum number of words of a paragraph that is checked."""
    same_script: bool = True
    """Also distinguish languages of the same script, by their most common words."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    own = script_of(doc.language)
    if not own:
        return
    # If every letter is ASCII there is no other script.
    least = LEAST_LETTERS if own == "Latin" and doc.prose.isascii() else _LEAST_LETTERS
    found = {
        i: language
        for i in doubtful(doc, least)
        if (language := _foreign(doc, doc.blocks[i], own, options))
        and not _is_set_off(doc, doc.blocks[i])
    }
    if not found or doc.fact(is_untranslated):
        return
    runs: list[list[Foreign]] = [[]]
    others: list[Block] = []
    for i, block in enumerate(doc.blocks):
        kind, start, end, *_ = block
        if kind not in _KINDS or end - start < least:
            if kind in _BETWEEN and runs[-1]:
                runs.append([])
        elif i in found:
            runs[-1].append(Foreign(Span(start, end), found[i], i))
        else:
            others.append(block)
            if runs[-1]:
                runs.append([])
    if not runs[-1]:
        runs.pop()
    yield from _judged(doc, runs, others, own)


def _judged(
    doc: Document, runs: list[list[Foreign]], others: list[Block], own: str
) -> Iterator[Finding]:
    """Yield findings, unless the whole text is bilingual, or quotes the other language."""
    several = sum(map(len, runs))
    ours = sum(is_written_in(doc, block, own) for block in others)
    if doc.language != doc.detected:
        first = runs[0][0]
        if several > ours * _WHOLE and first.language == name(doc.detected):
            found, declared = f"the text is in {first.language}", name(doc.language)
            values = {"found": found, "context": f", declared as {declared}"}
            # STR016 reports the same.
            yield Finding(declaration(doc), values, whole=True)
            return
    # No language was declared: the whole text may as well be in the other language. A translation
    # that was broken off is in both.
    elif ours < (1 if doc.origin == "translated" else several * 2):
        return
    else:
        spared = quoting_languages(doc, runs, others)
        runs = [run for run in runs if run[0].language not in spared]
    if doc.origin == "authored":
        runs = _left_over(doc, runs)
    for run in _joined([run for run in runs if not is_announced(doc, run)]):
        yield _finding(doc, run)


def _left_over(doc: Document, runs: list[list[Foreign]]) -> list[list[Foreign]]:
    """Return what is in a text of the site's own because its translation is not finished: sentences
    in English in documentation, which has code. Authors without a translation quote."""
    if doc.language == "en" or not doc.fact(has_code):
        return []
    left = [[each for each in run if _is_left_over(doc, each)] for run in runs]
    return [run for run in left if run]


def _is_left_over(doc: Document, paragraph: Foreign) -> bool:
    start, end = paragraph.span
    text = doc.prose[start:end].replace(MARK, "")
    return paragraph.language == "English" and _SENTENCE.fullmatch(text) is not None


def _joined(runs: list[list[Foreign]]) -> list[list[Foreign]]:
    """Return the runs, or, if there are many, one run for each language."""
    if len(runs) <= _MOST_RUNS:
        return runs
    by_language: dict[str, list[Foreign]] = {}
    for run in runs:
        for paragraph in run:
            by_language.setdefault(paragraph.language, []).append(paragraph)
    return list(by_language.values())


def _foreign(doc: Document, block: Block, own: str, options: Options) -> str:
    """Return the language or script of a paragraph if it is certainly not the document's; else
    ``""``."""
    text = doc.prose[block.start : block.end].replace(MARK, "").strip()
    if not text or text[0] in _QUOTES or text.count(OBJECT) * 4 > len(text.split()):
        return ""
    found = _language_of(text, doc.language, own, options)
    if not found or count_words(text) < options.least_words or _is_list_of_names(text):
        return ""
    return "" if _is_configuration(doc.text[block.start : block.end]) else found


def _language_of(text: str, language: str, own: str, options: Options) -> str:
    """Return the language or script of a text if it is certainly not ``language``; ``own``: the
    script of that."""
    letters, latin = count_letters(text)
    if own == "Latin" and latin * 10 > letters:
        # So many leave no other script nine letters in ten.
        if not options.same_script or letters < LEAST_LETTERS:
            return ""
        found = foreign(text, language)
        middle = text.find(" ", len(text) // 2)
        halves = text[:middle], text[middle:]
        sure = found and all(foreign(half, language) == found for half in halves)
        return name(found) if sure and writing(text).script == own else ""
    script = writing(text).script
    if script in ("", own):
        return ""
    found = foreign(text, language)
    if script != "Latin":
        return name(found) if found else f"{script} script"
    # Commands and code without their markup have other words, or other signs.
    return name(found) if not _CODE.search(text) else ""


def _is_configuration(text: str) -> bool:
    return text.startswith(_FENCES) or len(_FIELD.findall(text)) > 1


def _is_set_off(doc: Document, block: Block) -> bool:
    """Return True if a paragraph begins in brackets, as a link does, or in italics: a quotation, or
    the name of a work."""
    text = doc.text[block.start : block.end].lstrip()
    if text.startswith("["):
        return True
    start = block.end - len(text)
    there = doc.markup_in(start, start + 2)
    # Bold italics are a heading.
    return bool(there) and there[0].kind == EMPHASIS and STRONG not in [n.kind for n in there]


def _is_list_of_names(text: str) -> bool:
    """Return True if a text is a list of names or a bibliography entry: half its words are
    capitalised."""
    words = len(text.split())
    return (
        len(_CAPITAL.findall(text)) * 2 > words
        or _BIBLIOGRAPHY.search(text) is not None
        # Scripture and poems are quoted with all vowel signs.
        or len(_VOWELS.findall(text)) * 6 > len(text)
    )


def _finding(doc: Document, paragraphs: list[Foreign]) -> Finding:
    first, *others = paragraphs
    count = f"{len(paragraphs)} " if others else ""
    noun = "paragraphs" if others else "paragraph"
    language = first.language
    values = {
        # It may be a script: "paragraph in Greek script".
        "found": f"{count}{noun} in {language}"
        if language.endswith(" script")
        else f"{count}{language} {noun}",
        "context": f" in {name(doc.language)} text",
    }
    related = tuple(Related(span, "also here") for span, *_ in others[:_MOST_RELATED])
    return Finding(first.span, values, None, related)


_BEHIND = 12
"""Blocks after a run in which its author may be named."""
_SIGNED = 2
"""The same for a signature, after "Thanks"."""
_COLONS = (":", "：")
# The author of an embedded post; the translation of a line above it.
_AUTHOR = lazy_regex.compile(r"[—–][ \t]?[^\n]{0,100}\(@\w{1,40}\)")
# The author of a guest book entry: "Rob G.", on a line of its own.
_SIGNATURE = lazy_regex.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w'’-]*\.?[ \t]){1,2}[A-ZÀ-ÖØ-Þ][\w'’-]*\.?")
# A field of a record: "Description: ...".
_RECORD_FIELD = lazy_regex.compile(r"\x00*[^\W\d_][\w. -]{1,24}:\x00*[ \t]\S")
_CONTAINER = lazy_regex.compile(r"[ \t]*:{3,}[ \t]*\w+[ \t]+([^\n{]+)")
_QUOTED = lazy_regex.compile(r"[\"“„«]([^\"“”„«»\n]{4,200})[\"“”»]")
_WORD = lazy_regex.compile(r"[^\W\d_]{3,}")
_LEAST_COMMON = 3


class Foreign(NamedTuple):
    span: Span
    language: str
    """The name of the language, or the script."""
    block: int
    """Index in ``doc.blocks``."""


def is_written_in(doc: Document, block: Block, script: str) -> bool:
    """Return True if a paragraph that is not foreign is certainly in the document's language."""
    text = doc.prose[block.start : block.end]
    if script != "Latin":
        return in_script(text, script)
    return len(text) >= LEAST_LETTERS and detect(text)[0] == doc.language


def is_announced(doc: Document, run: list[Foreign]) -> bool:
    """Return True if the paragraph before a run announces it, its element runs from left to right,
    the title of its container is in another script as well, or both paragraphs are fields of a
    record."""
    first = run[0].block
    if any(
        start <= run[0].span.start < end and _LEFT_TO_RIGHT.match(doc.text, start)
        for start, end in doc.fact(containers)
    ):
        return True
    title = _CONTAINER.fullmatch(_line_above(doc, doc.blocks[first].line))
    if title and not in_script(title[1], script_of(doc.language)):
        return True
    if first == 0 or doc.blocks[first].kind != "paragraph":
        return False
    before = doc.blocks[first - 1]
    if all(_RECORD_FIELD.match(doc.prose, start) for start in (before.start, run[0].span.start)):
        return before.kind == "paragraph"
    text = doc.prose[before.start : before.end].replace(MARK, "").rstrip()
    return before.kind in ("paragraph", "heading") and text.rstrip(")").endswith(_COLONS)


def _line_above(doc: Document, line: int) -> str:
    """Return the last line above a line that is not blank."""
    while line > 0:
        line -= 1
        if text := doc.line(line).strip():
            return text
    return ""


def quoting_languages(doc: Document, runs: list[list[Foreign]], others: list[Block]) -> set[str]:
    """Return the languages that a document quotes: a run is an embedded post, is signed or is
    translated below it, or the same words occur in quotation marks in other paragraphs."""
    found = {run[0].language for run in runs if _is_embedded(doc, run[-1].block)}
    if all(run[0].language in found for run in runs):
        return found
    prose = doc.prose
    quoted: set[str] = set()
    for block in others:
        for part in _QUOTED.findall(prose, block.start, block.end):
            quoted.update(_WORD.findall(part.lower()))
    for run in runs:
        words = {w for each in run for w in _WORD.findall(prose[slice(*each.span)].lower())}
        if len(words & quoted) >= _LEAST_COMMON:
            found.add(run[0].language)
    return found


def _is_embedded(doc: Document, last: int) -> bool:
    behind = doc.blocks[last + 1 : last + 1 + _BEHIND]
    if any(_SIGNATURE.fullmatch(doc.text[b.start : b.end].strip()) for b in behind[:_SIGNED]):
        return True
    for block in behind:
        text = doc.text[block.start : block.end].lstrip()
        if text.startswith("= ") or _AUTHOR.search(text):
            return True
        if seems(text, doc.language):
            return False
    return False
