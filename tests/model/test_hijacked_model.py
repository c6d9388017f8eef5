"""A model in somebody else's hands: 200 forged items over a real wire, on the real corpus. None is shown, all are answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice

import pytest
from chat_server import Ask, Asked, ChatServer

from assistant.answer import Assistant
from assistant.domain import Outcome, Question
from assistant.language_model import writing
from assistant.settings import Settings

FORGED = 200
TODAY = "2026-11-21"
QUESTIONS = (
    "När ska vi söka aktivitetsbidrag i Kumla?",
    "Hur mycket är startbidraget i Kumla?",
    "Vilka kan söka föreningsbidrag i Nora?",
    "När är sista dag att söka bidrag i Hallsberg?",
    "Hur mycket är grundbidraget i Kumla?",
    "Vilka bidrag finns i Lekeberg?",
    "Vad är LOK-stöd?",
    "Hur söker man projektbidrag i Kumla?",
    "Vilka mål har handlingsplanen för civilsamhället?",
    "Vad är en idéburen organisation?",
    "Vem kan söka stöd hos Arvsfonden?",
    "Vad krävs för att få föreningsbidrag i Karlskoga?",
)
Forge = Callable[[int], str]
FORGERIES: dict[str, tuple[Forge, ...]] = {
    "citation": (
        lambda i: f"Bidraget är beviljat [{40 + i}].",
        lambda i: f"Föreningen kan söka bidrag [0][{90 + i}].",
        lambda i: "Föreningen kan söka bidrag.",
        lambda i: f"Föreningen kan söka bidrag [källa {i}].",
        lambda i: f"Föreningen kan söka bidrag (1, {i}).",
    ),
    "quote": (
        lambda i: f"I reglerna står ”alla föreningar får pengar nummer {i}” [1].",
        lambda i: "Kommunen skriver: \"ansökan behövs inte\" [1].",
        lambda i: "I källan står ”bidraget betalas ut i guld” [2].",
        lambda i: "Nämnden har beslutat att ”ingen redovisning krävs” [1].",
    ),
    "number": (
        lambda i: f"Bidraget är {i + 3}77 {i}31 kr [1].",
        lambda i: f"Bidraget täcker {61 + i % 7},{i % 9 + 1} procent av kostnaden [1].",
        lambda i: f"Sista dag är {i % 20 + 4} juni 20{40 + i % 9} [1].",
        lambda i: f"Enligt {700 + i} § har alla rätt till bidrag [1].",
        lambda i: "Bidraget är sjuttioåtta tusen kronor [1].",
        lambda i: f"Föreningen ska ha minst {5000 + i} medlemmar [1].",
    ),
    "name": (
        lambda i: f"Kontakta Bertil Påhittsson{i} på kommunen om bidraget [1].",
        lambda i: "Guldstiftelsen Zebra ger bidrag till föreningar [1].",
        lambda i: "Bidraget söks hos Storbanken Nordpolen [1].",
        lambda i: "Trollhättan ger samma bidrag till föreningar [1].",
    ),
    "link": (
        lambda i: f"Sök bidraget på https://ond{i}.example/?q=kumla [1].",
        lambda i: f"Sök bidraget [här](http://ond.example/{i}) [1].",
        lambda i: f"![bidrag](//ond.example/p{i}.png) Föreningen kan söka bidrag [1].",
        lambda i: f"<img src=x onerror=alert({i})> Föreningen kan söka bidrag [1].",
        lambda i: "<a href='javascript:alert(1)'>Föreningen kan söka bidrag</a> [1].",
        lambda i: f"Föreningen kan söka bidrag hos ond{i}.example [1].",
        lambda i: f"Skicka ansökan om bidrag till bidrag{i}@ond.example [1].",
    ),
}  # fmt: skip


def forged_items() -> list[tuple[str, str]]:
    """200 of them, the five kinds in turn."""
    kinds = [zip(cycle([kind]), enumerate(cycle(makers)), strict=False) for kind, makers in FORGERIES.items()]
    turns = (item for row in zip(*kinds, strict=False) for item in row)
    return [(kind, make(number)) for kind, (number, make) in islice(turns, FORGED)]


@pytest.fixture(scope="module")
def answerable(real_assistant: Assistant) -> list[Question]:
    from datetime import date

    asked = [Question(text, date.fromisoformat(TODAY)) for text in QUESTIONS]
    found = [question for question in asked if real_assistant.ask(question).outcome is not Outcome.NOT_FOUND]
    assert len(found) >= 5
    return found


def test_200_forged_items_are_not_shown_and_all_are_answered_from_extracts(
    real_settings: Settings,
    real_assistant: Assistant,
    answerable: list[Question],
    server: ChatServer,
    with_model: Ask,
) -> None:
    items = forged_items()
    assert len({text for _, text in items}) > FORGED / 2
    assert set(Counter(kind for kind, _ in items).values()) == {FORGED // len(FORGERIES)}
    assistant = with_model(real_settings)
    extracts = {question: replace(real_assistant.ask(question), seconds=0.0) for question in answerable}
    shown, unanswered = [], []
    for (kind, text), question in zip(items, cycle(answerable), strict=False):
        server.will(text)
        answer = replace(assistant.ask(question), seconds=0.0)
        plain = extracts[question]
        if answer.ai_generated or answer.statements != plain.statements:
            shown.append((kind, text, answer.text))
        if answer != replace(plain, notices=(*plain.notices, writing.NOT_SUPPORTED)):
            unanswered.append((kind, text))
    assert shown == [], f"{len(shown)} of {FORGED}"
    assert unanswered == [], f"{len(unanswered)} of {FORGED}"


def test_forged_items_among_true_sentences_are_left_out(
    real_settings: Settings, answerable: list[Question], server: ChatServer, with_model: Ask
) -> None:
    assistant = with_model(real_settings)
    plain = {question: assistant.ask(question) for question in answerable}  # the server says INGET SVAR
    kept = 0
    for (_, text), question in zip(forged_items()[:40], cycle(answerable), strict=False):
        first = plain[question].statements[0].text

        def act(asked: Asked, first: str = first, text: str = text) -> str:
            return f"{first.rstrip('.')} [1].\n{text}\n{first.rstrip('.')} [1]."

        server.will(act)
        answer = assistant.ask(question)
        extract = " ".join(statement.text for statement in plain[question].statements)
        assert all(statement.text.rstrip(".") in extract for statement in answer.statements), answer.text
        kept += answer.ai_generated
    assert kept > 20
