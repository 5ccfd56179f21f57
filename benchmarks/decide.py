"""Which documents filters drop that a reader would keep, and the other way round.

    python -m benchmarks.decide judged.jsonl --configs fineweb-2/configs

Each line of the file has a ``text``, as the reader saw it, and a ``verdict``: keep, repair or drop.
What is worth a repair is worth keeping. The profiles of ``contentlint corpus decide`` are scored,
and, if ``datatrove`` and ``spacy`` are installed, datatrove's own filters in the order of
FineWeb-2's pipeline: with their defaults, which are for English, and with the thresholds of the
language in ``configs`` of https://github.com/huggingface/fineweb-2. Their words are those of
spaCy's blank models for the language (of IndicNLP for Urdu), which need no download. The language
of a document is what contentlint recognises, for both. If ``py-data-juicer`` is installed, its
filters of texts that need no download are scored too, with their defaults. Copies of documents
play no part.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from benchmarks.corpus import table
from contentlint.corpus.limits import PROFILES
from contentlint.corpus.verdicts import Judge

KEPT = frozenset({"keep", "repair"})
VERDICTS = frozenset({*KEPT, "drop"})
CODES = {
    "ar": "arb_Arab",
    "ckb": "ckb_Arab",
    "en": "eng_Latn",
    "fa": "fas_Arab",
    "he": "heb_Hebr",
    "ur": "urd_Arab",
}
"""FineWeb-2's names of languages."""


class Judged(NamedTuple):
    """A document with the verdict of a reader."""

    text: str
    keep: bool


class Score(NamedTuple):
    """How a filter compares with a reader."""

    good: int
    """Documents that the reader keeps."""
    good_dropped: int
    bad: int
    bad_kept: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall of what is dropped; 0 if nothing is right."""
        right = self.bad - self.bad_kept
        return 2 * right / (2 * right + self.good_dropped + self.bad_kept) if right else 0.0

    def row(self) -> tuple[str, ...]:
        """The two errors, the share of documents on which both agree, and ``f1``."""
        wrong = self.good_dropped + self.bad_kept
        return (
            _share(self.good_dropped, self.good),
            _share(self.bad_kept, self.bad),
            _share(self.good + self.bad - wrong, self.good + self.bad),
            f"{self.f1:.2f}",
        )


def read(path: Path) -> list[Judged]:
    """The documents of a file that have a verdict.

    Raises:
        ValueError: a verdict is not one of the three.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        verdict = row.get("verdict", "")
        if not verdict:
            continue
        if verdict not in VERDICTS:
            raise ValueError(f"{path}:{number}: a verdict is keep, repair or drop: {verdict}")
        found.append(Judged(row["text"], verdict in KEPT))
    return found


def score(judged: Sequence[Judged], kept: Sequence[bool]) -> Score:
    """Compare a filter with the reader; ``kept`` has a value for each document."""
    pairs = list(zip((document.keep for document in judged), kept, strict=True))
    good = sum(keep for keep, _ in pairs)
    return Score(
        good,
        sum(keep and not stays for keep, stays in pairs),
        len(pairs) - good,
        sum(stays and not keep for keep, stays in pairs),
    )


def main(args: argparse.Namespace) -> int:
    """Print a table for all documents and one for each language with enough of them."""
    judged = read(args.judged)
    texts = [document.text for document in judged]
    languages: list[str] = []
    filters: dict[str, list[list[str]]] = {}
    Judge(format=args.format).judge(texts)  # imports, as for the others
    started = time.process_time()
    for profile in PROFILES:
        verdicts = Judge(profile, format=args.format).judge(texts)
        languages = [verdict.document["language"] or "" for verdict in verdicts]
        filters[f"contentlint {profile}"] = [list(verdict.reasons) for verdict in verdicts]
    seconds = [("contentlint", (time.process_time() - started) / len(PROFILES))]
    peers: list[tuple[str, Callable[[], list[list[str]]]]] = []
    if importlib.util.find_spec("datatrove"):
        peers.append(("datatrove, defaults", lambda: datatrove(texts, languages, {})))
        if args.configs:
            configs = read_configs(args.configs)
            peers.append(("datatrove, FineWeb-2", lambda: datatrove(texts, languages, configs)))
    if importlib.util.find_spec("data_juicer"):
        peers.append(("data-juicer, defaults", lambda: data_juicer(texts)))
    for name, judge in peers:
        judge()  # imports and models
        started = time.process_time()
        filters[name] = judge()
        seconds.append((name, time.process_time() - started))
    for line in report(judged, languages, filters, args.least):
        print(line)
    size = sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6
    print()
    for line in table(
        ("filter", "MB/s"), [(name, f"{size / max(taken, 1e-9):.2f}") for name, taken in seconds]
    ):
        print(line)
    return 0


