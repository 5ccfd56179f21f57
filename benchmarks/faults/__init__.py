"""Faults to plant in clean text: one function a kind, by code in ``FAULTS``."""

from __future__ import annotations

from benchmarks.faults import (  # noqa: F401  each registers its functions
    bidi,
    blocks,
    duplicates,
    encoding,
    images,
    links,
    orthography,
    punctuation,
    residue,
    tables,
)
from benchmarks.faults.article import FAULTS, Article, Planted, read

__all__ = ["FAULTS", "Article", "Planted", "read"]
