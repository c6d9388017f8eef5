import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from evals.cases import CaseError
from evals.main import main_eval
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

    def run(out, *answers, baseline=None, as_json=False, fingerprint="f1", cases=None):
        given = answers or (build.answer("Det är 2 000 kr."),)
        script = {f"fråga {number}": given[number % len(given)] for number in range(COUNT)}
        code = main_eval(
            [cases or cases_file(tmp_path)],
            out=tmp_path / out,
            baseline=baseline and tmp_path / baseline,
            as_json=as_json,
            assistant=build.puppet(script, build.hits(("boll", "Belopp"))),
            today=build.today,
            fingerprint=fingerprint,
        )
        return code, capsys.readouterr().out

    return run


def read_rows(folder):
    return [json.loads(line) for line in (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_run_writes_its_four_files_and_prints_the_table(go, tmp_path):
    code, printed = go("a")
    assert code == 0
    assert sorted(file.name for file in (tmp_path / "a").iterdir()) == [
        "report.html", "results.jsonl", "run.json", "summary.json",
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
    assert comparison["changed"][0] == {
        "id": "A00",
        "scores": {"nugget_recall": [1, 0], "nugget_recall_whole": [1, 0], "crag_score": [1, 0], "noise": [0, 1]},
    }
    report = (tmp_path / "b" / "report.html").read_text(encoding="utf-8")
    assert "<li>A00: Fakta i svaret 1,00 → 0,00; " in report
    assert report.count("<td>säkert sämre</td>") == 4
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

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_report_is_swedish_self_contained_and_well_formed(go, tmp_path):
    go("a")
    go("b", baseline="a")
    text = (tmp_path / "b" / "report.html").read_text(encoding="utf-8")
    page = Page(text)
    assert not page.open
    assert ("lang", "sv") in page.attributes
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name in ("src", "href") or name.startswith("on")]
    assert page.tags.count("article") == COUNT
    for measure in (*MEASURES, BALANCED_ACCURACY):
        assert f"<dt>{measure.label}</dt>" in text


def test_the_report_escapes_whatever_an_answer_holds(go, build, tmp_path):
    evil = "<script>alert(1)</script> <img src=x onerror=y> & \"'"
    hostile = replace(build.citation(), quote=evil)
    go("a", build.answer(evil, citations=(hostile,), notices=(evil,), generation=evil, model=evil))
    page = Page((tmp_path / "a" / "report.html").read_text(encoding="utf-8"))
    assert not {"script", "img"} & set(page.tags)
    assert not page.open


def test_the_report_says_what_was_missing(go, build, tmp_path):
    go("a", build.answer(("Det är 9 000 kr.", (1, 4))))
    text = (tmp_path / "a" / "report.html").read_text(encoding="utf-8")
    article = text[text.index('<article id="A00">') : text.index('<article id="A01">')]
    for part in ("Fakta som saknas", "<li>belopp</li>", "<li>4</li>", "<li>9000</li>", "boll › Belopp: plats 1"):
        assert part in article
    assert re.search(r"Betyg 0,00", article)
