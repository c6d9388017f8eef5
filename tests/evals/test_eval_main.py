import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from evals import main
from evals.cases import CaseError
from evals.main import Options, Subject, main_eval
from evals.score import BALANCED_ACCURACY, MEASURES

COUNT = 12


def cases_file(folder, count=COUNT, amount="2 000 kr"):
    cases = [
        f"- id: A{number:02}\n  tags: [prov]\n  turns: [fråga {number}]\n  answerable: true\n"
        f"  relevant: [{{document: boll, section: Belopp}}]\n  nuggets: [{{name: belopp, any: [{amount}]}}]\n"
        for number in range(count)
    ]
    file = folder / "fall.yaml"
    file.write_text("".join(cases), encoding="utf-8")
    return file


@pytest.fixture
def go(build, tmp_path, capsys):
    """Run an eval where every question gets the given answers in turn; returns (exit code, what was printed)."""

    def run(out, *answers, baseline=None, fingerprint="f1", cases=None, **options):
        given = answers or (build.answer("Det är 2 000 kr."),)
        script = {f"fråga {number}": given[number % len(given)] for number in range(COUNT)}
        puppet = build.puppet(script, build.hits(("boll", "Belopp")))
        code = main_eval(
            Options(
                cases=[cases or cases_file(tmp_path)],
                out=tmp_path / out,
                baseline=baseline and tmp_path / baseline,
                **{"today": build.today, **options},
            ),
            Subject(puppet, fingerprint, build.everything()),
        )
        run.asked = [question.text for question in puppet.asked]
        return code, capsys.readouterr().out

    return run


