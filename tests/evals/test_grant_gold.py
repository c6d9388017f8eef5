"""The gold lists of grants: everything on them is told, nothing forbidden, and nothing that is on no list."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Question
from evals.cases import DEFAULT_CASES, Case, load_cases
from evals.normalise import contains

ASKED = date(2026, 11, 21)  # the day the lists were written for
CASES = load_cases([DEFAULT_CASES / "bidrag.yaml"])


def shows(text: str, forms: tuple[str, ...]) -> bool:
    return any(contains(text, form) for form in forms)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_list_is_complete_and_holds_nothing_else(real_assistant: Assistant, case: Case) -> None:
    answer = real_assistant.ask(Question(case.turns[-1], ASKED))
    told = [statement.text for statement in answer.statements]
    assert [nugget.name for nugget in case.nuggets if not any(shows(text, nugget.any) for text in told)] == []
    listed = tuple(form for nugget in case.nuggets for form in nugget.any)
    grants = [text for text in told if not text.endswith("hittades inte.")]  # that the source found none is no grant
    assert [text for text in grants if not shows(text, (*listed, *case.may_mention))] == []
    assert [text for text in told if shows(text, case.forbidden)] == []
