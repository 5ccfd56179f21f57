"""Counts of findings by rule, folder, source site, language and site of a faulty address.

Files are read through ``Report.lines_of`` only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from contentlint._util import translation
from contentlint._util.escape import visible
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import Style
from contentlint._util.translation import ngettext, pgettext
from contentlint.article.source_line import folded
from contentlint.engine import ruleset
from contentlint.model.diagnostic import Counts, Diagnostic
from contentlint.model.report import Report
from contentlint.text.unicode.fold import light

TOP = "."
"""The name of the common folder itself, for files directly in it."""
UNKNOWN = ""
"""The name of an unknown site or language."""

_SHARE = 0.8
"""Share of a rule's findings from which ``one_site`` names their site."""
_FEW = 5
"""Findings of a rule below which ``one_site`` ignores it."""
_ROWS = 20
"""Maximum number of rows of a table in ``text``."""


class Row(NamedTuple):
    name: str
    counts: Counts


def by_rule(report: Report) -> list[Row]:
    """Count findings by code; like all of these, the most findings first."""
    return count(report, (d.code for d in report.diagnostics))


def by_folder(report: Report) -> list[Row]:
    """Count findings by the first folder below the one that contains all checked files."""
    found = folders(report)
    return count(report, (found[d.path] for d in report.diagnostics))


def count(report: Report, names: Iterable[str]) -> list[Row]:
    """Count findings by name; ``names`` has one for each finding, in order."""
    found = report.diagnostics
    severities = [d.severity for d in found]
    safe = [d.fix is not None and d.fix.safe for d in found]
    counts: dict[str, list[int]] = {}
    at = {"info": 0, "warning": 1, "error": 2}
    for (name, severity, fixable), n in Counter(zip(names, severities, safe, strict=True)).items():
        here = counts.setdefault(name, [0, 0, 0, 0])
        here[at[severity]] += n
        here[3] += n * fixable
    rows = [Row(name, Counts(*each)) for name, each in counts.items()]
    return sorted(rows, key=lambda row: (-row.counts.total(), row.name))


# Folders


def folders(report: Report) -> Mapping[str, str]:
    """Map each file with findings to its folder; see ``by_folder``."""
    with_findings = dict.fromkeys(d.path for d in report.diagnostics)
    parents = {_parent(path) for path in report.languages}
    parents.update(map(_parent, with_findings))
    common = _common(parents)
    below = {parent: _first(parent, common) for parent in parents}
    return {path: below[_parent(path)] for path in with_findings}


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _first(parent: str, common: int) -> str:
    parts = parent.split("/") if parent else []
    return parts[common] if len(parts) > common else TOP


def _common(parents: Iterable[str]) -> int:
    """Return how many leading folders all of them share."""
    first: Sequence[str] | None = None
    length = 0
    for parent in parents:
        parts = parent.split("/") if parent else []
        if first is None:
            first, length = parts, len(parts)
        while length and parts[:length] != first[:length]:
            length -= 1
    return length


# Sites

# White space, Markdown syntax and punctuation of the sentence end a URL.
_URL = re.compile(
    r"(?:https?://|(?<![\w./@-])www\.)[^\s<>\"'`()\[\]{}|\\«»“”،؛，。]+", re.IGNORECASE
)
_HOST = re.compile(r"(?:https?://)?(?:[^/?#@]*@)?([^/?#@:]+)", re.IGNORECASE)
# Whatever is wrong with it: a misspelt scheme, wide signs, invisible characters, no-break spaces.
_ADDRESS = re.compile(
    r"(?:(?<![a-z])(?:h[tx]{1,3}p|t{1,2}p|ftp)s{0,2}(?:[:：]{1,3}[ /／\\]{0,4}|[/／]{1,4})"
    r"|(?<![\w./@-])www\.)[\s\u200b-\u200f\ufeff]*"
    r"([^\s/／?#<>\"'`()\[\]]+)[^ \t<>\"'`)\]]*",
    re.IGNORECASE,
)
_ARCHIVED = re.compile(r"\Whttps?://.+", re.IGNORECASE)
_ARCHIVES = ("archive.org", "archive.ph", "archive.today", "archive.is")
_COLON = re.compile("[:：]")
_KEYS = ("source", "source_url", "original_url", "canonical", "canonical_url", "url", "link")
_KEY = re.compile(r"""[\s"'-]*([A-Za-z][\w-]{1,30})["']?\s*[:=](.*)""", re.DOTALL)
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_MARKERS = "*_#>-•\u00b7 \t\u200e\u200f"
_LONGEST_LABEL = 40
_LONGEST_HEAD = 200
"""Lines of front matter that are read."""


