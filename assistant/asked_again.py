"""A follow-up that asks the question before it again: of the version before, or about another thing. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import several, swedish
from assistant.domain import Question
from assistant.places import municipality_of, of_locality
from assistant.swedish import normalise

OLDER = frozenset("gamla gammal äldre förra tidigare föregående förut förr innan dessförinnan".split())
_SOURCE = r"\w*(?:plan|version|strategi|överenskommelse|avtal|program|policy|riktlinje|regle|modell|system)\w*"
_HOW_IT_WAS = (
    r"(?:hur (?:är|var|såg|ser|lät|löd) (?:det )?(?:ut )?|vad (?:sa|stod|gällde|gäller|säger|står)(?: det| den)? ?)"
)
_THE_ONE_BEFORE = re.compile(
    rf"(?:och |men )?{_HOW_IT_WAS}?(?:i |för |enligt |på |med )?(?:den|det|de|dom) (?:förra|gamla|tidigare|äldre|föregående)"
    rf"(?: {_SOURCE})?(?: från (?:år )?\d{{4}})?(?: då)?"
    rf"|(?:och |men )?{_HOW_IT_WAS}?(?:tidigare|förut|förr|dessförinnan|innan dess)"
)
_BEFORE_A_YEAR = re.compile(rf"(?:och |men )?{_HOW_IT_WAS}?((?:före|innan) (?:år )?\d{{4}})")
_ANOTHER_THING = re.compile(r"(?:och|men|då|och vad (?:säger|står) (?:den|det|de)(?: där)?) om (.+)", re.IGNORECASE)
_ABOUT = re.compile(r"(.*\b(?:säger|skriver|står|sägs|nämner|gäller|finns)\b.* om) .+", re.IGNORECASE)
_NAME_OF_GRANT = r"\w{3,}(?:bidrag|stöd|peng|check|stipendi)(?:et|en|ets|s|um|et)?"
_GRANT = re.compile(rf"\b{_NAME_OF_GRANT}\b")
_ANOTHER_GRANT = re.compile(
    rf"(?:och |men )?(?:hur är det med |vad gäller (?:för )?|för |då )?({_NAME_OF_GRANT})(?: då)?", re.IGNORECASE
)
_ANOTHER_PLACE = re.compile(
    r"(?:och |men )?(?:hur är det |hur ser det ut |vad gäller )?(?:i |för |från |då i )?(\w+)(?:s kommun| kommun)?(?: då)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_OF_IT = re.compile(rf"\b(?:den|det|de) (?:förra|gamla|tidigare|äldre|föregående) {_SOURCE}")
_YEARS = re.compile(r"\s*\(?\b(?:19|20)\d\d(?:\s*[–-]\s*(?:19|20)\d\d)?\b\)?")


def completed(question: Question) -> Question:
    """A follow-up that asks the same again, said so that it stands alone; any other question as it is, the same object.

    "Och den förra?" asks the same of what was before, "och om upphandling?" the same about another thing, "och
    projektbidraget?" and "och i Nora?" the same about another grant or place.
    """
    asked = [number for number, turn in enumerate(question.history) if turn.role == "user"]
    before = question.history[asked[-1]].text.rstrip(" ?!.") if asked else ""
    said = normalise(question.text).strip(" ?!.")
    own = question.text.strip(" ?!.")
    text = before and (
        _of_what_was_before(said, before)
        or _about_another_thing(own, before)
        or _of_another_grant(own, before)
        or _of_another_place(own, before)
    )
    return replace(question, text=f"{text}?", history=question.history[: asked[-1]]) if text else question


def _of_what_was_before(said: str, before: str) -> str:
    if dated := _BEFORE_A_YEAR.fullmatch(said):
        return f"{_YEARS.sub('', before)} {dated.group(1)}"
    return f"{_YEARS.sub('', before)} i den förra versionen" if _THE_ONE_BEFORE.fullmatch(said) else ""


def _about_another_thing(said: str, before: str) -> str:
    """ "Vad säger RUS om klimatet" with another thing after its "om"."""
    thing, about = _ANOTHER_THING.fullmatch(said), _ABOUT.fullmatch(before)
    return f"{about.group(1)} {thing.group(1)}" if thing and about else ""


def _of_another_grant(said: str, before: str) -> str:
    """ "När söker man startbidraget i Kumla" with another grant in its place: "och projektbidraget?"."""
    other, named = _ANOTHER_GRANT.fullmatch(said), _GRANT.findall(before)
    return before.replace(named[0], other.group(1)) if other and len(named) == 1 else ""


def _of_another_place(said: str, before: str) -> str:
    """ "Vilka bidrag finns i Kumla" with another place in its place: "och Nora då?"."""
    other = _ANOTHER_PLACE.fullmatch(said)
    place = _place(other.group(1)) if other else None
    named = [(word, known) for word in _WORD.findall(before) if (known := _place(word))]
    if not place or len(named) != 1:
        return ""
    word, known = named[0]
    is_genitive = word.endswith("s") and not known.endswith("s") and not place.endswith("s")
    return before.replace(word, f"{place}s" if is_genitive else place)


def _place(word: str) -> str | None:
    return municipality_of(word.casefold()) or of_locality(word.casefold())


def is_of_the_one_before(folded: str) -> bool:
    """True for a normalised text that is about the version before: "i den förra planen"."""
    return bool(_OF_IT.search(folded))


def is_of_both(text: str) -> bool:
    """True when a text asks how something is, and a later part of it how it was: "… och hur många var de förut"."""
    parts = [OLDER.intersection(swedish.words(part)) for part in several.one_by_one(text)]
    return not parts[0] and any(parts[1:])
