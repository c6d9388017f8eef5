"""What no document is looked in for: small talk, and a question that names nothing, "när är sista dagen?". Pure."""

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
GREETING = (
    "Hej! Jag svarar på frågor om bidrag till föreningar i Örebro län och om planerna och överenskommelserna som rör "
    "civilsamhället, med stöd av dokumenten. Fråga till exempel: ”Vilka bidrag kan en idrottsförening i Nora söka?” eller "
    "”Gäller handlingsplanen för civilsamhället fortfarande?”"
)
THANKS = "Varsågod! Fråga gärna mer om bidrag, planer eller överenskommelser."
REPLIES = (ASK_BACK, GREETING, THANKS)  # what is said without looking in any document
_GREETS = re.compile(r"(?:hej(?: hej| på dig|san)?|hallå|tjena|god (?:dag|morgon|kväll|eftermiddag)|hello|hi)")
_THANKS = re.compile(
    r"(?:ok(?:ej)? |jaha |toppen |bra |perfekt )?(?:stort |tusen )?tack(?: ska du ha| så (?:mycket|jättemycket))?"
    r"(?: för (?:hjälpen|svaret|svaren|infon?|informationen|det))?"
)
_ABOUT_THE_SERVICE = re.compile(
    r"(?:kan du )?(?:hjälpa? mig|hjälp)|vem är du|vad är (?:du|det här)(?: för (?:något|nåt|tjänst))?"
    r"|är du en (?:robot|människa|ai)"
    r"|vad (?:kan|gör|vet) du(?: hjälpa? (?:mig|oss|till)(?: med)?| svara på| göra)?"
    r"|(?:vad|vilka frågor) (?:kan|får) (?:jag|man|vi) (?:fråga|ställa)(?: dig)?(?: om| till dig)?(?: här)?"
    r"|hur (?:fungerar|funkar|använder (?:jag|man)) (?:du|det här|tjänsten|chatten)"
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


def small_talk(question: Question) -> str | None:
    """What is said to a greeting, to thanks and to who asks what this is; None for any other question."""
    said = re.sub(r"[\s,.!?]+", " ", swedish.normalise(question.text)).strip()
    if _THANKS.fullmatch(said):
        return THANKS
    return GREETING if _GREETS.fullmatch(said) or _ABOUT_THE_SERVICE.fullmatch(said) else None


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
