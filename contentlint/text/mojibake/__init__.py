"""Text that was decoded wrongly."""