class Hosts(NamedTuple):
    """The sites that a report names."""

    of_files: Mapping[str, str]
    """The host of the source of each file with findings; ``""`` if its source is unknown."""
    of_findings: Mapping[Diagnostic, str]
    """The host of each finding that is an address or a part of one."""


def hosts(report: Report) -> Hosts:
    """Return the hosts in a report; each file with findings is read once."""
    labels: frozenset[str] = frozenset()
    of_files, of_findings = {}, {}
    for path, found in groupby(report.diagnostics, lambda d: d.path):
        lines = report.lines_of(path)
        if lines and not labels:
            labels = folded(ruleset.word_lists()["sources"])
        of_files[path] = host_of(lines, labels)
        for d in found:
            host = _addressed(d, lines)
            if host:
                of_findings[d] = host
    return Hosts(of_files, of_findings)


def _addressed(d: Diagnostic, lines: Sequence[str]) -> str:
    """Return the host of the address that a finding is part of; ``""`` if it is in none."""
    line, column, end_line, end_column = d.position
    if line != end_line or line > len(lines):
        return ""
    for m in _ADDRESS.finditer(lines[line - 1]):
        if m.start() < column and end_column <= m.end() + 1:
            return _bare(m[1])
    return ""


def by_address(report: Report, of_findings: Mapping[Diagnostic, str]) -> list[Row]:
    """Count the findings about an address by its host and the rule, such as ``a.org SRC003``."""
    with_host = report._replace(
        diagnostics=tuple(d for d in report.diagnostics if d in of_findings)
    )
    return count(with_host, (f"{of_findings[d]} {d.code}" for d in with_host.diagnostics))


def host_of(lines: Sequence[str], labels: frozenset[str]) -> str:
    """Return the host in the last source line of an article, else in its front matter.

    ``labels`` are folded words like "source" that precede a colon. If that line has no URL, the
    next line that is not blank may begin with one.
    """
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        m = _COLON.search(line, 0, _LONGEST_LABEL)
        if m is None:
            continue
        colon = m.start()
        label = line[:colon].strip(_MARKERS)
        if label and (label.lower() if label.isascii() else light(label)) in labels:
            found = _host(line[colon + 1 :]) or _host_below(lines, number)
            if found:
                return found
    return _named_in_head(lines)


def _host_below(lines: Sequence[str], number: int) -> str:
    following = next((line for line in lines[number + 1 : number + 3] if line.strip()), "")
    following = following.strip().lstrip("<*-[(_ ")
    return _host(following) if _URL.match(following) else ""


def _named_in_head(lines: Sequence[str]) -> str:
    ends = _FENCES.get(lines[0].lstrip("\ufeff").rstrip()) if lines else None
    if ends is None:
        return ""
    found: dict[str, str] = {}
    for line in lines[1:_LONGEST_HEAD]:
        if line.rstrip() in ends:
            break
        m = _KEY.match(line)
        key = m[1].lower().replace("-", "_") if m else ""
        if m and key in _KEYS and key not in found:
            host = _host(m[2])
            if host:
                found[key] = host
    return next((found[key] for key in _KEYS if key in found), "")


def _host(text: str) -> str:
    """Return the host of the last URL; for a copy in an archive, that of the original page."""
    urls = _URL.findall(text)
    if not urls:
        return ""
    host = _bare(urls[-1])
    if host.endswith(_ARCHIVES):
        inner = _ARCHIVED.search(urls[-1], 8)
        host = _bare(inner[0][1:]) if inner else host
    return host


