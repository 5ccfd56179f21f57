"""Fixes: applied, repeated, verified, written as a patch."""
