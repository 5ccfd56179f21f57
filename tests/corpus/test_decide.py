"""Which documents of a scan are kept, and every reason for those that are not."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from contentlint.model.errors import ConfigError, ContentlintError, ReadError
from contentlint.run.session import Request, Selection

pytest.importorskip("pyarrow", reason="contentlint[corpus] is not installed")
pytest.importorskip("duckdb", reason="contentlint[corpus] is not installed")
from contentlint.corpus import decide, duplicates, export, limits, reasons, scan, verdicts
from contentlint.corpus.batch import Checker, Options
from contentlint.corpus.plan import Plan
from contentlint.corpus.results import Results

CORPUS = Request(Selection(profile="corpus", isolated=True))
PROSE = (
    "أعلنت وزارة النقل أمس افتتاح الرصيف الجديد في ميناء المدينة بعد أعمال استمرت عامين. وقال مدير "
    "الميناء إن الرصيف يتسع لأربع سفن في وقت واحد، وإن العمل فيه سيجري ليلا ونهارا. وأضاف أن "
    "الشركة ستوظف مئتي عامل من أهل المدينة قبل نهاية العام، وأن التدريب يبدأ الأسبوع المقبل. "
    "ورحب السكان بالمشروع."
)


def scanned(folder: Path, texts: list[str], request: Request = CORPUS) -> tuple[Results, Plan]:
    source = folder / "rows.jsonl"
    rows = ({"id": str(n), "text": text} for n, text in enumerate(texts))
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out, made, common = scan.start([str(source)], str(folder / "out"), request, Options())
    for _ in scan.run(common, made.tasks, "local", 1):
        pass
    return out, made


def varied(count: int) -> list[str]:
    """Texts that break all kinds of limits, and some that break none."""
    rng = random.Random(11)
    words = PROSE.split()
    texts = ["", PROSE]
    for _ in range(count):
        kind = rng.randrange(7)
        some = rng.choices(words, k=rng.randrange(10, 200))
        if kind == 0:
            some = rng.choices(words[:4], k=len(some))
        elif kind == 1:
            some = [*some, *(["12,5"] * len(some))]
        elif kind == 2:
            some = [word + "…\n" for word in some]
        elif kind == 3:
            some = ["- " + word + "\n" for word in some]
        elif kind == 4:
            some = ["".join(some[at : at + 6]) for at in range(0, len(some), 6)] * 3
        elif kind == 5:
            some = ["translation", "of", "words", *some[:30]] * 2
        texts.append(" ".join(some))
    return texts


def test_limits_of_rules_drop_what_the_rules_report(tmp_path: Path) -> None:
    out, made = scanned(tmp_path, varied(300))
    kept = limits.Limits(limits.of_rules(made.checker().rules), copies=False)
    decided = decide.run(out, made, kept)
    dropped = {row["row"] for row in decide.decisions(out) if not row["keep"]}
    reported = {
        row["row"]
        for table in out.tables("findings", made.ids())
        for row in table.to_pylist()
        if row["rule"].startswith("COR") or row["rule"] == "DUP011"
    }
    assert dropped == reported | {0}  # the first is empty, and no rule reports it
    assert decided.kept == decided.documents - len(dropped) > 0
    broken = {reason.partition(" ")[0] for reason, _ in decided.reasons}
    assert len(broken) > 8


def test_every_reason_is_given_and_the_first_one_alone(tmp_path: Path) -> None:
    out, made = scanned(tmp_path, ["كلمة كلمة كلمة 12 12", PROSE])
    text = "[words]\nmin = 20\n[sentences]\nmin = 2\n[stop-words]\nmin-by-language = { he = 9 }\n"
    decide.run(out, made, limits.read(text, "limits.toml"))
    first, second = decide.decisions(out)
    assert first["reasons"] == ["words < 20", "sentences < 2"]
    assert (first["keep"], first["filter_reason"]) == (False, "words < 20")
    assert (second["keep"], second["filter_reason"], second["reasons"]) == (True, None, [])


def test_findings_and_copies_are_reasons(tmp_path: Path) -> None:
    request = CORPUS._replace(selection=Selection(settings='select = ["DUP009", "ENC003"]'))
    out, made = scanned(tmp_path, [PROSE, PROSE, "نص \ufffd تالف \ufffd."], request)
    duplicates.run(out, made, made.checker().rules)
    chosen = limits.Limits((), {"ENC003": 2})
    assert decide.run(out, made, chosen).reasons == (
        ("ENC003 >= 2", 1),
        ("copy of another document", 1),
    )
    assert [row["keep"] for row in decide.decisions(out)] == [True, False, False]
    assert decide.run(out, made, limits.Limits((), {"ENC003": 3}, copies=False)).kept == 3


@pytest.mark.parametrize("name", limits.PROFILES)
def test_profiles(tmp_path: Path, name: str) -> None:
    out, made = scanned(tmp_path, [PROSE, "قائمة", ""])
    decided = decide.run(out, made, limits.profile(name, made.checker().rules))
    assert [row["keep"] for row in decide.decisions(out)] == [
        name != "c4",  # it has four sentences
        False,
        False,
    ]
    assert (decided.documents, dict(decided.reasons)["empty"]) == (3, 1)


ARTICLE = PROSE + (
    "\n\nوكان العمل في الرصيف قد توقف شهرين في الشتاء الماضي لسوء الجو، ثم استؤنف بعد أن "
    "وصلت الرافعات من الخارج.\n\nويأمل التجار أن تنخفض أجور الشحن حين تبدأ الخطوط الجديدة إلى "
    "موانئ المتوسط في الربيع، كما وعدت بذلك الشركات التي وقعت العقود.\n"
)
NAMES = ("أحمد", "سعاد", "منى", "خالد", "ليلى", "يوسف", "هند", "عمر", "نور", "سامي")


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (ARTICLE, set()),
        (PROSE[:200], {"words < 50"}),
        ("\n".join(f"{a} {b}" for a in NAMES for b in NAMES), {"terminal-line-share < 0.01"}),
        (
            "\n\n".join(f"{word}: https://a.example/{n}" for n, word in enumerate(ARTICLE.split())),
            {"links-per-100-words > 10"},
        ),
        (ARTICLE + " 12,5 17 2026 11:30" * 20, {"letter-word-share < 0.8"}),
        (
            ARTICLE + f"{NAMES[0]} و{NAMES[1]} وغيرهما في الدار نفسها. " * 30,
            {"duplicate-5-gram-share > 0.3"},
        ),
        (ARTICLE + "\nLorem ipsum dolor sit amet, consectetur adipiscing elit.\n", {"RES011 >= 1"}),
        (ARTICLE + ("\n\n" + PROSE.encode().decode("latin-1")) * 6, {"ENC005 >= 5"}),
    ],
    ids=["article", "stub", "names", "links", "numbers", "loop", "placeholder", "garbled"],
)
def test_own_profile_drops_what_has_no_running_text(
    tmp_path: Path, text: str, reasons: set[str]
) -> None:
    out, made = scanned(tmp_path, [text])
    decide.run(out, made, limits.profile(limits.OWN, made.checker().rules))
    (row,) = decide.decisions(out)
    assert row["keep"] == (not reasons)
    assert reasons <= set(row["reasons"])


def test_general_limits_are_those_without_a_language() -> None:
    request = CORPUS._replace(selection=Selection(profile="corpus", isolated=True))
    rules = Checker(request).rules
    by_name = {(e.name, e.sign): e.bounds for e in limits.profile("fineweb2", rules).measures}
    general = {(e.name, e.sign): e.bounds for e in limits.profile("gopher", rules).measures}
    assert by_name["mean-word-length", ">"]["ar"] == 9
    assert general["mean-word-length", ">"] == {"und": 10}
    assert by_name["top-2-gram-share", ">"]["ur"] == 0.139


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[word]\nmin = 1", "word"),
        ("[words]\nmin = 'x'", "expected a number"),
        ("[words]\nmin = nan", "[words] min: expected a number"),
        ("[words]\nmax = inf", "[words] max: expected a number"),
        ("[words]\nmin = { ar = 1 }", "[words] min: expected a number"),
        ("[words]\nmin-by-language = 1", "min-by-language: expected a number by language"),
        ("[words]\nmin-by-language = { ar = -inf }", "expected a number by language"),
        ("[words]\nleast = 1", "expected some of"),
        ("[findings]\nENC003 = 0", "expected a number of findings"),
        ("copies = 1", "copies is true or false"),
        ("[words", "not valid TOML"),
    ],
)
def test_wrong_limits_are_refused(text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=r"limits\.toml") as caught:
        limits.read(text, "limits.toml")
    assert fault in str(caught.value)


def test_findings_in_a_file_are_those_of_rules_that_exist(tmp_path: Path) -> None:
    request = CORPUS._replace(selection=Selection(settings='select = ["ENC003"]'))
    _, made = scanned(tmp_path, [PROSE], request)
    file = tmp_path / "limits.toml"
    name = next(bound.rule.name for bound in made.checker().rules)
    file.write_text(f"[findings]\n{name} = 2\n", encoding="utf-8")
    assert limits.chosen(made.checker(), limits.OWN, str(file)).findings == {"ENC003": 2}
    for text, fault in (("ENC03 = 2", "ENC003"), ("ENC003 = 21", "at most 20 findings")):
        file.write_text(f"[findings]\n{text}\n", encoding="utf-8")
        with pytest.raises(ConfigError, match=fault):
            limits.chosen(made.checker(), limits.OWN, str(file))
    file.write_bytes(b"\xef\xbb\xbf[words]\r\nmin = 3\r\n")
    assert [e.name for e in limits.chosen(made.checker(), limits.OWN, str(file)).measures] == [
        "words"
    ]
    with pytest.raises(ReadError, match=r"none\.toml: no such file"):
        limits.chosen(made.checker(), limits.OWN, "none.toml")
    file.write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="not UTF-8"):
        limits.chosen(made.checker(), limits.OWN, str(file))


def test_large_and_small_bounds_are_written_in_full(tmp_path: Path) -> None:
    out, made = scanned(tmp_path, [PROSE])
    text = "[words]\nmin = 12_500_000\n[sentences]\nmin = 1e6\n[stop-words]\nmax = 0.00125\n"
    chosen = limits.read(text, "limits.toml")
    decide.run(out, made, chosen)
    (row,) = decide.decisions(out)
    assert row["reasons"][:2] == ["words < 12500000", "sentences < 1000000"]
    (verdict,) = verdicts.Judge().judge([PROSE])
    assert list(reasons.of_document(chosen, verdict.document, {})) == row["reasons"]


def test_too_little_memory_and_damaged_tables_are_told(tmp_path: Path) -> None:
    out, made = scanned(tmp_path, varied(40))
    rules = made.checker().rules
    with pytest.raises(ContentlintError, match="the tables do not fit into 1KB of memory"):
        duplicates.run(out, made, rules, duplicates.Resources(memory="1KB"))
    (path,) = (Path(path) for path in out.files("findings", made.ids()))
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ReadError, match=path.name):
        decide.run(out, made, limits.Limits(()))
    with pytest.raises(ReadError, match=path.name):
        export.write(out, made, Results(str(tmp_path / "x")), "dolma-attributes")
    path.unlink()
    with pytest.raises(ReadError, match=path.name):
        decide.run(out, made, limits.Limits(()))
