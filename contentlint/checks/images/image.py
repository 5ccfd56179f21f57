"""Images without a source, without an alternative text, or with a meaningless one."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.images import (
    EXTENSIONS,
    HTML_IMAGE,
    Image,
    html_images,
    image_of,
    images,
    is_ornament_name,
    lower_hosts,
    lower_names,
    placeholder_kind,
    remove_image,
    tracking_host,
    with_link,
)
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.dialects import WIKI_LINKS
from contentlint.model.document import IMAGE_REF, Document
from contentlint.model.rule import Words
from contentlint.model.traits import NO_TARGET, NO_TEXT
from contentlint.text.urls.find import unescaped

if TYPE_CHECKING:
    import re
    from typing import Literal

# File names may contain spaces; a sentence does not end in an extension.
_FILE_NAME = lazy_regex.compile(
    r"[^\n/?!،؛:]{0,100}\.(?:jpe?g|png|gif|webp|avif|svg|bmp)", lazy_regex.IGNORECASE
)
_CAMERA_NAME = lazy_regex.compile(
    r"(?:IMG|DSC|DSCN|PXL|WhatsApp Image)[ _-]?\d(?:[\d _.:()-]|at|AM|PM|WA)*",
    lazy_regex.IGNORECASE,
)
_ANY = trigger.Nodes(trigger.IMAGES)
_NO_TEXT = trigger.Nodes(trigger.IMAGES, NO_TEXT)
_NO_SOURCE = trigger.Nodes(trigger.IMAGES, NO_TARGET)
_REFERENCE = trigger.Nodes(trigger.kinds(IMAGE_REF))
# In a wiki's dialect the text is the width: ``![250](a.jpg)``.
_SIZE = lazy_regex.compile(r"\d+(?:x\d+)?")
# ``![](a.png){fig-alt="…"}`` of Pandoc, and Kramdown's ``{: alt="…"}``.
_ALT_ATTRIBUTE = lazy_regex.compile(r"\{[^{}\n]*\balt=")
_DIGITS = lazy_regex.compile(r"\d{3,}")
_CAMERAS = ("img", "dsc", "pxl", "whatsapp image")
_LONGEST_EXTENSION = max(map(len, EXTENSIONS))
_MOST_RELATED = 10
_BEGINNINGS = frozenset({*(name[:3] for name in _CAMERAS), "htt"})
_URL = lazy_regex.compile(r"https?://\S+", lazy_regex.IGNORECASE)


class Options(NamedTuple):
    fault: Literal["empty", "no-source", "no-alt", "placeholder-alt"]
    """The fault to report: ``empty`` (neither source nor alternative text), ``no-source``
    (alternative text, but no source), ``no-alt`` (a source, but no alternative text) or
    ``placeholder-alt`` (alternative text such as "image")."""
    words: Words = {}
    """For ``placeholder-alt``: words that mean "image", by language. For ``no-alt``: words in the
    file names of decorative images."""
    decorative: tuple[str, ...] = ()
    """For ``no-alt``: sources (globs) of decorative images, which need no alternative text."""
    names: Words = {}
    """For ``no-alt``: words in the file names of placeholder images, which are not reported."""
    hosts: Words = {}
    """For ``no-alt``: hosts of tracking pixels, which are not reported."""
    minor: tuple[str, ...] = ()
    """For ``placeholder-alt``: entries of ``words`` that say a little about the image, such as
    "logo"; a match is reported as ``info``."""


def needs(options: Options) -> tuple[trigger.Need, ...]:
    if options.fault == "placeholder-alt":
        return (_ANY, HTML_IMAGE)
    if options.fault == "no-alt":
        return (_NO_TEXT, HTML_IMAGE)
    return (_NO_SOURCE, _REFERENCE, HTML_IMAGE)


def _globs(globs: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    if not globs:
        return ()
    import fnmatch
    import re

    return tuple(re.compile(fnmatch.translate(glob)) for glob in globs)


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._words = frozenset(
            word.casefold() for entries in options.words.values() for word in entries
        )
        self._minor = frozenset(word.casefold() for word in options.minor)
        self._decorative = _globs(options.decorative)
        self._names = lower_names(options.names)
        self._hosts = lower_hosts(options.hosts)
        self._longest = max(map(len, self._words), default=0)
        """The length of the longest of the words, in code points."""

    def check(self, doc: Document) -> Iterator[Finding]:
        if self._options.fault == "placeholder-alt":
            seen: set[tuple[str, str]] = set()  # one finding a picture, also in a file of examples
            for image in self._doubtful(doc):
                alt = image.alt
                if (
                    alt
                    and image.source
                    and (image.source, alt) not in seen
                    and not image.decorative
                    and says_nothing(alt, self._words)
                    and not (doc.dialect.features & WIKI_LINKS and _SIZE.fullmatch(alt))
                ):
                    seen.add((image.source, alt))
                    severity = "info" if _without_number(alt) in self._minor else None
                    yield Finding(image.span, {"found": alt, "more": ""}, severity=severity)
            return
        if self._options.fault == "no-alt":
            yield from self._without_text(doc)
            return
        for image in self._incomplete(doc):
            fault, found = self._fault(image)
            if fault == self._options.fault:
                fix = remove_image(doc, image.span, "empty image") if fault == "empty" else None
                yield Finding(image.span, {"found": found, "more": ""}, fix)

    def _without_text(self, doc: Document) -> Iterator[Finding]:
        """Yield one finding per file; an info where no image has a text: that is a habit."""
        found = [
            image
            for image in self._incomplete(doc)
            if self._fault(image)[0] == "no-alt" and not self._is_none(doc, image)
        ]
        if found:
            first = found[0]
            habit = len(found) > 1 and not any(image.alt for image in doc.fact(images))
            values = {
                "found": first.source or "",
                "more": f" ({len(found)} such images in the file)" if len(found) > 1 else "",
            }
            related = tuple(
                Related(image.span, "also here") for image in found[1 : _MOST_RELATED + 1]
            )
            severity = "info" if habit else None
            yield Finding(first.span, values, None, related, severity=severity)

    def _incomplete(self, doc: Document) -> Iterator[Image]:
        """Yield the images that may have no source or no alternative text."""
        triggers = (_NO_TEXT,) if self._options.fault == "no-alt" else (_NO_SOURCE, _REFERENCE)
        for number in sorted({number for wanted in triggers for number in doc.places(wanted)}):
            if (image := image_of(doc, doc.nodes[number])) is not None:
                yield image
        yield from doc.fact(html_images)

    def _fault(self, image: Image) -> tuple[str, str]:
        """Return the fault of an incomplete image ("" if it has none), and the text that the
        message shows."""
        alt, source = image.alt, image.source
        if source is None:
            # A script fills in an <img> without src; nothing fills in an undefined reference.
            return ("no-source", alt or "") if image.kind == "reference" else ("", "")
        if not source:
            return ("no-source", alt) if alt else ("empty", "")
        if image.kind == "html" and image.decorative:
            return "", ""
        if not alt:
            if any(glob.match(source) for glob in self._decorative):
                return "", ""
            return "no-alt", source
        return "", ""

    def _is_none(self, doc: Document, image: Image) -> bool:
        """Return True if no text can describe an image, an ornament, a placeholder, a tracking
        pixel or a page that a wiki embeds, or if attributes behind it do.

        An ornament that is the whole text of a link does not count: only words can name the target.
        """
        source = image.source or ""
        return (
            (with_link(doc, image.span) == image.span and is_ornament_name(source, self._words))
            or bool(placeholder_kind(source, self._names))
            or bool(tracking_host(source, self._hosts))
            or _ALT_ATTRIBUTE.match(doc.text, image.span.end) is not None
            or (doc.dialect.features & WIKI_LINKS != 0 and _is_page(source))
        )

    def _doubtful(self, doc: Document) -> Iterator[Image]:
        """Yield the images whose alternative text may be a placeholder."""
        nodes, text = doc.nodes, doc.text
        for number in doc.places(_ANY):
            node = nodes[number]
            alt = text[node.first : node.last].strip()
            if (
                alt
                and not _is_long(alt, self._longest)
                and (image := image_of(doc, node)) is not None
            ):
                yield image
        yield from doc.fact(html_images)


def _is_page(source: str) -> bool:
    """Return True for an address on the web that names no picture, such as that of a video."""
    return source.startswith("http") and not any(each in source.lower() for each in EXTENSIONS)


def _is_long(alt: str, longest: int) -> bool:
    """Return True if an alternative text is too long to be one of the words and a number, and does
    not begin or end like a file name or an address."""
    return (
        len(alt) > longest + alt.count("\\")
        and alt[-1].isalpha()
        and "." not in alt[-_LONGEST_EXTENSION:]
        and alt[:3].casefold() not in _BEGINNINGS
    )


def says_nothing(alt: str, words: frozenset[str]) -> bool:
    """Return True if an alternative text is a placeholder (WCAG failure F30): a word for "image", a
    file name, a camera's number or a URL."""
    alt = unescaped(alt)
    small, word = alt.casefold(), _without_number(alt)
    if word in words or small in words or (not word and _DIGITS.fullmatch(alt)):
        return True
    # Four patterns take 3 us; the beginning and end of a text exclude nearly all of them.
    if small.endswith(EXTENSIONS) and _FILE_NAME.fullmatch(alt):
        return True
    if small.startswith(_CAMERAS):
        return _CAMERA_NAME.fullmatch(alt) is not None
    return small.startswith("http") and _URL.fullmatch(alt) is not None


def _without_number(alt: str) -> str:
    """Return an alternative text in lower case without the number at its end: "image" for
    "Image-2"."""
    small = unescaped(alt).casefold()
    end = len(small)
    while end and small[end - 1].isdecimal():
        end -= 1
    while end and (small[end - 1].isspace() or small[end - 1] in "_-#"):
        end -= 1
    return small[:end]
