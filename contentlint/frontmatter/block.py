"""The end of a document's front matter, and the few fields that readers need.

``contentlint.frontmatter.metadata`` reads all of it, with positions.
"""

from __future__ import annotations

from contentlint._util import lazy_regex

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_FIELD = lazy_regex.compile(r"[\"']?([A-Za-z_][\w-]*)[\"']?[ \t]*[:=][ \t]*(.*)")
_LANGUAGE = lazy_regex.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
_KEY = lazy_regex.compile(r"(?:[^\W\d][\w.-]*|\"[^\"]+\"|'[^']+'):(?:\s|$)")
_MEMBER = {
    "---": _KEY,
    "+++": lazy_regex.compile(r"(?:[A-Za-z0-9_.-]+|\"[^\"]+\"|'[^']+')[ \t]*=|\[\[?[A-Za-z]"),
    "{": lazy_regex.compile(r"\"[^\"]+\"[ \t]*:"),
}
_LOOKS_LIKE_YAML = lazy_regex.compile(r"[-#{}\[\]]|[^:]{1,60}:(?:\s|$)")
_STRING = lazy_regex.compile(r'"(?:[^"\\]|\\.)*"')
_KNOWN = lazy_regex.compile(
    r"[\"']?(?:title|date|author|lang|layout|tags|description|slug|draft)[\"']?[ \t]*[:=]"
)
_MOST_LINES = 40


def may_begin(text: str) -> bool:
    """Return True if the first line of a text may open front matter."""
    first = text[:1]
    return text.startswith(("---", "+++", "{")) or (first != "\n" and first.isspace())


def opening(text: str) -> list[str]:
    """Return the stripped lines of a text up to one that may end its front matter.

    The other functions take these lines. The list is empty if no line may end it; a text that
    opens with a brace is returned whole."""
    end = text.find("\n")
    first = (text if end < 0 else text[:end]).strip()
    closers = _FENCES.get(first)
    if closers is None:
        return [line.strip() for line in text.split("\n")] if first == "{" else []
    found = [first]
    while end >= 0:
        at = end + 1
        end = text.find("\n", at)
        found.append((text[at:] if end < 0 else text[at:end]).strip())
        if found[-1] in closers:
            return found
    return []


def end_line(stripped: list[str]) -> int:
    """Return the line (0-based) after the front matter; 0 if there is none or it never closes.

    YAML between ``---``, TOML between ``+++``, or a JSON object that opens the
    file on a line of its own. A ``---`` that no field follows is a thematic
    break.
    """
    if not stripped:
        return 0
    first = stripped[0]
    if first in _FENCES:
        closers = _FENCES[first]
        for i in range(1, len(stripped)):
            if stripped[i] in closers:
                return i + 1 if first == "+++" or _is_yaml(stripped, i) else 0
        return 0
    return _object_end(stripped) if first == "{" else 0


def _is_yaml(stripped: list[str], end: int) -> bool:
    """Return True if the lines between two ``---`` begin with a field; ``end`` is the second's
    line."""
    at = 1
    while at < end and stripped[at][:1] == "#":
        at += 1
    if end == 1 or _KEY.match(stripped[at]):
        return True
    inside = [line for line in stripped[1:end] if line]
    fields = [line for line in inside if line[0] != "#"]
    return (
        bool(fields)
        and fields[0][0] != "-"
        and all(_LOOKS_LIKE_YAML.match(line) for line in inside)
    )


def _object_end(stripped: list[str]) -> int:
    depth = 0
    for i, line in enumerate(stripped):
        # JSON's lines are members; anything else is an article that opens with a brace.
        if line and line[0] not in '"{}[],0123456789-tfn':
            return 0
        bare = _STRING.sub("", line) if '"' in line else line
        depth += bare.count("{") - bare.count("}")
        if depth <= 0:
            return i + 1
    return 0


def unclosed(lines: list[str]) -> int:
    """Return the number of lines of front matter that never closes; mostly 0.

    ``lines`` need not be stripped; the opening fence counts.
    """
    opener = lines[0].strip() if lines else ""
    member = _MEMBER.get(opener)
    if member is None:
        return 0
    count = 1
    while count < min(len(lines), _MOST_LINES) and lines[count].strip():
        count += 1
    inside = [line.strip() for line in lines[1:count]]
    if not inside or not member.match(inside[0]):
        return 0
    fields = sum(1 for line in inside if member.match(line))
    if fields * 2 < len(inside) or not (fields > 1 or _KNOWN.match(inside[0])):
        return 0
    return 0 if end_line([line.strip() for line in lines]) else count


def is_field(line: str) -> bool:
    """Return True if a line of YAML begins a field or an item, or continues one."""
    return line[:1].isspace() or line.startswith("- ") or _KEY.match(line) is not None


def fields(stripped: list[str], end: int) -> dict[str, tuple[int, str]]:
    """Return top-level scalar fields: lower-cased key to line (0-based) and unquoted value.

    It reads ``key: value`` lines and is no YAML parser: nested and multi-line
    values are left out.
    """
    found: dict[str, tuple[int, str]] = {}
    for i in range(1, end - 1):
        m = _FIELD.match(stripped[i])
        if m:
            value = m[2].rstrip(",").strip().strip("\"'")
            found.setdefault(m[1].lower(), (i, value))
    return found


def language(stripped: list[str], end: int) -> str:
    """Return the primary subtag of ``lang``, ``language`` or ``locale``, or ``""``."""
    told = "\n".join(stripped[:end]).lower()
    if "lang" not in told and "locale" not in told:
        return ""
    found = fields(stripped, end)
    for key in ("lang", "language", "locale"):
        value = found.get(key, (0, ""))[1]
        if _LANGUAGE.match(value):
            return value.replace("_", "-").partition("-")[0].lower()
    return ""
