"""Questions with the words that answer them: how they are read, counted and kept apart from what answers are found by."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml
from sheets import TODAY, indexed, sheet

from assistant.language.swedish import normalise, words
from assistant.wiring import load
from evals.bench_questions import FOLDER, HALVES, Asked, Tally, questions, rows, tally
from evals.cases import load_cases
from ingest.questions import UNANSWERED

ROOT = Path(__file__).resolve().parents[2]
SHEETS = {
    "kanotpeng.md": sheet(
        "kanotpeng",
        "## Tider\n\n- Kanotpengen söks senast den 4 mars.\n- Besked ges i maj.\n\n## Krav\n\n- Minst nio medlemmar.",
        titel="Kanotpeng",
    ),
}
FILE = """
Tider:
  senast den 4 mars:
    - När ska kanotpengen sökas senast?
  hela:
    - Vilka tider gäller för kanotpengen?
svaras inte:
  - Vem är ordförande i kanotföreningens styrelse?
"""


def folder_with(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "fragor"
    folder.mkdir()
    (folder / "kanotpeng.yaml").write_text(text, encoding="utf-8")
    return folder


def test_each_question_is_counted_by_where_its_answer_is_from(tmp_path: Path) -> None:
    assistant = load(indexed(tmp_path, SHEETS))
    try:
        asked = questions(folder_with(tmp_path, FILE), assistant.generation)
        assert [bool(one.places) for one in asked] == [True, True, False]
        elsewhere = Asked("När ska kanotpengen sökas senast?", "annat-blad", ((0, 9),))
        answerable, unanswerable = tally(assistant, [*asked, elsewhere], TODAY)
    finally:
        assistant.close()
    assert answerable == Tally(asked=3, refused=0, unsure=0, document=2, section=2, line=2)
    assert unanswerable == Tally(asked=1, refused=1)
    first, second = rows("lästa", answerable, unanswerable)
    assert first.figures["rätt rad"].startswith("0,667")
    assert second.figures["falskt svar"].startswith("0,000")


def test_words_that_do_not_stand_in_the_document_are_told(tmp_path: Path) -> None:
    assistant = load(indexed(tmp_path, SHEETS))
    try:
        with pytest.raises(ValueError, match="kanotpeng"):
            questions(folder_with(tmp_path, FILE.replace("den 4 mars", "den 5 mars")), assistant.generation)
    finally:
        assistant.close()


def test_none_is_asked_by_a_case_or_expected_by_the_corpus_and_each_document_is_in_one_half() -> None:
    def asked_in(file: Path) -> list[str]:
        sections = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
        several = [*sections.pop(UNANSWERED, []), *(q for one in sections.values() for qs in one.values() for q in qs)]
        return [" ".join(words(normalise(question))) for question in several]

    files = [file for half in HALVES for file in (FOLDER / half).glob("*.yaml")]
    assert Counter(file.stem for file in files) == Counter(
        file.stem for file in (ROOT / "corpus" / "dokument").glob("*.md")
    )
    known = {" ".join(words(normalise(text))) for case in load_cases() for text in (case.turns[-1], *case.paraphrases)}
    for file in files:
        expected = set(asked_in(ROOT / "corpus" / "fragor" / file.name))
        assert not [one for one in asked_in(file) if one in known or one in expected], file
