"""Blocks of code against those of a translation: lines that are lost, added or changed.

Comments, blank lines, the texts of strings, prompts and separators at the end of a line may differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import Document
from contentlint.text.unicode.chars import script

if TYPE_CHECKING:
    import re


class Comments(NamedTuple):
    """How a language writes what may be translated."""

    line: tuple[str, ...] = ()
    """What begins a comment that goes on to the end of the line."""
    block: tuple[tuple[str, str], ...] = ()
    """What begins and ends a comment."""
    quotes: str = "\"'"
    """What begins and ends a string on one line."""


_HASH = Comments(("#",))
_C = Comments(("//",), (("/*", "*/"),), "\"'`")
_DASHES = Comments(("--",), (("/*", "*/"),))
_MARKUP = Comments((), (("<!--", "-->"),))
_DOCSTRINGS = (('"""', '"""'), ("'''", "'''"))
_BY_LANGUAGE = {
    "python py python3 py3 pycon": Comments(("#",), _DOCSTRINGS),
    "bash sh zsh fish shell console shellsession shell-session terminal ruby rb yaml yml toml "
    "dockerfile docker makefile make perl pl r elixir nginx properties graphql hcl terraform "
    "tf julia cmake gitignore ignore env dotenv nix conf crontab promql systemd": _HASH,
    "powershell ps ps1 pwsh": Comments(("#",), (("<#", "#>"),)),
    "ini cfg editorconfig": Comments(("#", ";")),
    "js jsx ts tsx mjs cjs javascript typescript java c h cpp c++ cxx objc cs csharp c# go golang "
    "rust rs kotlin kt swift scala dart json json5 jsonc scss sass less groovy gradle zig proto "
    "protobuf solidity": _C,
    "php": Comments(("//", "#"), (("/*", "*/"),)),
    "css": Comments((), (("/*", "*/"),)),
    "sql mysql pgsql postgresql ada vhdl": _DASHES,
    "lua": Comments(("--",), (("--[[", "]]"),)),
    "haskell hs elm": Comments(("--",), (("{-", "-}"),), '"'),
    "asm nasm assembly lisp clojure clj scheme elisp": Comments((";",), (), '"'),
    "tex latex matlab erlang prolog": Comments(("%",), (), '"'),
    "html xml svg markdown md mdx": _MARKUP,
    "vue svelte astro js-vue": Comments(("//",), (("<!--", "-->"), ("/*", "*/")), "\"'`"),
    "jinja jinja2 django liquid twig": Comments((), (("{#", "#}"), ("<!--", "-->"))),
    "bat batch cmd dos": Comments(("::", "REM ", "rem "), (), '"'),
    "text txt plaintext plain output log none http mermaid diff": Comments((), (), ""),
}
_COMMENTS = {name: each for names, each in _BY_LANGUAGE.items() for name in names.split()}
_UNKNOWN = Comments(("#", "//"), (("<!--", "-->"),))
"""For fences without a language, and with one that is not in the table."""
_ELEMENTS = (("<style", "css"), ("<script", "js"))
"""The elements whose content is code."""
_LANGUAGE = lazy_regex.compile(r"[\s{.]*(?:code(?:-block|-cell)?\}\s*)?([\w+#-]*)")
_OPENER = lazy_regex.compile(r"(`{3,}|~{3,})([^\n]*)")
_QUOTED = lazy_regex.compile(r"[ \t]*(?:>[ \t]?)+")
_PROMPT = lazy_regex.compile(r"\s*(?:\$|>|>>>|\.\.\.|PS [^>]*>|[A-Z]:\\[^>]*>)\s+")
_TOKEN = lazy_regex.compile(r"(?<![\w-])--?[A-Za-z][\w-]*|\w+(?:-\w+)*|[^\w\s]")
_SEPARATORS = str.maketrans("", "", ",;")
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u2066\u2067\u2068\u2069")
"""Some translators keep code readable with them."""
_PROSE = lazy_regex.compile(r"(?:\d+[.)] )?[^\W\d_][^\W_]*(?:[ ,.'’-]+[^\W_]+)+[.,!]?")
_LAST_COMMA = lazy_regex.compile(r",(?=[)\]}])")
_DRAWN = {
    **dict.fromkeys(range(0x2500, 0x2580), "+"),
    **dict.fromkeys(map(ord, "─━┄┅┈┉╌╍═╴╶╸╺"), "-"),
    **dict.fromkeys(map(ord, "│┃┆┇┊┋╎╏║╵╷╹╻"), "|"),
}
"""The characters that draw boxes and trees, in ASCII."""
_STRING = lazy_regex.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_ELLIPSIS = ".…"
"""It stands for code that is left out, except in Python."""
_CORNER = lazy_regex.compile(r"[+|`\\]-+")
_SENTENCE = 0.8
"""The share of letters and blanks in prose."""
_FEW_WORDS = 3
_MORE_WORDS = 4
_ALIKE = 0.3
_MOST = 400
"""Lines of which a difference is sought; of longer blocks only those at their ends."""


class Line(NamedTuple):
    start: int
    """Offset of the line in the document, without its indentation."""
    end: int
    comment: int
    """Offset where the comment at its end begins, with the blanks before it; else ``end``."""
    code: str
    """What is compared, with one blank between words; ``""`` for a line that is no code."""
    strings: tuple[str, ...]
    """The texts of its strings."""
    hidden: str = ""
    """What would be compared of a line within a comment or string of several lines if it was code,
    without blanks; else ``""``."""


class Fence(NamedTuple):
    language: str
    """In small letters; ``""`` if there is none."""
    lines: tuple[Line, ...]
    """All lines between the fences."""


class Difference(NamedTuple):
    """Lines by their indices in the two fences."""

    lost: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    changed: tuple[tuple[int, int], ...] = ()


SAME = Difference()


def language_of(doc: Document, start: int) -> str:
    """Return the language that the fence at an offset names, in small letters."""
    opener = _OPENER.match(doc.text, _content(doc.text, start))
    if opener is None:
        return ""
    found = _LANGUAGE.match(opener[2])
    return found[1].lower() if found else ""


def read(doc: Document, start: int, end: int, language: str = "") -> Fence:
    """Read a block of code with or without fences; ``language`` is for one that names none."""
    text = doc.text
    start = _content(text, start)
    opener = _OPENER.match(text, start)
    language = language_of(doc, start) or language
    for element, own in _ELEMENTS:
        if text.startswith(element, start):
            language = own
    spans = list(_lines(text, start, end))
    if opener is not None:
        spans = spans[1:]
        if spans and text[slice(*spans[-1])].strip().startswith(opener[1]):
            spans.pop()
    return Fence(language, tuple(_read_lines(text, spans, _COMMENTS.get(language, _UNKNOWN))))


def _content(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t>":
        at += 1
    return at


def _lines(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Yield the lines of a block without indentation, and without the signs of a quotation around
    it."""
    quoted = ">" in text[text.rfind("\n", 0, start) + 1 : start]
    at = start
    while at <= end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        first = at
        if quoted and (m := _QUOTED.match(text, at, stop)):
            first = m.end()
        while first < stop and text[first] in " \t":
            first += 1
        yield first, stop
        at = stop + 1


