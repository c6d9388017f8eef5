"""What a question asks for: its content words, places, years and kind, with the conversation taken into account. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rapidfuzz import fuzz

from assistant import swedish, values
from assistant.domain import MUNICIPALITIES, REGION, Question, Turn
from assistant.vocabulary import SYNONYM_WEIGHT, Vocabulary


class Intent(StrEnum):
    """The kind of answer a question wants."""

    WHEN = "when"
    AMOUNT = "amount"
    COUNT = "count"
    WHO = "who"
    LIST = "list"
    CONDITION = "condition"
    DEFINITION = "definition"
    COMPARE = "compare"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Query:
    """A question as retrieval and composing see it. ``weights`` maps content words to how much they count (0–1]."""

    text: str
    weights: Mapping[str, float]
    intents: tuple[Intent, ...]
    areas: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    wants_history: bool = False
    follows_up: bool = False
    own_areas: tuple[str, ...] = ()
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def expanded(self) -> str:
        """The words that are searched for, as text."""
        return " ".join(self.weights)

    @property
    def search_weights(self) -> dict[str, float]:
        """The words that are searched for: the question's own, and with less weight those that may stand for them."""
        found = dict(self.weights)
        for word, others in self.alternatives.items():
            if word in self.weights:
                share = self.weights[word] * SYNONYM_WEIGHT / len(others) ** 0.5
                found.update({other: max(share, found.get(other, 0.0)) for other in others})
        return found

    def wants(self, *intents: Intent) -> bool:
        """True when the question has any of these kinds."""
        return any(intent in self.intents for intent in intents)


CARRIED_WEIGHT = 0.55  # how much a word of the previous question counts in a follow-up
FUZZY_PLACE = 84  # rapidfuzz ratio above which a misspelt word is taken for a municipality

_PATTERNS: tuple[tuple[Intent, str], ...] = (
    (Intent.COMPARE, r"\bjämför|\bskilj(?:er|a)\b|\bskillnad|\bbytt\b|\bändra(?:t|des)\b|\bgentemot\b"),
    (
        Intent.WHEN,
        r"\bnär\b|\bvilket (?:datum|år)\b|\bvilka datum\b|\bsista\b.{0,12}\bda(?:g|n)|\bdatum\b|\bdeadline|\bsenast\b|"
        r"\bstoppdatum|\bhur länge\b|\bhur ofta\b|\bperiod|\bstartade\b|^n(?:är|ä|e)\b|\bwhen\b|\bsedan när\b",
    ),
    (
        Intent.AMOUNT,
        r"\bhur mycke|\bhur stor|\bbelopp|\bkronor\b|\bmaxbelopp|\btak(?:et)?\b|\bvad (?:får|ger|kostar)\b|\bandel|\bprocent|"
        r"\bvärd\b|\bhur många (?:kronor|pengar)|\bhow much",
    ),
    (Intent.COUNT, r"\bhur många\b|\bantal(?:et)?\b|\bhow many"),
    (Intent.WHO, r"\bvem\b|\bvilka (?:får|kan|ingår|sitter|ska)\b|\bvilken nämnd|\bvilket utskott|\bwho\b"),
    (
        Intent.LIST,
        r"\bvilka\b|\blista\b|\bräkna upp|\balla\b.{0,30}\b(?:mål|områden|bidrag)|\bvad krävs|\bvilka krav|\bdelar\b|\bwhich\b",
    ),
    (
        Intent.CONDITION,
        r"^(?:och |men )?(?:kan|får|gäller|går|är|måste|ska|har|finns) |\bgår d?et\b|\bkrav|\bvillkor|\bkrävs|\bfår vi\b|\bkan (?:vi|man|en)\b|^can\b",
    ),
    (Intent.DEFINITION, r"^vad (?:är|betyder|innebär|menas)|\bförklara\b|\bvad står\b.{0,10}\bför$|^what is"),
)
_HISTORY = re.compile(
    r"\btidigare\b|\bförut\b|\bäldre\b|\bgamla?\b|\bförra\b|\bhistor|\bföre detta\b|\bjämför|\bskilj|\bskillnad|\bändra|\bbytt\b"
)
_FOLLOW_UP = re.compile(
    r"^(?:och|men|eller|då|även)\b|\b(?:det|den|de|detta|denna|dessa|där|dit|dem|dess)\b|\bockså\b|\bdå\b\W*$"
)
_REGION_WORDS = re.compile(r"\bregion(?:en|ens|alt|ala)?\b|\bregion örebro\b|\blänet|\blänets\b|\börebro län")
_NOT_THE_TOWN = re.compile(r"\bregion(?:en)? örebro(?: läns?)?\b|\börebro läns?\b")


