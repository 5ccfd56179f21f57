"""Addresses and hosts in text."""
