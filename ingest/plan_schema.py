"""What a file in corpus/planer and corpus/jamforelser may hold. Every rule says in Swedish what is allowed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.domain import PartialDate
from ingest.front_matter import Date, Identifier, Text

NodeKind = Literal[
    "vision", "övergripande mål", "mål", "delmål", "effektmål", "prioriterat område", "strategisk inriktning", "inriktning",
    "önskvärt läge", "insatsområde", "handlingsområde", "aktivitet", "prioritering", "uppdrag", "indikator",
]  # fmt: skip
FACTS = ("ansvarig", "tidplan", "indikator")  # what an activity or area may have beside its name
Untold = Literal[
    "prioriterat område", "effektmål", "önskvärt läge", "aktivitet", "indikator", "ansvarig", "tidplan", "budget",
    "efterföljare",
]  # fmt: skip
Change = Literal["ändrat", "oförändrat", "nytt", "borttaget"]
VersionName = Literal["Den äldsta", "Den äldre", "Den mellersta", "Den nyare", "Den nyaste"]


def _list(value: object) -> object:
    if not isinstance(value, list):
        raise ValueError("ska vara en lista")
    return tuple(value)


def _number(value: object) -> int:
    if not isinstance(value, str) or not value.isdecimal() or int(value) < 1:
        raise ValueError("ska vara ett heltal, 1 eller högre")
    return int(value)


def _reference(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("ska vara en plan, plan#nod eller ett dokuments id")
    return value.strip()


Listed = BeforeValidator(_list)
Number = Annotated[int, BeforeValidator(_number)]
Reference = Annotated[str, BeforeValidator(_reference)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Quoted(_Strict):
    """Words that stand in a document: the plan's own when none is named."""

    citat: Text
    avsnitt: Text | None = None
    dokument: Identifier | None = None


class PlanNode(_Strict):
    """One thing in a plan: its words (``citat``), or the heading that is its name (``rubrik``)."""

    id: Identifier
    typ: NodeKind
    namn: Text | None = None
    citat: Text | None = None
    rubrik: Text | None = None
    avsnitt: Text | None = None
    dokument: Identifier | None = None
    osakert: Quoted | None = None
    anmarkning: Quoted | None = None
    ansvarig: Quoted | None = None
    tidplan: Quoted | None = None
    indikator: Quoted | None = None
    under: Annotated[tuple[PlanNode, ...], Listed] = ()


class PlanCount(Quoted):
    """How many of a kind the source says there are."""

    typ: NodeKind
    antal: Number


class PlanGap(Quoted):
    """What the source says that it does not tell."""

    vad: Untold


class PlanLink(Quoted):
    """A link that a source states; ``fran`` is the plan itself when nothing else is said."""

    fran: Reference | None = None
    till: Reference


class PlanEnd(Quoted):
    """When a plan ended that has no document of its own."""

    till: Date


class PlanFile(_Strict):
    """A file in corpus/planer."""

    plan: Identifier
    namn: Text
    dokument: Identifier
    kallas: Annotated[tuple[Text, ...], Listed, Field(min_length=1)]
    giltighet: PlanEnd | None = None
    antal: Annotated[tuple[PlanCount, ...], Listed] = ()
    saknas: Annotated[tuple[PlanGap, ...], Listed] = ()
    noder: Annotated[tuple[PlanNode, ...], Listed, Field(min_length=1)]
    kopplingar: Annotated[tuple[PlanLink, ...], Listed] = ()


class Version(_Strict):
    """One of the versions that are compared, by one of the names that the page knows for a side."""

    namn: VersionName
    dokument: Annotated[tuple[Identifier, ...], Listed, Field(min_length=1)]


class VersionQuote(_Strict):
    """What one document says of an aspect; ``version`` names another version than the document's own."""

    dokument: Identifier
    avsnitt: Text | None = None
    citat: Text
    version: Text | None = None


class Aspect(_Strict):
    """One thing that is compared, and what each version says of it."""

    namn: Text
    kallas: Annotated[tuple[Text, ...], Listed] = ()
    slag: Change
    citat: Annotated[tuple[VersionQuote, ...], Listed, Field(min_length=1)]


class ComparisonFile(_Strict):
    """A file in corpus/jamforelser."""

    jamforelse: Identifier
    namn: Text
    kallas: Annotated[tuple[Text, ...], Listed, Field(min_length=1)]
    versioner: Annotated[tuple[Version, ...], Listed, Field(min_length=2)]
    aspekter: Annotated[tuple[Aspect, ...], Listed, Field(min_length=1)]


__all__ = ["Aspect", "ComparisonFile", "PartialDate", "PlanFile", "PlanNode", "Quoted", "VersionQuote"]
