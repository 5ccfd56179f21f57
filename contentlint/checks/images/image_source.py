"""Images with an address that shows no picture of the article."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.images import (
    HTML_IMAGE,
    Image,
    images,
    lower_hosts,
    lower_names,
    placeholder_kind,
    remove_image,
    tracking_host,
)
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.rule import Words

if TYPE_CHECKING:
    from typing import Literal

_SIZE = lazy_regex.compile(
    r"\s(width|height)\s*=\s*[\"']?\s*([01])(?:px)?(?=[\"'\s/>])", lazy_regex.IGNORECASE
)


class Options(NamedTuple):
    fault: Literal["placeholder", "tracking"]
    """The fault to report: a ``placeholder`` or a ``tracking`` pixel."""
    names: Words = {}
    """For ``placeholder``: words in the file names of placeholder images."""
    allow_data_uri: bool = False
    """For ``placeholder``: do not report ``data:`` URLs."""
    hosts: Words = {}
    """For ``tracking``: hosts of tracking pixels, with the first part of the path if the host also
    serves other content."""


def needs(options: Options) -> tuple[trigger.Need, ...]:
    return (trigger.Nodes(trigger.IMAGES), HTML_IMAGE)


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._names = lower_names(options.names)
        self._hosts = lower_hosts(options.hosts)

    def check(self, doc: Document) -> Iterator[Finding]:
        for image in doc.fact(images):
            if not image.source or image.kind == "reference":
                continue
            if self._options.fault == "tracking":
                found = self._counter(doc, image)
            elif self._options.allow_data_uri and image.source[:5].lower() == "data:":
                continue
            else:
                found = placeholder_kind(image.source, self._names)
            if found:
                yield Finding(image.span, {"found": found}, remove_image(doc, image.span))

    def _counter(self, doc: Document, image: Image) -> str:
        assert image.source is not None
        host = tracking_host(image.source, self._hosts)
        if host or image.kind != "html":
            return host
        sizes = {m[1].lower() for m in _SIZE.finditer(doc.text[image.span.start : image.span.end])}
        # Another rule reports an empty address.
        return "one pixel in size" if sizes == {"width", "height"} else ""
