"""The compiled modules, behind one door: ``__init__.pyi`` beside this file is their contract.

Nothing outside of this package imports one of its modules. A name is loaded with its module when it
is first asked for: a run that needs no document imports none of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import EXTENSION_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_MODULES = {
    "blocks": "cell_count cells is_delimiter_row kinds_of line_ends_sentence",
    "dates": "is_known_month",
    "dispatch": "Gates build_gates install_phrases pack_phrases some_gates started",
    "grams": "repeated_grams",
    "inline": (
        "SHOWN_MARKERS bold_lines emphasised_lines fold_label glued_bold is_bold is_bold_sound "
        "unsure_bold"
    ),
    "language": (
        "LEAST_LETTERS RECOGNIZED common_words count_letters detect doubtful_paragraphs seems_own"
    ),
    "letters": "COMPOSING source_letters",
    "lexer": "url_end",
    "paragraphs": "copies sequences",
    "parser": "parse",
    "prefilter": "Needles",
    "phrase_table": "first_words last_head",
    "pure": (
        "classes doubled doubtful_numbers figures gaps has_backwards has_buttons has_orders "
        "headings_without_text invisibles is_plain may_compose misread named opening_lines "
        "unbalanced uncommon vowels"
    ),
    "segment": (
        "bare_end count_words echoes ends_at ends_sentence first_paragraph has_more_words "
        "has_words has_words_at may_loop sentences token_pieces tokens unspaced words "
        "words_and_marks"
    ),
    "similarity": "BANDS band_keys runs shared",
    "spelling": "WordList",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def wanted() -> bool:
    """Return True if the environment asks for uncompiled modules: ``CONTENTLINT_PURE=1``."""
    return bool(os.environ.get("CONTENTLINT_PURE"))


def is_compiled() -> bool:
    """Return True if the modules that can be compiled are, and are used."""
    names = (os.path.join(_PACKAGE, "core", "index" + suffix) for suffix in EXTENSION_SUFFIXES)
    return not wanted() and any(map(os.path.exists, names))


class _Sources:
    """A finder of the package's sources, which ignores compiled modules beside them."""

    def __init__(self) -> None:
        self._finders: dict[str, FileFinder] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, *_: object
    ) -> ModuleSpec | None:
        if not name.startswith("contentlint.") or not path:
            return None
        folder = path[0]
        if folder not in self._finders:
            self._finders[folder] = FileFinder(folder, (SourceFileLoader, [".py"]))
        return self._finders[folder].find_spec(name)


def insist() -> None:
    """Make all later imports use the sources, never a compiled module."""
    sys.meta_path.insert(0, _Sources())
