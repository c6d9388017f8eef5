"""What a question asks for: its content words, places, years and kind, with the conversation taken into account. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise

from assistant.domain import MUNICIPALITIES, Question, Turn
from assistant.language import calling, swedish, values
from assistant.language.events import Event, events
from assistant.language.places import elsewhere, find_areas, municipality_of
from assistant.language.plain import is_plain
from assistant.language.vocabulary import SYNONYM_WEIGHT, Vocabulary
from assistant.question import asked_again, beyond, several
from assistant.question.intents import Intent, intents_of
from assistant.question.windows import Window, limiting_words, window


@dataclass(frozen=True, slots=True)
class Query:
    """A question as retrieval and composing see it. ``weights`` maps content words to how much they count (0–1].

    ``talked_of`` are ids of the documents that the conversation, or the clause before, is about.
    """

    text: str
    weights: Mapping[str, float]
    intents: tuple[Intent, ...]
    areas: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    is_series: bool = False  # each of the years between, or since, is asked about
    wants_history: bool = False
    wants_previous: bool = False  # the version before the one in force: "i den förra planen"
    follows_up: bool = False
    own_areas: tuple[str, ...] = ()
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    full_names: tuple[tuple[str, ...], ...] = ()
    carried: tuple[str, ...] = ()  # names of what was talked of, of a follow-up that names nothing but where, or "det"
    elsewhere: tuple[str, ...] = ()
    givers: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    wants_current: bool = False
    is_private: bool = False
    is_individual: bool = False
    asks_no_fact: bool = False
    wants_future: bool = False
    years_after: tuple[int, ...] = ()
    wants_verdict: bool = False
    wants_names: bool = False
    days: tuple[date, ...] = ()
    counted: str | None = None
    phrases: tuple[tuple[str, str], ...] = ()
    modifiers: tuple[str, ...] = ()
    focus: str | None = None
    window: Window | None = None
    plans: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()
    events: frozenset[Event] = frozenset()
    count: int | None = None
    clauses: tuple[Query, ...] = ()
    leans: bool = False  # a clause that leaves it to the others to say what it is about
    talked_of: frozenset[str] = frozenset()

    @property
    def expanded(self) -> str:
        """The words that are searched for, as text."""
        return " ".join(self.weights)

    @property
    def asks_for_places(self) -> bool:
        """True when the question wants names of municipalities."""
        return _asks_for_places(self.text) and not self.wants(Intent.WHERE)

    @property
    def tells_need(self) -> bool:
        """True for a follow-up that tells of a need, "och om vi vill bygga ut?": there may be another grant for it."""
        return bool(_NEED.match(swedish.normalise(self.text)))

    @property
    def goes_on(self) -> bool:
        """True for a follow-up that names no place, grant or anything else of its own: it is about what was talked of."""
        names = self.own_areas or self.names or self.compounds or self.outside
        return bool(self.follows_up and self.talked_of and not names)

    @property
    def asks_if_member(self) -> bool:
        """True when it is asked whether what is named holds for one municipality: "ingår Nora i Leader Bergslagen?"."""
        places = [area for area in self.own_areas if area in MUNICIPALITIES]
        named = any(not municipality_of(name) for name in self.names) or bool(self.compounds)
        return len(places) == 1 and named and _asks_if_member(self.text)

    @property
    def search_weights(self) -> dict[str, float]:
        """The words that are searched for: the question's own, and with less weight those that may stand for them."""
        found = dict(self.weights)
        for word, others in self.alternatives.items():
            if word in self.weights:
                share = self.weights[word] * SYNONYM_WEIGHT / len(others) ** 0.5
                found.update({other: max(share, found.get(other, 0.0)) for other in others})
        return found

    @property
    def is_beyond(self) -> bool:
        """True for what no document can answer: about someone's own case or life, or no question for a fact."""
        return self.is_private or self.is_individual or self.asks_no_fact

    def wants(self, *intents: Intent) -> bool:
        """True when the question has any of these kinds."""
        return any(intent in self.intents for intent in intents)


@lru_cache(maxsize=1000)
def _asks_for_places(text: str) -> bool:
    return bool(re.search(r"\b(?:vilka|vilken|till|från) (?:\w+ )?kommun", swedish.normalise(text)))


