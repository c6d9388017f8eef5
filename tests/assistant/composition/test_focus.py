"""One clause or cell of a long quote is the focus when it is clearly what answers; else none is."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheets import TODAY, document, indexed, passage, sheet

from assistant.composition.focus import CLEAR, LEAST, focus_in
from assistant.domain import Outcome, Question
from assistant.language.matching import Matcher
from assistant.language.vocabulary import Vocabulary
from assistant.passages.units import Unit, units_of
from assistant.question.query import understand
from assistant.retrieval.expected import Expected, Pointer, Pointers
from assistant.retrieval.relevance import Asked
from assistant.wiring import load

LINE = "- Minst tolv medlemmar; närvarokort sparas fyra år; söks i efterhand. Ansökan görs på webben."
ROWS = "| Bidrag | Tid | Villkor |\n|---|---|---|\n| Lägerpeng | 1 mars | tält ingår; bara unga |"


def item(text: str = LINE, learnt: str = "prov") -> tuple[Unit, frozenset[str]]:
    (unit,) = units_of(passage(document(text, id="prov"), headings=("Villkor",)))
    return unit, frozenset({learnt})


def asking(text: str, near: dict[str, float], learnt: frozenset[str]) -> Asked:
    query = understand(Question(text, TODAY), Vocabulary())
    return Asked(
        query,
        Matcher(query.weights, {}),
        nearness=lambda texts: [near.get(one.strip(), 0.0) for one in texts],
        learnt=learnt,
    )


def test_the_clause_that_is_clearly_nearest_is_the_focus() -> None:
    unit, learnt = item()
    clear = asking("Hur länge sparas korten?", {"närvarokort sparas fyra år;": LEAST}, learnt)
    assert focus_in(clear, [unit]) == {unit: "närvarokort sparas fyra år"}
    others = {"närvarokort sparas fyra år;": 1.0, "Minst tolv medlemmar;": 1.1 - CLEAR}
    assert focus_in(asking("Vad gäller för korten?", others, learnt), [unit]) == {}  # another is nearly as near
    weak = asking("Vad gäller för korten?", {"närvarokort sparas fyra år;": LEAST - 0.1}, learnt)
    assert focus_in(weak, [unit]) == {}


def test_a_piece_without_the_value_that_is_asked_for_or_with_half_a_bracket_is_none() -> None:
    unit, learnt = item()
    assert focus_in(asking("Hur mycket pengar får man?", {"närvarokort sparas fyra år;": 1.0}, learnt), [unit]) == {}
    cut, _ = item("- Cyklar ingår (från mars; året framgår inte). Bilar ingår.")
    assert focus_in(asking("Ingår cyklar?", {"Cyklar ingår (från mars;": 1.0}, learnt), [cut]) == {}


def test_what_an_expected_question_points_at_counts_too() -> None:
    unit, learnt = item()
    start = unit.start + unit.quote.index("söks")
    expected = Expected("När söker man?", "prov", ((start, start + 4),))
    asked = asking("Hur ansöker vi?", {}, learnt)._replace(pointers=Pointers({"prov": [Pointer(0.9, expected)]}))
    assert focus_in(asked, [unit]) == {unit: "söks i efterhand"}


def test_a_sentence_of_one_clause_and_a_document_that_was_not_learnt_from_have_none() -> None:
    whole, learnt = item("- Närvarokort sparas fyra år.")
    assert focus_in(asking("Hur länge?", {whole.quote: 1.0}, learnt), [whole]) == {}
    unit, others = item(learnt="annat")
    assert focus_in(asking("Hur länge?", {"närvarokort sparas fyra år;": 1.0}, others), [unit]) == {}


def test_of_a_row_it_is_a_cell_or_a_clause_in_one_but_never_its_name() -> None:
    (row,) = units_of(passage(document(ROWS, id="prov")))
    learnt = frozenset({"prov"})
    assert focus_in(asking("Vilka får söka?", {"bara unga": 0.9, "Lägerpeng": 1.0}, learnt), [row]) == {
        row: "bara unga"
    }
    asked = asking("När ska man söka?", {"1 mars": LEAST - 0.1}, learnt)
    assert focus_in(asked, [row]) == {row: "1 mars"}  # it has the date that is asked for


def test_a_statement_that_answers_much_less_than_another_has_none() -> None:
    text = f"{LINE}\n- Kaffe ingår; lokalen städas varje vecka."
    first, second = units_of(passage(document(text, id="prov")))
    near = {"närvarokort sparas fyra år;": 0.9, "Kaffe ingår;": 0.5}
    assert focus_in(asking("Hur länge?", near, frozenset({"prov"})), [first, second]) == {
        first: "närvarokort sparas fyra år"
    }


def test_the_focus_of_an_answer_is_a_piece_of_its_statement_and_only_in_one_without_doubt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = "Villkor:\n  sparas fyra år:\n    - Hur länge ska närvarokorten finnas kvar?\n"
    files = {
        "lagerpeng.md": sheet("lagerpeng", f"## Villkor\n\n{LINE}", titel="Lägerpeng i Kumla"),
        "fragor/lagerpeng.yaml": questions,
    }
    assistant = load(indexed(tmp_path, files))
    try:
        answer = assistant.ask(Question("Hur länge ska närvarokorten finnas kvar för lägerpengen?", TODAY))
        (statement,) = answer.statements
        assert statement.focus == "närvarokort sparas fyra år"
        assert statement.focus in statement.text
        monkeypatch.setattr("assistant.composition.compose.doubt", lambda asked, units: (True, ()))
        answer = assistant.ask(answer.question)
        assert answer.outcome is Outcome.PARTIAL
        assert [one.focus for one in answer.statements] == [""]
    finally:
        assistant.close()
