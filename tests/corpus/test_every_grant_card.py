"""Every card of the corpus: all its fields resolve to words of its document, and every sheet with grants has cards."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.domain import Document
from assistant.grants.cards import Field, Grant, GrantStatus, Kind, Purpose, status_on
from assistant.grants.deadlines import Once, Relative, Rolling, Unstated, WeekRule, Yearly
from assistant.language.swedish import normalise
from assistant.language.values import values
from ingest.grant_schema import CardEntry

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "corpus" / "bidrag" / "README.md").read_text(encoding="utf-8")
TODAY = date(2026, 11, 25)
TOLD_ELSEWHERE = ("parasport", "Kvinno- och tjejjourer")  # with sheets and cards of their own
NOT_GRANTS = {
    "orebro-bidragsoversyn-2022": "a consultation about rules to come",
    "nationell-demokrativillkor": "a condition of other grants",
}


@pytest.fixture(scope="module")
def cards(real_assistant: Assistant) -> tuple[Grant, ...]:
    return real_assistant.generation.grants


@pytest.fixture(scope="module")
def documents(real_assistant: Assistant) -> dict[str, Document]:
    return {document.id: document for document in real_assistant.generation.documents()}


def test_every_field_of_every_card_resolves_to_a_quote_in_its_document(real_assistant: Assistant) -> None:
    generation = real_assistant.generation
    count = 0
    for card in generation.grants:
        passages = generation.passages_of(card.document)
        for quote in card.quotes():
            assert card.document.text[quote.start : quote.end] == quote.text, card.id
            assert any(passage.start <= quote.start and quote.end <= passage.end for passage in passages), card.id
            count += 1
    assert count > 900


def test_every_day_of_every_card_stands_in_its_quote(cards: tuple[Grant, ...]) -> None:
    for card in cards:
        for time in card.times:
            said = values(time.quote.text) | values(card.name)
            match time.deadline:
                case Yearly() | Once() | WeekRule():
                    assert values(time.words) <= said, (card.id, time.words)
                case Relative():
                    assert normalise(time.words) in normalise(time.quote.text), card.id
                case Rolling():
                    assert re.search("löpande|när som helst|hela året|ingen sista dag", normalise(time.quote.text)), (
                        card.id
                    )
                case Unstated():
                    pass


def test_every_sheet_with_grant_rules_has_cards(cards: tuple[Grant, ...], documents: dict[str, Document]) -> None:
    rules = {name for name, document in documents.items() if document.kind == "bidragsregler"} - set(NOT_GRANTS)
    assert rules - {card.document.id for card in cards} == set()


def test_what_is_outdated_has_ended(cards: tuple[Grant, ...], documents: dict[str, Document]) -> None:
    for card in cards:
        if card.document.superseded_by:
            assert status_on(card, TODAY) is GrantStatus.ENDED, card.id


def test_every_row_of_a_table_of_grants_is_a_card(cards: tuple[Grant, ...], documents: dict[str, Document]) -> None:
    """A table whose first column is headed Bidrag, Stöd or Check, or that has stop dates, has a card for each row."""
    for document in documents.values():
        quoted = {card.quote.text.strip() for card in cards if card.document.id == document.id}
        quoted |= {quote.text.strip() for card in cards if card.document.id == document.id for quote in card.quotes()}
        for table in re.findall(r"(?:^\|.*\n?)+", document.text, re.MULTILINE):
            header, _, *rows = table.strip().splitlines()
            if document.kind == "bidragsregler" and re.match(r"\| (?:Bidrag|Stöd|Check|Stoppdatum) \|", header):
                missing = [row for row in rows if row.strip() not in quoted]
                assert [row for row in missing if not any(name in row for name in TOLD_ELSEWHERE)] == [], document.id


def test_a_card_that_is_open_is_not_known_to_be_paused_or_to_have_ended(cards: tuple[Grant, ...]) -> None:
    for card in cards:
        if card.status in (GrantStatus.PAUSED,):
            assert card.status_quote, card.id


def test_the_readme_explains_every_field_and_value() -> None:
    for word in (*CardEntry.model_fields, *Field, *GrantStatus, *Kind, *Purpose):
        assert f"`{word}`" in README, word


def test_the_readme_marks_what_is_required() -> None:
    marked = dict(re.findall(r"^\| `(\w+)` \| (ja|nej) \|", README, re.MULTILINE))
    assert marked == {name: "ja" if field.is_required() else "nej" for name, field in CardEntry.model_fields.items()}