@lru_cache(maxsize=1000)
def _asks_if_member(text: str) -> bool:
    return bool(_IS_MEMBER.search(swedish.normalise(text)))


_IS_MEMBER = re.compile(
    r"^(?:och |men )?(?:ingår|omfattas?|omfattar|tillhör|hör) |^(?:och |men )?är (?:\w+ ){1,4}med\b"
    r"|^(?:och |men )?gäller (?:(?:det|den|de) )?(?:\w+ ){1,4}\w+\W*$"
)
MODIFIER_WEIGHT = 0.5  # how much investering counts beside investeringsbidraget
BACKGROUND_WEIGHT = 0.5  # how much a word counts that stands in the story before the question: "vi är en klubb i Nora"
CLAUSE_WEIGHT = 0.4  # how much a word of one clause counts in the other
ASKER = "förening"  # who says "vi" to this service, unless the question says otherwise
ASKER_WEIGHT = 0.25
_NEED = re.compile(r"(?:och |men )?om (?:vi|man|jag|ni|föreningen|klubben)\b")
OTHER_GRANT = 0.5  # of that, for the grant that was asked about, where a need is told of that another may be for
_SEEKS_IT = re.compile(r"\b(?:söka|söker|få|använda|ansöka om|utnyttja) (?:det|den|dem|detta)\b")
MOST_TURNS = 4  # questions before a follow-up that may name what it is about
TURNS_CARRIED = 2  # of them whose words it carries
CARRIED_WEIGHT = 0.55  # how much a word of the previous question counts in a follow-up
PHRASE_WORD_WEIGHT = 0.6  # how much an asking word counts in a phrase of the word list: gå of "gå till"
_HISTORY = re.compile(
    r"\b(?:äldre|gamla?) (?:\w+ ){0,2}\w*(?:version|reg[le]|sid[ao]|system|plan|uppgift|riktlinj|överenskomm|modell)"
    r"|\b(?:äldre|gamla?) (?:\w+ ){0,2}\w*(?:datum|belopp|avtal|strategi)"
    r"|\btidigare\b|\bförut\b|\bförr\b|\bdessförinnan\b"
    r"|\bförra\b|\bhistor|\bföre detta\b|\bjämför|\bskilj|\bskillnad|\bändra|\bbytt\b"
)
_FOLLOW_UP = re.compile(
    r"^(?:och|men|eller|då|även)\b|\b(?:det|den|de|detta|denna|dessa|där|dit|dem|dess)\b|\bockså\b|\bdå\b\W*$"
)
_SHORT_GRANT = re.compile(r"\w{3}(?:bidrag|stöd)(?:et|en|ets|ens|s)?")  # lovbidraget
DEFINITE = re.compile(r"(?:en|et|na|an)$")
_SMALL = "|".join((*values.NUMBER_WORDS[2:], r"\d{1,2}"))
_COUNT = re.compile(rf"\b(?:vilka|alla|de|dessa|är|\w+s) (?:(?:är|de|alla|olika) )*({_SMALL})\b|\b(\d{{1,2}}) \w+\?")
_MODAL = (  # "hur många måste vi vara" names nothing
    r"(?:måste|behöver|behövs|krävs|ska|skulle|får|fick|kan|bör|är|var|finns|fanns)\b"
)
_KINDLESS = ("olika", "andra", "nya")  # they are not what is counted
_SAID_OF_IT = re.compile(r"(?:iga|ska|ella|ala|erande)$")  # "arbetsintegrerande sociala företag" counts företag
_HALF_WORD = re.compile(r"\w+-(?=[/ ])/?")  # lokal- och of "lokal- och anläggningsbidrag"
SHORTEST_GENITIVE = 5
_ASKING = re.compile(r"\b(?:vilk(?:en|et|a)|vad|vem|hur (?:stor[at]?|många|mycket|lång[at]?))\b (.+)")
_FIRST_PERSON = re.compile(r"\b(?:vi|oss|vår|vårt|våra)\b")
_CURRENT = re.compile(
    r"\bfortfarande\b|\bi ?dag\b|\bjust nu\b|\bnumera\b|\bnuvarande\b|\bnya versionen\b|\bgäller nu\b"
)
_WHOSE_NAMES = re.compile(  # which of many, by name: not who may
    r"\bvilka (?:\w+ ){0,2}(?:föreningar|organisationer|klubbar|projekt|aktörer|mottagare|sökande|företag)(?:na)?"
    r" (?:\w+ ){0,2}(?:fick|beviljades|sökte|skrev|fått|avregistrerat?s?|nekats|nekades|lagts|startat)\b"
    r"|\bvilka (?:\w+ ){0,2}(?:föreningar|organisationer|klubbar|personer|medlemmar|ledamöter|privatpersoner)(?:na)?"
    r" (?:har (?:\w+ )?\w+(?:at|tt|it)|\w{3,}(?:ade|ades|tog|gick))\b"
)
_EACH_YEAR = re.compile(
    r"\bår för år\b|\bolika år\b|\bgenom tiden\b|\b(?:varje|per|vart|respektive) år\b.{0,25}\b(?:19|20)\d\d\b"
    r"|\b(?:genom|under|över|senaste) åren\b|\båren (?:19|20)\d\d\b|\böver tid\b"
)
_DEVELOPED = re.compile(r"\butveckla(?:ts|des)\b")
_BEGAN = re.compile(  # when an asker's association began is told, not asked about
    r"\b(?:vi|vår \w+) (?:bilda|starta|grunda)(?:des|de|t|ts) (?:\w+ ){0,2}?"
    r"(?:förra året|i år|i fjol|(?:19|20)\d\d)\b"
)
_IS_ABOUT = re.compile(r"\b(?:vet|veta|gäller|menar|undrar|handlar)\b")  # "vi vill veta om förra året. Hur mycket …?"
_RELATIVE_YEARS = ((r"\bnästa år\b", 1), (r"\bi år\b|\bdet här året\b", 0), (r"\bförra året\b|\bi fjol\b", -1))


