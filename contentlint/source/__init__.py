"""Files: found, ignored, read, decoded, written."""