def _read_lines(text: str, spans: Iterable[tuple[int, int]], comments: Comments) -> Iterable[Line]:
    inside = ""
    special = _special(comments)
    for start, end in spans:
        at = start
        if prompt := _PROMPT.match(text, at, end):
            at = prompt.end()
        if not inside and special.search(text, at, end) is None:  # as most lines
            bare = " ".join(text[at:end].split()).rstrip(",; ")
            yield Line(start, end, _stripped(text, start, end), bare, ())
            continue
        code: list[str] = []
        strings: list[str] = []
        comment = -1
        within = bool(inside)
        while at < end:
            if inside:
                close = text.find(inside, at, end)
                if close < 0:
                    break
                at = close + len(inside)
                inside = ""
                continue
            if _begins_comment(text, start, at, comments.line):
                comment = at
                break
            opened = next((b for b in comments.block if text.startswith(b[0], at)), None)
            if opened is not None and (len(set(opened)) > 1 or not "".join(code).strip()):
                inside = opened[1]
                at += len(opened[0])
                continue
            char = text[at]
            close = _closes(text, at, end) if char in comments.quotes else -1
            if close > 0:
                strings.append(text[at + 1 : close])
                code.append('""')
                at = close + 1
                continue
            if char not in _DIRECTIONS:
                code.append(" " if char.isspace() else char)
            at += 1
        tail = _stripped(text, start, end if comment < 0 else comment)
        found = " ".join("".join(code).split()).rstrip(",; ")
        hidden = ""
        if within and not found:
            hidden = "".join(_STRING.sub('""', text[start:end]).split())
        yield Line(start, end, tail, found, tuple(strings), hidden)


