"""A knowledge base that lacks what a question is answered from."""

from __future__ import annotations

from pathlib import Path

from sheets import TODAY, indexed, sheet

from assistant.answer import Assistant
from assistant.domain import Outcome, Question
from assistant.language.vocabulary import Vocabulary
from assistant.wiring import open_retriever
from evals.bench_left_out import Forgetful, Tally, document_of, section_of, tally
from evals.cases import load_cases

SHEETS = {
    "kanotpeng.md": sheet("kanotpeng", "## Tider\n\n- Kanotpengen söks senast den 4 mars.", titel="Kanotpeng"),
    "seglarstod.md": sheet("seglarstod", "## Tider\n\n- Seglarstödet söks senast den 9 juni.", titel="Seglarstöd"),
}
CASE = """
- id: L001
  turns: ["När ska kanotpengen sökas senast?"]
  answerable: true
  relevant:
    - {document: kanotpeng, section: Tider}
  nuggets:
    - {name: sista dagen, any: [4 mars]}
"""


def test_what_is_left_out_is_neither_found_nor_cited(tmp_path: Path) -> None:
    settings = indexed(tmp_path, SHEETS)
    (tmp_path / "fall.yaml").write_text(CASE, encoding="utf-8")
    cases = load_cases([tmp_path / "fall.yaml"])
    retriever = Forgetful(open_retriever(settings, settings.data_dir))
    assistant = Assistant(settings.data_dir, lambda _: retriever, Vocabulary(), settings.question_limit)
    question = Question(cases[0].turns[0], TODAY)
    whole = assistant.ask(question)
    assert whole.outcome is Outcome.ANSWERED
    assert tally(assistant, retriever, cases, TODAY, section_of) == Tally(asked=1, false_answers=0, partial=0)
    retriever.forget(document_of(cases[0]))
    left = assistant.ask(question)
    assert left.outcome is Outcome.NOT_FOUND
    assert {hit.passage.document.id for hit in assistant.search(question)} == {"seglarstod"}
    retriever.forget(lambda _: False)
    assert assistant.ask(question).statements == whole.statements
    assistant.close()
