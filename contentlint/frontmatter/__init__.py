"""Front matter: where it ends, and what it says, in YAML, TOML or JSON."""
