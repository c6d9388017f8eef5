"""Running text: what its sentences add where no heading says what a passage is about."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.domain import Document, Passage, Question
from assistant.language.matching import Matcher
from assistant.language.vocabulary import Vocabulary
from assistant.question.query import understand
from assistant.retrieval.relevance import RUNNING_TEXT, Asked, passage_score
from assistant.retrieval.running import BESIDE, IN_ORDER, SENTENCE, RunningText


def passage(text: str) -> Passage:
    document = Document(id="a", title="", text=text, sha256="0", path="a.md")
    return Passage("a#0", document, text, (), 0, len(text))


def added(question: str, text: str) -> float:
    """What the three parts of running text add; every unit is as rare as any other."""
    query = understand(Question(question, date(2026, 1, 1)), Vocabulary())
    asked = Asked(query, Matcher(dict(query.weights), query.alternatives))
    one = passage(text)
    return RunningText(asked, lambda _: 1.0).score(one) - passage_score(one, asked, RUNNING_TEXT)


ASKED = "Vilket år byggdes den gamla träbron?"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Den gamla träbron syns långt.", "Den syns långt. Träbron ligger där. Den är gammal och gamla hus finns."),
        ("Där låg gamla träbron.", "Där låg träbron gamla."),  # the same words in another order
        ("Träbron byggdes 1874.", "Träbron byggdes senare."),
        ("Träbron byggdes 1874.", "Träbron byggdes där alla kunde se den och alla var glada och hade fest 1874."),
    ],
)
def test_what_tells_that_this_is_the_passage(better: str, worse: str) -> None:
    assert added(ASKED, better) > added(ASKED, worse)


def test_a_year_that_the_question_names_is_no_news() -> None:
    asked = "När byggdes bron som brann 1874?"
    assert added(asked, "Bron byggdes 1870.") > added(asked, "Bron byggdes 1874.")


@pytest.mark.parametrize("text", ["", "Något helt annat.", ASKED, f"{ASKED} {ASKED} 1874"])
def test_what_is_added_keeps_within_its_weights(text: str) -> None:
    assert -1e-9 <= added(ASKED, text) <= SENTENCE + BESIDE + IN_ORDER + 1e-9


def test_nothing_is_added_for_a_question_without_words() -> None:
    assert added("Och?", "Träbron byggdes 1874.") == 0.0
