"""A question that names nothing, "när är sista dagen?", is asked back: no document is looked in for it. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.domain import Question
from assistant.language import swedish
from assistant.question.intents import Intent, intents_of
from assistant.question.query import Query

ASK_BACK = (
    "Vilket bidrag, vilken kommun eller vilken plan menar du? Frågan nämner ingen. "
    "Skriv till exempel namnet på bidraget eller kommunen, så letar jag där."
)
_NAMES_NOTHING = re.compile(  # words that every grant and every association shares
    r"sista|dag(?:en|ar|arna)?|dan|dat(?:um|umet)|deadlines?|stoppdatum(?:et)?|senast|tid(?:en|er)?|period(?:en)?"
    r"|(?:an)?sök(?:a|er|s|as|t|te|an|ande)|ansökningar(?:na)?|ansökningsti(?:d|den)|ansökningsperiod(?:en)?"
    r"|bidrag(?:et|en)?|stöd(?:et|en)?|pengar(?:na)?|belopp(?:et)?|summa(?:n)?|kronor|max|maxbelopp(?:et)?|högst|mest|minst"
    r"|villkor(?:en)?|krav(?:en)?|regler(?:na)?|förening(?:en|ar|arna|s)?|klubb(?:en|ar)?|skicka[st]?|lämna[st]?|ålder(?:n)?"
    r"|gam(?:mal|la)|besked(?:et)?|svar(?:et)?|betala[st]?|utbetalning(?:en)?|bilagor(?:na)?|ringa|ringer|kontakta|kontaktar"
    r"|mejla|handläggningstid(?:en)?|handläggare(?:n)?|blankett(?:en)?"
    r"|medlem(?:mar|marna)?|bestäm(?:mer|ma|ts|s)|beslutar?|beslut(?:et)?"
)


def names_nothing(question: Question, query: Query) -> bool:
    """True when neither a question nor those before it name a place, a grant, a plan or anything else to look for."""
    if query.areas or query.names or query.compounds or query.years or query.elsewhere or query.outside or query.window:
        return False
    return all(map(_is_vague, (question.text, *(turn.text for turn in question.history if turn.role == "user"))))


def completed(question: Question) -> Question:
    """A reply to what was asked back, "i Kumla", after the question that it completes; else the same object."""
    earlier = [turn.text for turn in question.history if turn.role == "user"]
    if not earlier or intents_of(question.text) != (Intent.OTHER,) or not _is_vague(earlier[-1]):
        return question
    return replace(question, text=f"{earlier[-1].rstrip(' ?!.')} {question.text}")


def _is_vague(text: str) -> bool:
    words = [word for word in swedish.content_words(text) if word not in swedish.ASKING_WORDS]
    asks = bool(words) or intents_of(text) != (Intent.OTHER,)  # "hej" asks for nothing
    return asks and all(map(_NAMES_NOTHING.fullmatch, words))
