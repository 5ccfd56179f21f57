"""Mojibake: what is damaged on purpose is found and repaired, what only looks odd is left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.source import formats
from contentlint.text.mojibake import candidates, mislabelled, repair
from contentlint.text.mojibake.candidates import AS_LATIN, suspects
from contentlint.text.mojibake.code_pages import LOST, NAMES, page
from contentlint.text.mojibake.repair import Damage

ARABIC = "أعلنت الوزارة أمس عن خطة جديدة للمدينة"
PERSIAN = "وزیر گفت که برنامه از امروز آغاز می‌شود"
URDU = "وزیر نے کہا کہ یہ منصوبہ آج سے شروع ہو گا"
HEBREW = "השר אמר שהתוכנית החדשה תתחיל מחר"
RUSSIAN = "Министр сказал, что поезд придёт завтра"
GREEK = "Ο υπουργός είπε ότι η εκδήλωση αρχίζει αύριο"
FRENCH = "Le café était fermé, dit l’élève — « naïve »"
ENGLISH = "It’s a “fine” day – isn’t it…"
VIETNAMESE = "Người dân ở đây nói tiếng Việt"
TEXTS = (ARABIC, PERSIAN, URDU, HEBREW, RUSSIAN, GREEK, FRENCH, ENGLISH, VIETNAMESE)


def read_as(text: str, codec: str) -> str:
    """Text as a program shows it that takes its UTF-8 for another page."""
    char_of: dict[int, str] = {}
    for char, byte in page(codec).bytes_of.items():
        char_of.setdefault(byte, char)
    return "".join(chr(b) if b < 0x80 else char_of[b] for b in text.encode())


def found(text: str) -> list[Damage]:
    doc = formats.read("a.txt", text.encode("utf-8", "surrogateescape"))
    damages = []
    for number, pages in suspects(doc).items():
        codecs = [name for name in pages if name != AS_LATIN]
        damages += repair.find(doc.lines[number], codecs)
    return damages


def repaired(text: str) -> str:
    for damage in reversed(found(text)):
        text = text[: damage.start] + damage.right + text[damage.end :]
    return text


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("codec", ["cp1252", "cp1254", "mac-roman", "cp437"])
def test_utf8_read_in_a_western_page_is_repaired(text: str, codec: str) -> None:
    assert repaired(read_as(text, codec)) == text


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (ARABIC, "cp1256"),
        (PERSIAN, "cp1256"),
        (URDU, "cp1256"),
        (ENGLISH, "cp1256"),
        (ARABIC, "cp1251"),
        (RUSSIAN, "cp1251"),
        (ENGLISH, "cp1251"),
        (ARABIC, "iso8859-6"),
        (HEBREW, "cp1255"),
        (ENGLISH, "cp1255"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (GREEK, "cp1253"),
        (FRENCH, "cp850"),
        (ENGLISH, "cp850"),
        (FRENCH, "cp1250"),
        (FRENCH, "iso8859-2"),
    ],
)
def test_utf8_read_in_its_neighbours_page_is_repaired(text: str, codec: str) -> None:
    damaged = read_as(text, codec)
    assert damaged != text
    assert repaired(damaged) == text


@pytest.mark.parametrize("text", [ARABIC, HEBREW, RUSSIAN, FRENCH, ENGLISH])
@pytest.mark.parametrize("times", [2, 3])
def test_damage_done_again_is_undone_again(text: str, times: int) -> None:
    damaged = text
    for _ in range(times):
        damaged = read_as(damaged, "cp1252")
    assert repaired(damaged) == text
    assert max(len(damage.pages) for damage in found(damaged)) == times


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        # The second byte of feh and hah is often lost.
        (read_as("وصل الوفد", "cp1252").replace("\x81", ""), "وصل الوفد"),
        (read_as("خبر صحيح اليوم", "cp1252").replace("\xad", ""), "خبر صحيح اليوم"),
        ("voilÃ  tout", "voilà tout"),
        ("il est Ã  Paris", "il est à Paris"),
        ("allÃ© Ã Paris", "allé à Paris"),
        ("Hello.Â World", "Hello. World"),
        ("the â€œendâ€", "the “end”"),
        ("the â€œendâ€ of it", "the “end” of it"),
        ("Р СѓСЃСЃРєРёР№", "Русский"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚ Ð¼Ð¸Ñ\ufffd", f"Привет ми{LOST}"),
    ],
)
def test_lost_bytes(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


def test_emoji_written_as_two_surrogates() -> None:
    assert repaired("Hi í\xa0½í¸\x80") == "Hi 😀"


def test_shaped_letters_are_read_as_letters() -> None:
    line = "ﻁ§ﻅ„ﻁ³ﻅ„ﻁ§ﻅ… هنا"
    assert len(repair.unshaped(line)) == len(line)
    [damage] = repair.find(repair.unshaped(line), ["cp1256"])
    assert damage.right == "السلام"


def test_stretches_stand_on_their_lines() -> None:
    doc = formats.read("a.txt", "sound\ncafÃ© and crÃ¨me\n\nпоезд\nРџСЂРёРІРµС‚\n".encode())
    assert sorted(suspects(doc)) == [1, 4]
    [damage] = repair.find(doc.lines[1], ["cp1252"])
    assert doc.lines[1][damage.start : damage.end] == "Ã© and crÃ¨"


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "Il dit « né… » puis « vérité\u00a0», CAFÉ… RELEVÉ® LÉ’s saí´´",
        "AMANHÃ… NÃO, IRMÃ” e L I Ç Ã O; VOCÊ…; Ûûû; É¡",
        "Too many Ã’s here, 3 Å—, OHÅ™, BlÃ¥tt, GRÅØYE, LÄ£ÄN ÍÑÍ",
        "3×£20, 512×…, √π, i√π, 1999—∞, ∆°, ( u¬ô ), `¬´",
        "MASĂ™ NAMŲ™ CASĂ\u00a0",
        "حفظ» ومحفوظ… وط، ظ؟ ولفظ™ وخط° وضغط±",
        "کمک‌هزینه‌ها، پول جمع‌آوری طگ ظچ کردند",
        "РІВНЕ, СІЧ, ПАРТНЕРІ… В №5, 220 В±5 %, ВІНІ, РадовЂав",
        "├┤o┼┐o┼┐o ╔╗╔╗ ├── été ╤╤╤",
        "ג׳ורג׳, רש״י, מס׳ 5",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert found(text) == []
    assert repair.find(text, tuple(NAMES)) == []
    assert mislabelled.find(text) == []


@pytest.mark.parametrize(
    ("text", "codec"),
    [(ARABIC, "cp1256"), (HEBREW, "cp1255"), (RUSSIAN, "cp1251"), (GREEK, "cp1253")],
)
def test_older_pages_read_as_latin(text: str, codec: str) -> None:
    damaged = "- " + text.encode(codec).decode("latin-1") + " (2)"
    [damage] = mislabelled.find(damaged)
    assert damage.right == text


@pytest.mark.parametrize(
    "text",
    [
        "ÀÁÂÃÄÅÆÇÈÉ",
        "éèêëàâîïôùûüÿç",
        "nööööööööö",
        "ÁÁÁÁÁÁÁÁÁÁÁÁ",
        "Þórður Ægir Ðð",
        "mean±error of the sum±sd",
        "ÄÖÜäöüß",
    ],
)
def test_accented_letters_are_no_older_page(text: str) -> None:
    assert mislabelled.find(text) == []


def test_polish_letters_among_signs() -> None:
    line = "z mam± w le¶nym domu będzie ładnie"
    [damage] = mislabelled.find(line)
    assert damage.right == "mamą w leśnym"


@given(st.text("â€™“–Ä‚√◊≈ˆ│═Г┬\u200c°é aZ"))
def test_no_line_is_missed_for_its_signs(text: str) -> None:
    doc = formats.read("a.txt", text.encode())
    every = b"".join(sign for signs in candidates._SIGNS.values() for sign in signs)
    assert suspects(doc) == candidates._suspects(text.encode(), every)
