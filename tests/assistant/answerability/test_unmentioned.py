"""What no source has a word for is named, and not passed off as answered; what is only asked in other words is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sheets import TODAY, indexed, sheet

from assistant.answer import Assistant
from assistant.answerability.unmentioned import unmentioned
from assistant.domain import Answer, Document, Outcome, Passage, Question
from assistant.language.plain import is_plain
from assistant.language.vocabulary import build
from assistant.question.beyond import is_individual
from assistant.question.query import understand
from assistant.wiring import load

TEXT = """
Rodstödet täcker 75 % av projektkostnaden. Bilagor: stadgar och budget.

Båtklubben ordnar fritidsverksamhet.
Båtklubben redovisar fritidskortet varje år efter pandemin. Försäkringskassan sköter registret. Regattor prioriteras.
"""
SHEETS = {
    "rodstod.md": sheet(
        "rodstod",
        """
## Villkor

- Rodstödet går till roddklubbar i Nora. Det täcker 75 % av kostnaden för en båt. Bilagor: stadgar och budget.

## Tider

- Rodstödet söks senast den 4 mars. Utbetalning: i maj.

## Gräns

- Vi har inte hittat någon regattapeng i Nora.
""",
        titel="Rodstöd – Nora kommun",
        kommun="Nora",
    )
}


def missing(text: str, *unknown: str) -> tuple[str, ...]:
    document = Document("rodstod", "Rodstöd – Nora kommun", TEXT, "", "rodstod.md", municipalities=("Nora",))
    passage = Passage("rodstod-1", document, TEXT, (), 0, len(TEXT))
    return unmentioned(understand(Question(text, date(2026, 11, 26)), build({})), [passage], frozenset(unknown))


@pytest.fixture(scope="module")
def rod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    opened = load(indexed(tmp_path_factory.mktemp("rod"), SHEETS))
    yield opened
    opened.close()


def told(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, TODAY))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hur mycket av projektet täcker rodstödet?", ()),
        ("Måste vi ha kvitton för rodstödet?", ("kvitton",)),
        ("Ger rodstödet pengar till regattan?", ()),
        ("Ger rodstödet pengar till fritid?", ()),
        ("Vad är ett sådant rodstöd?", ()),
        ("Vilka försäkringar ingår i rodstödet?", ("försäkringar",)),
        ("Kan fritidskortspengar redovisas i efterhand?", ("efterhand",)),
        ("Vi är grannar med en tvättstuga. När ska rodstödet sökas?", ()),
        ("Hur stort var rodstödet under pandemiåret?", ()),
        ("vi är elva syskon som startat en tvättstuga, kan vi få rodstödet?", ()),
        ("Min faster vill ha en tvättstuga, kan hon få stöd?", ("faster", "tvättstuga")),
        ("vi driver ett handelsbolag, kan vi få rodstödet?", ("handelsbolag",)),
        ("prioriteras regattor, vi har en tvättstuga i källaren", ()),
        ("täcker rodstödet en tvättstuga, vi har en båt", ("tvättstuga",)),
        ("What is the deadline for the dishwasher?", ()),
        (
            "Behöver man tv-licens eller Ip-nummer för rodstödet?",
            ("licens",),
        ),  # "tv" and "ip" are too short to look for
    ],
)
def test_the_words_that_a_document_does_not_mention(text: str, words: tuple[str, ...]) -> None:
    assert missing(text) == words


def test_what_is_done_may_be_called_something_no_document_calls_it() -> None:
    assert missing("När dammsuger man båtklubben?", "dammsuger") == ()
    assert missing("När dammsuger man båtklubben?") == ("dammsuger",)


def test_time_money_and_asking_are_plain_words() -> None:
    assert all(map(is_plain, ("söka", "måndag", "belopp", "kommunen")))
    assert not any(map(is_plain, ("kvitton", "jury", "sporthall")))


@pytest.mark.parametrize("text", ["När ska rodstödet sökas?", "Hur mycket ger rodstödet till en båt?"])
def test_what_the_source_speaks_of_is_answered(rod: Assistant, text: str) -> None:
    assert told(rod, text).outcome is Outcome.ANSWERED


def test_the_missing_word_is_named_before_what_comes_nearest(rod: Assistant) -> None:
    answer = told(rod, "Måste roddklubbar i Nora visa kvitton för rodstödet?")
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Källan nämner inte ") and "”kvitton”" in answer.lead
    assert answer.statements and answer.near_misses


def test_how_something_is_done_that_no_source_has_a_word_for_is_not_answered(rod: Assistant) -> None:
    answer = told(rod, "Hur överklagar vi rodstödet till roddklubbar i Nora?")
    assert answer.outcome is not Outcome.ANSWERED


def test_a_silence_that_the_source_states_is_told_before_what_is_beside_it(rod: Assistant) -> None:
    answer = told(rod, "När ska regattapengen i Nora sökas?")
    assert answer.outcome is not Outcome.ANSWERED
    assert "inte hittat någon regattapeng" in answer.statements[0].text


def test_a_question_about_what_the_asker_has_sent_is_its_own_matter() -> None:
    assert is_individual("när får vi svar på ansökan vi skickade i maj?")
    assert not is_individual("vad ska stå i ansökan som skickas in?")


def test_a_part_of_an_answer_names_the_missing_word_too(real_assistant: Assistant) -> None:
    answer = told(real_assistant, "Måste vi ha revisor i Nora?")
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Källan nämner inte ”revisor”.")