def understand(question: Question, vocabulary: Vocabulary) -> Query:
    """Read a question in its conversation.

    A follow-up carries the words and places of the question before it. A question with several clauses ("när … och hur
    …") has each of them in ``clauses``, with the words of the others carried in the same way.
    """
    year = question.today.year
    own = _understand_text(question.text, vocabulary, year)
    earlier = [turn.text for turn in question.history if turn.role == "user"]
    if earlier and _follows_up(question.text, own):
        own = _carry(own, [_understand_text(text, vocabulary, year) for text in earlier[-MOST_TURNS:]])
    return replace(own, clauses=_clauses(own, question.text, vocabulary, year))


def _clauses(own: Query, text: str, vocabulary: Vocabulary, year: int) -> tuple[Query, ...]:
    said = several.one_by_one(text)
    if len(said) < 2:
        return ()
    parts = [_understand_text(part, vocabulary, year) for part in said]
    years: list[tuple[int, ...]] = list(accumulate((part.years for part in parts), _years_from))
    clauses = [_clause(own, parts, number) for number in range(len(parts))]
    return tuple(replace(clause, years=its_years) for clause, its_years in zip(clauses, years, strict=True))


def _years_from(before: tuple[int, ...], its: tuple[int, ...]) -> tuple[int, ...]:
    """The years of a clause: its own, else those of the clause before, never of one that follows."""
    return its or before


