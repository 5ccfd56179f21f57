"""What ``contentlint init`` finds out about a folder, and what it proposes."""
