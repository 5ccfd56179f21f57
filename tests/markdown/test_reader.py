"""Reading: blocks, inline nodes, languages, and the law of the prose mask."""

# ruff: noqa: E501  a case reads best on one line

from __future__ import annotations

from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.frontmatter import block as frontmatter
from contentlint.model.document import MARK, OBJECT, Document
from contentlint.source import formats


def md(text: str, **options: str) -> Document:
    return formats.read("a.md", text.encode("utf-8", "surrogateescape"), **options)


def txt(text: str) -> Document:
    return formats.read("a.txt", text.encode())


def kinds(doc: Document) -> list[tuple[str, str]]:
    return [(b.kind, doc.text[b.start : b.end]) for b in doc.blocks]


MARKDOWN = st.text(
    alphabet=st.sampled_from("ab ن،.\n\n`~*_[]()<>!#-+=|\\$@:/.\"'&1\t\u200e\u2028\r\x00{}"),
    max_size=120,
)


@given(MARKDOWN)
@settings(max_examples=400, deadline=None)
def test_prose_is_a_mask_of_the_text(text: str) -> None:
    for name in ("a.md", "a.txt", "a.mdx"):
        doc = formats.read(name, text.encode())
        assert len(doc.prose) == len(doc.text)
        for shown, real in zip(doc.prose, doc.text, strict=True):
            assert shown == real or (shown in (" ", OBJECT, MARK) and real != "\n")
            assert (shown == "\n") == (real == "\n")


@given(MARKDOWN)
@settings(max_examples=400, deadline=None)
def test_blocks_and_links_lie_in_order_in_the_text(text: str) -> None:
    for name in ("a.md", "a.txt", "a.mdx"):
        doc = formats.read(name, text.encode())
        previous = 0
        for block in doc.blocks:
            assert previous <= block.start <= block.end <= len(doc.text)
            assert doc.line_at(block.start) >= block.line or block.start == block.end
            assert block.line <= block.last < len(doc.lines)
            previous = block.end
        for link in doc.links:
            assert 0 <= link.span.start <= link.span.end <= len(doc.text)
            assert link.span.start <= link.text.start <= link.text.end <= link.span.end


@pytest.mark.parametrize("data", [b"", b"\n", b" \t\n\n", b"a\x00b", b"\xef\xbb\xbf"])
def test_odd_texts_are_read(data: bytes) -> None:
    for name in ("a.md", "a.txt"):
        assert formats.read(name, data).text == data.decode("utf-8-sig")


def test_an_unknown_suffix_needs_a_format() -> None:
    with pytest.raises(KeyError):
        formats.read("a.rst", b"")
    assert formats.read("a.rst", b"x", format="text").format == "text"


