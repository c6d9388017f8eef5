import gzip
import json

import pytest

from evals.cases import CaseError
from evals.imports import read_beir, read_squad

SQUAD = {
    "data": [
        {
            "title": "Sjöar_i_länet",
            "paragraphs": [
                {
                    "context": "Hjälmaren är den fjärde största sjön. Den ligger öster om Örebro.",
                    "qas": [
                        {"id": "a", "question": "Var ligger Hjälmaren?", "is_impossible": False,
                         "answers": [{"text": "öster om Örebro"}, {"text": "öster om Örebro"}, {"text": "Örebro"}]},
                        {"id": "b", "question": "Hur djup är den?", "is_impossible": True, "answers": []},
                    ],
                }
            ],
        }
    ]
}  # fmt: skip


def squad_file(folder, data=SQUAD, name="s.json"):
    file = folder / name
    text = json.dumps(data).encode()
    file.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    return file


@pytest.mark.parametrize("name", ["s.json", "s.json.gz"])
def test_a_squad_file_gives_documents_facts_and_unanswerable_questions(tmp_path, name):
    found = read_squad(squad_file(tmp_path, name=name))
    (document,) = found.documents
    assert document.title == "Sjöar i länet"
    assert found.passages[0].text == document.text[found.passages[0].start : found.passages[0].end]
    yes, no = found.cases
    assert yes.nuggets[0].any == ("öster om Örebro", "Örebro")
    assert yes.relevant[0].document == document.id
    assert yes.answerable
    assert not no.answerable
    assert no.nuggets == ()


def beir_folder(folder, qrels="query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n"):
    (folder / "qrels").mkdir()
    texts = [{"_id": "d1", "title": "Ett", "text": "Första texten."}, {"_id": "d2", "title": "", "text": "Andra."}]
    queries = [{"_id": "q1", "text": "Vilken är först?"}, {"_id": "q2", "text": "Utan facit?"}]
    for name, lines in (("corpus", texts), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_a_beir_folder_gives_the_queries_that_have_a_relevant_document(tmp_path):
    found = read_beir(beir_folder(tmp_path))
    assert [document.id for document in found.documents] == ["d1", "d2"]
    (case,) = found.cases
    assert [gold.document for gold in case.relevant] == ["d1"]


def test_facts_that_are_unknown_are_not_scored(tmp_path, build):
    (case,) = read_beir(beir_folder(tmp_path)).cases
    (answered,) = build.rows(build.puppet({case.turns[0]: build.answer("Den.")}), [case])
    assert answered["scores"]["nugget_recall"] is answered["scores"]["crag_score"] is None
    (refused,) = build.rows(build.puppet({case.turns[0]: build.answer()}), [case])
    assert refused["scores"]["false_refusal"] == 1
    assert refused["failure"] == "not_in_corpus"


@pytest.mark.parametrize("data", [[], {"data": [{"title": "x"}]}, {"data": [{"paragraphs": [{"context": "x"}]}]}])
def test_what_is_no_squad_file_is_refused_in_swedish(tmp_path, data):
    with pytest.raises(CaseError, match="inte i SQuAD-format"):
        read_squad(squad_file(tmp_path, data))


def test_what_is_missing_or_empty_is_refused(tmp_path):
    with pytest.raises(CaseError, match="SQuAD"):
        read_squad(tmp_path / "saknas.json")
    with pytest.raises(CaseError, match="inga frågor"):
        read_squad(squad_file(tmp_path, {"data": []}))
    with pytest.raises(CaseError, match="BEIR"):
        read_beir(tmp_path)
    (tmp_path / "b").mkdir()
    with pytest.raises(CaseError, match="BEIR"):
        read_beir(beir_folder(tmp_path / "b", qrels="q1 d1 1\n"))


def test_two_questions_with_one_id_are_refused(tmp_path):
    asked = SQUAD["data"][0]["paragraphs"][0]
    twice = {"data": [{"title": "x", "paragraphs": [asked, asked]}]}
    with pytest.raises(CaseError, match="samma id"):
        read_squad(squad_file(tmp_path, twice))
