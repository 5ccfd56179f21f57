"""Kind ``metric``: a measure of the whole article that is too low or too high."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Finding
from contentlint.model.document import MARK, OBJECT, Document, Span
from contentlint.model.errors import ConfigError, suggest
from contentlint.model.rule import Words
from contentlint.text.measures.table import MEASURES, STOP_WORDS, value

_WORDS, _WORDS_WITH_CODE = "words", "words-with-code"
_LANGUAGE = lazy_regex.compile(r"[a-z]{2,3}")
_MOST_DIGITS = 6

PLACEHOLDERS = ("metric", "value", "min", "max")


class Options(NamedTuple):
    metric: str
    """The measure, such as ``words``, ``mean-word-length`` or ``bullet-line-share``;
    ``contentlint new-rule metric`` lists all."""
    min: float | None = None
    """The smallest allowed value."""
    max: float | None = None
    """The largest allowed value."""
    min_by_language: Mapping[str, float] = {}
    """By language, a value that replaces ``min``."""
    max_by_language: Mapping[str, float] = {}
    """By language, a value that replaces ``max``."""
    min_words: int = 0
    """The minimum number of words: shorter articles are not measured."""
    stop_words: Words = {}
    """If ``metric`` is the measure ``stop-words``: the words to count, by language; languages
    without any are not measured."""


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: the measure does not exist, or there is no limit.
        """
        if options.metric not in MEASURES:
            raise ConfigError(f"option 'metric': {suggest('measure', options.metric, MEASURES)}")
        if (options.metric == STOP_WORDS) != bool(options.stop_words):
            text = "is for" if options.stop_words else "is missing: the words counted by"
            raise ConfigError(f"option 'stop-words' {text} the measure {STOP_WORDS!r}")
        least, most = options.min_by_language, options.max_by_language
        _check_languages("min-by-language", least)
        _check_languages("max-by-language", most)
        if options.min is None and options.max is None and not least and not most:
            raise ConfigError("options 'min' and 'max' are both missing: any value would pass")
        for language in ("", *least, *most):
            low, high = least.get(language, options.min), most.get(language, options.max)
            if low is not None and high is not None and low > high:
                where = f" for {language!r}" if language else ""
                raise ConfigError(f"options 'min' and 'max'{where}: {low:g} is more than {high:g}")
        self._options = options
        self._stop_words = {
            language: frozenset(map(str.lower, entries))
            for language, entries in options.stop_words.items()
        }

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield one finding, at the first line of prose."""
        options = self._options
        least = options.min_by_language.get(doc.language, options.min)
        most = options.max_by_language.get(doc.language, options.max)
        if (least is None and most is None) or not doc.text:
            return
        if options.min_words and value(doc, _WORDS) < options.min_words:
            return
        found = value(doc, options.metric, self._stop_words.get(doc.language, frozenset()))
        if options.metric == _WORDS and least is not None:
            if found < least <= value(doc, _WORDS_WITH_CODE):
                return  # it is long, even if not in prose
        for limit, is_wrong in ((least, float.__lt__), (most, float.__gt__)):
            if limit is not None and is_wrong(float(found), limit):
                limits = {"min": _number(least), "max": _number(most)}
                values = {"metric": options.metric, "value": _number(found, limit), **limits}
                yield Finding(_first_prose_line(doc), values, whole=True)


def _check_languages(option: str, given: Mapping[str, float]) -> None:
    for language in given:
        if not _LANGUAGE.fullmatch(language):
            raise ConfigError(
                f"option {option!r}: expected a language subtag like 'ar', not {language!r}"
            )


def _number(number: float | None, beside: float | None = None) -> str:
    """Format a number for a message, with enough digits to differ from the limit ``beside`` it."""
    if number is None:
        return "any"
    for digits in range(2, _MOST_DIGITS):
        shown = f"{number:,.{digits}f}".rstrip("0").rstrip(".")
        if beside is None and abs(float(shown.replace(",", "")) - number) < 1e-9:
            break
        if beside is not None and float(shown.replace(",", "")) != beside:
            break
    return shown


def _first_prose_line(doc: Document) -> Span:
    """Return the first line with displayed text; the first line of the file if there is none."""
    prose = doc.prose
    start = len(prose) - len(prose.lstrip(f"{OBJECT}{MARK} \t\n"))
    return doc.line_span(doc.line_at(start) if start < len(prose) else 0)
