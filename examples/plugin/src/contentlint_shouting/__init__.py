"""A plugin for contentlint: words in capitals, and a rule about them."""

from __future__ import annotations

import os

from contentlint_shouting import capitals

KINDS = {"capitals": capitals}
RULE_SETS = [os.path.join(os.path.dirname(__file__), "rules.toml")]
