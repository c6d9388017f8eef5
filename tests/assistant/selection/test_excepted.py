"""What a source leaves out by name comes first, and in focus, for who asks whether just that may be had."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sheets import TODAY, indexed, sheet

from assistant.answer import Assistant
from assistant.domain import Answer, Outcome, Question
from assistant.wiring import load

SHEETS = {
    "seglarpeng.md": sheet(
        "seglarpeng",
        """
## Vem

- Söks av seglarklubbar med säte i Nora. Rederier kan inte söka.

## Bidrag

| Bidrag | Sista dag | Villkor |
|---|---|---|
| Läger | 1 maj | högst 4 000 kr; inte kappseglingar eller fester |
| Båtköp | löpande | högst 9 000 kr; ej påbörjat |

- Seglarpengen räcker till mast, segel och köl. Inte bara nya segel.
- Pengarna går inte till mat eller resor.

## Ej bidrag

- Roddar-, kanot- och fiskeklubbar.

## Ansökan

- Ansökan görs i e-tjänst. Inte retroaktivt.
""",
        titel="Seglarpeng i Nora",
        kommun="Nora",
    ),
}


@pytest.fixture(scope="module")
def sailing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = load(indexed(tmp_path_factory.mktemp("sailing"), SHEETS))
    yield assistant
    assistant.close()


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, TODAY))


@pytest.mark.parametrize(
    ("text", "first", "focus"),
    [
        ("Kan vi få seglarpeng i Nora till en kappsegling?", "Läger", "inte kappseglingar eller fester"),
        ("Får vi använda seglarpengen i Nora till resor?", "inte till mat eller resor", ""),
        ("Kan ett rederi söka seglarpeng i Nora?", "Rederier kan inte söka", "Rederier kan inte söka"),
        ("Vi är en fiskeklubb i Nora, kan vi söka seglarpeng?", "Ej bidrag: Roddar-, kanot- och fiskeklubbar", ""),
    ],
)
def test_what_is_left_out_comes_first(sailing: Assistant, text: str, first: str, focus: str) -> None:
    answer = ask(sailing, text)
    assert first in answer.statements[0].text
    assert answer.statements[0].focus == focus
    assert not any(one.focus for one in answer.statements[1:])


@pytest.mark.parametrize(
    "text",
    [
        "Kan vi få seglarpeng i Nora till nya segel?",  # "inte bara" leaves nothing out
        "Kan en seglarklubb söka seglarpeng i Nora?",
        "Vilka får söka seglarpeng i Nora, och gäller det resor?",  # asks which
    ],
)
def test_nothing_else_is_taken_for_an_exception(sailing: Assistant, text: str) -> None:
    answer = ask(sailing, text)
    assert answer.outcome is not Outcome.NOT_FOUND
    assert not any(word in answer.statements[0].text for word in ("mat eller resor", "kappseglingar", "Roddar-"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kan vi söka seglarpeng i Nora i efterhand?", "Inte retroaktivt"),
        ("Får vi börja innan vi fått besked om seglarpengen i Nora?", "ej påbörjat"),
        ("Vi har redan köpt båten, kan vi få bidrag till båtköp i Nora?", "ej påbörjat"),
    ],
)
def test_whether_one_may_begin_is_told_by_the_rule_about_that(sailing: Assistant, text: str, told: str) -> None:
    assert told in ask(sailing, text).statements[0].text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kan vi i Lindesberg få pengar till en bowlingturnering?", "inte matcher eller turneringar"),
        ("Räknas en danstillställning i Nora som sammankomst?", "Inte danser, basarer, bingo"),
        ("Får man köpa bullar för Ung peng?", "Pengarna går inte till mat"),
    ],
)
def test_in_the_corpus_no_answer_sounds_like_a_yes(real_assistant: Assistant, text: str, told: str) -> None:
    assert told in ask(real_assistant, text).statements[0].text
