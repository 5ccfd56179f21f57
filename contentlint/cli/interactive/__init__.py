"""``fix --interactive``: each fix is shown, and applied when the user agrees."""
