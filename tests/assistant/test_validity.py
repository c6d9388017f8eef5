"""In force or not, on a given day. Today is always given, never read from the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import TODAY, document, passage

from assistant.answer import Assistant
from assistant.composition.compose import _that_holds
from assistant.domain import Document, Hit, Outcome, PartialDate, Question, Status
from assistant.language.vocabulary import Vocabulary
from assistant.question.intents import Intent, intents_of
from assistant.question.query import understand
from assistant.validity import covers_year, is_outdated, status_of

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
PARTIAL = st.one_of(
    DAYS.map(lambda day: PartialDate.parse(day.isoformat())),
    DAYS.map(lambda day: PartialDate.parse(f"{day:%Y-%m}")),
    DAYS.map(lambda day: PartialDate.parse(f"{day:%Y}")),
)


def valid(first: str | None = None, last: str | None = None, *, superseded_by: tuple[str, ...] = ()) -> Document:
    return document(
        "text",
        valid_from=PartialDate.parse(first) if first else None,
        valid_to=PartialDate.parse(last) if last else None,
        superseded_by=superseded_by,
    )


@pytest.mark.parametrize(
    ("first", "last", "superseded", "today", "status"),
    [
        (None, None, False, "2026-11-21", Status.UNKNOWN),
        ("2024-05-01", None, False, "2024-04-30", Status.NOT_YET),
        ("2024-05-01", None, False, "2024-05-01", Status.IN_FORCE),
        ("2024-05", None, False, "2024-04-30", Status.NOT_YET),
        ("2024-05", None, False, "2024-05-01", Status.IN_FORCE),
        ("2024", None, False, "2023-12-31", Status.NOT_YET),
        ("2024", None, False, "2024-01-01", Status.IN_FORCE),
        (None, "2024-05-01", False, "2024-05-01", Status.IN_FORCE),
        (None, "2024-05-01", False, "2024-05-02", Status.EXPIRED),
        (None, "2024-02", False, "2024-02-29", Status.IN_FORCE),
        (None, "2024-02", False, "2024-03-01", Status.EXPIRED),
        (None, "2024", False, "2024-12-31", Status.IN_FORCE),
        (None, "2024", False, "2025-01-01", Status.EXPIRED),
        ("2018", "2021", False, "2020-06-01", Status.IN_FORCE),
        ("2018", "2021", True, "2022-01-01", Status.SUPERSEDED),
        ("2018", "2021", True, "2020-06-01", Status.IN_FORCE),  # replaced, but not before its last day
        (None, None, True, "2026-11-21", Status.SUPERSEDED),
        ("2018", None, True, "2026-11-21", Status.SUPERSEDED),
        ("2027", None, True, "2026-11-21", Status.NOT_YET),
    ],
)
def test_status(first: str | None, last: str | None, superseded: bool, today: str, status: Status) -> None:
    newer = ("nyare",) if superseded else ()
    assert status_of(valid(first, last, superseded_by=newer), date.fromisoformat(today)) is status


@given(DAYS, st.none() | PARTIAL, st.none() | PARTIAL, st.booleans())
def test_every_day_has_one_status_that_follows_from_the_dates(
    today: date, first: PartialDate | None, last: PartialDate | None, superseded: bool
) -> None:
    source = document("text", valid_from=first, valid_to=last, superseded_by=("nyare",) if superseded else ())
    status = status_of(source, today)
    if first and today < first.first:
        assert status is Status.NOT_YET
    elif last and today > last.last:
        assert is_outdated(status)
        assert (status is Status.SUPERSEDED) == superseded
    elif superseded and not last:
        assert status is Status.SUPERSEDED
    else:
        assert status is (Status.IN_FORCE if first or last else Status.UNKNOWN)


@given(PARTIAL, st.integers(1, 4000))
def test_what_has_expired_stays_expired(last: PartialDate, days: int) -> None:
    source = document("text", valid_to=last)
    assert status_of(source, last.last) is Status.IN_FORCE
    assert status_of(source, last.last + timedelta(days=days)) is Status.EXPIRED


@pytest.mark.parametrize("status", list(Status))
def test_only_what_is_over_is_outdated(status: Status) -> None:
    assert is_outdated(status) is (status in (Status.EXPIRED, Status.SUPERSEDED))


@pytest.mark.parametrize(
    ("first", "last", "year", "covers"),
    [
        (None, None, 2024, None),
        ("2018", "2021-06-30", 2017, False),
        ("2018", "2021-06-30", 2018, True),
        ("2018", "2021-06-30", 2021, True),
        ("2018", "2021-06-30", 2022, False),
        ("2024-05", None, 2024, True),
        ("2024-05", None, TODAY.year, True),
        ("2024-05", None, TODAY.year + 1, False),  # no end is not a promise about the future
        ("2024-05", None, 2023, False),
        (None, "2024-05", 2024, True),
        (None, "2024-05", 1999, True),
        (None, "2024-05", 2025, False),
    ],
)
def test_covers_year(first: str | None, last: str | None, year: int, covers: bool | None) -> None:
    assert covers_year(valid(first, last), year, TODAY) is covers


def test_whose_validity_is_asked_about() -> None:
    words = document("Kanotplanen för ideell paddling är en plan.", id="ord", title="Begrepp om kanoter")
    old = valid("2014", "2018", superseded_by=("ny",))
    old = replace(old, id="gammal", title="Ideell paddling – kanotplan 2014–2018")
    new = replace(valid("2019", "2023"), id="ny", title="Ideell paddling – kanotplan 2019–2023")
    other = replace(new, title="Strategi för vattensport")

    def held(text: str, *documents: Document) -> str:
        hits = [Hit(passage(one), score, ()) for one, score in zip(documents, (1.0, 0.95, 0.9), strict=False)]
        return _that_holds(understand(Question(text, TODAY), Vocabulary()), hits, TODAY).id

    assert held("Gäller planen för ideell paddling ännu?", words, old, new) == "ny"
    assert held("Gäller planen för ideell paddling 2014 ännu?", words, old, new) == "gammal"
    assert held("Gäller planen för ideell paddling ännu?", old, other) == "gammal", "what replaced it has another name"
    assert held("Gäller planen för ideell paddling ännu?", words) == "ord"


def test_which_one_is_in_force_asks_how_long_it_holds() -> None:
    assert Intent.VALIDITY in intents_of("Vilken är den gällande hamnplanen?")
    assert Intent.VALIDITY in intents_of("Från när?")
    assert Intent.VALIDITY not in intents_of("Från när kan man söka hamnbidrag?")
    assert Intent.VALIDITY not in intents_of("Vilken är den största hamnen?")


def test_what_is_called_so_holds_before_what_only_comes_nearer() -> None:
    near = replace(valid("2020", None), id="nara", title="Segling i skärgården")
    called = replace(valid("2018", "2023"), id="kallad", title="Hamnavtal för öarna")
    hits = [Hit(passage(one), score, ()) for one, score in ((near, 1.0), (called, 0.9))]
    assert (
        _that_holds(understand(Question("Vilket hamnavtal gäller?", TODAY), Vocabulary()), hits, TODAY).id == "kallad"
    )


def test_which_one_holds_after_the_last_day_is_not_told_by_the_last_day(real_assistant: Assistant) -> None:
    answer = real_assistant.ask(Question("Vilken folkhälsoöverenskommelse gäller 2026?", TODAY))
    assert answer.outcome is Outcome.NOT_FOUND
    assert any("hittades inte" in one.text for one in answer.statements)
    held = real_assistant.ask(Question("Hur länge gällde folkhälsoöverenskommelserna?", TODAY))
    assert held.outcome is Outcome.ANSWERED


def test_what_may_have_ended_is_only_a_part_of_an_answer(real_assistant: Assistant) -> None:
    answer = real_assistant.ask(Question("Gäller Kumlas överenskommelse fortfarande?", TODAY))
    assert answer.outcome is Outcome.PARTIAL
    assert any("okänt" in one.text for one in answer.statements)


def test_in_a_year_the_version_that_held_then_is_told_of(real_assistant: Assistant) -> None:
    answer = real_assistant.ask(Question("Vilken plan för civilsamhället gäller 2024?", TODAY))
    assert {one.passage.document.id for one in answer.citations} == {"handlingsplan-civilsamhalle-2022-2025"}
