"""Whose words a question asks for: "vad säger RUS om …" is answered from RUS, not from what tells about it. Pure."""

from __future__ import annotations

import re

from assistant.plan_answers import in_order
from assistant.plan_words import take_apart, version
from assistant.structured import Knowledge
from assistant.swedish import normalise

_ITS_WORDS = re.compile(
    r"\b(?:säger|skriver|anger|lyfter|nämner|betonar|föreslår|beskriver)\b|\bstår (?:det )?(?:\w+ ){0,4}i\b"
    r"|\btar .{1,30}\bupp\b"
)


def asked_for(text: str, knowledge: Knowledge) -> frozenset[str]:
    """The ids of the documents that are the plan whose words are asked for: the version that is meant, else the newest.

    Empty when no plan is named or several are, and when it is not its words that are asked for.
    """
    if not _ITS_WORDS.search(normalise(text)):
        return frozenset()
    every = in_order(knowledge)
    wording = take_apart(text, every)
    if len(wording.families) != 1:
        return frozenset()
    meant = version(wording, [plan for plan in every if plan.family == wording.families[0]])
    return frozenset({meant.document}) if meant else frozenset()
