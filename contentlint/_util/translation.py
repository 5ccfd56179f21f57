"""The language in which the program speaks to people: its own words, and its digits.

English is in the code. The other languages are gettext catalogues, made from the ``.po`` files of
``contentlint/locale`` when the package is built. Rules have their messages elsewhere, see
``contentlint.engine.wording``.
"""

from __future__ import annotations

import os

from contentlint._util import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations
    from typing import Final

LANGUAGES = ("en", "ar", "fa", "he", "ur")
"""The values of ``--ui-lang``, as BCP 47 primary subtags."""
DIGITS = ("western", "native")
"""The values of ``--ui-digits``."""
VARIABLE: Final = "CONTENTLINT_UI_LANG"
LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of the environment that name a language, the strongest first."""
_NATIVE: Final = {"ar": "٠١٢٣٤٥٦٧٨٩", "fa": "۰۱۲۳۴۵۶۷۸۹", "ur": "۰۱۲۳۴۵۶۷۸۹"}
_DEFAULT: Final = {"fa": "native", "ur": "native"}
"""The digits that reports in a language are written with; in the others, ``western``."""
FOLDER: Final = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "locale")

_language = "en"
_catalogue: NullTranslations | None = None
_digits: dict[int, str] | None = None


def use(language: str, digits: str = "") -> None:
    """Speak a language from now on; ``digits`` is one of ``DIGITS``, or ``""`` for its usual ones.

    What has no translation stays in English.
    """
    global _language, _catalogue, _digits
    _language = language
    own = _NATIVE.get(language)
    native = own is not None and (digits or _DEFAULT.get(language)) == "native"
    _digits = {ord("0") + n: own[n] for n in range(10)} if own and native else None
    _catalogue = None
    if language != "en":
        from gettext import translation

        _catalogue = translation("contentlint", FOLDER, [language], fallback=True)


def language() -> str:
    """Return the language in use."""
    return _language


def is_rtl() -> bool:
    """Return True if the language in use is written from right to left."""
    return _language != "en"


def gettext(message: str) -> str:
    """Return the translation of a message."""
    return _catalogue.gettext(message) if _catalogue is not None else message


def ngettext(one: str, many: str, n: int, form: str = "") -> str:
    """Return the translation that fits a number, with ``{n}`` replaced by it."""
    if _catalogue is not None:
        message = _catalogue.ngettext(one, many, n)
    else:
        message = one if n == 1 else many
    return message.replace("{n}", number(n, form))


def pgettext(context: str, message: str) -> str:
    """Return the translation of a message that has several, one for each context."""
    return _catalogue.pgettext(context, message) if _catalogue is not None else message


def marked(message: str) -> str:
    """Return a message as it is: it is translated where it is used."""
    return message


def plural(one: str, many: str) -> tuple[str, str]:
    """Return the forms of a message as they are: they are translated where they are used."""
    return one, many


def number(n: object, form: str = "") -> str:
    """Return a number in the digits of the language in use."""
    return digits(format(n, form))


def digits(text: str) -> str:
    """Return a text with its European digits replaced by those of the language in use."""
    return text.translate(_digits) if _digits else text


_SAMPLES: Final = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
"""A number of each plural category of CLDR, in all languages of ``LANGUAGES``."""


def categories(one: str, many: str) -> dict[str, str]:
    """Return the translations by plural category of CLDR, with ``{n}`` in them, for a script."""
    if _catalogue is None:
        return {"one": one, "other": many}
    return {name: _catalogue.ngettext(one, many, n) for name, n in _SAMPLES.items()}


def severity(name: str) -> str:
    """Return the name of a severity in the language in use."""
    if name == "error":
        return pgettext("severity", "error")
    if name == "warning":
        return pgettext("severity", "warning")
    return pgettext("severity", "info")


def named(value: str | None) -> str:
    """Return the language of ``LANGUAGES`` that a locale such as ``ar_EG.UTF-8`` names, or ``""``.

    ``C`` and ``POSIX`` name English.
    """
    subtag = (value or "").partition(":")[0].partition(".")[0].partition("@")[0]
    subtag = subtag.replace("-", "_").partition("_")[0].lower()
    return "en" if subtag in ("c", "posix") else subtag if subtag in LANGUAGES else ""


def of_locale() -> tuple[str, str]:
    """Return the first variable of the locale that is set, and its language, ``""`` if unknown."""
    variable = next((name for name in LOCALE if os.environ.get(name)), "")
    return variable, named(os.environ.get(variable))
