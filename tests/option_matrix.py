"""What rules find under options that are not their own, with the prefilter and without it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, NamedTuple

import pytest
from option_texts import FOLDER, RULES, Text, own_texts
from option_values import Case, cases

from contentlint import core
from contentlint.config.toml import written
from contentlint.core import dispatch
from contentlint.engine import budget
from contentlint.model.document import Document
from contentlint.model.errors import ConfigError
from contentlint.run.request import Reading
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats


class Found(NamedTuple):
    """What rules say of a document."""

    findings: list[Any]
    facts: list[Any]
    raised: list[str]
    """Why a rule or the index failed."""

    def __str__(self) -> str:
        return f"{len(self.findings)} findings, {len(self.facts)} facts"


@contextmanager
def scanning(compiled: bool) -> Iterator[None]:
    """Rules are gated as beside a compiled scan, or as without one, whatever is compiled here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatch, "COMPILED", compiled)
        # Time is counted by document, and these are read under many options.
        patch.setattr(budget, "IN_ALL", float("inf"))
        yield


@contextmanager
def _ungated() -> Iterator[None]:
    """Every rule is started, and no rule knows what a scan has seen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core, "started", lambda _, asked: list(range(len(asked.each))))
        yield


class Matrix:
    """A rule under many options, on the same texts."""

    def __init__(self, code: str, others: Sequence[Text]) -> None:
        self.folder = FOLDER / code
        self.texts = (*own_texts(code), *others)
        self._read: dict[Text, Document] = {}
        """Documents for the runs without a prefilter, which may share what is known of them."""

    def faults(self, case: Case) -> Iterator[str]:
        """In which texts a rule raises or the prefilter changes what is found, for people."""
        for text, session in self._sessions(case):
            wanted, got = self._unfiltered(session, text), self._filtered(session, text)
            wrong = "; ".join(wanted.raised or got.raised)
            if not wrong and wanted != got:
                wrong = f"{got} with the prefilter; {wanted} without"
            if wrong:
                yield f"{_shown(case)} in {text.path}: {wrong}"
            if wanted.raised:  # in the other texts, too
                return

    def told(self, case: Case) -> str:
        """All that is found without a prefilter."""
        found = []
        for text, session in self._sessions(case):
            found.append(self._unfiltered(session, text))
            if found[-1].raised:
                break
        return "\n".join(map(repr, found))

    def _sessions(self, case: Case) -> Iterator[tuple[Text, Session]]:
        """The texts, and what checks each under the options of a case; none where these are
        refused."""
        made: dict[tuple[str | None, str], Session] = {}
        for text in self.texts:
            how = (text.language, text.origin)
            if how not in made:
                session = made[how] = _session(case, *how)
                try:
                    session.resolver.settings(self._path(text))
                except ConfigError:
                    return
            yield text, made[how]

    def _path(self, text: Text) -> str:
        """That of an article beside the fixtures of the rule, under their configuration."""
        return str(self.folder / text.path.replace("/", "-"))

    def _filtered(self, session: Session, text: Text) -> Found:
        return _found(session, session.read(formats.record(self._path(text), text.data)))

    def _unfiltered(self, session: Session, text: Text) -> Found:
        """What is found when each rule is started, and asked to look by itself."""
        if text not in self._read:
            self._read[text] = session.read(formats.record(self._path(text), text.data))
        with _ungated():
            return _found(session, self._read[text])


def _shown(case: Case) -> str:
    value = written(case.value)
    value = value if len(value) < 120 else f"{value[:80]} … {value[-39:]}"
    return f"{case.code} {case.option} = {value}"


def _session(case: Case, language: str | None, origin: str) -> Session:
    return Session(
        Request(
            Selection(config=case.config(), select=(case.code,), preview=True),
            reading=Reading(lang=language, origin=origin),
        )
    )


def _found(session: Session, doc: Document) -> Found:
    examined = session.examine(doc)
    findings = [finding for _, finding in examined.found]
    return Found(findings, examined.facts, [each.reason for each in examined.incomplete])


def digests() -> dict[str, str]:
    """By rule and option: what all values find in the rule's own texts without a prefilter, which
    is the same in every build."""
    found: dict[str, str] = {}
    with scanning(compiled=False):
        for code, rule in RULES.items():
            matrix = Matrix(code, ())
            for case in cases(rule):
                key = f"{code} {case.option}"
                whole = found.get(key, "") + matrix.told(case)
                found[key] = sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
    return found


if __name__ == "__main__":
    print(json.dumps(digests()))