@lru_cache(maxsize=32)
def _special(comments: Comments) -> re.Pattern[str]:
    """Return a pattern of the characters at which a line has to be read one by one."""
    signs = {*comments.quotes, *_DIRECTIONS}
    signs |= {marker[0] for marker in comments.line} | {opener[0] for opener, _ in comments.block}
    return lazy_regex.made(f"[{lazy_regex.escape(''.join(sorted(signs)))}]")


def _stripped(text: str, start: int, end: int) -> int:
    """Return the end of a line without the blanks before it."""
    while end > start and text[end - 1] in " \t":
        end -= 1
    return end


def _begins_comment(text: str, start: int, at: int, markers: Iterable[str]) -> bool:
    """Return True if a comment begins at an offset: it begins the line, or follows a blank."""
    return (at == start or text[at - 1] in " \t;{}()") and any(
        text.startswith(marker, at) for marker in markers
    )


def _closes(text: str, at: int, end: int) -> int:
    """Return the offset of the quotation mark that ends the string at an offset, -1 if none."""
    quote = text[at]
    i = at + 1
    while i < end:
        if text[i] == "\\":
            i += 1
        elif text[i] == quote:
            return i
        i += 1
    return -1


# Comparison


def compare(source: Fence, target: Fence, *, exact: bool = False) -> Difference:
    """Compare a block of code with that of the translation; strings count if it is to be
    ``exact``."""
    source_lines = [(i, _compared(line, exact)) for i, line in enumerate(source.lines) if line.code]
    target_lines = [(i, _compared(line, exact)) for i, line in enumerate(target.lines) if line.code]
    source_codes = _bare(code for _, code in source_lines)
    target_codes = _bare(code for _, code in target_lines)
    if source_codes == target_codes:
        return SAME
    if not all(map(str.isascii, source_codes + target_codes)):
        source_codes, target_codes = _plain(source_codes), _plain(target_codes)
    joined = ["".join(each).translate(_SEPARATORS) for each in (source_codes, target_codes)]
    if joined[0] == joined[1]:  # wrapped in other places
        return SAME
    code_of_source = {i: code for (i, _), code in zip(source_lines, source_codes, strict=True)}
    code_of_target = {j: code for (j, _), code in zip(target_lines, target_codes, strict=True)}
    translated = any(_is_foreign(code) for _, code in target_lines)
    head = _common(source_codes, target_codes)
    tail = _common(source_codes[head:][::-1], target_codes[head:][::-1])
    source_lines = source_lines[head : len(source_lines) - tail]
    target_lines = target_lines[head : len(target_lines) - tail]
    gaps = _gaps(
        [code_of_source[i] for i, _ in source_lines], [code_of_target[j] for j, _ in target_lines]
    )
    lost, added, changed = _differing(gaps, source_lines, target_lines, translated=translated)
    source_whole, target_whole = (
        f"{each}\n{_hidden(fence)}" for each, fence in zip(joined, (source, target), strict=True)
    )
    # What is joined with other lines, or only read as a comment, is there; what has moved is not.
    moved = {code_of_source[i] for i in lost} & {code_of_target[j] for j in added}
    lost = [
        i
        for i in lost
        if code_of_source[i] in moved or not _is_in(code_of_source[i], source_whole, target_whole)
    ]
    added = [
        j
        for j in added
        if code_of_target[j] in moved or not _is_in(code_of_target[j], target_whole, source_whole)
    ]
    changed = [
        (i, j)
        for i, j in changed
        if not (
            _is_in(code_of_source[i], source_whole, target_whole)
            and _is_in(code_of_target[j], target_whole, source_whole)
        )
    ]
    if _COMMENTS.get(source.language, _UNKNOWN) is not _COMMENTS["python"]:
        lost = [i for i in lost if code_of_source[i].strip(_ELLIPSIS)]
    words = _prose_words(target_lines, (source, target), changed)
    if words:  # prose, wrapped in other places
        lost = [i for i in lost if not _is_prose(source.lines[i].code, words)]
        added = [i for i in added if not _is_prose(target.lines[i].code, words)]
    return Difference(tuple(sorted(lost)), tuple(sorted(added)), tuple(sorted(changed)))


