"""A document goes with its last reference: none of its facts holds it."""

from __future__ import annotations

import gc

import pytest
from conftest import ROOT

from contentlint.model.document import Document
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats

ARTICLES = sorted((ROOT / "tests" / "rules").glob("*/bad.md"))


def documents() -> int:
    return sum(type(each) is Document for each in gc.get_objects())


@pytest.mark.parametrize("select", [None, ("ALL",)], ids=["default", "all"])
def test_no_fact_keeps_its_document_until_garbage_is_collected(
    select: tuple[str, ...] | None,
) -> None:
    session = Session(Request(Selection(isolated=True, select=select, preview=True)))
    gc.collect()
    before = documents()
    gc.disable()
    try:
        for path in ARTICLES[::7]:
            session.check(formats.record(str(path), path.read_bytes()))
            assert documents() == before, path
    finally:
        gc.enable()
