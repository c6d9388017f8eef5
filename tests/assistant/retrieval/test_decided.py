"""When something was decided and by whom: told by the source that is it, in what it says of deciding."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sheets import TODAY, indexed, sheet

from assistant.answer import Assistant
from assistant.domain import Document, Question, Turn
from assistant.language.events import Event, events
from assistant.language.vocabulary import build
from assistant.question.query import Query, understand
from assistant.retrieval import ranking
from assistant.retrieval.relevance import is_itself
from assistant.retrieval.retrieve import _called
from assistant.wiring import load

SHEETS = {
    "segelplan.md": sheet(
        "segelplan",
        """
## Vad planen är

- Planen samlar länets hamnar. Arbetet pågick till 12 maj 2019.

## Datum och källa

- Regionfullmäktige antog den regionala segelplanen den 4 juni 2020.
""",
        titel="Regional segelplan för Örebro län 2020–2030",
        dokumenttyp="handlingsplan",
        kommun="regionen",
    ),
    "segelpengar.md": sheet(
        "segelpengar",
        """
## Skillnad mot hamnstöd

- Projektpengarna inom den regionala segelplanen publicerades den 9 mars 2022 och gäller segling i hela länet.
- Styrgruppen för den regionala segelplanen möts i Nora.
""",
        titel="Projektpengar inom den regionala segelplanen",
        kommun="regionen",
    ),
}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    opened = load(indexed(tmp_path_factory.mktemp("hamn"), SHEETS))
    yield opened
    opened.close()


def _said(assistant: Assistant, text: str, *earlier: str) -> list[str]:
    history = tuple(Turn("user", turn) for turn in earlier)
    return [statement.text for statement in assistant.ask(Question(text, TODAY, history)).statements]


@pytest.mark.parametrize(
    "text", ["När antogs den regionala segelplanen?", "När togs den nu gällande regionala segelplanen?"]
)
def test_a_decision_is_dated_by_what_was_decided_and_not_by_what_is_about_it(harbour: Assistant, text: str) -> None:
    assert _said(harbour, text)[0] == "Regionfullmäktige antog den regionala segelplanen den 4 juni 2020."


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("Av vem?", "När antogs den regionala segelplanen?"),
        ("Vilken dag?", "Vem antog den regionala segelplanen?"),
    ],
)
def test_a_short_follow_up_asks_of_the_decision_that_was_just_asked_about(
    harbour: Assistant, text: str, earlier: str
) -> None:
    said = _said(harbour, text, earlier)
    assert said[0].startswith("Regionfullmäktige antog")


@pytest.mark.parametrize(
    ("title", "is_it"),
    [
        ("Regional segelplan för Örebro län", True),
        ("Vind i seglen – Regional segelplan 2018", True),
        ("Uppföljning av den regionala segelplanen", False),
        ("Projektpengar inom den regionala segelplanen", False),
    ],
)
def test_a_source_is_what_its_title_begins_with(title: str, is_it: bool) -> None:
    query: Query = understand(Question("Vad säger den regionala segelplanen?", TODAY), build({}))
    assert is_itself(Document("a", title, "", "", "a.md"), query) is is_it


def test_a_plan_that_was_taken_was_decided_and_one_that_was_made_was_not() -> None:
    assert Event.DECIDE in events("När togs planen?")
    assert Event.DECIDE not in events("Hur togs planen fram?") and Event.DECIDE not in events("Vad togs fram?")


@pytest.mark.parametrize(
    ("text", "same"), [("Av vem?", True), ("Vilken dag?", True), ("Vilka hamnar är med i planen?", False)]
)
def test_a_follow_up_of_a_word_carries_what_happened(text: str, same: bool) -> None:
    history = (Turn("user", "När antogs segelplanen?"),)
    query = understand(Question(text, TODAY, history), build({}))
    assert (query.events == {Event.DECIDE}) is same


def test_a_source_that_is_it_gains_over_one_that_is_about_it() -> None:
    query = understand(Question("När antogs den regionala segelplanen?", TODAY), build({}))
    it = Document("a", "Regional segelplan för Örebro län", "", "", "a.md")
    about = Document("b", "Projektpengar inom den regionala segelplanen", "", "", "b.md")
    assert _called(it, query, 1.0) == ranking.ITSELF * _called(about, query, 1.0)
    assert _called(it, query, 0.5) == _called(about, query, 0.5), "not where it is another place's"