def _differing(
    gaps: Iterable[_Gap],
    source: Sequence[tuple[int, str]],
    target: Sequence[tuple[int, str]],
    *,
    translated: bool,
) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Return the lines in gaps that only the source has, those that only the translation has, and
    pairs of lines that differ; ``translated`` is True if the translation has words of another
    script in its code."""
    lost: list[int] = []
    added: list[int] = []
    changed: list[tuple[int, int]] = []
    for gap in gaps:
        lines = source[gap.source : gap.source_end], target[gap.target : gap.target_end]
        for x, y in _matched(*lines):
            if x is not None and y is not None and _is_alike(x[1], y[1]):
                changed.append((x[0], y[0]))
                continue
            # A line in words of another script is text, and may be translated.
            if x is not None and not (translated and _is_foreign(x[1])):
                lost.append(x[0])
            if y is not None and not _is_foreign(y[1]):
                added.append(y[0])
    return lost, added, changed


def _prose_words(
    target: Iterable[tuple[int, str]],
    fences: tuple[Fence, Fence],
    changed: Iterable[tuple[int, int]],
) -> int:
    """Return how many words a line of prose has at least, if lines of the block are translated:
    they have words of another script, or only words differ. 0 if none are."""
    source_fence, target_fence = fences
    if any(_is_foreign(code) for _, code in target):
        return _FEW_WORDS
    translated = any(
        differs_in_words_only(source_fence.lines[i].code, target_fence.lines[j].code)
        for i, j in changed
    )
    return _MORE_WORDS if translated else 0


def _is_prose(code: str, words: int) -> bool:
    """Return True if a line has so many words, and nothing else."""
    return _PROSE.fullmatch(code) is not None and len(code.split()) >= words


def _compared(line: Line, exact: bool) -> str:
    return "\x00".join((line.code, *line.strings)) if exact else line.code


def _bare(codes: Iterable[str]) -> list[str]:
    """Return code without blanks, and without commas before a closing bracket."""
    return [_LAST_COMMA.sub("", "".join(code.split())) for code in codes]


def _plain(codes: Iterable[str]) -> list[str]:
    """Return code without blanks in which trees and boxes are drawn in ASCII."""
    return [_CORNER.sub("+-", code.translate(_DRAWN)) for code in codes]


def _hidden(fence: Fence) -> str:
    """Return what is within comments and strings of several lines as one line."""
    return "".join([line.hidden for line in fence.lines]).translate(_SEPARATORS)


def _is_in(code: str, here: str, there: str) -> bool:
    """Return True if the other side has a line at least as often as its own side, wherever its
    lines end."""
    code = code.translate(_SEPARATORS)
    return there.count(code) >= here.count(code)


def _common(one: Sequence[str], two: Sequence[str]) -> int:
    count = 0
    for a, b in zip(one, two, strict=False):
        if a != b:
            break
        count += 1
    return count


class _Gap(NamedTuple):
    """What is between two common lines: half-open ranges of both sides."""

    source: int
    source_end: int
    target: int
    target_end: int


def _gaps(source: Sequence[str], target: Sequence[str]) -> Iterable[_Gap]:
    """Yield the stretches of two lists between their longest common subsequence."""
    if max(len(source), len(target)) > _MOST:
        yield _Gap(0, len(source), 0, len(target))
        return
    width = len(target) + 1
    table = [[0] * width for _ in range(len(source) + 1)]
    for i in range(len(source) - 1, -1, -1):
        row, below = table[i], table[i + 1]
        for j in range(len(target) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if source[i] == target[j] else max(below[j], row[j + 1])
    i = j = a = c = 0
    while i < len(source) and j < len(target):
        if source[i] == target[j]:
            if i > a or j > c:
                yield _Gap(a, i, c, j)
            i, j = i + 1, j + 1
            a, c = i, j
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    if a < len(source) or c < len(target):
        yield _Gap(a, len(source), c, len(target))


def _matched(
    source: Sequence[tuple[int, str]], target: Sequence[tuple[int, str]]
) -> Iterable[tuple[tuple[int, str] | None, tuple[int, str] | None]]:
    """Yield pairs of lines in order: as they are if there are as many, else the most similar ones,
    and the others with None."""
    if len(source) == len(target):
        yield from zip(source, target, strict=True)
        return
    few, many = (source, target) if len(source) < len(target) else (target, source)
    first = 0
    for n, each in enumerate(few):
        last = len(many) - (len(few) - n)
        best = max(range(first, last + 1), key=lambda i: _similarity(each[1], many[i][1]))
        for i in range(first, best):
            yield (many[i], None) if many is source else (None, many[i])
        yield (each, many[best]) if few is source else (many[best], each)
        first = best + 1
    for rest in many[first:]:
        yield (rest, None) if many is source else (None, rest)


def _is_alike(one: str, two: str) -> bool:
    """Return True if a line can have become another one."""
    return _similarity(one, two) >= _ALIKE or differs_in_words_only(one, two)


def _similarity(one: str, two: str) -> float:
    a, b = set(_TOKEN.findall(one)), set(_TOKEN.findall(two))
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def differs_in_words_only(source: str, target: str) -> bool:
    """Return True if two lines of code differ only in words, as translated names do: not in
    options, words in capitals, numbers or signs; or if words of another script stand there."""
    source_tokens, target_tokens = _TOKEN.findall(source), _TOKEN.findall(target)
    lost, added = _without(source_tokens, target_tokens), _without(target_tokens, source_tokens)
    if any(_is_foreign(token) for token in added) and not any(map(_is_foreign, lost)):
        return True
    return all(map(_is_word, lost)) and all(map(_is_word, added))


def is_translated(source: str, target: str, language: str) -> bool:
    """Return True if the words of a line of code may have been translated: words of another script
    or the code of the language stand in their place. Where it is ``""``, which stands for one in
    Latin script, it is enough that only words differ."""
    if not language:
        return differs_in_words_only(source, target)
    rest = _without(_TOKEN.findall(target), _TOKEN.findall(source))
    return any(_is_foreign(each) or each.partition("-")[0] == language for each in rest)


def has_words(fence: Fence) -> bool:
    """Return True if a block has code in words of a script that is not Latin: a drawing or a form
    rather than code."""
    return any(_is_foreign(line.code) for line in fence.lines)


def is_sentence(line: str) -> bool:
    """Return True if a line is prose rather than code: words with little between them, and no
    prompt and no option."""
    tokens = _TOKEN.findall(line)
    if line.startswith(("$", ">")) or any(token[0] == "-" != token for token in tokens):
        return False
    letters = sum(char.isalpha() or char == " " for char in line)
    words = sum(len(token) > 1 and token.isalpha() for token in tokens)
    return words >= _MORE_WORDS and letters >= _SENTENCE * len(line)


def _without(tokens: Sequence[str], others: Sequence[str]) -> list[str]:
    rest = list(others)
    found = []
    for token in tokens:
        if token in rest:
            rest.remove(token)
        else:
            found.append(token)
    return found


def _is_word(token: str) -> bool:
    capitals = len(token) > 1 and token.isupper() and token.isascii()
    return token[0].isalpha() and not capitals and not token[-1].isdigit()


def _is_foreign(token: str) -> bool:
    return any(char.isalpha() and script(char) != "latin" for char in token)