def _clause(own: Query, parts: Sequence[Query], number: int) -> Query:
    """One clause, with what it leaves to the others to say.

    What names its own matter, "och när söks nätbidraget?", carries no more than a place from the clauses before. What does
    not goes on about the nearest that does, or else about what the whole question, with what was talked of, is about.
    """
    part, before, after = parts[number], parts[:number], parts[number + 1 :]
    placed = next((one for one in reversed(before) if one.areas), part)
    if _names_its_matter(part):
        return _placed_as(part, placed)
    named = [one for one in (*reversed(before), *after) if _names_its_matter(one)]
    topic = named[0] if named else own
    if not placed.areas:  # "hur mycket får vi, och när söker man i Nora?" asks both of Nora
        placed = next(
            (one for one in after if one.areas and (not named or one is topic or not _names_its_matter(one))), own
        )
    asks_alone = all(word in swedish.ASKING_WORDS or municipality_of(word) for word in part.weights)
    elsewhere_asked = {word for word in own.weights if part.areas and municipality_of(word)}  # "… i Kumla, och i Nora?"
    carried = {word: CLAUSE_WEIGHT * weight for word, weight in own.weights.items() if word not in elsewhere_asked}
    return replace(
        _placed_as(part, placed),
        weights=carried | dict(part.weights),
        alternatives={**own.alternatives, **part.alternatives},
        names=part.names + tuple(name for name in topic.names if name not in elsewhere_asked),
        full_names=part.full_names + tuple(name for name in topic.full_names if not elsewhere_asked.issuperset(name)),
        compounds=topic.compounds,
        plans=part.plans + topic.plans,
        modifiers=topic.modifiers,
        givers=part.givers or topic.givers,
        outside=topic.outside if asks_alone else (),
        elsewhere=() if part.own_areas else topic.elsewhere,
        focus=part.focus or own.focus,
        counted=part.counted or own.counted,
        events=part.events or own.events,  # "vem beslutade … och när?" asks when it was decided
        wants_history=part.wants_history or any(one.wants_history for one in before),
        wants_previous=part.wants_previous or any(one.wants_previous for one in before),
        is_private=part.is_private or topic.is_private,
        is_individual=part.is_individual or any(one.is_individual for one in before),
        follows_up=own.follows_up and not named,
        leans=True,
    )


def _placed_as(part: Query, other: Query) -> Query:
    """A clause with its own places, else those of another."""
    if part.areas:
        return part
    return replace(part, areas=other.areas, own_areas=other.own_areas)


def _names_its_matter(query: Query) -> bool:
    """True when a text says itself what it is about: a name that is no place, a grant, a plan, or what it wants explained."""
    names = [name for name in query.names if not municipality_of(name)]
    explains = query.intents == (Intent.DEFINITION,) and any(
        word not in swedish.ASKING_WORDS for word in swedish.content_words(query.text)
    )
    grants = any(map(_SHORT_GRANT.fullmatch, swedish.content_words(query.text)))  # too short to be told apart by
    return bool(names or query.compounds or grants or query.outside or query.elsewhere or explains)


def _understand_text(text: str, vocabulary: Vocabulary, this_year: int) -> Query:
    folded = swedish.normalise(text)
    asked = _BEGAN.sub(" ", folded)
    intents = intents_of(text)
    areas = find_areas(text)
    alternatives = vocabulary.alternatives(" ".join((text, "|", *calling.modifiers(text))))
    return Query(
        text=text,
        weights=_edited(_weights(text, folded), text, vocabulary),
        intents=intents,
        areas=areas,
        years=_years(asked, asked if _IS_ABOUT.search(asked) else _BEGAN.sub(" ", _asking(text)), this_year),
        is_series=bool(_EACH_YEAR.search(folded) or _DEVELOPED.search(folded)),
        wants_history=bool(_HISTORY.search(asked)),
        wants_previous=asked_again.is_of_the_one_before(folded),
        own_areas=areas,
        alternatives=alternatives,
        names=tuple(dict.fromkeys((*calling.names(swedish.asking_part(text)), *elsewhere(text)))),
        full_names=calling.full_names(swedish.asking_part(text)),
        elsewhere=elsewhere(text),
        givers=calling.givers(swedish.asking_part(text)),
        outside=vocabulary.outside_words(swedish.asking_part(text)),
        wants_current=bool(_CURRENT.search(folded)),
        is_private=beyond.is_private(folded),
        is_individual=beyond.is_individual(folded),
        asks_no_fact=beyond.is_opinion_or_task(folded),
        wants_future=beyond.wants_future(folded),
        years_after=beyond.years_after(folded),
        wants_verdict=beyond.wants_verdict(folded),
        wants_names=bool(_WHOSE_NAMES.search(folded)),
        days=values.days(text),
        counted=_counted(text),
        phrases=_phrases(text),
        modifiers=calling.modifiers(text),
        focus=_focus(text),
        window=window(text),
        plans=calling.plans(text),
        compounds=calling.compounds(text),
        events=events(" ".join((text, *(other for others in alternatives.values() for other in others)))),
        count=_count(folded),
    )


def _asking(text: str) -> str:
    return swedish.normalise(swedish.asking_part(text))


