"""The kinds of rules that users can parametrise, one a module."""