def _bare(url: str) -> str:
    m = _HOST.match(url)
    host = m[1].lower().strip(".,;:!?*_~") if m else ""
    host = host.removeprefix("www.")
    return host if "." in host.strip(".") else ""


# For a terminal


def text(report: Report, style: Style = Style()) -> str:  # noqa: B008
    """Return tables by rule, folder, site and address, followed by the sentences of ``one_site``.

    The name is the last column, so a right-to-left name cannot reorder the numbers. The text is
    empty if there are no findings.
    """
    if not report.diagnostics:
        return ""
    names = {d.code: d.name for d in report.diagnostics}
    site_of, addressed = hosts(report)
    sites = count(report, (site_of[d.path] for d in report.diagnostics))
    rules = [Row(f"{code} {names[code]}", counts) for code, counts in by_rule(report)]
    parts = [_table(pgettext("column", "rule"), rules, style)]
    in_folders = by_folder(report)
    if len(in_folders) > 1:
        parts.append(_table(pgettext("column", "folder"), in_folders, style))
    if any(name != UNKNOWN for name, _ in sites):
        parts.append(_table(pgettext("column", "site"), sites, style))
    if len(addressed) > 1:
        parts.append(_table(pgettext("column", "address"), by_address(report, addressed), style))
    sentences = [f"{style.line(style.sentence(line))}\n" for line in one_site(report, site_of)]
    if sentences:
        parts.append("".join(sentences))
    return "\n".join(parts)


def _table(title: str, rows: Sequence[Row], style: Style) -> str:
    heads = (pgettext("column", "all"), *map(translation.severity, ("error", "warning", "info")))
    cells = [_numbers(counts) for _, counts in rows]
    widths = [max(len(head), *(len(row[i]) for row in cells)) for i, head in enumerate(heads)]
    head = _columns(heads, widths, style)
    lines = [style.bold(f"{head}  {style.isolated(title)}")]
    for row, (name, _) in list(zip(cells, rows, strict=True))[:_ROWS]:
        shown = style.isolated(visible(name) or pgettext("site", "unknown"))
        lines.append(f"{_columns(row, widths, style)}  {shown}")
    left = len(rows) - _ROWS
    if left > 0:
        lines.append(style.sentence(ngettext("… {n} more", "… {n} more", left)))
    return "\n".join(lines) + "\n"


def _columns(cells: Sequence[str], widths: Sequence[int], style: Style) -> str:
    """Return right-aligned cells, which keep their order in any script."""
    return "  ".join(
        " " * (width - len(cell)) + style.isolated(cell)
        for cell, width in zip(cells, widths, strict=True)
    )


def _numbers(counts: Counts) -> tuple[str, ...]:
    return tuple(
        map(translation.number, (counts.total(), counts.error, counts.warning, counts.info))
    )


def one_site(report: Report, site_of: Mapping[str, str]) -> list[str]:
    """Return a sentence for each rule with nearly all findings in the articles of one site.

    There are none if all articles with findings come from the same site.
    """
    if len({site_of[d.path] for d in report.diagnostics}) < 2:
        return []
    of_rule: dict[str, list[Diagnostic]] = {}
    for d in report.diagnostics:
        of_rule.setdefault(d.code, []).append(d)
    sentences = []
    for code, _ in by_rule(report):
        found = of_rule[code]
        if len(found) < _FEW:
            continue
        counts: dict[str, int] = {}
        for d in found:
            counts[site_of[d.path]] = counts.get(site_of[d.path], 0) + 1
        counts.pop(UNKNOWN, None)
        site = max(counts, key=lambda name: (counts[name], name), default="")
        if site and counts[site] >= _SHARE * len(found):
            share = int(100 * counts[site] / len(found))
            # Translators: such as "90 % of PUN001 space-before-punctuation (9 of 10 findings)
            # come from example.com".
            sentence = ngettext(
                "{share} % of {rule} ({here} of {n} finding) come from {site}",
                "{share} % of {rule} ({here} of {n} findings) come from {site}",
                len(found),
            )
            sentences.append(
                sentence.format(
                    share=translation.number(share),
                    rule=f"{code} {found[0].name}",
                    here=translation.number(counts[site]),
                    site=site,
                )
            )
    return sentences
