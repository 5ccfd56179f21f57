"""The head and the foot of a page: its policy, its style and its version."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from contentlint._util.translation import gettext as _
from contentlint._util.translation import is_rtl, language
from contentlint.report.html.text import safe, words


def head(headline: str, version: str, script: str = "") -> str:
    """Return the page up to the beginning of its body.

    ``headline`` is HTML without elements, and ``script`` the only script that may run.
    """
    scripts = f"script-src '{_hash(script)}'; " if script else ""
    return opening(
        headline,
        asset("page.css"),
        f"{scripts}img-src data:; base-uri 'none'; form-action 'none'",
        f'<meta name="generator" content="contentlint {safe(version)}">\n'
        '<link rel="icon" href="data:,">\n',
    )


def opening(title: str, css: str, policy: str, elements: str = "") -> str:
    """Return the start of a page, up to the beginning of its body.

    ``title`` is HTML without elements, and ``css`` its only style. ``policy`` is what its content
    security policy allows besides, and ``elements`` are more elements of its head.
    """
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}" dir="{"rtl" if is_rtl() else "ltr"}">\n'
        '<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        f"content=\"default-src 'none'; style-src '{_hash(css)}'; {policy}\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"{elements}<title>{title} – contentlint</title>\n<style>{css}</style>\n</head>\n<body>\n"
    )


def foot(version: str) -> str:
    """Return the footer."""
    note = words(
        _("contentlint {version}. Columns count code points, from 1."),
        version=f'<bdi dir="ltr">{safe(version)}</bdi>',
    )
    return f"<footer><p>{note}</p></footer>\n"


def asset(name: str) -> str:
    """Return the text of a file of this package."""
    return files("contentlint.report.html").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
