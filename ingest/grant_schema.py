"""What a grant card may hold, as editors write it; see corpus/bidrag/README.md. Values arrive as text."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict

from assistant.domain import AREAS
from assistant.grants import deadlines
from assistant.grants.cards import GrantStatus, Kind, Purpose

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_AGES = re.compile(r"(\d{1,3})[–-](\d{1,3})?")
E = TypeVar("E", bound=StrEnum)


def _identifier(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError("ska bara ha små bokstäver a–z, siffror och bindestreck")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("ska vara en text som inte är tom (sätt citattecken om den innehåller kolon)")
    return value.strip()


def _list(value: object) -> object:
    if value in ([], ""):
        raise ValueError("ska ha minst ett värde")
    return tuple(value) if isinstance(value, list) else (value,)


def _area(value: object) -> str:
    if value not in AREAS:
        raise ValueError("ska vara " + ", ".join(AREAS))
    return str(value)


def _one_of(words: type[E]) -> BeforeValidator:
    def check(value: object) -> E:
        try:
            return words(str(value))
        except ValueError:
            raise ValueError("ska vara ett av: " + ", ".join(words)) from None

    return BeforeValidator(check)


def _ages(value: object) -> tuple[int, int | None]:
    found = _AGES.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueError("ska vara åldrar som 7–25, eller 65– när ingen övre gräns finns")
    first, last = int(found.group(1)), int(found.group(2)) if found.group(2) else None
    if last is not None and last < first:
        raise ValueError("slutar innan det börjar")
    return first, last


def _number(value: object) -> int:
    if not isinstance(value, str) or not value.isdecimal():
        raise ValueError("ska vara ett heltal")
    return int(value)


def _when(value: object) -> str:
    words = _text(value)
    deadlines.parse(words)
    return words


def _time(value: object) -> object:
    return {"nar": value} if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_list)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TimeEntry(_Strict):
    """One time: when, what it concerns, and the words it rests on (the card's own when none are given)."""

    nar: Annotated[str, BeforeValidator(_when)]
    avser: Text | None = None
    citat: Text | None = None


class CardEntry(_Strict):
    """One card as it stands in its file."""

    id: Annotated[str, BeforeValidator(_identifier)]
    namn: Text
    citat: Text
    status: Annotated[GrantStatus, _one_of(GrantStatus)]
    status_citat: Text | None = None
    givare: Text | None = None
    kommun: Annotated[tuple[Annotated[str, BeforeValidator(_area)], ...], BeforeValidator(_list)] | None = None
    foreningar: Annotated[tuple[Annotated[Kind, _one_of(Kind)], ...], BeforeValidator(_list)] = ()
    andamal: Annotated[tuple[Annotated[Purpose, _one_of(Purpose)], ...], BeforeValidator(_list)] = ()
    alder: Annotated[tuple[int, int | None], BeforeValidator(_ages)] | None = None
    medlemmar: Annotated[int, BeforeValidator(_number)] | None = None
    tid: Annotated[tuple[Annotated[TimeEntry, BeforeValidator(_time)], ...], BeforeValidator(_list)]
    vem: Texts = ()
    till: Texts = ()
    inte_till: Texts = ()
    belopp: Texts = ()
    pott: Texts = ()
    villkor: Texts = ()
    ansokan: Texts = ()
    bilagor: Texts = ()
    redovisning: Texts = ()
    beslut: Texts = ()
