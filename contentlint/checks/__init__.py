"""The checks of our own rules, by family; contentlint.model.rule says what a module must have."""