def _years(folded: str, asked: str, this_year: int) -> tuple[int, ...]:
    """The years that are named, and those that what is ``asked`` tells from now: "i år" in the story before says when it was."""
    named = values.years(folded)
    if named and _EACH_YEAR.search(folded):  # "varje år 2016–2022", "per år sedan 2016"
        last = max(named) if len(named) > 1 else this_year
        return tuple(range(min(named), last + 1))
    relative = tuple(this_year + step for pattern, step in _RELATIVE_YEARS if re.search(pattern, asked))
    return tuple(dict.fromkeys((*named, *relative)))


def _count(folded: str) -> int | None:
    """How many things a list question expects: "vilka tre mål" is 3."""
    found = _COUNT.search(folded)
    return values.small_number(found.group(1) or found.group(2)) if found else None


def _counted(text: str) -> str | None:
    """What "hur många" counts."""
    found = re.search(rf"\bhur många (?!{_MODAL})(.+)", swedish.normalise(text))
    words = swedish.content_words(found.group(1)) if found else []
    things = [word for word in words if word not in _KINDLESS]
    return next((word for word in things if not _SAID_OF_IT.search(word)), things[0] if things else None)


def _phrases(text: str) -> tuple[tuple[str, str], ...]:
    """Neighbouring content words, as stems: sociala investeringar is more than sociala and investeringar."""
    words = swedish.words(text)
    asked = swedish.ASKING_WORDS
    return tuple(
        (swedish.stem(a), swedish.stem(b))
        for a, b in pairwise(words)
        if swedish.is_content(a) and swedish.is_content(b) and not {a, b} & asked
        if not municipality_of(a) and not municipality_of(b)
    )


def _focus(text: str) -> str | None:
    """What is asked for by name: mål in "vilka mål har planen", also in "vad är riksdagens mål för politiken"."""
    asking = _ASKING.search(swedish.normalise(text))
    if not asking:
        return None
    named = _HALF_WORD.sub("", asking.group(1))
    words = [word for word in swedish.content_words(named) if word not in swedish.ASKING_WORDS]
    words = [word for word in words if not word.isdigit() and not municipality_of(word)]
    if len(words) > 1 and words[0].endswith("s") and len(words[0]) >= SHORTEST_GENITIVE:
        return words[1]
    return words[0] if words else None


def _weights(text: str, folded: str) -> dict[str, float]:
    day = {str(number) for one in values.days(text) for number in (one.day, values.MONTHS[one.month - 1])}
    passing = day | limiting_words(text)
    asked = set(swedish.content_words(swedish.asking_part(text)))
    weights = {
        word: _asked_weight(word) * (1.0 if word in asked else BACKGROUND_WEIGHT)
        for word in swedish.content_words(text)
        if word not in passing
    }
    for word in list(weights):
        if place := municipality_of(word):
            weights.setdefault(place.casefold(), 1.0)
            name = place.casefold()
            if word not in (name, f"{name}s"):  # a misspelt place, or who is from there, is that place
                del weights[word]
    for modifier in calling.modifiers(text):
        weights.setdefault(modifier, MODIFIER_WEIGHT)
    if _FIRST_PERSON.search(folded):
        weights.setdefault(ASKER, ASKER_WEIGHT)
    return weights


def _edited(weights: dict[str, float], text: str, vocabulary: Vocabulary) -> dict[str, float]:
    """The weighted words as editors see them: without words that tell nothing, and with the words of a phrase counting.

    "vad får pengarna gå till" asks for something with "gå", "hur går det till" does not.
    """
    meant = vocabulary.phrase_words(text)
    kept = {word: weight for word, weight in weights.items() if word not in vocabulary.fillers} or weights
    return {word: max(weight, PHRASE_WORD_WEIGHT) if word in meant else weight for word, weight in kept.items()}


def _asked_weight(word: str) -> float:
    return swedish.ASKING_WEIGHT if word in swedish.ASKING_WORDS else 1.0


def _follows_up(text: str, own: Query) -> bool:
    if own.intents == (Intent.DEFINITION,) and _explains_no_part(text, own):
        return False
    if len(own.weights) <= 3 or (len(own.weights) <= 7 and bool(_FOLLOW_UP.search(swedish.normalise(text)))):
        return True
    return len(own.weights) <= 7 and not (own.own_areas or own.names or own.compounds or own.outside)


