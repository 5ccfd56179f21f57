"""The source of a translation, as the rules that compare the two see it."""

from __future__ import annotations

from collections.abc import Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple

if TYPE_CHECKING:
    from contentlint.model.document import Document


class Glossary(NamedTuple):
    """The user's terms for one language, as ``[glossary]`` gives them."""

    keep: tuple[str, ...] = ()
    """Words of the source that are not translated."""
    renderings: Mapping[str, tuple[str, ...]] = {}
    """By term of the source: the renderings that are accepted."""
    avoided: Mapping[str, tuple[str, ...]] = {}
    """By term of the source: the renderings that are not."""


NO_GLOSSARY = Glossary()


class Counterpart(NamedTuple):
    """The source of a document, and what its entry in ``[[translations]]`` says about the two."""

    doc: Document
    """The source; its ``path`` is as displayed."""
    source_lang: str
    """The language of the source, a lower-case BCP 47 primary subtag; ``""`` if it is unknown."""
    target_lang: str
    """That of the translation: the code in its path, else the language of the document."""
    order: str = "source"
    """``source``: passages are in the order of the source; ``free``: in any order."""
    code: str = "comments"
    """What may differ in blocks of code: ``comments`` (and strings), ``exact`` (nothing) or
    ``free`` (anything)."""
    span_free: tuple[str, ...] = ()
    """Regular expressions: what may be translated in a code span."""
    diverges: str = ""
    """Why the translation is an edition of its own, whose passages are not compared; ``""`` if it
    is not one."""
    languages: tuple[str, ...] = ()
    """The codes that links and paths of the site may name, that of the source among them."""
    glossary: Glossary = NO_GLOSSARY


def of(doc: Document) -> Counterpart:
    """Return the source of a document, for the checks that compare: the engine runs them only on
    documents that have one."""
    found = doc.counterpart
    assert found is not None
    return found
