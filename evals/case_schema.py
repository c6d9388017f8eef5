"""What a case may hold. Values arrive as text; every rule says in Swedish what is allowed."""

from __future__ import annotations

import datetime
import hashlib
import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from evals.normalise import normalise


def _text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("ska vara en text (sätt citattecken om den innehåller kolon)")
    if not value.strip():
        raise ValueError("ska vara en text som inte är tom")
    return value.strip()


def _form(value: object) -> object:
    if not isinstance(value, str) or not normalise(value):
        raise ValueError("ska vara en formulering med minst ett tecken att jämföra")
    return value


def _yes_or_no(value: object) -> bool:
    if value not in ("true", "false"):
        raise ValueError("ska vara true eller false")
    return value == "true"


def _list(value: object) -> object:
    if not isinstance(value, list):
        raise ValueError("ska vara en lista: ett värde per rad som börjar med bindestreck")
    return tuple(value)


def _page(value: object) -> int:
    if not isinstance(value, str) or not value.isdecimal() or int(value) < 1:
        raise ValueError("ska vara ett sidnummer, 1 eller högre")
    return int(value)


def _importance(value: object) -> object:
    if value not in ("vital", "okay"):
        raise ValueError("ska vara vital eller okay")
    return value


def _kind(value: object) -> object:
    if not isinstance(value, str) or value not in list(Kind):
        raise ValueError(f"ska vara något av: {', '.join(Kind)}")
    return Kind(value)


def _day(value: object) -> datetime.date:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError("ska vara ett datum som 2026-01-31")
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError("ska vara ett datum som 2026-01-31") from None


def _hash(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{12,64}", value):
        raise ValueError("ska vara 12 till 64 tecken 0–9 och a–f; python -m evals.stamp skriver det")
    return value


def _dev(value: object) -> object:
    if value != "dev":
        raise ValueError("kan bara vara dev: vilka fall som är test avgörs av deras id")
    return value


class Kind(StrEnum):
    """Why the documents cannot answer."""

    NO_DOCUMENT = "inget-dokument"
    FIELD_MISSING = "uppgift-saknas"
    FUTURE = "framtid"
    OTHER_MUNICIPALITY = "annan-kommun"
    INDIVIDUAL = "enskilt-fall"
    OUT_OF_DOMAIN = "utanfor-amnet"


Text = Annotated[str, BeforeValidator(_text)]
Form = Annotated[str, BeforeValidator(_form)]
YesOrNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Listed = BeforeValidator(_list)

TEST_BYTES = 102  # of 256 values of the first byte of an id's hash: 40 % of the cases
_NOT_SCORED = {"tags", "kind", "paraphrases", "author", "date", "split"}


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Gold(_Strict):
    """Where the answer stands: a document, and when known its section or page; and the hash of the text that stood there."""

    document: Text
    section: Text | None = None
    page: Annotated[int, BeforeValidator(_page)] | None = None
    sha256: Annotated[str, BeforeValidator(_hash)] | None = None

    @property
    def place(self) -> Gold:
        """The same place, whatever its text was."""
        return self.model_copy(update={"sha256": None})


class Nugget(_Strict):
    """One atomic fact. Any of the forms shows it; ``derived`` facts follow from the text but do not stand in it.

    An answer must show the ``vital`` ones; an ``okay`` one is worth half, and may be left out.
    """

    name: Text
    any: Annotated[tuple[Form, ...], Listed, Field(min_length=1)]
    derived: YesOrNo = False
    importance: Annotated[Literal["vital", "okay"], BeforeValidator(_importance)] = "vital"


class Case(_Strict):
    """A conversation whose last question is scored."""

    id: Text
    tags: Annotated[tuple[Text, ...], Listed] = ()
    turns: Annotated[tuple[Text, ...], Listed, Field(min_length=1)]
    answerable: YesOrNo
    relevant: Annotated[tuple[Gold, ...], Listed] = ()
    nuggets: Annotated[tuple[Nugget, ...], Listed] = ()
    forbidden: Annotated[tuple[Form, ...], Listed] = ()
    may_mention: Annotated[tuple[Form, ...], Listed] = ()
    paraphrases: Annotated[tuple[Text, ...], Listed] = ()
    kind: Annotated[Kind, BeforeValidator(_kind)] | None = None
    author: Text | None = None
    date: Annotated[datetime.date, BeforeValidator(_day)] | None = None
    split: Annotated[Literal["dev"], BeforeValidator(_dev)] | None = None

    @model_validator(mode="after")
    def _facts_agree_with_answerable(self) -> Case:
        if self.answerable != bool(self.nuggets):
            rule = "minst ett faktum i nuggets" if self.answerable else "inga fakta i nuggets"
            raise ValueError(f"ska ha {rule} när answerable är {str(self.answerable).lower()}")
        if self.nuggets and all(nugget.importance == "okay" for nugget in self.nuggets):
            raise ValueError("ska ha minst ett faktum i nuggets som är vital")
        if self.answerable and self.kind:
            raise ValueError("kan bara ha kind när answerable är false: det säger varför frågan inte kan besvaras")
        return self

    @property
    def side(self) -> Literal["dev", "test"]:
        """The frozen split: cases used in development are dev, of all others a fixed share is test by the hash of their id."""
        if self.split == "dev":
            return "dev"
        return "test" if hashlib.sha256(self.id.encode()).digest()[0] < TEST_BYTES else "dev"

    @property
    def digest(self) -> str:
        """Changes whenever anything changes that the answer is asked or scored with; not with who wrote the case or its hash."""
        scored = self.model_copy(update={"relevant": tuple(gold.place for gold in self.relevant)})
        text = scored.model_dump_json(exclude_defaults=True, exclude=_NOT_SCORED)
        return hashlib.sha256(text.encode()).hexdigest()
