"""Puts the rule sets into the wheel in their built form, beside the TOML files."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs for wheels only; an editable install reads the TOML files of the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from contentlint import built, ruleset

        target = Path(tempfile.mkdtemp()) / built.NAME
        found = ruleset.load(str(Path(self.root) / "rules"))
        target.write_text(built.text(found), encoding="utf-8")
        build_data["force_include"][str(target)] = f"contentlint/_rules/{built.NAME}"
