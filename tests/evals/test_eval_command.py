"""``civsam eval`` as a person runs it, over the invented corpus: run, compare, review, foreign sets, tolerance, a judge."""

import json

import pytest
from chat_server import chat_server

from evals.cases import load_cases
from ui.cli import main

CASES = """\
- id: K1
  tags: [belopp]
  turns: ["Hur stor är startpengen i Kumla?"]
  answerable: true
  relevant: [{document: kumla-idrottspeng, section: Belopp}]
  nuggets: [{name: belopp, any: [1 500 kr]}]
  paraphrases: ["Vad får man i startpeng av Kumla?"]
- id: K2
  tags: [datum]
  turns: ["När är sista dag för kulturpeng i Nora?"]
  answerable: true
  relevant: [{document: nora-kulturpeng, section: Sista dag}]
  nuggets: [{name: dag, any: [3 oktober]}]
- id: K3
  tags: [obesvarbar]
  turns: ["Vad kostar en flygresa till planeten Neptunus?"]
  answerable: false
  kind: utanfor-amnet
"""


@pytest.fixture
def civsam(settings, tmp_path, capsys, monkeypatch):
    """Run ``civsam eval`` with these arguments; returns (exit code, standard out, standard error)."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fall.yaml").write_text(CASES, encoding="utf-8")

    def run(*arguments):
        capsys.readouterr()
        code = main(["eval", *map(str, arguments), "--data-dir", str(settings.data_dir), "--today", "2026-11-21"])
        return code, *capsys.readouterr()

    return run


def rows_in(folder):
    return [json.loads(line) for line in (folder / "results.jsonl").read_text(encoding="utf-8").split("\n") if line]


def test_the_same_run_twice_gives_identical_rows(civsam, tmp_path):
    assert civsam("fall.yaml", "--out", "a")[0] == 0
    assert civsam("fall.yaml", "--out", "b", "--baseline", "a")[0] == 0
    first, second = ([{**row, "seconds": 0} for row in rows_in(tmp_path / name)] for name in "ab")
    assert first == second
    assert first[0]["scores"]["crag_score"] == 1
    about = json.loads((tmp_path / "a" / "run.json").read_text(encoding="utf-8"))
    assert about["settings"]["embedder"]
    assert len(about["code_sha256"]) == 64


def test_two_runs_are_compared_down_to_the_words(civsam, tmp_path):
    civsam("fall.yaml", "--out", "a")
    civsam("fall.yaml", "--out", "b")
    code, out, _ = civsam("compare", "a", "b")
    assert code == 0
    assert "Ändrade frågor: inga." in out
    rows = rows_in(tmp_path / "b")
    rows[0] |= {"text": "Annat svar.", "scores": {**rows[0]["scores"], "nugget_recall": 0.0}, "citations": []}
    (tmp_path / "b" / "results.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    code, out, _ = civsam("compare", "a", "b", "--out", "jämfört")
    assert code == 0  # one question of two is nothing to be sure of
    for part in ("Ändrade frågor: K1.", "+ Annat svar.", "- kumla-idrottspeng › Belopp", "Fakta i svaret: 1,00 → 0,00"):
        assert part in out
    assert "Annat svar." in (tmp_path / "jämfört" / "jamforelse.html").read_text(encoding="utf-8")
    assert json.loads(civsam("compare", "a", "b", "--json")[1])["changed"][0]["id"] == "K1"


def test_comparing_is_refused_in_swedish(civsam, tmp_path):
    civsam("fall.yaml", "--out", "a")
    code, out, err = civsam("compare", "a")
    assert (code, out) == (1, "")
    assert "civsam eval compare FÖRRA NYA" in err
    about = json.loads((tmp_path / "a" / "run.json").read_text(encoding="utf-8"))
    (tmp_path / "a" / "run.json").write_text(json.dumps({**about, "corpus_fingerprint": "x"}), encoding="utf-8")
    code, _, err = civsam("fall.yaml", "--baseline", "a", "--out", "b")
    assert code == 1
    assert "korpusen är ändrad" in err
    assert "make baseline" in err


def test_a_review_in_the_terminal_becomes_a_case_that_runs(civsam, tmp_path, monkeypatch):
    civsam("fall.yaml", "--out", "a")
    statements = len(rows_in(tmp_path / "a")[1]["statements"])
    replies = iter(["", "j", *["v", "3 oktober"], *["o", ""] * (statements - 1), ""])
    monkeypatch.setattr("builtins.input", lambda _: next(replies))
    code, out, _ = civsam("review", "a", "K2", "--out", "granskat.yaml")
    assert code == 0
    assert "1 fall skrivna till granskat.yaml" in out
    assert load_cases([tmp_path / "granskat.yaml"])[0].nuggets[0].any == ("3 oktober",)
    assert civsam("granskat.yaml", "--out", "b")[0] == 0
    assert rows_in(tmp_path / "b")[0]["scores"]["crag_score"] == 1
    assert "Ange en körning" in civsam("review")[2]


def test_tolerance_is_part_of_the_report(civsam, tmp_path):
    code, out, _ = civsam("fall.yaml", "--out", "a", "--robust")
    assert code == 0
    for variant in ("Samma fråga igen", "Felstavat", "Med andra ord", "Dokumenten i annan ordning"):
        assert variant in out
    found = json.loads((tmp_path / "a" / "summary.json").read_text(encoding="utf-8"))["robustness"]
    assert {line["variant"]: line["same_answer"] for line in found}["Samma fråga igen"] == 1
    assert "Tålighet" in (tmp_path / "a" / "report.html").read_text(encoding="utf-8")


def test_a_foreign_set_is_run_over_its_own_texts(civsam, tmp_path):
    paragraphs = [
        {"context": "Hjälmaren är en stor sjö. Den ligger öster om Örebro.",
         "qas": [{"id": "a", "question": "Var ligger Hjälmaren?", "answers": [{"text": "öster om Örebro"}]}]},
        {"context": "Kilsbergen är ett berg väster om staden.",
         "qas": [{"id": "b", "question": "Hur många ministrar har Portugal?", "is_impossible": True, "answers": []}]},
    ]  # fmt: skip
    (tmp_path / "s.json").write_text(json.dumps({"data": [{"title": "Natur", "paragraphs": paragraphs}]}), "utf-8")
    code, out, _ = civsam("--squad", "s.json", "--out", "a")
    assert code == 0
    assert "Rätt dokument bland 5 träffar" in out
    first, second = rows_in(tmp_path / "a")
    assert first["scores"]["document_hit@5"] == 1
    assert second["scores"]["false_answer"] in (0, 1)
    assert "inte i SQuAD-format" in civsam("--squad", "fall.yaml")[2]
    assert "inte i BEIR-format" in civsam("--beir", ".")[2]


def test_a_judge_gives_a_second_opinion_that_the_gate_does_not_hear(civsam, tmp_path, monkeypatch, settings):
    pytest.importorskip("langchain_openai")
    with chat_server() as server:
        server.will('{"stod": 0, "fullstandighet": 0}')
        monkeypatch.setenv("CIVSAM_CHAT_BASE_URL", server.url)
        code, out, _ = civsam("fall.yaml", "--out", "a", "--judge", "openai:prov")
    (settings.data_dir / "cache" / "judge.jsonl").unlink()
    assert code == 0
    assert "Språkmodellen bedömde 2 av 2 svar. Stöd: 0,00" in out
    assert rows_in(tmp_path / "a")[0]["judge"] == {"support": 0.0, "completeness": 0.0}
    assert rows_in(tmp_path / "a")[0]["model"] is None


def test_a_side_without_cases_is_refused(civsam, tmp_path):
    (tmp_path / "dev.yaml").write_text(CASES, encoding="utf-8")
    assert "Inget av fallen hör till test" in civsam("dev.yaml", "--split", "test")[2]
