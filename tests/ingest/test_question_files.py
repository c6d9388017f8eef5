"""Files of expected questions: what is right becomes places and questions; what is wrong is told with file and line, alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheets import document, passage

from assistant.retrieval.expected import expected_from
from ingest.questions import read_questions, read_unanswered
from ingest.structures import Read, Structure

TEXT = "Minst tolv medlemmar. Säte i orten.\n\nStadgar ska skickas med. Minst ett protokoll. Stadgar på svenska."
SHEET = document(TEXT, id="orten-bidrag")
PASSAGES = (passage(SHEET, 0, 35, headings=("Vem",)), passage(SHEET, 37, headings=("Ansökan", "Bilagor")))
READS = [Read(SHEET, PASSAGES)]
FILE = """\
Vem:
  hela:
    - Vilka får söka?
  tolv medlemmar:
    - Hur många måste vi vara?
    - Vi är åtta,
      räcker det?
Ansökan > Bilagor:
  Minst ett protokoll:
    - Räcker det med ett papper från årsmötet?
svaras inte:
  - Måste vi ha revisor?
"""


def read(folder: Path, text: str, name: str = "orten-bidrag") -> Structure:
    file = folder / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    return read_questions([file], READS)


def test_each_question_points_at_the_words_that_answer_it(tmp_path: Path) -> None:
    structure = read(tmp_path, FILE)
    assert structure.refused == []
    found = [(one.question, [TEXT[a:b] for a, b in one.places], one.whole) for one in expected_from(structure.records)]
    assert found == [
        ("Vilka får söka?", ["Minst tolv medlemmar. Säte i orten."], True),
        ("Hur många måste vi vara?", ["tolv medlemmar"], False),
        ("Vi är åtta, räcker det?", ["tolv medlemmar"], False),
        ("Räcker det med ett papper från årsmötet?", ["Minst ett protokoll"], False),
    ]


def test_what_a_document_has_no_answer_to_is_read_for_the_training_alone(tmp_path: Path) -> None:
    structure = read(tmp_path, FILE)
    assert "revisor" not in str(structure.records)
    assert read_unanswered(tmp_path / "orten-bidrag.yaml") == ["Måste vi ha revisor?"]
    assert read(tmp_path, "svaras inte:\n  - Måste vi ha revisor?\n") == Structure([], [])
    for faulty in ("svaras inte: revisor\n", "Vem: [", "Vem:\n  hela:\n    - Vilka?\n"):
        read(tmp_path, faulty)
        assert read_unanswered(tmp_path / "orten-bidrag.yaml") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (
            "tolv medlemmar:",
            "tio medlemmar:",
            4,
            "'Vem.tio medlemmar' står inte ordagrant i det avsnittet i orten-bidrag",
        ),
        ("tolv medlemmar:", "Stadgar:", 4, "står inte ordagrant"),
        ("Minst ett protokoll:", "Stadgar:", 9, "står på 2 ställen i det avsnittet i orten-bidrag; ta med fler ord"),
        ("Ansökan > Bilagor:", "Bilagor:", 8, "'Bilagor' är inget avsnitt i orten-bidrag"),
        ("    - Vilka får söka?\n", "    Vilka får söka?\n", 2, "ska ha en lista med frågor"),
        ("  - Måste vi ha revisor?\n", "  Måste vi ha revisor?\n", 11, "'svaras inte' ska ha en lista med frågor"),
    ],
)
def test_one_fault_is_told_with_its_line_and_takes_nothing_else_with_it(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    structure = read(tmp_path, FILE.replace(old, new))
    (refused,) = structure.refused
    assert words in str(refused.error)
    assert f"orten-bidrag.yaml, rad {line}" in str(refused.error)
    assert len(expected_from(structure.records)) >= 2


def test_a_file_of_no_document_or_no_yaml_is_refused(tmp_path: Path) -> None:
    assert "'annan', som inte finns" in str(read(tmp_path, FILE, name="annan").refused[0].error)
    assert "inte giltig YAML" in str(read(tmp_path, "Vem: [").refused[0].error)
