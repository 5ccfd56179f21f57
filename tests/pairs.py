"""Gives fixtures of rules that compare translations their sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contentlint.config.table import read_toml
from contentlint.engine.examples import pair
from contentlint.model.document import Document


def give_source(doc: Document, folder: Path, name: str) -> None:
    """Let the source of ``bad.md`` be ``source-bad.md`` beside it, or missing without that file."""
    source = folder / f"source-{name}"
    text = source.read_text(encoding="utf-8") if source.exists() else ""
    pair(doc, text, _translation(folder))


def _translation(folder: Path) -> dict[str, Any]:
    """What the configuration of a folder of fixtures says of translations and their sources, as
    ``Rule.example_translation``; its glossary is that of one language."""
    path = folder / "contentlint.toml"
    data = read_toml(str(path)) if path.exists() else {}
    found = dict(data.get("translations", [{}])[0])
    terms = dict(data.get("glossary", {}))
    found["keep"] = terms.pop("keep", ())
    for key, tables in (("glossary", terms), ("glossary-avoid", data.get("glossary-avoid", {}))):
        found[key] = next(iter(tables.values()), {})
    return found
