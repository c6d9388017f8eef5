"""What says the same elsewhere is cited beside the statement that answers, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from assistant.composition.compose import cite
from assistant.composition.confirming import confirmed
from assistant.domain import Document, Hit, PartialDate, Passage, Question
from assistant.language.matching import Matcher
from assistant.language.vocabulary import build
from assistant.passages.units import units_of
from assistant.question.query import understand
from assistant.retrieval.relevance import Asked

TODAY = date(2026, 11, 21)
ASKS_WHEN = "När ska vi söka vågstödet?"
ANSWER = "Vågstödet ska sökas senast den 14 mars."


def _passage(name: str, heading: str, text: str, *, until: str | None = None) -> Passage:
    held = PartialDate.parse(until) if until else None
    document = Document(name, "Vågstöd", text, "", f"{name}.md", valid_to=held)
    return Passage(f"{name}-{heading}", document, text, (heading,), 0, len(text))


def _confirming(question: str, answer: Passage, others: Sequence[Passage]) -> list[str]:
    weights = {"vågstödet": 2.0, "söka": 1.0}
    asked = Asked(understand(Question(question, TODAY), build({})), Matcher(weights, {}))
    hits = [Hit(passage, 1.0) for passage in (answer, *others)]
    found = confirmed(asked, units_of(answer), hits, lambda _: (answer,), TODAY)
    return [unit.text for unit in found.values()]


OTHER = _passage("tabell", "Översikt", "Vågstöd att söka: 14 mars, för seglare.")


def test_a_date_that_stands_in_two_places_is_cited_from_both() -> None:
    answer = _passage("stod", "Tider", ANSWER)
    assert _confirming(ASKS_WHEN, answer, [OTHER]) == [OTHER.text]
    statements, citations = cite(units_of(answer), TODAY, confirmed_by={units_of(answer)[0]: units_of(OTHER)[0]})
    assert [statement.text for statement in statements] == [ANSWER] and statements[0].citations == (1, 2)
    assert [citation.quote for citation in citations] == [ANSWER, OTHER.text]


@pytest.mark.parametrize(
    ("question", "other"),
    [
        (ASKS_WHEN, _passage("annat", "Översikt", "Vågstöd att söka: 15 mars, för seglare.")),
        (ASKS_WHEN, _passage("roddstod", "Översikt", "Roddtävlingen i Nora hålls den 14 mars.")),
        (ASKS_WHEN, _passage("betalt", "Utbetalning", "Vågstödet betalas ut den 14 mars.")),
        (ASKS_WHEN, _passage("gammalt", "Översikt", OTHER.text, until="2019")),
        ("Vem får söka vågstödet?", OTHER),
        ("Jämför vågstödet med roddstödet", OTHER),
    ],
    ids=["another date", "another matter", "another event", "outdated", "a date is not asked for", "a comparison"],
)
def test_nothing_else_confirms_it(question: str, other: Passage) -> None:
    assert _confirming(question, _passage("stod", "Tider", ANSWER), [other]) == []
