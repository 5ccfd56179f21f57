"""Paragraphs and sentences that are alike."""
