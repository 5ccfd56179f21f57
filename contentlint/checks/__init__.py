"""One checker (kind) a module; see contentlint.model.rule for what a module must have."""
