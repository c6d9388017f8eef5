"""How a question is read: the part that asks, misspelt places, spans of time, names, what a seeker is told first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sheets import TODAY, sheet, write_sheets

from assistant import swedish, values
from assistant.adapters.static_embedding import StaticEmbedder
from assistant.answer import Assistant
from assistant.domain import Answer, Question
from assistant.intents import Intent, intents_of
from assistant.query import BACKGROUND_WEIGHT, understand
from assistant.settings import Settings
from assistant.vocabulary import Vocabulary
from assistant.wiring import load
from ingest.pipeline import ingest

SHEETS = {
    "clownpeng.md": sheet(
        "clownpeng",
        """
## Vem

- Söks av clowner mellan 9 och 19 år.

## Ansökan

- Ansökan är öppen 3 februari–7 mars. Ansökan gäller ett år i taget.
- Redovisning senast två månader efter föreställningen.
- Särskild hänsyn tas till skratt på sjukhus och vård av näsor.
""",
        titel="Clownpeng – för unga clowner i länet",
        kommun="[Nora, Kumla]",
    ),
    "lindansarstod.md": sheet(
        "lindansarstod",
        """
## Vad

- Lindansarstödet ges till lina och nät. Vilka som kan söka framgår inte av underlaget.
- Stödet är 700 kr.
""",
        titel="Lindansarstöd – Laxå kommun",
        kommun="Laxå",
    ),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("reading")
    write_sheets(folder / "in", SHEETS)
    ingest([folder / "in"], folder / "data", StaticEmbedder())
    assistant = load(Settings(data_dir=folder / "data"))
    yield assistant
    assistant.close()


def ask(world: Assistant, text: str) -> Answer:
    return world.ask(Question(text, TODAY))


def understood(text: str) -> dict[str, float]:
    return dict(understand(Question(text, TODAY), Vocabulary({})).weights)


def test_the_part_that_asks() -> None:
    assert swedish.asking_part("Vi är en klubb i Nora. När söker vi? Tack på förhand.") == "När söker vi?"
    assert swedish.asking_part("nä e sista dan å söka") == "nä e sista dan å söka"


def test_the_kind_of_answer_is_read_from_what_asks() -> None:
    assert Intent.WHEN in intents_of("Jag är kassör i en klubb. När ska det vara inne?")
    assert Intent.WHEN not in intents_of("När vi var små fick alla pengar. Kan vi få det?")
    assert Intent.AMOUNT not in intents_of("Hur räknas det ut hur mycket vi får?")


def test_the_story_before_a_question_counts_less_than_the_question() -> None:
    weights = understood("Vi dansar på lina varje tisdag. Får vi stöd till nät?")
    assert weights["lina"] == BACKGROUND_WEIGHT * weights["nät"]


def test_a_misspelt_place_is_that_place_and_no_word_of_its_own() -> None:
    weights = understood("stöd i degefors")
    assert "degerfors" in weights
    assert "degefors" not in weights
    assert {"noras", "nora"} <= set(understood("Noras stöd"))


@pytest.mark.parametrize(
    ("text", "is_date", "is_span"),
    [
        ("Ansökan gäller ett år i taget.", False, True),
        ("Handläggningen tar fyra veckor.", False, True),
        ("Senast två veckor före lovet.", True, True),
        ("Senast 3 maj.", True, False),
    ],
)
def test_how_long_is_not_when(text: str, is_date: bool, is_span: bool) -> None:
    assert values.has_date_in_year(text) is is_date
    assert values.has_span(text) is is_span


def test_when_to_apply_is_not_answered_by_how_long_at_a_time(world: Assistant) -> None:
    answer = ask(world, "När ansöker man om clownpeng?")
    assert "3 februari–7 mars" in answer.text
    assert "två månader" not in answer.text


def test_a_grant_that_is_called_by_its_name_answers_for_a_place_it_does_not_have(world: Assistant) -> None:
    answer = ask(world, "Jag bor i Laxå. Vem kan söka clownpeng?")
    assert [citation.passage.document.id for citation in answer.citations][:1] == ["clownpeng"]


def test_who_asks_what_there_is_to_get_is_told_the_name_of_the_grant(world: Assistant) -> None:
    answer = ask(world, "Vilket bidrag kan en ung clown på nio år få?")
    assert answer.statements[0].text.startswith("Clownpeng: ")
    assert not answer.statements[0].text.startswith("Clownpeng: Clownpeng")


def test_a_section_answers_whole_when_no_part_of_it_says_it_in_the_askers_words(world: Assistant) -> None:
    answer = ask(world, "Vad ska vi trycka på i ansökan om clownpeng?")
    assert "skratt på sjukhus" in answer.text


def test_what_the_nearest_line_says_is_missing_is_not_answered_as_if_it_were_there(world: Assistant) -> None:
    answer = ask(world, "Vilka kan söka lindansarstödet?")
    assert answer.outcome != "answered"
    assert "framgår inte" in answer.text
