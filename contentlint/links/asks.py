"""What asks for URLs, as all but the client itself see it."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from contentlint.links.answer import Answer
    from contentlint.links.guard import Address

    class Asks(Protocol):
        """``client.Client``, or a web of the tests."""

        def parse(self, url: str) -> Address: ...

        def ask(
            self,
            url: str,
            method: str,
            limit: int,
            language: str = "",
            before_hop: Callable[[Address], str] | None = None,
        ) -> Answer: ...
