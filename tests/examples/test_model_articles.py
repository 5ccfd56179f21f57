"""Model articles in Arabic, Persian, Urdu and Hebrew: every fault that an editor marked is listed
with its correction, and nothing else is found.

The lists were written before the first run. ``missed`` is why no rule finds a fault; a rule that
learns to find it fails here until its row says so.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
import tomli
from conftest import ROOT

from contentlint import Linter
from contentlint.model.diagnostic import Diagnostic

EXAMPLES = ROOT / "examples"


class Fault(NamedTuple):
    line: int
    wrong: str
    """What the line has; no other place in the line is the same."""
    right: str
    """The correction; empty where the line goes."""
    codes: str = ""
    """The rules that find it, with previews; ``*``: with a safe fix. One of them is enough."""
    missed: str = ""
    """Why none does."""
    fixed: str = ""
    """What the safe fix gives, where it is not yet the correction."""


UNLISTED = "not on the list of misspellings"
HIS = "the word is right with “his” at its end"
AGAIN = "one finding a form: the first place of it has this one as related"
ONCE = "the rule reports the first place of a file, and this one as related to it"
PERSIAN = (
    "persian-urdu-hebrew/articles/qanat.fa.txt",
    [
        Fault(3, "کد خبر: ۴۸۲۱۱۷", "", "RES016"),
        Fault(5, "جوی ها", "جوی\u200cها", "ORT009"),
        Fault(5, "نمی کرد", "نمی\u200cکرد", missed=ONCE),
        Fault(7, "مقني", "مقنی", "ENC010*"),
        Fault(7, "كار", "کار", "ENC010*"),
        Fault(7, "٣٤", "۳۴", "NUM003"),
        Fault(
            7,
            "میرسد",
            "می\u200cرسد",
            missed="a prefix without its half-space: only a dictionary knows the verb",
        ),
        Fault(11, "آمد ،صدایش", "آمد، صدایش", "PUN001*"),
        Fault(11, "می\u200eافزاید", "می\u200cافزاید", "BID013"),
        Fault(
            11,
            "خانه ای",
            "خانه\u200cای",
            missed="ORT009 does not know the ending ای, which is a word as well",
        ),
        Fault(15, "نقشۀ", "نقشه\u0654", missed="a house style of the ezafe, and no rule has one"),
        Fault(
            15,
            "خانه\u200cی",
            "خانه\u0654",
            missed="a house style of the ezafe, and no rule has one",
        ),
        Fault(15, "شهـــر", "شهر", "ORT001*"),
        Fault(15, ",", "،", "PUN003*"),
        Fault(
            15,
            "درخت¬های",
            "درخت\u200cهای",
            missed="the sign of logic for a half-space, as in old files of Zarnegar: no rule",
        ),
        Fault(15, "سنگ های", "سنگ\u200cهای", missed=ONCE),
        Fault(17, "بیشتر بخوانید: قنات\u200cهای ایران در فهرست میراث جهانی", "", "RES003"),
        Fault(19, "و، از", "و از", missed="a comma after an Arabic و may be right"),
        Fault(19, '"قنات فقط چاه نیست."', "«قنات فقط چاه نیست.»", "PUN007"),
        Fault(19, "مدرسة", "مدرسه\u0654", missed="a word with ة is taken for an Arabic quotation"),
        Fault(19, "می&zwnj;تواند", "می\u200cتواند", "ENC012"),
        Fault(19, "می\u200c\u200cکنند", "می\u200cکنند", "ENC007*"),
        Fault(19, "?", "؟", "PUN003*"),
        Fault(21, "2500", "۲۵۰۰", "NUM002"),
        Fault(21, "٪۴۰", "۴۰٪", "NUM013"),
        Fault(21, "۱2", "۱۲", "NUM001"),
        Fault(21, "می\u200c فروخت", "می\u200cفروخت", "ENC007"),
        Fault(25, "حظور", "حضور", "ORT007"),
        Fault(25, "۳۱ مهر ۱۴۰۲", "۳۰ مهر ۱۴۰۲", "NUM009"),
        Fault(27, "ابزارهاى", "ابزارهای", "ENC010*"),
        Fault(28, "« دانشگاه هنر »", "«دانشگاه هنر»", "PUN009*"),
        Fault(31, "بزرگ ترین", "بزرگ\u200cترین", missed=ONCE),
        Fault(31, "است.او", "است. او", "PUN002"),
        Fault(31, "را را", "را", "DUP006*"),
        Fault(31, "بلاخره", "بالاخره", "ORT007"),
        Fault(31, "بدانند!!", "بدانند!", missed="two marks are emphasis; three are reported"),
        Fault(31, "کودکان\u00a0،", "کودکان،", "PUN001*"),
        Fault(33, "اشتراک گذاری در تلگرام", "", "RES002"),
        Fault(37, "( چوبی )", "(چوبی)", "PUN009*"),
        Fault(
            37, "کتاب خانه\u0654", "کتابخانه\u0654", missed="only a dictionary knows the compound"
        ),
        Fault(37, "خوانواده", "خانواده", "ORT007"),
        Fault(37, "\ufefbزم", "لازم", "ENC008"),
        Fault(
            37,
            "علاقه مند\u200e",
            "علاقه\u200cمند",
            missed="in a left-to-right paragraph the mark moves the space after it",
        ),
        Fault(
            37,
            "کلاسهای",
            "کلاس\u200cهای",
            missed="an ending without its half-space: only a dictionary knows the noun",
        ),
        Fault(39, ".", ".»", missed="a paragraph that opens a quotation may go on in the next"),
        Fault(41, "انتهای پیام/", "", "RES016"),
        Fault(43, "نظرات کاربران (۰)", "", "RES001*"),
        Fault(45, "لینک کوتاه خبر: https://example.org/n/482117", "", "RES002*"),
    ],
)
URDU = (
    "persian-urdu-hebrew/articles/book-bus.ur.txt",
    [
        Fault(3, "شیئر کریں", "", "RES002"),
        Fault(5, "كتابیں", "کتابیں", "ENC010*"),
        Fault(5, "هے", "ہے", "ENC010"),
        Fault(5, "آیا.", "آیا۔", "PUN014"),
        Fault(5, ",", "،", "PUN003*"),
        Fault(7, "یہ بھی پڑھیں: پہاڑی اسکولوں میں موسم سرما کی چھٹیاں کم", "", "RES003"),
        Fault(9, "دی۔اس", "دی۔ اس", "PUN002"),
        Fault(9, "محلے کے کے", "محلے کے", "DUP006"),
        Fault(9, "بلکل", "بالکل", "ORT007"),
        Fault(9, "ھم", "ہم", "ORT007"),
        Fault(9, "گی ،مگر", "گی، مگر", "PUN001*"),
        Fault(15, "٤", "4", "NUM003"),
        Fault(15, "۱۵", "15", "NUM002"),
        Fault(15, "ہے۔۔", "ہے۔", "PUN005"),
        Fault(15, "1۳", "13", "NUM001"),
        Fault(15, "ہوئیں ۔", "ہوئیں۔", "PUN001*"),
        Fault(15, "دیکھیں !", "دیکھیں!", "PUN001*"),
        Fault(17, "?", "؟", "PUN003*"),
        Fault(
            17,
            "کوثر\u200cنے",
            "کوثر نے",
            missed="a half-space for a space: in other words it is right",
        ),
        Fault(17, "سफر", "سفر", "ENC013"),
        Fault(
            17,
            '"بس آنے کے بعد بچے لکھنا سیکھ گئے ہیں۔"',
            "“بس آنے کے بعد بچے لکھنا سیکھ گئے ہیں۔”",
            "PUN007",
        ),
        Fault(19, "اشتہار", "", "RES005"),
        Fault(23, "۲۱،4۰۰", "21,400", "NUM001"),
        Fault(23, "کیـــا", "کیا", "ORT001*"),
        Fault(23, "اقبال&nbsp;اور", "اقبال اور", "ENC012*", fixed="اقبال\u00a0اور"),
        Fault(23, "( اپنی سادہ شکل میں )", "(اپنی سادہ شکل میں)", "PUN009*"),
        Fault(23, "براۓ", "برائے", "ORT007"),
        Fault(27, "\ufba8\ufbff\ufb9f", "ہیں", "ENC008"),
        Fault(28, "رجسٹر\u200f", "رجسٹر", "BID004*"),
        Fault(29, "سناتى", "سناتی", "ENC010*"),
        Fault(31, "31 نومبر 2025", "30 نومبر 2025", "NUM009"),
        Fault(31, "،،", "،", "PUN005*"),
        Fault(31, "نئ", "نئی", missed="only a dictionary knows the word"),
        Fault(31, ")ہر اتوار(", "(ہر اتوار)", "BID009 BID010"),
        Fault(31, "مدرسة", "مدرسہ", missed="a word with ة is taken for an Arabic quotation"),
        Fault(31, "زریعے", "ذریعے", "ORT007"),
        Fault(31, "2۔5", "2.5", missed="no rule about the decimal sign reads ۔"),
        Fault(31, "ہیں ,", "ہیں،", "PUN001* PUN003*"),
        Fault(35, "گہر", "گھر", missed="only a dictionary knows the word"),
        Fault(35, "اکھٹے", "اکٹھے", missed="only a dictionary knows the word"),
        Fault(35, "ذیادہ", "زیادہ", missed=UNLISTED),
        Fault(35, "ھیں", "ہیں", missed=ONCE),
        Fault(35, "ہوگی\u0654ے", "ہو گئے", missed="the hamza has no composed form with this ی"),
        Fault(37, "مزید پڑھیں", "", "RES003"),
        Fault(
            39,
            "Click the button below to join the channel and get the latest stories.",
            "",
            "RES014",
        ),
        Fault(41, "تبصرے (0)", "", "RES001*"),
    ],
)
HEBREW = (
    "persian-urdu-hebrew/articles/compost.he.md",
    [
        Fault(3, "שתפו בפייסבוק", "", "RES002"),
        Fault(
            5, "לגננותולמורים", "לגננות ולמורים", missed="only a dictionary finds two words in one"
        ),
        Fault(5, "מוקדמ", "מוקדם", missed="no rule: a foreign word may end in such a letter"),
        Fault(7, 'ד"ר', "ד״ר", missed='most writers of Hebrew type " for gershayim'),
        Fault(7, "הגשם.", "הגשם״.", missed="״ is also gershayim, and is not paired"),
        Fault(11, "הבניין ,", "הבניין,", "PUN001*"),
        Fault(11, "יספיקו.את", "יספיקו. את", "PUN002"),
        Fault(13, "גינון\u200f", "גינון", "BID004*"),
        Fault(14, ")עם מכסה(", "(עם מכסה)", "BID010"),
        Fault(15, "מדחוםקומפוסט", "מדחום קומפוסט", "ORT004"),
        Fault(16, "בית–המלאכה", "בית\u05beהמלאכה", missed="a dash for a maqaf: no rule"),
        Fault(20, "קרא עוד: איך בונים מכל ממשטחי עץ", "", "RES003"),
        Fault(24, "2 :1", "2:1", missed="a score or a time may be written so"),
        Fault(24, "פי פי", "פי", missed="not on the list of words that never stand twice"),
        Fault(24, "שךא", "שלא", "ORT004"),
        Fault(24, "זבוb", "זבוב", missed="a Latin suffix or unit may follow a Hebrew word"),
        Fault(26, "יבש ?", "יבש?", "PUN001*"),
        Fault(26, "?מה עושים אז", "מה עושים אז?", missed="PUN012 reads the starts of lines"),
        Fault(
            26, "ש\u05b8\u05c1לו\u05b9ם", "שלום", missed="one vocalised word is help for the reader"
        ),
        Fault(28, "ל- 60", "ל\u05be60", missed="a space after the hyphen of a prefix: no rule"),
        Fault(28, "ל-40", "ל\u05be40", missed="most writers of Hebrew type a hyphen for the maqaf"),
        Fault(28, "מע&quot;צ", "מע״צ", "ENC012*", fixed='מע"צ'),
        Fault(28, "צ`יפס", "צ׳יפס", missed="a grave accent for a geresh: no rule"),
        Fault(28, "\u202bהחתולים\u202b", "החתולים", "BID001"),
        Fault(30, "פרסומת", "", "RES005"),
        Fault(
            34,
            "\ufb2aבועיים",
            "שבועיים",
            missed="ENC008 knows the forms of Arabic; vocalised Hebrew uses these",
        ),
        Fault(34, "ב\u05be31 ביוני 2022", "ב\u05be30 ביוני 2022", "NUM009"),
        Fault(34, "כ\u05be%60", "כ\u05be60%", "NUM013"),
        Fault(34, "של של", "של", "DUP006*"),
        Fault(34, "ביה''ס", "ביה״ס", missed="two apostrophes for gershayim: no rule"),
        Fault(34, "םילתוש", "שותלים", "ORT004"),
        Fault(34, "להשכות", "להשקות", missed="only a dictionary knows the word"),
        Fault(38, "שבועיימ", "שבועיים", missed="no rule: a foreign word may end in such a letter"),
        Fault(44, "?מותר להוסיף נייר", "מותר להוסיף נייר?", "PUN012"),
        Fault(
            44,
            "פשוט\u05c3",
            "פשוט:",
            missed="the end of a verse for a colon: PUN013 knows Arabic commas",
        ),
        Fault(44, "ג'ינס", "ג׳ינס", missed="most writers of Hebrew type ' for a geresh"),
        Fault(44, "חיים..", "חיים.", "PUN005"),
        Fault(44, "בצו\u05bcרה", "בצורה", missed="one vocalised word is help for the reader"),
        Fault(44, "( ובריאה )", "(ובריאה)", "PUN009*"),
        Fault(46, "ב–17:00", "ב\u05be17:00", missed="a dash for a maqaf: no rule"),
        Fault(46, "השכןנה", "השכונה", "ORT004"),
        Fault(46, "המודעות", "המודעות.", "STR009"),
        Fault(48, "כל הזכויות שמורות לעמותת הגינה", "", "RES004*"),
        Fault(50, "תגובות (0)", "", "RES001*"),
    ],
)
ARABIC = (
    "spelling-ar/articles/port-library.txt",
    [
        Fault(1, "ابوابها", "أبوابها", "ORT010"),
        Fault(3, "ان مكتبة", "إن مكتبة", "ORT010"),
        Fault(3, "القديمه", "القديمة", "ORT008"),
        Fault(3, "الى", "إلى", "ORT010"),
        Fault(3, "إستمر", "استمر", "ORT011"),
        Fault(3, "لاكن", "لكن", "ORT007"),
        Fault(5, "ومعضمها", "ومعظمها", missed=UNLISTED),
        Fault(5, "نادره", "نادرة", missed=HIS),
        Fault(5, "والادب", "والأدب", "ORT010"),
        Fault(7, "ان العمل", "إن العمل", missed=AGAIN),
        Fault(7, "لايكفي", "لا يكفي", "ORT013"),
        Fault(7, "إستعان", "استعان", missed=UNLISTED),
        Fault(7, "الإجتماع", "الاجتماع", "ORT011"),
        Fault(9, "اسئلة", "أسئلة", "ORT010"),
        Fault(11, "الكبري", "الكبرى", missed="الكبري is also a bridge, in Egypt and Sudan"),
        Fault(11, "ستبقي", "ستبقى", missed="ستبقي is right where a woman is addressed"),
        Fault(11, "مساءا", "مساءً", "ORT007"),
        Fault(11, "الي", "إلى", missed="الي may be إلى, إلي or آلي, and is not listed"),
        Fault(11, "شخصيه", "شخصية", missed=HIS),
        Fault(11, "أن في", "إن في", missed="أن and إن are a matter of syntax"),
        Fault(11, "الانترنت", "الإنترنت", missed=UNLISTED),
        Fault(15, "الاف", "آلاف", "ORT010"),
        Fault(16, "التى", "التي", "ORT006"),
        Fault(17, "إمرأة", "امرأة", "ORT011"),
        Fault(17, "ابيها", "أبيها", "ORT010"),
        Fault(18, "ولايوجد", "ولا يوجد", "ORT013"),
        Fault(20, "هذة", "هذه", "ORT008"),
        Fault(20, "القاعه", "القاعة", "ORT008"),
        Fault(20, "امين", "أمين", "ORT010"),
        Fault(20, "إبن", "ابن", "ORT011"),
        Fault(20, "سألو", "سألوا", missed="سألو may be a name, as many that end in و"),
        Fault(20, "شيئ", "شيء", "ORT012"),
        Fault(20, "يجدو", "يجدوا", "ORT007"),
        Fault(31, "إلي", "إلى", missed="إلي is right for “to me”"),
        Fault(37, "علي", "على", missed="علي is a name as often as a slip"),
        Fault(37, "التاكيد", "التأكيد", "ORT012"),
        Fault(37, "ويتسائل", "ويتساءل", "ORT012"),
        Fault(37, "اللذي", "الذي", "ORT007"),
        Fault(37, "هاذا", "هذا", "ORT007"),
        Fault(37, "إكثر", "أكثر", missed=UNLISTED),
        Fault(37, "لأنة", "لأنه", "ORT008"),
        Fault(37, "الاجهزة", "الأجهزة", "ORT010"),
        Fault(37, "المياة", "المياه", "ORT008"),
        Fault(39, "كتابه", "كتابة", missed=HIS),
        Fault(39, "الجمعه", "الجمعة", "ORT008"),
        Fault(39, "الشبابب", "الشباب", missed="a key pressed twice: the list has none of these"),
        Fault(39, "إنشاء الله", "إن شاء الله", "ORT007"),
        Fault(39, "الى", "إلى", missed=AGAIN),
    ],
)
SILENT = [
    "رءوف",  # a name
    "الدكتور حتي",
    "عبدالله",
    "بان كي مون",
    "شركة الانوار",  # of the configuration
    "أبريل",  # spelled otherwise in another country
    "مسئول",
    "شئون",
    "مائة",
    "باريس",
    "واي فاي",
    "القافله",  # verse
    "النازله",
    "الراحله",
    "﴿وَقُلْ رَبِّ زِدْنِي عِلْمًا﴾",
    "المكتبه دي بيتنا",  # dialect
]
"""What is in the Arabic article and is no fault."""

Article = tuple[str, list[Fault]]
articles = pytest.mark.parametrize(
    "article", [PERSIAN, URDU, HEBREW, ARABIC], ids=["fa", "ur", "he", "ar"]
)


def linter(name: str) -> Linter:
    """Return a linter with the configuration of the example and the rules in preview."""
    folder = (EXAMPLES / name).parents[1]
    text = (folder / "contentlint.toml").read_text(encoding="utf-8")
    return Linter({**tomli.loads(text), "preview": True})


def read(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def columns(text: str, fault: Fault) -> range:
    start = text.split("\n")[fault.line - 1].index(fault.wrong) + 1
    return range(start, start + len(fault.wrong))


def stands_at(text: str, fault: Fault, found: Diagnostic) -> bool:
    line, column = found.position.line, found.position.column
    return line == fault.line and column in columns(text, fault)


def corrected(text: str, corrections: dict[Fault, str]) -> str:
    """Return the text with some faults corrected; a line that goes takes a blank one along."""
    lines: list[str | None] = [*text.split("\n")]
    for fault, right in corrections.items():
        line = lines[fault.line - 1]
        assert line is not None
        lines[fault.line - 1] = line.replace(fault.wrong, right) if right else None
    kept: list[str] = []
    for line in lines:
        if line is not None and (line or kept[-1:] != [""]):
            kept.append(line)
    return "\n".join(kept).rstrip("\n") + "\n"


@articles
def test_lists_name_places_of_their_articles(article: Article) -> None:
    name, faults = article
    lines = read(name).split("\n")
    assert len(faults) >= 25
    assert 40 <= len(lines) <= 80
    for fault in faults:
        assert lines[fault.line - 1].count(fault.wrong) == 1, fault
        assert fault.right or lines[fault.line - 1] == fault.wrong, fault
        assert bool(fault.codes) != bool(fault.missed), fault


@articles
def test_marked_faults_are_found_where_they_are_and_no_others(article: Article) -> None:
    name, faults = article
    text = read(name)
    result = linter(name).text(text, name)
    assert not result.incomplete
    left = list(result.diagnostics)
    for fault in faults:
        here = [found for found in left if stands_at(text, fault, found)]
        codes = [found.code + "*" * bool(found.fix and found.fix.safe) for found in here]
        assert set(codes) <= set(fault.codes.split()), fault
        assert bool(codes) == bool(fault.codes), fault
        left = [found for found in left if found not in here]
    assert left == []


@articles
def test_corrected_article_is_silent(article: Article) -> None:
    name, faults = article
    text = corrected(read(name), {fault: fault.right for fault in faults})
    assert linter(name).text(text, name).diagnostics == ()


@articles
def test_safe_fixes_correct_what_the_list_says_and_nothing_else(article: Article) -> None:
    name, faults = article
    text = read(name)
    safe = {f: f.fixed or f.right for f in faults if f.codes and "*" in f.codes}
    fixed = linter(name).fix(text, name)
    assert fixed.text == corrected(text, safe)
    assert not [found for found in fixed.result.diagnostics if found.fix and found.fix.safe]
    assert linter(name).fix(fixed.text, name).applied == ()


def test_arabic_article_has_words_that_are_no_faults() -> None:
    name, faults = ARABIC
    text = read(name)
    assert [words for words in SILENT if words not in text] == []
    assert sum(bool(fault.codes) for fault in faults) >= 25


def test_unsafe_fixes_leave_the_words_with_two_repairs() -> None:
    name, faults = ARABIC
    chosen = {"ان مكتبة", "ان العمل", "امين"}
    right = {f: f.right for f in faults if f.codes or f.missed is AGAIN}
    expected = corrected(read(name), {f: r for f, r in right.items() if f.wrong not in chosen})
    fixed = linter(name).fix(read(name), name, unsafe=True)
    assert fixed.text == expected
    assert [found.code for found in fixed.result.diagnostics] == ["ORT010", "ORT010"]
