"""What is code in Markdown without a fence: bodies of shortcodes and of tags, and mathematics."""

# ruff: noqa: E501  a case reads best on one line

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contentlint.engine import linter, ruleset
from contentlint.model import queries
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.document import MARK, OBJECT, Document
from contentlint.model.rule import BoundRule
from contentlint.source import formats

RULES = tuple(ruleset.bind(rule) for rule in ruleset.builtin().rules)


def md(text: str, origin: str = "unknown") -> Document:
    return formats.read("a.md", text.encode(), origin=origin)


def shown(text: str, origin: str = "unknown") -> str:
    return md(text, origin).prose.replace(OBJECT, "●").replace(MARK, "·")


def findings(text: str, *codes: str, origin: str = "unknown") -> list[Diagnostic]:
    rules: tuple[BoundRule, ...] = tuple(r for r in RULES if not codes or r.rule.code in codes)
    doc = md(text, origin)
    return list(linter.lint(doc, rules, ruleset.builtin().precedence, frozenset()).diagnostics)


FAULTS = "git checkout .  \n\n\n\n *\n# no , heading\n<!-- contentlint-disable-file -->\n[a]()\nالقيمة , $PATH\n\n x ( y\n"
"""What rules find and change in prose, and what is markup there."""
BODIES = [
    "{{< highlight go >}}\n%s{{< /highlight >}}\n",
    '{{< highlight go "linenos=table" >}}\n%s{{</ highlight >}}\n',
    "{{% highlight go %}}\n%s{{% /highlight %}}\n",
    "{{<highlight go>}}\n%s{{</highlight>}}\n",
    '{{< code file="a.go"\n   lang="go" >}}\n%s{{< /code >}}\n',
    "{{< codeblock >}}\n%s{{< /codeblock >}}\n",
    "{{< code-toggle >}}\n%s{{< /code-toggle >}}\n",
    "{{< codeblock >}}x  , y\n%sz{{< /codeblock >}}\n",
    "{% highlight ruby linenos %}\n%s{% endhighlight %}\n",
    "{%- raw -%}\n%s{%- endraw -%}\n",
    "- {{< code >}}\n%s  {{< /code >}}\n",
    "<pre>\n%s</pre>\n",
    '<div><pre class="a"><code>x\n%s</code></pre></div>\n',
    "<div>\n{% highlight ruby %}\n%s{% endhighlight %}\n</div>\n",
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("origin", ["unknown", "authored", "extracted"])
def test_code_of_templates_has_no_finding(body: str, origin: str) -> None:
    text = (
        "The council passed the budget.\n\n" + body.replace("%s", FAULTS) + "\nThe council met.\n"
    )
    doc = md(text, origin)
    assert doc.comments == []
    assert [block.kind for block in doc.blocks if block.kind == "heading"] == []
    assert "checkout" not in doc.prose
    assert doc.prose.endswith("\nThe council met.\n")
    start, end = text.index("git"), text.index("( y")
    lines = range(doc.line_at(start) + 1, doc.line_at(end) + 2)
    inside = [
        found
        for found in findings(text, origin=origin)
        if found.position.line in lines
        or any(e.position.line in lines for e in (found.fix.edits if found.fix else ()))
    ]
    assert inside == []


NOT_CLOSED = [
    "{{< highlight >}}\n", "{{< code >}}\n", "{% raw %}\n", "{% highlight x %}\n", "$$\n", "\\[\n", "{{< code />}}\n",
    "a <pre>\n", "{{< code >}}\n\n{{< code >}}x{{< /code >}}\n", "{{< highlight\n\n", "<div><script>\n", "$$\n\n$$$\n",
]  # fmt: skip


@pytest.mark.parametrize("opener", NOT_CLOSED)
def test_what_is_never_closed_hides_nothing_below(opener: str) -> None:
    doc = md(opener + "\nقال الوزير , إن النتائج جيدة.\n\n# Heading\n")
    assert "قال الوزير , إن" in doc.prose
    assert doc.blocks[-1].kind == "heading"


HIDDEN = [
    ('a {{< ref "b.md" >}} c', "a ·················· c"),
    ('[a]({{< ref "b" >}}#c) d', "·a···················· d"),
    ('![a]({{< ref "b" >}}) d', "●●●●●●●●●●●●●●●●●●●●● d"),
    ('{{< f\n- a="b"\n>}}\nc', "·····\n·······\n···\nc"),
    ("{{</* f */>}} a", "●●●●●●●●●●●●● a"),
    ('{{< f a="https://b.example [c](d)" >}}', "·" * 38),
    ("{{<f>}}a{{</f>}}", "·······a········"),
    ("a {{< code >}}b ,c{{< /code >}} d", "a ············" + "●" * 17 + " d"),
    ("a {% raw %}{{ b }}{% endraw %} c", "a {% raw %}" + "●" * 19 + " c"),
    ("> {% highlight b %}\n> c ,d\n> {% endhighlight %}", "  {% highlight b %}\n●●●●●●\n" + "●" * 20),
    ("a <pre>b ,c</pre> d", "a ·····●●●●······ d"),
    ("a <style>b{}</style> c", "a ·······●●●········ c"),
    ("a <SCRIPT src='b'>c</SCRIPT> d", "a ················●········· d"),
    ("the $x$ and $n+1$", "the ●●● and ●●●●●"),
    (r"ה$\Box$ של $f(x)$", "ה●●●●●● של ●●●●●●"),
    ("$2x + 1$ or $O(n \\log n)$", "●●●●●●●● or ●●●●●●●●●●●●●"),
    ("$x$ is $5$", "●●● is ●●●"),
    ("a $$\nx = 1\n$$ b", "a ●●\n●●●●●\n●● b"),
    (r"\(x\) and \\(y\\)", "●●●●● and ●●●●●●●"),
    (r"a \[x = 1\] b", "a ●●●●●●●●● b"),
    ("\\[\na + b\n\\]\nc", "  \n     \n  \nc"),
    ("$$\nx\n- y\n= z\n$$\na", "  \n \n   \n   \n  \na"),
    ("- $$\n  # a\n  $$\nb", "    \n     \n    \nb"),
    ("$$\n\\frac{a}{b}\n\n\\quad c\n$$\na", "  \n" + " " * 11 + "\n\n       \n  \na"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HIDDEN, ids=[t[:20] for t, _ in HIDDEN])
def test_code_and_formulas_are_no_prose(text: str, expected: str) -> None:
    assert shown(text) == expected
    assert md(text).links == []


PROSE = [
    "between $5 and $10", "costs $100$ here", "US$ 5 and 5$ or 10$", "5$-10$", "$HOME/$PATH", "a $ b $ c", "$5 to 6$", "(25$ - 25$) is 0$",
    "$$ or $$$", "from $5, or $4 and 3$ less", "the {x} and { y }", "{{ name }}", "{% include a.html %}", "{{ a", "{% a", "{{< a", "{{< a\n\nb >}}",
    "$a=$b", "$a+$b", "المتغير $a و$b",
]  # fmt: skip


@pytest.mark.parametrize("text", PROSE)
def test_prices_and_signs_are_prose(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    "text",
    [r"\[1\]", r"\[sic\]", r"\[…\]", r"\[the editor\]", r"\[x\]", r"\[^1\]", r"\[file_name\]", r"\(see below\)", r"\(2\)", "\\[\nlink\n"],
)  # fmt: skip
def test_escaped_bracket_is_prose(text: str) -> None:
    assert shown(f"a {text} b") == f"a {text} b".replace("\\", "·")


def test_variables_are_masked_where_a_generator_reads_them() -> None:
    text = "قال {{ site.name }} إن {% if a %}نعم{% endif %} و{{ f({a: 1}) }}"
    assert shown(text) == text
    assert shown(text, "extracted") == text
    assert (
        shown(text, "authored")
        == "قال ●●●●●●●●●●●●●●● إن ··········نعم··········· و●●●●●●●●●●●●●●●"
    )


def test_link_to_what_a_generator_fills_in_is_a_link() -> None:
    for address in ("{{ '/a' | url }}#b", "{% link a.md %}", '{{< ref "a" >}}'):
        prose = shown(f"[text]({address}) end", "authored")
        assert prose == "·text" + "·" * (len(address) + 3) + " end"


def test_code_that_shows_a_template_stays_code() -> None:
    text = "`{{< code >}}`, then\n\n```\n{{< code >}}\n```\n\na ,b\n\n`{{< /code >}}`\n"
    assert shown(text).split("\n")[6] == "a ,b"


def test_raw_around_fences_is_read_as_markdown() -> None:
    text = "{% raw %}\n# Heading\n\n```\n{{ a }}\n```\n\nText.\n{% endraw %}\n"
    assert [b.kind for b in md(text).blocks] == ["paragraph", "heading", "code", "paragraph"]


def test_plain_text_has_no_templates() -> None:
    text = "{{< code >}}\na ,b\n{{< /code >}}\n\\(x\\)\n"
    prose = formats.read("a.txt", text.encode()).prose
    assert "a ,b" in prose
    assert "(x" in prose


def test_leftover_template_is_told_as_before_but_in_authored_text() -> None:
    text = "قال {{ name }} إن {% if a %} و[a](b{{c}}) و[{{ d }}](e).\n\n{% highlight x %}\n{{ f }}\n{% endhighlight %}\n"
    found = findings(text, "RES009")
    assert [f.position.line for f in found] == [1, 3]
    assert findings(text, "RES009", origin="authored") == []


def test_shortcodes_can_be_forbidden() -> None:

    rule = next(r for r in ruleset.builtin().rules if r.code == "RES009")
    bound = ruleset.bind(rule, options={"allow": []})
    for text in ("The {{<a>}} of\n", "{{%figure%}}\n", "{{<code>}}\na\n{{</code>}}\n"):
        result = linter.lint(md(text), (bound,), ruleset.builtin().precedence, frozenset())
        assert [f.position.line for f in result.diagnostics] == [1]


def test_tags_of_scripts_are_still_reported() -> None:
    text = "a <script>b</script> c\n\n<div>\n<script>\nif (a) {}\n\nb ,c\n</script>\n</div>\n"
    assert [f.position.line for f in findings(text, "RES008")] == [1, 4]


def test_space_in_code_stays() -> None:
    text = "<div><script>\n\tx \n</script></div>\n\n{% highlight x %}a \nb \n{% endhighlight %}\n\nlast.\n"
    assert findings(text, "WSP001", "WSP002", "TYP001") == []


OPENERS = st.lists(
    st.sampled_from([
        "{{< ", ">}}", "{{% ", "%}}", "{{", "}}", "{% ", "%}", "highlight ", "/highlight ", "code ", "/code", "raw", "endraw", "<pre>", "</pre>",
        "<script>", "</script>", "<div>", "$$", "$", "\\(", "\\)", "\\[", "\\]", "x", " ", "\n", "\n\n", "`", "[a](", ")", "> ", "- ", "ن", "=", "```",
    ]),
    max_size=40,
)  # fmt: skip


@example(["<pre>", "\n", "</pre>"])
@given(OPENERS)
@settings(max_examples=500, deadline=None)
def test_mask_keeps_lengths_and_lines(parts: list[str]) -> None:
    text = "".join(parts)
    for origin in ("unknown", "authored"):
        for name in ("a.md", "a.txt", "a.mdx"):
            doc = formats.read(name, text.encode(), origin=origin)
            assert doc.text == text
            assert len(doc.prose) == len(text)
            for mask, real in zip(doc.prose, text, strict=True):
                assert mask == real or (mask in (" ", OBJECT, MARK) and real != "\n")
            previous = 0
            for block in doc.blocks:
                assert previous <= block.start <= block.end <= len(text)
                previous = block.end
            starts = [node.start for node in doc.nodes]
            assert starts == sorted(starts)
            assert queries.utf8_text(doc) == text.encode()


PUMPS = [
    "{{< highlight >}}\n", "{{< code >}} ", "{% raw %}\n", "{% raw %} ", "{{< ", "{{< a\n", "{{ a ", "{{ {", "{% ", "$$\n", "$$\n\n", "$a\n", "\\[\n", "\\[", "\\(", "\\(x", "$x",
    "a <pre>", "<div><pre>\n", "<div><script>\n\n", "<pre></script>", "{% highlight %}\n{{< code >}}\n", "[a]({{< b >}}", "$$a\n", "{{< code >}}{{< highlight >}}\n",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("pump", PUMPS)
def test_unclosed_openers_are_read_in_linear_time(pump: str) -> None:
    """Not a stopwatch: a quadratic reader would need minutes for these and be noticed."""
    for end in ("", "\n\n{{< /code >}}{% endraw %}</pre></script>\\]\\)$$x"):
        doc = formats.read("a.md", (pump * 20_000 + end).encode(), origin="authored")
        assert len(doc.prose) == len(doc.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{: .subq}\nא. כתבו\n", "·········\nא. כתבו\n"),
        ("טקסט{: .a #b}\n", "טקסט·········\n"),
        ("{.wide}\n\nטקסט\n", "·······\n\nטקסט\n"),
        ("{: .a", "{: .a"),
        ("a {.net} b\n", "a {.net} b\n"),
        ("a {.net}\n", "a {.net}\n"),
        ("`{: .a}`\n", "●●●●●●●●\n"),
    ],
)
def test_attribute_lists_are_no_prose_where_a_generator_reads_them(
    text: str, expected: str
) -> None:
    assert shown(text, "authored") == expected
    assert shown(text) == shown(text, "extracted")
