"""Code against that of a translation: what may differ, and what is lost, added or changed."""

from __future__ import annotations

import pytest

from contentlint.parity import code
from contentlint.source import formats


def fence(body: str, language: str) -> code.Fence:
    text = f"# T\n\n```{language}\n{body}\n```\n"
    doc = formats.read("a.md", text.encode())
    block = next(b for b in doc.blocks if b.kind == "code")
    return code.read(doc, block.start, block.end)


def compare(source: str, target: str, language: str = "", **options: bool) -> code.Difference:
    return code.compare(fence(source, language), fence(target, language), **options)


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("x = 1  # one", "x = 1  # واحد", "python"),
        ("# one\nx = 1", "x = 1", "python"),
        ("x = 1\n\n\ny = 2", "# س\nx = 1\ny = 2", "python"),
        (
            'def f():\n    """Say.\n\n    More."""\n    pass',
            'def f():\n    """قل."""\n    pass',
            "py",
        ),
        ('print("Hello")', 'print("مرحبا")', "python"),
        ("print('a')", 'print("a")', "python"),
        ("f(a)  // one", "f(a)  // واحد", "js"),
        ("/* one\n two */\nf()", "/* واحد */\nf()", "c"),
        ("<b>x</b> <!-- one -->", "<b>x</b> <!-- واحد -->", "html"),
        ("SELECT 1 -- one", "SELECT 1 -- واحد", "sql"),
        ("mov ax, 1 ; one", "mov ax, 1 ; واحد", "asm"),
        ("x = 1; % one", "x = 1; % واحد", "matlab"),
        ("$ ls", "ls", "console"),
        ("a,\nb", "a,\nb,", "json"),
        ("a;", "a", "js"),
        ("f(a, b)", "f(a, b,)", "py"),
        ("\u200e82 0b", "82 0b", "der"),
        ("a b\nc", "a b\nc\nمسارات", ""),
        ("我是 Molty。\n我住在这里。", "أنا مولتي.\nأعيش هنا مع أصدقائي.", "text"),
        ("f(a,\n  b)", "f(a, b)", "js"),
        ("ls # all", "ls # الكل", ""),
        (" +-- a  (x)\n |\n `-- b", " ├── a  (x)\n │\n └── b", ""),
        ("<a>\n  <!-- one\n  two -->\n</a>", "<a>\n  <!-- واحد -->\n</a>", ""),
        ("p {\n  margin: 0;\n  /* one */\n}", "p {   margin: 0; }", "css"),
        ("try {\n  ...\n}", "try {\n  // هنا\n}", "java"),
        (
            'def f():\n    """Say."""\n    print("a")\n    return 1',
            'def f():\n    """قل."\n    print("أ")\n    return 1',
            "python",
        ),
        ('u = "https://a.example/#x"', 'u = "https://a.example/#x"', "python"),
    ],
)
def test_what_may_differ(source: str, target: str, language: str) -> None:
    assert compare(source, target, language) == code.SAME


@pytest.mark.parametrize(
    ("source", "target", "language", "expected"),
    [
        ("a\nb\nc", "a\nc", "", code.Difference(lost=(1,))),
        ("a\nc", "a\nb\nc", "", code.Difference(added=(1,))),
        ("x = 1\ny = 2", "x = 1\ny = 3", "python", code.Difference(changed=((1, 1),))),
        ("x %d", "x", "go", code.Difference(changed=((0, 0),))),
        ("# h\na", "a", "markdown", code.Difference(lost=(0,))),
        ("a b\nc d\ne f", "c e\ne f", "", code.Difference(lost=(0,), changed=((1, 0),))),
        ("curl -X POST https://a.example", "curl https://a.example", "sh",
         code.Difference(changed=((0, 0),))),
    ],
)  # fmt: skip
def test_differences(source: str, target: str, language: str, expected: code.Difference) -> None:
    assert compare(source, target, language) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("a(1)\nb(2)\nc(3)", "a(1)\nc(3)\nb(2)", code.Difference((1,), (2,))),
        ("f()\n}\ng()\n}", "f()\ng()\n}", code.Difference(lost=(1,))),
        ("def f():\n    ...", "def f():", code.Difference(lost=(1,))),
        ("├── a\n├── b\n└── c", "├── a\n└── c", code.Difference(lost=(1,))),
    ],
)
def test_lines_that_are_elsewhere(source: str, target: str, expected: code.Difference) -> None:
    assert compare(source, target, "python") == expected


