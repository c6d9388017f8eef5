"""Whose words a question asks for: "vad säger RUS om …" is answered from RUS, not from what tells about it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain import AREAS, NATIONAL, Document
from assistant.language import values
from assistant.language.places import find_areas
from assistant.language.swedish import normalise
from assistant.question.asked_again import THE_OLDER
from assistant.structured.agreements import AGREEMENT, newest_of
from assistant.structured.drafting import Knowledge
from assistant.structured.plan_answers import in_order
from assistant.structured.plan_words import take_apart, version

_SPEAKER = (  # who says it, in "vad säger den nya planen om klimat", "vad står det om klimat i planen"
    re.compile(
        r"\b(?:säger|skriver|anger|nämner|betonar|föreslår|beskriver|lyfter|tar) (?P<who>.+?)(?: (?:om|upp)\b.*)?$"
    ),
    re.compile(r"\bstår (?:det )?(?:om .+ )?i (?P<who>.+?)(?: om\b.*)?$"),
)
_SEVERAL_PLANS = re.compile(r"\bplaner(?:na)?\b")
_THE_AGREEMENT = re.compile(r"\böverenskommelse(?:n|r|rna)?s?\b")
_OF_THE_COUNTRY = re.compile(r"\b(?:nationella|statliga|regeringens) överenskommelsen?\b")
_NOT_OF_ITSELF = re.compile(rf"\b{THE_OLDER}\b|\b(?:första|före|innan|enligt)\b")


def asked_for(text: str, knowledge: Knowledge) -> frozenset[str]:
    """The id of the document that is the plan whose words are asked for: the version that is meant, else the newest.

    Empty when no plan, or more than a plan, is said to say something: "vad säger uppföljningen av RUS".
    """
    folded = normalise(text).strip(" ?!.")
    every = in_order(knowledge)
    for said_by in _SPEAKER:
        if found := said_by.search(folded):
            age = take_apart(folded, every).age  # "… i den förra versionen" may stand after what it is about
            wording = replace(take_apart(found["who"], every), age=age)
            is_it = len(wording.families) == 1 and not (
                wording.rest or wording.kinds or _SEVERAL_PLANS.search(found["who"])
            )
            meant = version(wording, [plan for plan in every if plan.family == wording.families[0]]) if is_it else None
            return frozenset({meant.document}) if meant else frozenset()
    return frozenset()


def agreement_of(text: str, knowledge: Knowledge) -> frozenset[str]:
    """The id of the newest document that is the agreement of the one municipality that a text names, or of the country.

    Empty when the past is asked about, or none has an agreement of its own.
    """
    newest = _agreements(text, knowledge)
    return frozenset(document.id for document in newest) if len(newest) == 1 else frozenset()


def agreements_compared(text: str, knowledge: Knowledge) -> tuple[Document, Document] | None:
    """The newest agreements of the two municipalities that a text names; None when it names others, or one has none."""
    newest = _agreements(text, knowledge)
    return (newest[0], newest[1]) if len(newest) == 2 else None


def _agreements(text: str, knowledge: Knowledge) -> list[Document]:
    """The newest agreement of each place that a text names; none when another version, or a year that none began, is named."""
    folded = normalise(text)
    places: Sequence[str] = (NATIONAL,) if _OF_THE_COUNTRY.search(folded) else find_areas(text)
    if not places or not _THE_AGREEMENT.search(folded) or _NOT_OF_ITSELF.search(folded):
        return []
    newest = newest_of(AGREEMENT, knowledge, AREAS)
    found = [newest[place] for place in places] if set(places) <= newest.keys() else []
    began = {document.valid_from.first.year for document in found if document.valid_from}
    return found if set(values.years(folded)) <= began else []
