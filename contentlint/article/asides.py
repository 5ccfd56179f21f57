"""Blocks that may repeat the text because they are not part of it: captions, notes, credits,
quotations."""

from __future__ import annotations

from collections import Counter

from contentlint._util import lazy_regex
from contentlint.core import words
from contentlint.model import queries
from contentlint.model.annotations import Under
from contentlint.model.document import IMAGE, IMAGE_REF, MARK, Block, Document, Node
from contentlint.model.terminators import FINISHED
from contentlint.text.similarity.keys import is_emphasised, prose_key
from contentlint.text.unicode.fold import light

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

# The constructor of a NamedTuple is a Python function; this takes half the time.
_new: Final = tuple.__new__
# A line for enlarging the image may separate an image from its caption.
_BESIDE: Final = 2
_LABELLED: Final = 24
_BELOW_HEADINGS: Final = 7
# Distance before a sentence that is searched for a quotation mark.
_FAR: Final = 600

_NOTE: Final = lazy_regex.compile(
    r"\\?\[(?:\\?[*^])?[\w-]{1,12}\\?\][:.(]?|[0-9٠-٩۰-۹]{1,3}(?=\\?[.)])"
)
_CREDIT: Final = ("©", "(c)", "pingback", "trackback", "[…", "[...")
_DOI: Final = lazy_regex.compile(r"\bdoi(?:\.org/|: ?)10\.", lazy_regex.IGNORECASE)
# The author of the post above, sometimes after the address of a profile picture.
_POSTED: Final = lazy_regex.compile(
    r"[\s\x00]*(?:\[?pic\.twitter\.com/\w+[\]\s\x00]*)?[—–-] ?[^\n]{0,80}\(@\w"
)
_QUOTES: Final = frozenset('"“”„‟«»')
# Precedes an opening mark; after anything else a mark closes.
_BEFORE_OPENING: Final = frozenset(" \t\n\u00a0([{:،,-–—" + MARK)


def is_caption(doc: Document, index: int) -> bool:
    """Return True if a block describes an image beside it.

    It is in bold or italics, or has the same words as the alternative text of the image.
    """
    blocks, nodes = doc.blocks, doc.nodes
    end = blocks[min(index + _BESIDE, len(blocks) - 1)].end
    pictures = []
    for at in range(doc.first_node(blocks[max(index - _BESIDE, 0)].start), len(nodes)):
        node = nodes[at]
        if node.start >= end:
            break
        if node.kind == IMAGE or node.kind == IMAGE_REF:
            pictures.append(node)
    if not pictures:
        return False
    if is_emphasised(doc, index):
        return True
    own = _wording(doc.fact(prose_key, index))
    return own != "" and any(own in _alternative(doc, node) for node in pictures)


def shows(doc: Document, index: int) -> bool:
    """Return True if a block has the words of the alternative text of any image."""
    return _wording(doc.fact(prose_key, index)) in doc.fact(_shown)


def _shown(doc: Document) -> frozenset[str]:
    """Return the words of the alternative texts of all images."""
    nodes = [node for node in doc.nodes if node.kind == IMAGE or node.kind == IMAGE_REF]
    return frozenset([_alternative(doc, node) for node in nodes]) - {""}


def _alternative(doc: Document, node: Node) -> str:
    return _wording(light(doc.text[node.first : node.last]))


def _wording(text: str) -> str:
    return " ".join(words(text))


def is_note(doc: Document, index: int) -> bool:
    """Return True if a block begins like a footnote: ``[3]``, ``[*3](#note)``, ``3.``."""
    return _NOTE.match(doc.text, doc.blocks[index].start) is not None


def is_credit(doc: Document, index: int) -> bool:
    """Return True if a block is a credit, a citation or a mention of another page; ask through
    ``doc.fact``."""
    block = doc.blocks[index]
    text = doc.text[block.start : block.end].strip()
    head = doc.prose[block.start : block.end].replace(MARK, "").lstrip()[:_LABELLED].casefold()
    # Most texts have no such number, and the pattern would start at each word.
    if head.startswith(_CREDIT) or ("10." in text and _DOI.search(text)):
        return True
    last = text.rsplit(None, 1)[-1]
    return last.startswith(("http://", "https://", "<http"))


def is_unfinished(doc: Document, index: int) -> bool:
    """Return True if a block has no sentence end: an item, an ingredient, a label."""
    block = doc.blocks[index]
    text = doc.prose[block.start : block.end].rstrip(" \n" + MARK).rstrip(")")
    return text[-1:] not in FINISHED


def opens_quoted(doc: Document, index: int) -> bool:
    """Return True if a block begins with a quotation mark."""
    block = doc.blocks[index]
    return doc.prose[block.start : block.end].lstrip(MARK + " ")[:1] in _QUOTES


def is_posted(doc: Document, index: int) -> bool:
    """Return True if a block is a social media post: the name of its author follows."""
    blocks = doc.blocks
    below = index + 1
    return below < len(blocks) and _POSTED.match(doc.prose, blocks[below].start) is not None


def quotes(doc: Document, block: Block, start: int, end: int) -> bool:
    """Return True if a sentence of a block is in quotation marks or follows an introductory colon.

    The last mark before it opens (or is its first character), or the first mark inside it closes.
    """
    begin = max(block.start, start - _FAR)
    before = doc.prose[begin:start].replace(MARK, "")
    inside = doc.prose[start:end].replace(MARK, "")
    if before.rstrip()[-1:] in (":", "："):
        return True
    text = before + inside
    first = len(before)
    at = max(map(before.rfind, _QUOTES))
    if inside[:1] in _QUOTES:
        return True
    if at >= 0 and _opens(text, at):
        return True
    ahead = [at for at in (text.find(mark, first) for mark in _QUOTES) if at >= 0]
    return bool(ahead) and not _opens(text, min(ahead))


def _opens(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in _BEFORE_OPENING


def places(doc: Document) -> list[Under]:
    """Return the position of every block below its headings; ask through ``doc.fact``."""
    found = []
    titles: list[tuple[int, str]] = []
    over: tuple[str, ...] = ()
    distance = level = 0
    labels = _bold_labels(doc)
    uses = Counter(labels.values())
    for number, block in enumerate(doc.blocks):
        kind, start, end, line, _, _ = block
        distance += 1
        found.append(_new(Under, (over, distance, level)))
        depth = 0
        if kind == "heading":
            # One that is underlined is the title.
            depth = block.level if line == block.last else 1
        elif number in labels:
            # A recurring heading is below a heading that occurs once: the meals below the plans.
            depth = _BELOW_HEADINGS + (uses[labels[number]] > 1)
        if depth:
            while titles and titles[-1][0] >= depth:
                titles.pop()
            titles.append((depth, labels.get(number) or light(doc.text[start:end])))
            over = tuple([title for _, title in titles])
            distance, level = 0, min(depth, _BELOW_HEADINGS)
    return found


def _bold_labels(doc: Document) -> dict[int, str]:
    """Return the paragraphs that are bold as a whole, without text on the same line, folded, by the
    index of the block."""
    found = {}
    for number, (kind, start, end, _, _, _) in enumerate(doc.blocks):
        if kind == "paragraph" and queries.is_emphasised(doc, start, end, strong=True):
            if ":" not in doc.text[start:end]:
                found[number] = light(doc.prose[start:end].replace(MARK, "").strip())
    return found
