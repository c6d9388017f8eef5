"""Whose words a question asks for: "vad säger RUS om …" is answered from RUS, not from what tells about it. Pure."""

from __future__ import annotations

import re

from assistant.domain import MUNICIPALITIES
from assistant.places import find_areas
from assistant.plan_answers import in_order
from assistant.plan_words import take_apart, version
from assistant.structured import Knowledge
from assistant.swedish import normalise

AGREEMENT = "overenskommelse"  # how documents of agreements are filed
_ITS_WORDS = re.compile(
    r"\b(?:säger|skriver|anger|lyfter|nämner|betonar|föreslår|beskriver)\b|\bstår (?:det )?(?:\w+ ){0,4}i\b"
    r"|\btar .{1,30}\bupp\b"
)


def asked_for(text: str, knowledge: Knowledge) -> frozenset[str]:
    """The ids of the documents that are the plan whose words are asked for: the version that is meant, else the newest.

    Empty when no plan is named or several are, and when it is not its words that are asked for.
    """
    return named(text, knowledge) if _ITS_WORDS.search(normalise(text)) else frozenset()


_AGREEMENT = re.compile(r"\böverenskommelsen?s?\b|\b\w+s (?:lokala )?överenskommelse\b")
_OF_THE_PAST = re.compile(r"\b(?:gamla|förra|tidigare|äldre|föregående|första)\b|\b(?:19|20)\d\d\b")


def agreement_of(text: str, knowledge: Knowledge) -> frozenset[str]:
    """The id of the document that is the agreement of the one municipality that a text names; the one in force, else the newest.

    Empty when the past is asked about, or none has an agreement of its own.
    """
    folded = normalise(text)
    places = set(find_areas(text))
    if len(places) != 1 or not _AGREEMENT.search(folded) or _OF_THE_PAST.search(folded):
        return frozenset()
    own = [one for one in knowledge.catalogue if one.kind == AGREEMENT and set(one.municipalities) == places]
    replaced = {name for one in own for name in one.supersedes}
    return frozenset(one.id for one in own if one.id not in replaced and places <= set(MUNICIPALITIES))


def named(text: str, knowledge: Knowledge) -> frozenset[str]:
    """The ids of the documents that are the one plan that a text names: the version that is meant, else the newest."""
    every = in_order(knowledge)
    wording = take_apart(text, every)
    if len(wording.families) != 1:
        return frozenset()
    meant = version(wording, [plan for plan in every if plan.family == wording.families[0]])
    return frozenset({meant.document}) if meant else frozenset()