def read_configs(folder: Path) -> dict[str, Any]:
    """The thresholds of FineWeb-2 by language, of those files that are there."""
    return {
        language: yaml.safe_load((folder / f"{code}.yml").read_text(encoding="utf-8"))
        for language, code in CODES.items()
        if (folder / f"{code}.yml").exists()
    }


def datatrove(
    texts: Sequence[str], languages: Sequence[str], configs: Mapping[str, Any]
) -> list[list[str]]:
    """The first reason of datatrove's filters for each document; none if it is kept.

    A language without thresholds has the defaults.
    """
    from datatrove.data import Document

    made: dict[str, list[Callable[[Document], bool | tuple[bool, str]]]] = {}
    found = []
    for number, (text, language) in enumerate(zip(texts, languages, strict=True)):
        if language not in made:
            made[language] = _filters(CODES.get(language, "eng_Latn"), configs.get(language))
        reasons = []
        for each in made[language]:
            answer = each(Document(text, str(number)))
            if answer is not True:
                reasons = [answer[1] if isinstance(answer, tuple) else "dropped"]
                break
        found.append(reasons)
    return found


JUICER = (
    "text_length words_num alphanumeric special_characters average_line_length maximum_line_length "
    "character_repetition word_repetition"
)
"""The filters of texts of data-juicer that need no model and no list from the network."""


def data_juicer(texts: Sequence[str]) -> list[list[str]]:
    """The filters of data-juicer that drop each document, with their defaults."""
    found: list[list[str]] = [[] for _ in texts]
    for name in JUICER.split():
        module = importlib.import_module(f"data_juicer.ops.filter.{name}_filter")
        each = getattr(module, name.title().replace("_", "") + "Filter")()
        rows = {"text": list(texts), "__dj__stats__": [{} for _ in texts]}
        for reasons, kept in zip(
            found, each.process_batched(each.compute_stats_batched(rows)), strict=True
        ):
            if not kept:
                reasons.append(name)
    return found


def _filters(code: str, config: Mapping[str, Any] | None) -> list[Callable[..., Any]]:
    """Repetition, FineWeb's quality, Gopher's quality: the order of FineWeb-2."""
    from datatrove.pipeline import filters

    if config is None:
        return [
            filters.GopherRepetitionFilter(language=code).filter,
            filters.FineWebQualityFilter(language=code).filter,
            filters.GopherQualityFilter(language=code).filter,
        ]
    return [
        filters.GopherRepetitionFilter(
            language=code,
            dup_para_frac=0,
            dup_line_char_frac=0,
            dup_para_char_frac=0,
            dup_line_frac=config["dup_line_frac"],
            top_n_grams=config["top_n_grams"],
            dup_n_grams=config["dup_n_grams"],
        ).filter,
        filters.FineWebQualityFilter(
            language=code,
            short_line_thr=999,
            char_duplicates_ratio=0.1,
            line_punct_thr=config["line_punct_thr"],
            new_line_ratio=config["new_line_ratio"],
        ).filter,
        filters.GopherQualityFilter(
            language=code,
            max_avg_word_length=config["max_avg_word_length"],
            min_avg_word_length=config["min_avg_word_length"],
            stop_words=config["stopwords"],
            max_non_alpha_words_ratio=config["max_non_alpha_words_ratio"],
            min_stop_words=2,
        ).filter,
    ]


def report(
    judged: Sequence[Judged],
    languages: Sequence[str],
    filters: Mapping[str, Sequence[Sequence[str]]],
    least: int,
) -> Iterable[str]:
    """Tables of errors, and of the reasons that drop what the reader keeps."""
    counts = Counter(languages)
    chosen = ["", *(name for name, n in counts.most_common() if n >= least and name)]
    for language in chosen:
        at = [n for n, name in enumerate(languages) if language in ("", name)]
        some = [judged[n] for n in at]
        yield f"### {language or 'All'}: {len(at)} documents, {sum(d.keep for d in some)} to keep"
        yield ""
        rows = [
            (name, *score(some, [not reasons[n] for n in at]).row())
            for name, reasons in filters.items()
        ]
        yield from table(
            ("filter", "kept ones dropped", "others kept", "agrees", "F1 of drop"), rows
        )
        yield ""
    yield "### Reasons that drop what the reader keeps"
    yield ""
    for name, reasons in filters.items():
        wrong = Counter(
            r[0].partition(" ")[0] for d, r in zip(judged, reasons, strict=True) if r and d.keep
        )
        shown = ", ".join(f"{reason} {n}" for reason, n in wrong.most_common(8))
        yield f"- {name}: {shown or 'none'}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} % ({part}/{whole})" if whole else "-"


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("judged", type=Path, help="JSON Lines with text and verdict")
    parser.add_argument("--configs", type=Path, help="the folder configs of fineweb-2")
    parser.add_argument("--format", default="text", help="as contentlint reads the texts")
    parser.add_argument("--least", type=int, default=30, help="documents for a language's table")


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add(given)
    raise SystemExit(main(given.parse_args()))
