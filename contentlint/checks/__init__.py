"""One checker (kind) a module; see contentlint.rule for what a module must have."""
