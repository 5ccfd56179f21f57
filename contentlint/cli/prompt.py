"""Questions to a person at a terminal, answered by a letter."""

from __future__ import annotations

import os
import sys

from contentlint._util import TYPE_CHECKING
from contentlint._util.translation import gettext as _
from contentlint.model.errors import ContentlintError, reason

if TYPE_CHECKING:
    from typing import TextIO


_KEYBOARDS = {
    **dict(zip("غىشسبرثعض", "ynasfveuq", strict=True)),  # Arabic
    "\u062f": "n",  # Persian, the others as Arabic
    **dict(zip("טמשדכהקו", "ynasfveu", strict=True)),  # Hebrew, without the slash on the place of q
}
"""The letters of other keyboards on the places of the Latin ones that are answers."""


def ask(out: TextIO, question: str, keys: str, *, answers: str = "", default: str = "") -> str:
    """Ask until the answer is one of the keys; return it, or ``""`` at the end of the input.

    People who write Arabic or Hebrew need not change their keyboard: the place of the key counts.
    ``answers`` explains the keys, and follows an answer that is not one of them. An empty answer is
    ``default``.
    """
    while True:
        out.write(question)
        out.flush()
        line = sys.stdin.buffer.readline()
        if not line:
            out.write("\n")
            return ""
        key = line.decode("utf-8", "replace").strip().lower() or default
        key = _KEYBOARDS.get(key, key)
        if len(key) == 1 and key in keys:
            return key
        out.write(answers)


def typed(out: TextIO, question: str) -> str:
    """Ask for a line of text; return it with its spaces, or ``""`` at the end of the input.

    Raises:
        ContentlintError: the line is not UTF-8.
    """
    out.write(question)
    out.flush()
    try:
        return sys.stdin.buffer.readline().decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise ContentlintError(_("what was typed is not UTF-8")) from None


def editor() -> str:
    """Return the command of the user's editor, or ``""``."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""


def edited(text: str, suffix: str) -> str:
    """Return a text as the user leaves it in the editor.

    ``suffix`` is that of the temporary file, for the editor to know the format.

    Raises:
        ContentlintError: the editor cannot be started, fails, or writes what is not UTF-8.
    """
    import shlex
    import subprocess
    import tempfile
    from signal import SIGINT, signal

    command = shlex.split(editor(), posix=os.name != "nt")
    with tempfile.TemporaryDirectory(prefix="contentlint-") as folder:
        path = os.path.join(folder, f"place{suffix}")
        with open(path, "wb") as file:
            file.write(f"{text}\n".encode("utf-8", "surrogateescape"))
        before = signal(
            SIGINT, lambda *_given: None
        )  # Ctrl-C belongs to the editor, which starts anew
        try:
            code = subprocess.run([*command, path], check=False).returncode
            with open(path, "rb") as file:
                data = file.read()
        except OSError as error:
            raise ContentlintError(f"{editor()}: {_(reason(error))}") from None
        finally:
            signal(SIGINT, before)
    if code:
        raise ContentlintError(
            # Translators: {editor} is a command.
            _("{editor}: failed with exit code {code}").format(editor=editor(), code=code)
        )
    try:
        left = data.decode("utf-8", "surrogateescape" if _damaged(text) else "strict")
    except UnicodeDecodeError:
        raise ContentlintError(
            _("{editor} saved text that is not UTF-8").format(editor=editor())
        ) from None
    return left.removeprefix("\ufeff").replace("\r\n", "\n").removesuffix("\n")


def _damaged(text: str) -> bool:
    return any("\udc80" <= char <= "\udcff" for char in text)
