"""Rules where their options or odd texts decide: what is found, as it stands in the text."""

# ruff: noqa: E501  a case reads best on one line

from __future__ import annotations

import pytest

from contentlint.kinds.field import Checker, Options
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.errors import ConfigError
from contentlint.run.session import Reading, Request, Selection, Session
from contentlint.source import formats

AR = "قال الوزير إن الأمر انتهى، وإن المدرسة التي في المدينة مفتوحة لهذه السنة كلها. "
FA = "این یک متن فارسی است که برای آزمایش نوشته شده است و درباره شهر تهران و مردم آن سخن می‌گوید. "
# An article that writes half-spaces.
HALF = " خانه‌ها" * 8 + "\n"


def found(
    code: str, text: str, *options: str, name: str = "a.md", origin: str = "unknown"
) -> list[Diagnostic]:
    config = tuple(f"rules.{code}.options.{option}" for option in options)
    session = Session(
        Request(
            Selection(isolated=True, select=(code,), preview=True, config=config),
            reading=Reading(origin=origin),
        )
    )
    result = session.check(formats.record(name, text.encode("utf-8", "surrogateescape")))
    assert result.incomplete == ()
    return list(result.diagnostics)


def texts(code: str, text: str, *options: str) -> list[str]:
    """What findings stand at; their places count lines and columns, as here."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return [
        text[starts[a - 1] + b - 1 : starts[c - 1] + d - 1]
        for a, b, c, d in (diagnostic.position for diagnostic in found(code, text, *options))
    ]


OPTIONS = [
    ("CON005", 'ignore = ["WHO"]', "World Health Org (WHO) said. World Hotel Office (WHO) ok.\n", []),
    ("CON005", "ignore = []", "World Health Org (WHO) said. World Hotel Office (WHO) ok.\n", ["World Hotel Office (WHO)"]),
    ("NUM002", 'digits = "arab"', "سعر 12 و١٣ هنا.\n", ["12"]),
    ("NUM002", 'digits = "arab"', "سعر ١٣ هنا.\n", []),
    ("NUM002", 'digits = "latn"', "سعر ١٣ هنا.\n", ["١٣"]),
    ("DUP006", "all-words = true", AR + "كلمة كلمة أخرى.\n", ["كلمة كلمة"]),
    ("DUP006", "all-words = false", AR + "كلمة كلمة أخرى.\n", []),
    ("PUN006", 'prefer = "..."', "كلمة... ثم… نص.\n", ["…"]),
    ("PUN006", 'prefer = "…"', "كلمة... ثم… نص.\n", ["..."]),
    ("IMG003", 'decorative = ["spacer*"]', "![](spacer.gif) ![](photo.jpg)\n", ["![](photo.jpg)"]),
    ("BID006", "tokens-allow = []", AR + "أحبها C++ جدا.\n", ["C++"]),
    ("BID006", 'tokens-allow = ["C++"]', AR + "أحبها C++ جدا.\n", []),
    ("SRC001", "require-url = true", f"{AR}\n\nالمصدر: الجزيرة\n", ["المصدر: الجزيرة"]),
    ("SRC001", "require-url = true", f"{AR}\n\nالمصدر: https://a.example/b\n", []),
    ("ENC011", "strict-marks = false", "cafe\u0301 \n", ["e\u0301"]),
    ("ENC011", "strict-marks = true", "a\u0301 b\n", ["a\u0301"]),
    ("ORT002", 'style = "before-alef"', AR + "كتابًا وكتاباً وقلمًا.\n", ["وكتاباً"]),
    ("ORT002", 'style = "after-alef"', AR + "كتابًا وكتاباً وقلمًا.\n", ["كتابًا"]),
    ("ORT002", 'style = "before-alef"', AR + "كتابًا.\n", []),
    ("DUP001", "ignore = []", f"{AR * 2}\n\nنص آخر هنا.\n\n{AR * 2}\n", [AR * 2]),
    ("DUP001", 'ignore = ["الوزير"]', f"{AR * 2}\n\nنص آخر هنا.\n\n{AR * 2}\n", []),
    ("PUN007", 'prefer = "auto"', AR + 'قال "نعم" ثم «لا» وقال «كلا».\n', ['"نعم"']),
    ("PUN007", 'prefer = "straight"', AR + 'قال "نعم" ثم «لا» وقال «كلا».\n', ["«لا»"]),
    ("PUN007", 'prefer = "straight"', AR + 'قال "نعم" ثم.\n', []),
    ("DUP011", "max-words = 1", AR * 9 + "\n", []),
    ("STR016", "min-letters = 1000", f"---\nlang: en\n---\n{AR}\n", []),
    ("STR016", "min-letters = 10", f"---\nlang: en\n---\n{AR}\n", ["en"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "option", "text", "expected"), OPTIONS)
def test_option_decides(code: str, option: str, text: str, expected: list[str]) -> None:
    assert texts(code, text, option) == expected


TEXTS = [
    # Alternative texts in another script, and those that say what stands beside them.
    ("IMG018", f"![A picture of the city in the evening light](a.jpg)\n\n{AR * 3}\n", ["![A picture of the city in the evening light](a.jpg)"]),
    ("IMG012", f"[![صورة من المدينة القديمة في المساء](a.jpg)](b) صورة من المدينة القديمة في المساء\n\n{AR}\n", ["![صورة من المدينة القديمة في المساء](a.jpg)"]),
    ("IMG012", f"![صورة من المدينة القديمة في المساء](a.jpg)\nنص قصير.\n\n{AR}\n", []),
    # An escape hides what the line does not show.
    ("STR005", f'---\ntitle: "a\\u202Eb"\n---\n{AR}', ['"a\\u202Eb"']),
    ("SRC009", "https://a.example/b?c=… and https://a.example/long-path…\n", ["https://a.example/long-path…"]),
    ("STR006", "# عنوان\n\n## قسم\n\nنص\n\n## قسم\n\nنص\n", ["قسم"]),
    # Japanese attaches without a space.
    ("STR030", "これは日本語の文章です。とても**長い文章**です。\n", []),
    # Without a word in ة to compare with, nothing is known.
    ("ORT008", "قال الوزير إن الأمر انتهى، وإن وجهه كان في بيته مع الناس كلهم يوم أمس.\n", []),
    ("ORT008", "قال الوزير إن الأمر انتهى، وإن السيدة كانت في بيته مع ابنه يوم أمس.\n", []),
    # Behind می stands a verb, or wine.
    ("ORT009", FA + "او می رود و نمی آید." + HALF, ["می رود"]),
    ("ORT009", FA + "می و شراب، نیمی رود، کتاب ها و آن ها." + HALF, ["کتاب ها"]),
    # A dateline is no expansion.
    ("CON005", "World Health Org (WHO) - said. World Hotel Office (WHO) ok.\n", []),
    # Controls: a paragraph separator ends everything, code is not mended, isolates end embeddings.
    ("BID001", "a \u202bx\u2029 b\n", ["\u202b"]),
    ("BID001", "a \u202bx\u2029 b\u202a c\n", ["\u202b", "\u202a"]),
    ("BID001", "a `\u202c` b \u202c c\n", ["\u202c"]),
    ("BID001", "a \u2067x\u202by\u2069 \u202c z\n", ["\u202c"]),
    ("BID003", "كلمة \u202babc\u202c نص\u2029 \u202bz\u202c\n", ["\u202b", "\u202b"]),
    ("BID003", "كلمة \u2067\u202bx\u2069 \u2067y\u202c\n", []),
    # A box to tick, a button, a link that is none.
    ("PUN009", "word [ x] and [ xy] here, [ Save ] and [ ab](c d).\n", ["[ "]),
    ("NUM011", "وثمن 50 إلى 40، من 60 إلى 20، زمن 70 إلى 30.\n", ["من 60 إلى 20"]),
    # Names and marks of a capital.
    ("DUP006", "the The Hague talks and grade A a year.\n", []),
    ("STR029", "a ** b** c and 2 ** 3 ** 4\n", ["** b**"]),
    ("STR030", "a __bold__word more and **bold text**word here.\n", ["**word"]),
    ("STR030", "un**believ**able and **S**unshine.\n", []),
    # Numbers of no character, and entities without their semicolon.
    ("ENC012", "a &#0; b &#xD800; c &#65 d &#1114112; e &nosuch; f\n", []),
    ("ENC012", "a &#x200B; b &amp;lt; c\n", ["&#x200B;", "&amp;lt;"]),
    ("ORT008", AR + "هذه المدرسه جميلة، وهذه المدرسة أيضا.\n", ["المدرسه"]),
    ("ORT008", AR + "هذه مدرسة، والوجه حسن.\n", []),
    ("PUN014", AR + "ثم نص۔ بعده\n", ["۔"]),
    ("PUN014", "1۔ one ۔\n", []),
    ("NUM009", AR + "في 31 فبراير 2020 وفي 31/02/2020 وفي 31/13/2020.\n", ["31 فبراير 2020", "31/02/2020", "31/13/2020"]),
    ("NUM009", AR + "في 45/13/2020 و00/01/2020 و98/01/2022.\n", []),
    ("SRC003", "[a](https://a.example/b\u00a0c) here\n", ["https://a.example/b\u00a0c"]),
    ("STR016", "---\nlang: ja\n---\n" + "这是一个很长的中文句子，我们在这里写了很多很多的汉字。" * 8 + "\n", []),
    ("SRC020", "[example.com](https://other.example/)\n", ["[example.com](https://other.example/)"]),
    ("SRC020", "[exam…ple.com](https://b.example/) [a..b.com](https://c.example/)\n", []),
    ("SRC020", "[ex%61mple.com](https://a.example.com/)\n", []),
    ("SRC002", "[a](htp://b.example) and http:// begins an address\n", ["htp://b.example"]),
    ("STR001", f"<title>عنوان</title>\n\n{AR}\n", []),
    ("NUM013", AR + "بنسبة %50 و%40% و5%6 و٪٣٠ x%20 و%20a.\n", ["%50", "٪٣٠"]),
    ("ENC007", "\u05d0\u034f\u05b0 \u1820\u180e\u1821 x\u180ey\n", ["\u180e"]),
    ("ENC007", "x\u034fy ب\u034f\u064e\n", ["\u034f"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "expected"), TEXTS)
def test_text_decides(code: str, text: str, expected: list[str]) -> None:
    assert texts(code, text) == expected


@pytest.mark.parametrize(
    ("data", "guess"),
    [
        ("سلام caf\udce9 ok\n", "Windows-1252"),
        ("abc \udcc7\udce1\udcd3\udce1\udcc7\udce3 \udcda\udce1\udced\udcdf\udce3\n", "Windows-1256"),
        ("abc \udc81\udc8d\udc8f text\n", "a truncated UTF-8 character"),
        ("abc \udcff\udcfe text\n", "UTF-16"),
        ("abc \udcff\udc81\udc8d\udc8f\udc90 text\n", "the encoding is unknown"),
    ],
)  # fmt: skip
def test_encoding_of_bytes_is_guessed(data: str, guess: str) -> None:
    (diagnostic,) = found("ENC001", data)
    assert diagnostic.message.endswith(guess)


def test_vowel_sign_before_a_letter_stored_backwards_is_its_own() -> None:
    (diagnostic,) = found("ENC008", "َﻢﻼﺳ ﻢﻼﺳ\n")
    assert "َﻢﻼﺳ should be سلامَ" in diagnostic.message


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ("nonsense 1", "unknown measure 'nonsense'"),
        ("duplicate-line-share x", "expected a measure and a number, not 'duplicate-line-share x'"),
        ("duplicate-line-share", "expected a measure and a number, not 'duplicate-line-share'"),
    ],
)
def test_limit_that_is_none_is_refused(limit: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        found("DUP011", AR, f'limits = {{ all = ["{limit}"] }}')


def test_ligature_stored_backwards_is_read_forwards() -> None:
    """Lam and alef of one sign stay in their order: سلام, and not the name سالم."""
    (diagnostic,) = found("ENC008", "ﻢﻼﺳ\n")
    assert "ﻢﻼﺳ should be سلام" in diagnostic.message


@pytest.mark.parametrize(
    ("line", "options", "fault"),
    [
        ("tags: [a, b, c]", Options("tags", max=2), "has 3 items, more than 2"),
        ("tags: [a]", Options("tags", min=2), "has 1 items, fewer than 2"),
        ("tags:", Options("tags", min=2), ""),
        ("title: 2024-01-01", Options("title", type="string"), ""),
        ("title: 5", Options("title", type="string"), "is an integer, not a string"),
        ("title: true", Options("title", max=1), ""),
        ("title: 2024-01-01", Options("title", max=1), "has 10 characters, more than 1"),
        ("rating: 7", Options("rating", max=5), "is above 5"),
        ("rating: 0", Options("rating", min=1), "is below 1"),
    ],
)
def test_field_of_the_front_matter_is_held_to_its_limits(
    line: str, options: Options, fault: str
) -> None:
    doc = formats.read("a.md", f"---\n{line}\n---\n".encode())
    assert [each.values["what"] for each in Checker(options).check(doc)] == [fault] * bool(fault)


@pytest.mark.parametrize(
    ("end", "is_source"),
    [
        ("More: [a.org](https://a.org/x).", True),
        ("More: [https://a.org/x](https://a.org/x)", True),
        ("More: <https://a.org>", True),
        ("Mehr：https://a.org/b", True),
        ("More: [the site](https://a.org)", False),
        ("More: [a.org](https://a.org) and so on", False),
        ("See [a.org](https://a.org)", False),
        ("See: ![a.org](https://a.org)", False),
    ],
)
def test_link_to_a_site_after_a_colon_at_the_end_is_a_source(end: str, is_source: bool) -> None:
    assert bool(found("SRC001", f"The ministers met in Paris.\n\n{end}\n")) == (not is_source)


@pytest.mark.parametrize(
    "label", ["www.a.org", "**www.a.org**", "`www.a.org`", "*`a.org`*", " a.org "]
)
def test_address_shown_by_a_link_may_be_emphasised_or_code(label: str) -> None:
    (diagnostic,) = found("SRC020", f"See [{label}](https://evil.example/x).\n")
    assert "shows a.org" in diagnostic.message


@pytest.mark.parametrize(
    ("before", "begins"),
    [
        ("", True),
        ("- ", True),
        ("> - ", True),
        ("![b](c.gif) ", True),
        ("[", True),
        ("**", True),
        ("a ", False),
        ("`b` ", False),
        ("# ", False),
    ],
)
def test_image_counts_as_repeated_if_an_image_begins_its_line(before: str, begins: bool) -> None:
    text = f"![a](x.jpg)\n\nOne.\n\n{before}![a](x.jpg)\n"
    text += {"[": "](y.jpg)", "**": "**"}.get(before, "")
    assert bool(found("IMG011", text)) == begins


URL = "[The harbour](https://www.example.com/harbour?"


@pytest.mark.parametrize(
    ("code", "text", "by_origin"),
    [
        ("SRC008", URL + "utm_source=partner&utm_medium=link)\n", {"extracted"}),
        ("SRC008", URL + "utm_source=a&gclid=EAIaIQ)\n", {"extracted", "authored", "translated"}),
        ("SRC008", URL + "ref_src=twsrc%5Etfw)\n", {"extracted"}),
        ("SRC008", URL + "ref_src=twsrc%5Egoogle)\n", {"extracted", "authored", "translated"}),
        ("ENC012", "The harbour &mdash; a new&nbsp;one &amp; large.\n", {"extracted"}),
        ("ENC012", "It&#8217;s new.\n", {"extracted", "authored", "translated"}),
        ("ENC012", "El &eacute;xito.\n", {"extracted", "authored", "translated"}),
        ("ENC012", "&quot;New&quot; it is.\n", {"extracted", "authored", "translated"}),
        ("ENC012", "The harbour &amp;mdash; new.\n", {"extracted", "authored", "translated"}),
    ],
)
def test_origin_decides(code: str, text: str, by_origin: set[str]) -> None:
    origins = ("authored", "extracted", "translated")
    assert {origin for origin in origins if found(code, text, origin=origin)} == by_origin


def test_letters_are_changed_by_hand_beside_a_line_in_another_language() -> None:
    urdu = (
        "# نئی کتابیں\n\nلائبریری میں نئی كتابیں آ گئی هیں اور بچے انهیں بڑے شوق سے پڑھ رہے ہیں۔\n"
    )
    alone = [diagnostic.fix for diagnostic in found("ENC010", urdu)]
    beside = [diagnostic.fix for diagnostic in found("ENC010", urdu + "\nٻيڙي ڏسي سگهجي ٿو.\n")]
    assert [fix is not None and fix.safe for fix in alone] == [True, False]
    assert [fix is not None and fix.safe for fix in beside] == [False] * len(beside)
    assert beside