def test_exact_code_compares_strings() -> None:
    assert compare('f("a")', 'f("b")', "js") == code.SAME
    assert compare('f("a")', 'f("b")', "js", exact=True).changed == ((0, 0),)


def test_prose_that_is_wrapped_in_other_places_is_not_lost() -> None:
    found = compare("<p>\nMade by an\ninternational team here\n</p>", "<p>\nصنعه فريق\n</p>", "vue")
    assert not found.lost and not found.added
    found = compare(
        "Both must not\n1. all be ones",
        "Les deux ne\n1. doivent être uns\n2. ou bien tous nuls",
        "",
    )
    assert not found.lost and not found.added


def test_lines_of_a_fence_in_a_list_and_in_a_quotation() -> None:
    text = "- a\n\n  ```sh\n  ls\n  ```\n\n> ```sh\n> ls  # x\n> ```\n"
    doc = formats.read("a.md", text.encode())
    blocks = [b for b in doc.blocks if b.kind == "code"]
    assert len(blocks) == 2
    for block in blocks:
        found = code.read(doc, block.start, block.end)
        assert (found.language, [line.code for line in found.lines]) == ("sh", ["ls"])


def test_the_content_of_a_style_element_is_css() -> None:
    source = "<style>\n  a {\n    color: #fff;\n  }\n  b {\n    margin: 0;\n  }\n</style>\n"
    target = "<style>   a {     color: #fff;   }\n\nb {     margin: 0;   }\n</style>\n"
    one, two = (formats.read("a.md", text.encode()) for text in (source, target))
    fences = [code.read(doc, 0, len(doc.text) - 1) for doc in (one, two)]
    assert code.compare(*fences) == code.SAME


def test_a_long_block_is_compared_in_time() -> None:
    source = "\n".join(f"a{i} b" for i in range(3000))
    target = "\n".join(f"a{i} b" for i in range(3000) if i not in (5, 2900))
    assert len(compare(source, target).lost) == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("1.  shall not all be ones; and", True),
        ("git push -u origin main branch", False),
        ("$ git push origin main branch", False),
        ("a = b + c(d)", False),
        ("npm run build", False),
    ],
)
def test_lines_of_prose(line: str, sentence: bool) -> None:
    assert code.is_sentence(line) is sentence


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("cd my-project", "cd mon-projet", True),
        ("title: Home", "title: الرئيسية", True),
        ("ls --all", "ls --tout", False),
        ("PORT=1", "HAFEN=1", False),
        ("f(8080)", "f(8008)", False),
        ("{.asc*,}", "{.asc *،}", False),
        ("panel:latest", "Panel:latest", True),
    ],
)
def test_differences_in_words(source: str, target: str, words: bool) -> None:
    assert code.differs_in_words_only(source, target) is words


@pytest.mark.parametrize(
    ("source", "target", "language", "translated"),
    [
        ("cd my-project", "cd mon-projet", "", True),
        ("cd my-project", "cd my-projet", "fa", False),
        ("title: Home", "title: خانه", "fa", True),
        ("lang: en-US", "lang: fa-IR", "fa", True),
        ("import rclpy", "iport rclpy", "ur", False),
    ],
)
def test_words_are_translated(source: str, target: str, language: str, translated: bool) -> None:
    assert code.is_translated(source, target, language) is translated