BLOCKS = [
    ("# Title #\ntext", [("heading", "Title"), ("paragraph", "text")]),
    ("#no heading", [("paragraph", "#no heading")]),
    ("Title\n=====\ntext", [("heading", "Title"), ("paragraph", "text")]),
    ("one\ntwo\n\nthree", [("paragraph", "one\ntwo"), ("paragraph", "three")]),
    ("- one\n  more\n- two", [("list_item", "one\n  more"), ("list_item", "two")]),
    ("1. one\n2) two", [("list_item", "one"), ("list_item", "two")]),
    ("123456789.\t one", [("list_item", "one")]),
    ("1234567890. one", [("paragraph", "1234567890. one")]),
    ("1٢. one\n12)", [("paragraph", "1٢. one\n12)")]),
    ("1.\u00a0one\n\n2.three", [("paragraph", "1.\u00a0one"), ("paragraph", "2.three")]),
    ("1. \t\u00a0", [("list_item", "\u00a0")]),
    ("one\n2. two\n1. three", [("paragraph", "one\n2. two"), ("list_item", "three")]),
    ("-", [("list_item", "")]),
    ("---\na: 1\n---\nb", [("front_matter", "---\na: 1\n---"), ("paragraph", "b")]),
    ("+++\na = 1\n+++\nb", [("front_matter", "+++\na = 1\n+++"), ("paragraph", "b")]),
    ('{\n"a": 1\n}\nb', [("front_matter", '{\n"a": 1\n}'), ("paragraph", "b")]),
    ("a\n\n---\n\nb", [("paragraph", "a"), ("break", "---"), ("paragraph", "b")]),
    ("```py\nx = 1\n```\nb", [("code", "```py\nx = 1\n```"), ("paragraph", "b")]),
    ("~~~\n```\n~~~", [("code", "~~~\n```\n~~~")]),
    ("```\nnever closed", [("code", "```\nnever closed")]),
    ("a\n\n    code\n\nb", [("paragraph", "a"), ("code", "    code"), ("paragraph", "b")]),
    ("- a\n\n    no code", [("list_item", "a"), ("paragraph", "no code")]),
    ("    [a](b) no code", [("paragraph", "[a](b) no code")]),
    ("> a\n> b\n>\n> c", [("quote", "a\n> b"), ("quote", ""), ("quote", "c")]),
    ("> ```\n> x\n> ```\n> b", [("code", "> ```\n> x\n> ```"), ("quote", "b")]),
    ("| a | b |\n|---|---|\n| 1 | 2 |\n\nc", [("table", "| a | b |\n|---|---|\n| 1 | 2 |"), ("paragraph", "c")]),
    ("a | b\n-- | -\n1 | 2", [("table", "a | b\n-- | -\n1 | 2")]),
    ("| a | b |\n|---|\n", [("pipe_row", "| a | b |"), ("pipe_row", "|---|")]),
    ("| caption |", [("pipe_row", "| caption |")]),
    ("text |", [("pipe_row", "text |")]),
    ("text \\|", [("paragraph", "text \\|")]),
    ("a || b", [("paragraph", "a || b")]),
    ("![a](b.png)", [("image", "![a](b.png)")]),
    ("[![a](b.png)](c)", [("image", "[![a](b.png)](c)")]),
    ("![a](b.png) text", [("paragraph", "![a](b.png) text")]),
    ("[a]: http://b.example", [("definition", "[a]: http://b.example")]),
    ("[^1]: note", [("paragraph", "[^1]: note")]),
    ("<div>\n<b>x</b>\n</div>\n\ny", [("html", "<div>\n<b>x</b>\n</div>"), ("paragraph", "y")]),
    ("<script>\n\nx\n</script>\ny", [("code", "<script>\n\nx\n</script>"), ("paragraph", "y")]),
    ("<!-- a\n\nb -->\nc", [("html", "<!-- a\n\nb -->"), ("paragraph", "c")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BLOCKS, ids=[b[0][:20] for b in BLOCKS])
def test_blocks_of_markdown(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(md(text)) == expected


def test_plain_text_has_no_indented_code_underlines_or_html() -> None:
    doc = txt("a\n\n    indented\n\nTitle\n=====\n\n<div>x</div>\n")
    assert [kind for kind, _ in kinds(doc)] == ["paragraph"] * 5


def test_front_matter_is_looked_for_behind_any_sign_that_may_begin_it() -> None:
    for sign in map(chr, range(0x3100)):
        for text in (f"{sign}---\na: 1\n---\nb", f'{sign}\n"a": 1\n}}\nb'):
            doc = md(text)
            lines = frontmatter.end_line(frontmatter.opening(doc.text))
            found = [block.last + 1 for block in doc.blocks if block.kind == "front_matter"]
            assert found == ([lines] if lines else []), hex(ord(sign))


def test_front_matter_that_never_closes_is_text() -> None:
    assert kinds(md("---\na: 1\n\ntext"))[0][0] != "front_matter"


PROSE = [
    ("a `code` b", "a ●●●●●● b"),
    ("a ``c`d`` b", "a ●●●●●●● b"),
    ("**bold** and *em*", "··bold·· and ·em·"),
    ("2 * 3 and snake_case", "2 * 3 and snake_case"),
    ("[text](http://a.example/b) end", "·text····················· end"),
    ("[`code`](a) and [**b**](c)", "·●●●●●●···· and ···b······"),
    ("![alt](a.png) end", "●●●●●●●●●●●●● end"),
    ("see https://a.example/b.", "see ●●●●●●●●●●●●●●●●●●●."),
    ("see www.a.example, too", "see ●●●●●●●●●●●●●, too"),
    ("write a@b.example now", "write ●●●●●●●●●●● now"),
    ("<https://a.example>", "●●●●●●●●●●●●●●●●●●●"),
    ("a<br>b", "a····b"),
    ("a <!-- hidden --> b", "a                 b"),
    (r"a \* b", "a ·* b"),
    ("note[^1] here", "note···· here"),
    ("# head", "  head"),
    ("- item", "  item"),
    ("# head {#id .class}", "  head ············"),
    ("## head {: #id } ##", "   head ········   "),
    ("head {#id}\n----------", "head ·····\n          "),
    ("text {#id}", "text {#id}"),
    ("# head {name}", "  head {name}"),
    ("math $a_1 + b$ and $5", "math ●●●●●●●●● and $5"),
    ("[a][b]\n\n[b]: http://x.example", "·a····\n\n" + " " * 21),
    ("[not a link] end", "[not a link] end"),
]


@pytest.mark.parametrize(("text", "expected"), PROSE, ids=[p[0][:20] for p in PROSE])
def test_prose_masks_what_is_no_prose(text: str, expected: str) -> None:
    assert md(text).prose.replace(OBJECT, "●").replace(MARK, "·") == expected


LINKS = [
    ("[a](b)", [("link", "a", "b")]),
    ("[a](<b c>)", [("link", "a", "b c")]),
    ('[a](b "t")', [("link", "a", "b")]),
    ("[a](\n  b\n  't' )", [("link", "a", "b")]),
    ("![]( )", [("image", "", "")]),
    ('![a]( "title of it")', [("image", "a", "")]),
    ("[a](b\u00a0c)", [("link", "a", "b\u00a0c")]),
    ("[a](b c)", []),
    ("[a](b(c)d)", [("link", "a", "b(c)d")]),
    ("[a]()", [("link", "a", "")]),
    ("[](b)", [("link", "", "b")]),
    ('![x](y "a \\"b\\" c")', [("image", "x", "y")]),
    ("[x](y 'it\\'s')", [("link", "x", "y")]),
    ("![]()", [("image", "", "")]),
    ("[![x](y)](z)", [("link", "![x](y)", "z"), ("image", "x", "y")]),
    ("![x][y]", [("image_ref", "x", "y")]),
    ("<https://a.example>", [("autolink", "https://a.example", "https://a.example")]),
    ("(https://a.example/x(y))", [("bare", "https://a.example/x(y)", "https://a.example/x(y)")]),
    ("المصدر: https://a.example/x،", [("bare", "https://a.example/x", "https://a.example/x")]),
    ("`[a](b)` \\[a](b)", []),
    ("```\n[a](b)\n```", []),
    ("[a\n\nb](c)", []),
]


@pytest.mark.parametrize(("text", "expected"), LINKS, ids=[p[0][:20] for p in LINKS])
def test_links_are_found_with_text_and_destination(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    doc = md(text)
    found = [
        (k.kind, doc.text[k.text.start : k.text.end], doc.text[k.dest.start : k.dest.end])
        for k in doc.links
    ]
    assert found == expected


@given(MARKDOWN)
@settings(max_examples=200, deadline=None)
def test_a_link_is_found_by_where_it_begins(text: str) -> None:
    doc = formats.read("a.md", text.encode())
    starts = [link.span.start for link in doc.links]
    assert starts == [node.start for node in doc.nodes] == sorted(starts)
    for offset in range(-1, len(text) + 2):
        assert doc.first_node(offset) == bisect_left(starts, offset)


def test_mdx_masks_expressions_and_imports_and_reads_its_comments() -> None:
    doc = formats.read("a.mdx", b"import A from 'a'\n\ntext {expr} more {/* note */} end\n")
    assert doc.blocks[0].kind == "code"
    assert doc.prose.split("\n")[2].replace(OBJECT, "●") == "text ●●●●●● more ●●●●●●●●●●●● end"
    assert [doc.text[a:b] for a, b in doc.comments] == ["{/* note */}"]


def test_the_text_of_an_item_is_no_statement_of_mdx() -> None:
    doc = formats.read("a.mdx", b"- one\n- import two\n\n1. three\n2. export four\n")
    assert [block.kind for block in doc.blocks] == ["list_item"] * 4


def test_plain_text_has_no_comments() -> None:
    assert txt("<!-- contentlint-disable-file IMG001 -->\n").comments == []


SENTENCE = (
    "قال الوزير إن الحكومة أقرت الخطة الجديدة لتطوير قطاع التعليم في جميع المحافظات هذا العام"
)
WRAPPED = (SENTENCE[:70] + "\n" + SENTENCE[:66] + "\n" + SENTENCE[:71] + "\n") * 4


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.txt", (SENTENCE + ".\n") * 8, "line"),
        ("a.md", (SENTENCE + ".\n") * 8, "line"),
        ("a.md", (SENTENCE + ".\n\n") * 8, "blank-line"),
        ("a.txt", (SENTENCE + ".\n\n") * 8, "line"),
        ("a.txt", WRAPPED, "blank-line"),
        ("a.md", WRAPPED, "blank-line"),
        ("a.md", "", "blank-line"),
        ("a.txt", "", "line"),
    ],
)
def test_paragraph_mode_is_decided_by_the_text(name: str, text: str, expected: str) -> None:
    assert formats.read(name, text.encode()).paragraphs == expected


def test_paragraph_mode_can_be_given() -> None:
    assert md("a\nb", paragraphs="line").paragraphs == "line"
    assert [b.kind for b in md("a\nb", paragraphs="line").blocks] == ["paragraph"] * 2


LANGUAGES = [
    ("ar", "rtl", "قالت وزارة الصحة إن عدد الإصابات في البلاد انخفض خلال الأسبوع الماضي إلى النصف."),
    ("fa", "rtl", "وزارت بهداشت گفت که شمار مبتلایان در کشور در هفته گذشته به نصف کاهش یافته است و این روند ادامه می‌یابد."),
    ("ur", "rtl", "وزارت صحت نے کہا ہے کہ گزشتہ ہفتے کے دوران ملک میں مریضوں کی تعداد آدھی رہ گئی ہے اور یہ بڑی کامیابی ہے۔"),
    ("he", "rtl", "משרד הבריאות הודיע כי מספר הנדבקים במדינה ירד בשבוע שעבר למחצית."),
    ("yi", "rtl", "יעדער מענטש ווערט געבוירן פֿרײַ און גלײַך אין כּבֿוד און רעכט. יעדער װערט באַשאָנקן מיט פֿאַרשטאַנד."),
    ("en", "ltr", "The ministry said that the number of infections in the country was halved last week."),
    ("fr", "ltr", "Le ministère a annoncé que le nombre de cas dans le pays avait été divisé par deux la semaine dernière."),
    ("de", "ltr", "Das Ministerium teilte mit, dass die Zahl der Fälle im Land sich in der letzten Woche halbiert hat und nicht mehr steigt."),
    ("ru", "ltr", "Министерство сообщило, что число заболевших в стране за неделю сократилось вдвое."),
    ("el", "ltr", "Το υπουργείο ανακοίνωσε ότι ο αριθμός των κρουσμάτων στη χώρα μειώθηκε στο μισό."),
    ("ja", "ltr", "保健省は、先週の国内の感染者数が半分に減ったと発表した。これは大きな成果である。"),
    ("zh", "ltr", "卫生部表示,上周全国的感染人数减少了一半。这是一个重大的成就,也是全体人民努力的结果,值得高兴。"),
    ("ko", "ltr", "보건부는 지난주 국내 감염자 수가 절반으로 줄었다고 발표했다. 이것은 큰 성과이다."),
    ("hi", "ltr", "स्वास्थ्य मंत्रालय ने कहा कि पिछले सप्ताह देश में संक्रमितों की संख्या आधी हो गई है।"),
    ("", "ltr", "![]() | 12345"),
    ("", "ltr", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "direction", "text"), LANGUAGES, ids=[x[0] for x in LANGUAGES]
)
def test_language_and_direction_are_detected(language: str, direction: str, text: str) -> None:
    doc = md(text)
    assert (doc.language, doc.direction) == (language, direction)


def test_a_given_language_wins_over_front_matter_and_front_matter_over_detection() -> None:
    text = "---\nlang: fa-IR\n---\nThe text of the article is in English and that is what it was.\n"
    assert md(text).language == "fa"
    assert md(text).direction == "rtl"
    assert md(text, language="en").language == "en"


PUMPS = [
    "[", "![", "[a](", "[a]", "](", "`", "``a`", "*a_", "<", "<a ", "<!--", "> ", "- ", "|", "| a |\n",
    "a://", "://", "www.", "a@", "@", "$", "$a_$", "\\", "\n# ", "{", "[^1]", "(((", "[a](b \"", "~~~\n",
    "[a](" + " " * 500, "](" + " \n" * 300, "[a](b" + " " * 500, "![](" + "\t" * 900, "```\n> ", "    a\n\n", "&nbsp;", "a\n-\n", "![a]", "[[a](b)", "http://a.example/)", "x" * 64 + "@",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("pump", PUMPS)
def test_pumped_texts_are_read_in_linear_time(pump: str) -> None:
    """Not a stopwatch: a quadratic reader would need minutes for these and be noticed."""
    for name in ("a.md", "a.mdx", "a.txt"):
        for text in (pump * (200_000 // len(pump)), "a\n\n" + pump * 20_000 + "\n\nnext"):
            doc = formats.read(name, text.encode())
            assert len(doc.prose) == len(doc.text)


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("See https://a.example/b?_ga=1&x=_y now.", ["https://a.example/b?_ga=1&x=_y"]),
        ("_https://a.example/b_", ["https://a.example/b"]),
        ("_see https://a.example/b?_c=d_", ["https://a.example/b?_c=d"]),
        ("https://a.example/b and _c_", ["https://a.example/b"]),
        ("**https://a.example/b**", ["https://a.example/b"]),
    ],
)
def test_underscore_in_a_bare_url_is_no_markup(text: str, urls: list[str]) -> None:
    doc = formats.read("a.md", text.encode())
    assert [doc.text[link.span.start : link.span.end] for link in doc.links] == urls
