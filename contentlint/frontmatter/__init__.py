"""Front matter in YAML, TOML or JSON.

``block`` finds where it ends and reads single fields: every file needs that, so it loads no
parser. ``metadata`` parses all of it, with positions, when a rule asks; ``yaml``, ``toml`` and
``json`` are its parsers, ``values`` what they share.
"""