def read_rows(folder):
    return [json.loads(line) for line in (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_run_writes_its_five_files_and_prints_the_table(go, tmp_path):
    code, printed = go("a")
    assert code == 0
    assert sorted(file.name for file in (tmp_path / "a").iterdir()) == [
        "junit.xml", "report.html", "results.jsonl", "run.json", "summary.json",
    ]  # fmt: skip
    assert "Fakta i svaret *" in printed


def test_run_json_says_what_was_run_and_names_no_place(go, tmp_path):
    go("a")
    about = json.loads((tmp_path / "a" / "run.json").read_text(encoding="utf-8"))
    assert about["today"] == "2026-01-15"
    assert about["generation"] == "gen-0001"
    assert about["corpus_fingerprint"] == "f1"
    assert about["cases"] == COUNT
    assert about["packages"]["numpy"]
    assert {"commit", "dirty", "python"} <= set(about)
    for file in (tmp_path / "a").iterdir():
        assert str(tmp_path) not in file.read_text(encoding="utf-8")


def test_a_row_holds_what_is_needed_to_understand_the_answer(go, build, tmp_path):
    altered = replace(build.citation(), quote="Bidraget är 3 000 kr.")
    code, printed = go("a", build.answer(("Det är 9 000 kr.", (1, 4)), citations=(altered,)))
    row = read_rows(tmp_path / "a")[0]
    assert row["missing_nuggets"] == ["belopp"]
    assert row["dangling_citations"] == [4]
    assert row["unsupported_numbers"] == ["9000"]
    assert row["citations"][0]["verbatim"] is False
    assert row["citations"][0]["headings"] == ["Bidrag till boll", "Belopp"]
    assert row["gold"] == [{"document": "boll", "section": "Belopp", "page": None, "rank": 1}]
    assert row["hits"][0]["gold"] is True
    assert set(row["scores"]) == {measure.name for measure in MEASURES}
    assert code == 1
    assert "FEL: Citat som inte är ordagranna" in printed


def test_json_output_is_the_summary(go):
    _, printed = go("a", as_json=True)
    assert json.loads(printed)["overall"]["measures"]["nugget_recall"]["value"] == 1


def test_the_same_run_twice_differs_only_in_seconds(go, tmp_path):
    go("a")
    go("b")
    first, second = ([{**row, "seconds": None} for row in read_rows(tmp_path / name)] for name in "ab")
    assert first == second


def test_an_unchanged_run_ties_everywhere(go, tmp_path):
    go("a")
    code, printed = go("b", baseline="a")
    comparison = json.loads((tmp_path / "b" / "summary.json").read_text(encoding="utf-8"))["comparison"]
    assert code == 0
    assert comparison["changed"] == comparison["worse"] == []
    assert comparison["measures"]["nugget_recall"]["ties"] == COUNT
    assert "Ändrade frågor: inga." in printed


def test_a_headline_measure_that_surely_fell_fails_the_run(go, build, tmp_path):
    go("a")
    code, printed = go("b", build.answer("Inget om saken."), baseline="a")
    comparison = json.loads((tmp_path / "b" / "summary.json").read_text(encoding="utf-8"))["comparison"]
    assert code == 1
    assert comparison["worse"] == ["nugget_recall", "crag_score"]
    assert comparison["measures"]["nugget_recall"]["losses"] == COUNT
    changed = comparison["changed"][0]
    assert changed["id"] == "A00"
    assert {name for name, pair in changed["scores"].items() if pair == [1, 0]} == {
        "nugget_recall", "nugget_recall_vital", "nugget_recall_whole", "crag_score",
    }  # fmt: skip
    assert changed["text"][0] != changed["text"][1]
    report = (tmp_path / "b" / "report.html").read_text(encoding="utf-8")
    assert "Fakta i svaret 1,00 → 0,00; " in report
    assert "<del>Förut: – Det är 2 000 kr. [1]</del>" in report
    assert "Fel: Säkert sämre än tidigare: Fakta i svaret." in report
    assert "FEL: säkert sämre än tidigare: Fakta i svaret, Samlat betyg (CRAG)." in printed


def test_more_refusals_are_worse_though_the_figure_rises(go, build, tmp_path):
    go("a")
    code, _ = go("b", build.answer(), baseline="a")
    comparison = json.loads((tmp_path / "b" / "summary.json").read_text(encoding="utf-8"))["comparison"]
    assert code == 1
    assert "false_refusal" in comparison["worse"]
    assert comparison["measures"]["false_refusal"]["difference"] == 1
    assert comparison["measures"]["false_refusal"]["losses"] == COUNT


def test_getting_better_and_small_falls_do_not_fail_the_run(go, build, tmp_path):
    good, bad = build.answer("Det är 2 000 kr."), build.answer("Inget om saken.")
    go("bad", bad)
    assert go("good", baseline="bad")[0] == 0
    assert go("slightly", *[good] * (COUNT - 1), bad, baseline="good")[0] == 0
    comparison = json.loads((tmp_path / "slightly" / "summary.json").read_text(encoding="utf-8"))["comparison"]
    assert comparison["measures"]["nugget_recall"]["losses"] == 1
    assert [line["id"] for line in comparison["changed"]] == ["A11"]


def test_runs_on_other_documents_cannot_be_compared(go):
    go("a")
    with pytest.raises(CaseError, match="olika dokument"):
        go("b", baseline="a", fingerprint="f2")


def test_runs_of_other_cases_cannot_be_compared(go, tmp_path):
    go("a")
    with pytest.raises(CaseError, match=r"inte samma fall: A11"):
        go("b", baseline="a", cases=cases_file(tmp_path, COUNT - 1))
    with pytest.raises(CaseError, match=r"A00.* och 2 till"):
        go("b", baseline="a", cases=cases_file(tmp_path, amount="3 000 kr"))


def test_a_folder_that_is_no_run_cannot_be_a_baseline(go, tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(CaseError, match="inte en hel körning"):
        go("b", baseline="a")
    go("a")
    (tmp_path / "a" / "results.jsonl").write_text('{"id": "A00"}\n', encoding="utf-8")
    with pytest.raises(CaseError, match="inte en hel körning"):
        go("b", baseline="a")


def test_the_baseline_is_not_overwritten(go):
    go("a")
    with pytest.raises(CaseError, match="skriva över"):
        go("a", baseline="a")


def test_a_folder_that_cannot_be_written_is_an_error_in_swedish(go, tmp_path):
    (tmp_path / "a").write_text("en fil", encoding="utf-8")
    with pytest.raises(CaseError, match="går inte att spara"):
        go("a")


class Page(HTMLParser):
    """Remembers the tags, and that every one was closed in order."""

    VOID = ("meta", "br")

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.attributes = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_report_is_swedish_self_contained_and_well_formed(go, tmp_path):
    go("a")
    go("b", baseline="a")
    text = (tmp_path / "b" / "report.html").read_text(encoding="utf-8")
    page = Page(text)
    assert not page.open
    assert ("lang", "sv") in page.attributes
    assert not {"link", "img", "iframe"} & set(page.tags)
    assert page.tags.count("script") == 1
    assert not [name for name, _ in page.attributes if name == "src" or name.startswith("on")]
    assert all(value.startswith("#") for name, value in page.attributes if name == "href")
    assert "default-src 'none'" in text
    assert page.tags.count("article") == COUNT
    for measure in (*MEASURES, BALANCED_ACCURACY):
        assert f"<dt>{measure.label}</dt>" in text


def test_the_report_escapes_whatever_an_answer_holds(go, build, tmp_path):
    evil = "<script>alert(1)</script> <img src=x onerror=y> & \"'"
    hostile = replace(build.citation(), quote=evil)
    go("a", build.answer(evil, citations=(hostile,), notices=(evil,), generation=evil, model=evil))
    page = Page((tmp_path / "a" / "report.html").read_text(encoding="utf-8"))
    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert not page.open


def test_the_report_says_what_was_missing(go, build, tmp_path):
    go("a", build.answer(("Det är 9 000 kr.", (1, 4))))
    text = (tmp_path / "a" / "report.html").read_text(encoding="utf-8")
    article = text[text.index('<article id="A00">') : text.index('<article id="A01">')]
    for part in ("Fakta som saknas", "<li>belopp</li>", "<li>4</li>", "<li>9000</li>", "boll › Belopp: plats 1"):
        assert part in article
    assert re.search(r"Betyg 0,00", article)


def test_junit_has_one_test_for_every_question_and_names_the_cause(go, build, tmp_path):
    good, bad = build.answer("Det är 2 000 kr."), build.answer("Inget om saken \x0b.")
    go("a", *[good] * (COUNT - 1), bad)
    root = ElementTree.fromstring((tmp_path / "a" / "junit.xml").read_text(encoding="utf-8"))
    cases = root.findall(".//testcase")
    assert len(cases) == COUNT
    (failed,) = [case for case in cases if case.find("failure") is not None]
    assert failed.get("name") == "A11: fråga 11"
    assert failed.find("failure").get("type") == "not_used"
    assert sum(int(suite.get("failures")) for suite in root.findall("testsuite")) == 1


def test_an_interrupted_run_goes_on_where_it_stopped(go, build, tmp_path, monkeypatch):
    real = main.run_case

    def interrupted(assistant, case, today):
        if case.id == "A05":
            raise KeyboardInterrupt
        return real(assistant, case, today)

    monkeypatch.setattr(main, "run_case", interrupted)
    with pytest.raises(KeyboardInterrupt):
        go("a")
    monkeypatch.setattr(main, "run_case", real)
    with (tmp_path / "a" / "unfinished.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "A05", "half')
    go("a")
    assert go.asked == [f"fråga {number}" for number in range(5, COUNT)]
    assert not (tmp_path / "a" / "unfinished.jsonl").exists()
    go("b")
    first, second = ([{**row, "seconds": None} for row in read_rows(tmp_path / name)] for name in "ab")
    assert first == second


@pytest.mark.parametrize("change", [{"fingerprint": "f2"}, {"today": date(2026, 2, 1)}])
def test_an_interrupted_run_starts_again_when_something_else_changed(go, tmp_path, monkeypatch, change):
    real = main.run_case
    monkeypatch.setattr(main, "run_case", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        go("a")
    monkeypatch.setattr(main, "run_case", real)
    go("a", **change)
    assert len(go.asked) == COUNT


def test_the_day_of_the_baseline_is_used_when_no_other_is_given(go, build, tmp_path):
    go("a")
    go("b", baseline="a", today=None)
    assert json.loads((tmp_path / "b" / "run.json").read_text(encoding="utf-8"))["today"] == build.today.isoformat()


def test_one_side_of_the_split_can_be_run_and_compared(go, tmp_path):
    go("a")
    code, _ = go("b", baseline="a", split="test")
    rows = read_rows(tmp_path / "b")
    assert code == 0
    assert 0 < len(rows) < COUNT
    assert {row["side"] for row in rows} == {"test"}
    summary = json.loads((tmp_path / "a" / "summary.json").read_text(encoding="utf-8"))
    assert {name: part["questions"] for name, part in summary["splits"].items()}["test"] == len(rows)


def test_what_is_forbidden_on_a_test_case_fails_the_run(go, build, tmp_path):
    file = cases_file(tmp_path)
    text = file.read_text(encoding="utf-8").replace("any: [2 000 kr]}]", "any: [2 000 kr]}]\n  forbidden: [500 kr]")
    file.write_text(text, encoding="utf-8")
    assert go("a", cases=file)[0] == 0
    code, printed = go("b", build.answer("Det är 2 000 kr, förr 500 kr."), cases=file)
    assert code == 1
    assert "FEL: Något förbjudet visas i A" in printed
    dev = file.rename(tmp_path / "dev.yaml")
    assert go("c", build.answer("Det är 2 000 kr, förr 500 kr."), cases=dev)[0] == 0


def test_a_planted_regression_in_a_fifth_of_the_questions_fails_and_an_unchanged_run_passes(go, build, tmp_path):
    good, bad = build.answer("Det är 2 000 kr."), build.answer("Det är något annat.")
    go("a")
    assert go("same", baseline="a")[0] == 0
    assert go("worse", good, bad, baseline="a")[0] == 1


def test_a_changed_source_makes_the_case_stale_and_says_so(go, tmp_path):
    file = cases_file(tmp_path)
    file.write_text(
        file.read_text(encoding="utf-8").replace("section: Belopp}", "section: Belopp, sha256: 0123456789ab}")
    )
    _, printed = go("a", cases=file)
    assert "Inaktuellt: texten är ändrad sedan fallet skrevs i A00" in printed
    assert read_rows(tmp_path / "a")[0]["stale"] == ["boll › Belopp"]
    assert "Inaktuella fall" in (tmp_path / "a" / "report.html").read_text(encoding="utf-8")
