"""What else in the sources says the same as the statement that answers: a date that stands in two places is surer. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.domain import Hit, Passage, Status
from assistant.language import values
from assistant.language.matching import Matcher
from assistant.passages.units import Unit, units_of
from assistant.question.intents import VALUES, Intent
from assistant.retrieval.relevance import PROVENANCE, Asked, around, has_value
from assistant.retrieval.weighing import Siblings
from assistant.validity import status_of

MOST_CONFIRMED = 5  # statements of an answer that is confirmed; a longer one is a list
SAME_WORDS = 0.75  # share of a statement's words that another must have to say the same, when it has no number or date
SAME_WITH_VALUES = 0.4  # the same when it has all its numbers and dates
FEWEST_WORDS = 4  # in a statement without numbers
AS_NEAR = 0.7  # share of what the statement covers of the question that the other must cover
_HOLDS = (Status.IN_FORCE, Status.UNKNOWN)


def confirmed(
    asked: Asked, units: Sequence[Unit], hits: Sequence[Hit], siblings: Siblings, today: date
) -> dict[Unit, Unit]:
    """The unit that answers best → one under another heading, or in another source, that says the same of the same."""
    query = asked.query
    if not 0 < len(units) <= MOST_CONFIRMED or query.wants(Intent.COMPARE, Intent.OFFER):
        return {}
    able = [unit for unit in units if not query.wants(*VALUES) or has_value(query, unit)]
    answers = max(able, key=lambda unit: _covered(asked, unit), default=None)
    shown = {unit.passage.id for unit in units}
    if answers is None:
        return {}
    found = [
        unit
        for passage in _elsewhere(answers, hits, siblings)
        if passage.id not in shown and _holds_as_well(answers, passage, today)
        for unit in units_of(passage)
        if _says_the_same(asked, answers, unit)
    ]
    return {answers: max(found, key=lambda unit: _covered(asked, unit))} if found else {}


def _elsewhere(unit: Unit, hits: Sequence[Hit], siblings: Siblings) -> Iterator[Passage]:
    """The other sections of a unit's document, and what else was found."""
    own = unit.passage
    every = {passage.id: passage for passage in (*siblings(own.document), *(hit.passage for hit in hits))}
    for passage in every.values():
        if passage.headings[:1] != PROVENANCE[0] and (passage.document.id, passage.headings) != (
            own.document.id,
            own.headings,
        ):
            yield passage


def _holds_as_well(unit: Unit, passage: Passage, today: date) -> bool:
    status = status_of(passage.document, today)
    return status in _HOLDS or status is status_of(unit.passage.document, today)


def _says_the_same(asked: Asked, one: Unit, other: Unit) -> bool:
    """True when the other has all numbers and dates of the one and many of its words, and answers the question as well."""
    told, repeated = values.values(one.text), values.values(other.text)
    if not told <= repeated or (not told and len(one.words) < FEWEST_WORDS):
        return False
    if told and not (asked.query.count or has_value(asked.query, other)):
        return False  # a date that was not asked for
    same = Matcher(dict.fromkeys(one.words, 1.0), {}).coverage(other.words)
    return same >= (SAME_WITH_VALUES if told else SAME_WORDS) and _covered(asked, other) >= AS_NEAR * _covered(
        asked, one
    )


def _covered(asked: Asked, unit: Unit) -> float:
    return asked.matcher.coverage(unit.words, around(unit.passage, asked.matcher))