def _explains_no_part(text: str, own: Query) -> bool:
    """True when what is to be explained is named in full, "social ekonomi", not as a part of what was talked of: "syftet"."""
    words = [word for word in own.weights if word not in swedish.ASKING_WORDS]
    return bool(words) and not _FOLLOW_UP.search(swedish.normalise(text)) and not any(map(DEFINITE.search, words))


def _carry(own: Query, earlier: Sequence[Query]) -> Query:
    asks_again = own.intents == (Intent.OTHER,) and all(word == ASKER or municipality_of(word) for word in own.weights)
    if matter := _matter_before(own, earlier):
        own = _said_of(own, matter)
    weights: dict[str, float] = dict(own.weights)
    alternatives = dict(own.alternatives)
    areas: tuple[str, ...] = own.areas
    weight = CARRIED_WEIGHT
    for before in reversed(earlier[-TURNS_CARRIED:]):
        grant = {*before.compounds, *before.modifiers} if own.tells_need else set()
        for word, its_weight in before.weights.items():
            weights.setdefault(word, weight * its_weight * (OTHER_GRANT if word in grant else 1.0))
        alternatives = {**before.alternatives, **alternatives}
        areas = areas or before.areas
        weight *= 0.5
    asks_of_the_same = len(own.weights) <= 1  # "av vem?", "vilken dag?"
    happening = own.events or (earlier[-1].events if asks_of_the_same else own.events)
    kept = replace(own, weights=weights, alternatives=alternatives, areas=areas, events=happening, follows_up=True)
    if not asks_again:
        return kept
    before = earlier[-1]  # "och i Nora?", "vi är i Nora" asks the same again
    return replace(
        kept, intents=before.intents, events=own.events or before.events, counted=own.counted or before.counted
    )


def _matter_before(own: Query, earlier: Sequence[Query]) -> Query | None:
    """The question that names what a follow-up is about which names nothing itself, but says where, or "det".

    "Kan man söka i Nora?" tells nothing of its own, and no question between may; "kan scoutkåren söka det?" is about the last
    that was named.
    """
    if own.wants(Intent.OFFER, Intent.LIST) or _names_its_matter(own):
        return None  # "vilka bidrag finns i Nora?" is about something else
    says_it = bool(_SEEKS_IT.search(swedish.normalise(own.text)))
    if not says_it and not (own.own_areas and _tells_nothing(own)):
        return None
    for said in reversed(earlier):
        if _names_its_matter(said):
            return said
        if said.wants(Intent.OFFER) or not (says_it or _tells_nothing(said)):
            return None
    return None


def _tells_nothing(said: Query) -> bool:
    return all(municipality_of(word) or is_plain(word) or word == ASKER for word in said.weights)


def _said_of(own: Query, matter: Query) -> Query:
    """A question with the names of what it is about as if it had said them itself.

    A grant called by its kind, grundbidraget, is named only by one that tells nothing else: its rules may stand elsewhere.
    """
    names = [name for name in matter.names if not municipality_of(name)]
    if not _tells_nothing(own):
        matter = replace(matter, compounds=(), plans=(), modifiers=())
    called = {word: weight for word, weight in matter.weights.items() if word in names or word in matter.compounds}
    return replace(
        own,
        weights={**called, **own.weights},
        alternatives={**matter.alternatives, **own.alternatives},
        names=(*own.names, *names),
        carried=tuple(names),
        full_names=(*own.full_names, *(name for name in matter.full_names if set(name) <= set(names))),
        compounds=(*own.compounds, *matter.compounds),
        phrases=(*own.phrases, *matter.phrases),
        plans=(*own.plans, *matter.plans),
        modifiers=(*own.modifiers, *matter.modifiers),
        outside=(*own.outside, *matter.outside),
    )


def history_from(pairs: Sequence[Mapping[str, str]]) -> tuple[Turn, ...]:
    """Turns from ``{"role", "text"}`` records, oldest first; other roles are passed over."""
    return tuple(
        Turn("user" if pair["role"] == "user" else "assistant", pair["text"])
        for pair in pairs
        if pair.get("role") in ("user", "assistant") and isinstance(pair.get("text"), str)
    )
