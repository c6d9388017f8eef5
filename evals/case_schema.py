"""What a case may hold. Values arrive as text; every rule says in Swedish what is allowed."""

from __future__ import annotations

import hashlib
from typing import Annotated

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


Text = Annotated[str, BeforeValidator(_text)]
Form = Annotated[str, BeforeValidator(_form)]
YesOrNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Listed = BeforeValidator(_list)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Gold(_Strict):
    """Where the answer stands: a document, and when known its section or page."""

    document: Text
    section: Text | None = None
    page: Annotated[int, BeforeValidator(_page)] | None = None


class Nugget(_Strict):
    """One atomic fact. Any of the forms shows it; ``derived`` facts follow from the text but do not stand in it."""

    name: Text
    any: Annotated[tuple[Form, ...], Listed, Field(min_length=1)]
    derived: YesOrNo = False


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

    @model_validator(mode="after")
    def _facts_agree_with_answerable(self) -> Case:
        if self.answerable != bool(self.nuggets):
            rule = "minst ett faktum i nuggets" if self.answerable else "inga fakta i nuggets"
            raise ValueError(f"ska ha {rule} när answerable är {str(self.answerable).lower()}")
        return self

    @property
    def digest(self) -> str:
        """Changes whenever anything in the case changes."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()