def understand(question: Question, vocabulary: Vocabulary) -> Query:
    """Read a question in its conversation. A follow-up carries the words and places of the question before it."""
    own = _understand_text(question.text, vocabulary)
    earlier = [turn.text for turn in question.history if turn.role == "user"]
    if not earlier or not _follows_up(question.text, own):
        return own
    return _carry(own, [_understand_text(text, vocabulary) for text in earlier[-2:]])


def _understand_text(text: str, vocabulary: Vocabulary) -> Query:
    folded = swedish.normalise(text)
    intents = tuple(intent for intent, pattern in _PATTERNS if re.search(pattern, folded)) or (Intent.OTHER,)
    areas = find_areas(text)
    return Query(
        text=text,
        weights=dict.fromkeys(swedish.content_words(text), 1.0),
        intents=intents,
        areas=areas,
        years=values.years(text),
        wants_history=bool(_HISTORY.search(folded)),
        own_areas=areas,
        alternatives=vocabulary.alternatives(text),
    )


def _follows_up(text: str, own: Query) -> bool:
    return len(own.weights) <= 3 or (len(own.weights) <= 7 and bool(_FOLLOW_UP.search(swedish.normalise(text))))


def _carry(own: Query, earlier: Sequence[Query]) -> Query:
    weights: dict[str, float] = dict(own.weights)
    alternatives = dict(own.alternatives)
    areas: tuple[str, ...] = own.areas
    weight = CARRIED_WEIGHT
    for before in reversed(earlier):
        for word in before.weights:
            weights.setdefault(word, weight)
        alternatives = {**before.alternatives, **alternatives}
        areas = areas or before.areas
        weight *= 0.5
    return replace(own, weights=weights, alternatives=alternatives, areas=areas, follows_up=True)


def find_areas(text: str) -> tuple[str, ...]:
    """The municipalities a text names (also in the genitive and lightly misspelt), and the region, in order."""
    folded = swedish.normalise(text)
    without_county = _NOT_THE_TOWN.sub(" ", folded)
    found: dict[str, None] = {}
    for word in swedish.words(without_county):
        place = _municipality(word)
        if place:
            found[place] = None
    if _REGION_WORDS.search(folded):
        found[REGION] = None
    return tuple(found)


_BY_NAME = {name.casefold(): name for name in MUNICIPALITIES}


def _municipality(word: str) -> str | None:
    bare = word.removesuffix("s")
    if word in _BY_NAME or bare in _BY_NAME:
        return _BY_NAME.get(word) or _BY_NAME[bare]
    if len(word) < 5:
        return None
    for name, place in _BY_NAME.items():
        if len(name) >= 5 and name[0] == word[0] and max(fuzz.ratio(word, name), fuzz.ratio(bare, name)) >= FUZZY_PLACE:
            return place
    return None


def history_from(pairs: Sequence[Mapping[str, str]]) -> tuple[Turn, ...]:
    """Turns from ``{"role", "text"}`` records, oldest first; other roles are passed over."""
    return tuple(
        Turn("user" if pair["role"] == "user" else "assistant", pair["text"])
        for pair in pairs
        if pair.get("role") in ("user", "assistant") and isinstance(pair.get("text"), str)
    )
