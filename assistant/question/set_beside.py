"""A follow-up that sets what was talked of beside something else, or two things that were named beside each other. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.language.calling import GRANTS, NAME, PLANS
from assistant.language.places import place_of
from assistant.language.swedish import normalise

_ASKS_DIFFERENCE = (
    r"(?:och |men )?(?:(?:vad|hur|på vilket sätt) )?(?:är |finns )?(?:det )?(?:någon |för )?"
    r"(?:skillnaden?|skiljer (?:det|den|de|sig|det sig|den sig|de sig)?) ?(?:sig )?"
)
_AGAINST = re.compile(rf"{_ASKS_DIFFERENCE}(?:mot|från|gentemot|jämfört med) (.+)", re.IGNORECASE)
_BETWEEN_THEM = re.compile(
    rf"{_ASKS_DIFFERENCE}(?:(?:på|mellan|i) )?"
    r"(?:dem|dom|de|de två|de båda|båda|versionerna|de två versionerna|dessa)(?: åt)?(?: då)?"
    r"|(?:och |men )?jämför (?:dem|dom|de två|de båda|båda|versionerna)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"(?:förra|tidigare|förut|förr|i fjol|nu|då|i ?dag|den|det|de|dem|år|19|20)\b")
_THE_ONE_BEFORE = re.compile(r"\bi (?:den|det) (?:förra|gamla|tidigare|äldre|föregående)\b", re.IGNORECASE)
_BESIDE_A_PLACE = re.compile(
    r"(?:och |men )?(?:hur är det )?(?:jämfört|jämför|i jämförelse|i förhållande) (?:med|till) (?:i |hos )?(\w+)"
    r"(?:s kommun| kommun)?(?: då)?",
    re.IGNORECASE,
)
_OF_A_GRANT = re.compile(r" (?:peng|pengen|bidrag\w*|stöd\w*)\b")
_WORD = re.compile(r"\w+")


def against(said: str, named: Sequence[str], before: str) -> str:
    """ "Vad är skillnaden mot Postkodstiftelsen" in a talk of Arvsfonden, or "vad skiljer dem?": the difference between two.

    ``named`` are what the talk has called by name, in order; ``before`` the question before. Of a plan that was asked for in
    two versions, between those.
    """
    if _BETWEEN_THEM.fullmatch(said):
        plans = PLANS.findall(before)
        if len(plans) == 1 and _THE_ONE_BEFORE.search(before):
            return f"Vad är skillnaden mellan den förra och den nya {plans[0]}?"
        two = list(dict.fromkeys(map(str.casefold, named)))[-2:]
        last = [next(name for name in reversed(named) if name.casefold() == one) for one in two]
        places = {place for word in _WORD.findall(before) if (place := place_of(word))}
        where = f" i {places.pop()}" if len(places) == 1 else ""
        return f"Vad är skillnaden mellan {last[0]} och {last[1]}{where}?" if len(last) > 1 else ""
    other, name = _AGAINST.fullmatch(said), named[-1] if named else ""
    is_new = other and normalise(other.group(1)) != normalise(name) and not _NO_NAME.match(normalise(other.group(1)))
    return f"Vad är skillnaden mellan {name} och {other.group(1)}?" if other and name and is_new else ""


def of_both_places(said: str, before: str) -> str:
    """ "Vad gäller för bidragen i Kumla" with another place beside its own: "jämfört med Hallsberg?"."""
    other = _BESIDE_A_PLACE.fullmatch(said)
    place = place_of(other.group(1)) if other else None
    named = [(word, known) for word in _WORD.findall(before) if (known := place_of(word))]
    if not place or len(named) != 1 or named[0][1] == place:
        return ""
    word, known = named[0]
    return re.sub(rf"\b{re.escape(word)}\b", f"{known} och {place}", before)


def called(text: str) -> tuple[str, ...]:
    """What a text calls by name, grants and what has a capital and is no place, in order: "Ung peng" is one."""
    names = [
        (one.start(), one.group() + (tail.group() if (tail := _OF_A_GRANT.match(text, one.end())) else ""))
        for one in NAME.finditer(text)
        if not place_of(one.group().split()[-1])
    ]
    grants = [(one.start(), one.group()) for one in GRANTS.finditer(text)]
    return tuple(name for _, name in sorted([*names, *grants]))
