"""Rule sets, options, and the linter that runs rules over documents."""
