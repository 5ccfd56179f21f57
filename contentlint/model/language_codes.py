"""Codes of languages, by which folders and files of translations are named."""

from __future__ import annotations

CODES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu iw ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la "
    "lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj "
    "om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv "
    "sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
    "arz ary azb bal ceb ckb cnr fil glk hne hsb kab kmr lrc mai mzn nan pbs pes pnb prs rue sah "
    "scn skr smn szl tzm yue zgh".split()
)
"""The primary subtags of ISO 639-1, with two that were replaced, and of ISO 639-3 those by which
sites are translated."""


def normalized(code: str) -> str:
    """Return a code as BCP 47 separates its parts, in lower case: ``fa_IR`` is ``fa-ir``."""
    return code.replace("_", "-").lower()


def primary(code: str) -> str:
    """Return the primary subtag of a code, in lower case."""
    return normalized(code).partition("-")[0]


def is_code(name: str) -> bool:
    """Return True if a name is a code of a language, with at most a script and a region."""
    language, *others = normalized(name).split("-")
    return (
        language in CODES
        and len(others) <= 2
        and all(2 <= len(part) <= 4 and part.isalnum() and part.isascii() for part in others)
    )
