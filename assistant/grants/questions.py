"""Which questions are about a set of grants, and which set. Pure.

A question is taken only when every word of it is understood: what is asked for, a place, a kind of association, what the
money pays, a part of the year. One word outside that, and the question is about something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.domain import MUNICIPALITIES, REGION
from assistant.grants.cards import Kind, Purpose
from assistant.grants.spans import Span, span
from assistant.language import swedish, values
from assistant.language.places import municipality_of
from assistant.language.plain import is_plain
from assistant.question.intents import MISSED, Intent
from assistant.question.query import Query


class Giver(StrEnum):
    """Who gives, when that is what a set is limited to."""

    STATE = "state"
    FOUNDATION = "foundation"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The set that is asked for. Empty means no limit. ``areas`` are municipalities, the region or nothing."""

    areas: tuple[str, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    purposes: frozenset[Purpose] = frozenset()
    span: Span | None = None  # the days that the last day may be
    open_now: bool = False
    only_giver: bool = False  # "Kumlas bidrag": what the municipality itself gives
    only_municipal: bool = False  # "vilka kommuner har …", "kommunala bidrag"
    to_apply: bool = False  # what someone can apply for, not what there is
    only_days: bool = False  # last days are asked for: what has none is left out
    amounts: bool = False
    only_rolling: bool = False
    only_paused: bool = False
    givers: frozenset[Giver] = frozenset()  # "statliga bidrag", "vilka stiftelser": whatever else the area has
    only_with_time: bool = False  # "när söker man i Kumla?": what has no day in its source is left out


_GRANT = r"[\w/-]*(?:bidrag|stöd)(?:en|et|s|sformer|sformerna|former|formerna)?"
_DAYS = (
    r"stoppdatum(?:en)?|ansökningsdatum(?:en)?|ansökningsdagar(?:na)?|deadlines?|sista (?:ansöknings)?(?:dagar|datum)"
)
_SET = re.compile(
    rf"\bvilk(?:a|et|en) (?:\w+ ){{0,2}}(?:(?:typ|typer|former) av )?(?:{_GRANT}|{_DAYS})\b"
    rf"|\b(?:lista|räkna upp|visa|alla|hur många|några|något|nåt|vad för|vad finns det för) (?:\w+ ){{0,3}}(?:{_GRANT}|{_DAYS})\b"
    rf"|\bfin+s (?:det|de) (?:\w+ ){{0,2}}{_GRANT}\b"
    r"|\bvad kan (?:\w+[ -]){1,4}(?:\w+ ){0,3}(?:söka|ansöka)\b|\bvad kan (?:vi|man|jag) (?:söka|ansöka)\b"
    rf"|\bvilka kommuner\b.*\b{_GRANT}\b"
    r"|\bvad fin+s (?:det )?(?:för (?:\w+ ){1,2})?att söka\b"
    r"|\b(?:pengar|bidrag|stöd) (?:från|av|hos|ur) (?:någon|några|en) (?:stiftelser?|fond(?:er)?)\b"
    r"|\bvilka (?:\w+ ){0,2}(?:stiftelser|fonder)\b.*\b(?:söka?s?|söker|ansöka|ger|pengar|bidrag|stöd)\b"
)
_WHEN = re.compile(
    r"^(?:och |men |hej )*när (?:ska|måste|kan|bör|får|behöver|senast|söker|ansöker|är|går)\b|\bdeadline\w*|\bstoppdatum\w*"
    r"|\bsista (?:ansöknings)?(?:da[gn]|datum)\w*"
)
_OF_TIME = re.compile(
    r"när|ska|skall|måste|bör|behöver|dan|skickas?|lämnas?|in|ansökan|ansökas|ansöker|tid|sena(?:st|ste)"
)
_LOCAL = re.compile(r"\blokala? (?=förening|klubb|organisation)")  # no premises
_AMOUNT = re.compile(
    r"\boch (?:hur (?:stor (?:andel|del)|mycket)(?: av \w+)? (?:\w+ ?){1,4}|vilken andel(?: \w+){1,3})"
)
_DATES_TOO = re.compile(
    r"\boch (?:(?:vad|när|vilken|vilket) (?:är|gäller som) )?(?:(?:deras|den|det) )?"
    r"(?:sista (?:ansöknings)?(?:dag|datum)\w*|stoppdatum\w*)"
    r"(?: för (?:vart och ett|dem|dessa|varje|respektive)(?: bidrag)?)?"
    r"|\boch när(?: (?:\w+ ){1,3}(?:söka?s?|in)\b(?: (?:dem|dom|dessa|det))?|(?=\W*$))"
)
_IS_THERE = re.compile(
    r"\bfin+s\b|\bnär\b|\bsista\b|\bhur (?:mycket|mkt|stor\w*)\b|\bvad ger\b|\bvilken summa\b|\bkan (?:vi|man|jag) (?:få|söka)\b"
    r"|\bhar (?:ni|kommunen)\b|\bdelar\b"
)
_MUST = re.compile(r"^(?:och |men )?(?:måste|behöver|krävs|hur många .{2,30} (?:måste|behöver|krävs))\b")
_CALLED = re.compile(r"(?!förening)\w{3,}(?:bidrag|stöd)(?:et|en)?")
_OF_ONE_GRANT = (  # what is told of a grant that is there, and of no other instead
    Intent.COMPARE, Intent.VALIDITY, Intent.PROCESS, Intent.EXCLUSION, Intent.CONTACT, Intent.ENCLOSURES, Intent.COUNT,
    Intent.AGE, Intent.WHERE,
)  # fmt: skip
_ROLLING = re.compile(r"\blöpande\b|\bnär som helst\b|\båret (?:om|runt)\b")
_PAUSED = re.compile(r"\bpausa(?:t|de|d)\b")
_MUNICIPAL = re.compile(r"\bvilka kommuner\b|\bkommunala\b")
_OF_ANOTHER = re.compile(r"\b(?:av|från|hos) (?!kommun|region|oss\b|er\b)\w+(?:en|et|na)\b")  # "stöd av polisen"
_OPEN_NOW = re.compile(r"\b(?:just nu|nu|i ?dag)\b|\böppn[ae]\b")
_TO_APPLY = re.compile(r"\b(?:söka?s?|söker|ansöka|få|(?:för|till) (?:en|ett|vår|vårt|oss))\b")
_COUNTY = re.compile(r"\b(?:i|inom) (?:hela )?(?:örebro län|länet)\b|\blänets kommuner\b")

_KINDS = (
    (r"pensionär\w*|senior\w*|äldre", Kind.SENIOR),
    (r"idrott\w*", Kind.SPORT),
    (
        r"kulturförening\w*|(?:amatör|barn|ungdoms)?teater(?:grupp|förening)?(?:en)?|musik(?:förening|grupp)?(?:en)?"
        r"|dans(?:grupp|förening)?(?:en)?|konst(?:förening)?(?:en)?",
        Kind.CULTURE,
    ),
    (r"student\w*", Kind.STUDENT),
    (r"studieförbund\w*", Kind.ADULT_EDUCATION),
    (r"barn|unga|ungdom|ungdomar|ungdomsförening\w*|barnförening\w*", Kind.YOUTH),
    (r"funktions(?:nedsättning|hinder|variation|rätt)\w*", Kind.DISABILITY),
    (r"bygdegård\w*|samlingslokal\w*", Kind.MEETING_PLACE),
    (r"hembygds\w*|kulturarv\w*", Kind.HERITAGE),
    (r"hembygds\w*", Kind.CULTURE),
    (r"landsbygd\w*|byalag\w*|bygdelag\w*", Kind.RURAL),
    (r"scout\w*", Kind.YOUTH),
    (r"ungdomsförbund\w*", Kind.PARTY_YOUTH),
    (r"naturförening\w*|miljöförening\w*", Kind.NATURE),
    (r"privatperson\w*|enskilda", Kind.PERSON),
    (r"företag\w*", Kind.COMPANY),
    (r"trossamfund\w*|religiösa|samfund|kyrko\w*", Kind.FAITH),
)
_PURPOSES = (
    (r"material\w*|utrustning\w*|inventarier", Purpose.MATERIAL),
    (r"investering\w*", Purpose.INVESTMENT),
    (r"lokal|(?:förenings|klubb)?lokal(?:er|en|hyra|bidrag\w*|stöd\w*)?|anläggning\w*|hyra", Purpose.PREMISES),
    (r"\w*reparation\w*|\w*renover\w*|underhåll\w*|\w*tillbyggnad\w*|\w*ombyggnad\w*", Purpose.PREMISES),
    (r"\w*reparation\w*|\w*renover\w*|\w*tillbyggnad\w*|\w*ombyggnad\w*|idrottsanläggning\w*", Purpose.INVESTMENT),
    (r"lov|\w+lov|\w*lovet|lovbidrag\w*|lovaktivitet\w*", Purpose.HOLIDAY),
    (
        r"\w*evenemang\w*|\w*arrangemang\w*|\w*festival(?:en)?|(?!mani)\w{2,}fest(?:en|er|erna)?",
        Purpose.EVENT,
    ),
    (r"projekt|projektbidrag\w*|projektstöd\w*", Purpose.PROJECT),
    (r"utbildning\w*|kurser|ledarutbildning\w*", Purpose.EDUCATION),
    (r"ledararvode\w*|ledare", Purpose.LEADERS),
    (r"resor|resekostnader|resa", Purpose.TRAVEL),
    (r"startbidrag\w*|nystartade?|starta", Purpose.START),
    (r"aktivitet|aktiviteter|aktivitetsbidrag\w*|aktivitetsstöd\w*", Purpose.ACTIVITY),
    (r"verksamhetsbidrag\w*|driftbidrag\w*|driftstöd\w*", Purpose.OPERATION),
    (r"integration\w*|nyanländ\w*|asylsökande|flyktingar", Purpose.INTEGRATION),
)
_GIVERS = (
    (r"statliga?|statens|staten|statsbidrag\w*|nationella?", Giver.STATE),
    (r"stiftelser?(?:na|s)?|fonder(?:na)?", Giver.FOUNDATION),
)
_PLAIN = re.compile(
    r"vilk(?:a|et|en)|vad|hur|många|lista|räkna|upp|visa|alla|olika|slags?|sorts?|sorters?|typ|typer|former|några|något|nåt|någon|fin+s|det|de|där|här|som|att|och|i|på"
    r"|för|till|av|från|hos|om|med|eller|inom|under|den|är|kan|får|klubb(?:en|ar|arna)?|vi|man|jag|en|ett|oss|vår|våra|sin|sina|vill|ha|har|ger|ge|fås"
    r"|erbjuder|delar|ut|betalar|betala|täcker|täcka|gäller|går|stödjer|söka?s?|söker|ansöka|få|just|nu|idag|dag|öppna|öppet"
    r"|kommun|kommuns|kommunen|kommunens|kommuner|kommunerna|kommunala|region|regionen|regionens|regionala|län|läns|länet"
    r"|länets|örebro|hela|förening|föreningen|föreningar|föreningarna|föreningslivet|ideella?|politiska|ges|organisationer|personer"
    r"|bidrag(?:en|et|s|sformer|sformerna)?|stöd(?:en|et|former|formerna)?|föreningsbidrag(?:en|et)?|föreningsstöd(?:en|et)?"
    r"|stoppdatum(?:en)?|ansökningsdatum(?:en)?|ansökningsdagar(?:na)?|ansökningsdag|deadlines?|sista|dagar|datum|infaller"
    r"|senast|före|innan|fram|efter|mellan|tidigast|respektive|vart|som|helst|året|runt|löpande|jobbar|åt|flera|bevakar|hej|tack|är|liten|litet|små"
    r"|denna|nästa|veckan?|veckor|veckorna|månad(?:en|er|erna)?|dagarna|dagen|närmaste|kommande|snart|kort|våren|vårens|höst(?:en|ens)?|år"
    rf"|stänger|löper|vi|halvåret?|{'|'.join(values.NUMBER_WORDS[1:])}"
    rf"|pausa(?:t|de|d)|undrar|behöver|letar|efter|pengar|ekonomiskt|{'|'.join(values.MONTHS)}"
)


def wanted(query: Query, today: date) -> Wanted | None:
    """The set of grants that a question asks for; None when it asks for something else, or for every grant there is."""
    text = _LOCAL.sub("", swedish.normalise(query.text))
    when = (
        not _SET.search(text) and bool(_WHEN.search(text)) and any(area in MUNICIPALITIES for area in query.own_areas)
    )
    if not (when or _SET.search(text)) or query.wants_history or query.wants(Intent.COMPARE, Intent.EXCLUSION):
        return None
    if MISSED.search(text):
        return None
    days = span(query.text, today, query.years)
    if query.years and (len(query.years) > 1 or not days or days.last < today):
        return None
    asked_amount = bool(_AMOUNT.search(text))
    words = [word for word in swedish.words(_DATES_TOO.sub(" ", _AMOUNT.sub(" ", text))) if not _is_place(word)]
    stands_for = {} if query.carried else query.alternatives
    meant = {word: told_by(word, () if _PLAIN.fullmatch(word) else stands_for.get(word, ())) for word in words}
    kinds = frozenset(kind for of_word, _ in meant.values() for kind in of_word)
    purposes = frozenset(purpose for _, of_word in meant.values() for purpose in of_word)
    givers = frozenset(giver for word in words for pattern, giver in _GIVERS if re.fullmatch(pattern, word))
    if when and (kinds or purposes or days or givers):  # one grant's day, which its own source tells
        return None
    understood = {word for word in words if _understood(word) or any(meant.get(word, ()))}
    if not all(
        word in understood or (word.isdigit() and days) or (when and _OF_TIME.fullmatch(word)) for word in words
    ):
        return None
    open_now = bool(_OPEN_NOW.search(text))
    only_rolling = bool(_ROLLING.search(text))
    only_paused = bool(_PAUSED.search(text))
    areas = () if _COUNTY.search(text) else query.areas
    if not (areas or kinds or purposes or days or open_now or only_rolling or only_paused or givers):
        return None
    return Wanted(
        areas=areas,
        kinds=kinds,
        purposes=purposes,
        span=days,
        open_now=open_now and days is None,
        only_giver=when or (bool(areas) and not givers and _only_giver(text, areas)),
        only_municipal=bool(_MUNICIPAL.search(text)),
        to_apply=bool(_TO_APPLY.search(text)),
        only_days=bool(re.search(rf"\b(?:{_DAYS}|senast)\b", text)),
        amounts=asked_amount,
        only_rolling=only_rolling,
        only_paused=only_paused,
        givers=givers,
        only_with_time=when,
    )


def called(query: Query) -> tuple[str, ...]:
    """What a grant is called whose day, sum or being there is asked for: "Finns det kulturbidrag i X?"."""
    of_it = _IS_THERE.search(swedish.normalise(query.text)) and not query.wants(*_OF_ONE_GRANT)
    if query.wants_history or query.follows_up or not of_it:
        return ()
    return tuple(word for word in query.compounds if _CALLED.fullmatch(word))


def offered(query: Query, *, is_need: bool) -> Wanted | None:
    """What someone may apply for in the municipality that is named, by the kinds of association that are; None when none is.

    For a question for what there is to apply for, for a grant by what it is called, or for what something is needed for, that
    has other words too, which no grant answers to.
    """
    areas = tuple(area for area in query.own_areas if area in MUNICIPALITIES)
    other = query.elsewhere or query.years or query.givers or _OF_ANOTHER.search(swedish.normalise(query.text))
    if _MUST.search(swedish.normalise(query.text)):
        return None  # a rule is asked for, which no other grant tells
    if len(areas) != 1 or not (is_need or query.wants(Intent.OFFER) or called(query)) or query.is_beyond or other:
        return None
    words = swedish.words(_LOCAL.sub("", swedish.normalise(query.text)))
    return Wanted(areas=areas, kinds=kinds_of(words), to_apply=True, only_giver=True)


def kinds_of(words: Iterable[str]) -> frozenset[Kind]:
    """The kinds of association that the words name."""
    words = tuple(words)
    return frozenset(kind for pattern, kind in _KINDS if any(re.fullmatch(pattern, word) for word in words))


def purposes_of(words: Iterable[str]) -> frozenset[Purpose]:
    """What the words say that money is to pay."""
    words = tuple(words)
    return frozenset(purpose for pattern, purpose in _PURPOSES if any(re.fullmatch(pattern, word) for word in words))


def told_by(word: str, others: Sequence[str]) -> tuple[frozenset[Kind], frozenset[Purpose]]:
    """What one word tells of who needs money and for what, by itself, else by the words that may stand for it."""
    own = kinds_of([word]), purposes_of([word])
    kinds = kinds_of(others)
    if is_plain(word):  # gamla hus are not for who is old
        kinds -= {Kind.SENIOR}
    return own if any(own) else (kinds, purposes_of(others) - {Purpose.ACTIVITY})  # of what anybody does


def names_giver(word: str) -> bool:
    """True for a word that tells who gives, the state or a foundation, and nothing of what for."""
    return any(re.fullmatch(pattern, word) for pattern, _ in _GIVERS) or word == "fond"


def says_one_of(purposes: frozenset[Purpose], text: str) -> bool:
    """True when a text names what the money is to pay."""
    words = swedish.words(text)
    patterns = [pattern for pattern, purpose in _PURPOSES if purpose in purposes]
    return any(re.fullmatch(rf"\w*(?:{pattern})\w*", word) for pattern in patterns for word in words)


def _understood(word: str) -> bool:
    patterns = (pattern for pattern, _ in (*_KINDS, *_PURPOSES, *_GIVERS))
    return bool(_PLAIN.fullmatch(word)) or any(re.fullmatch(pattern, word) for pattern in patterns)


def _is_place(word: str) -> bool:
    return municipality_of(word) is not None


def _only_giver(text: str, areas: tuple[str, ...]) -> bool:
    """ "Kumlas bidrag", "bidrag ger Kumla kommun": those of the giver, not all that are to be had there."""
    names = "|".join(swedish.normalise(area) for area in areas if area != REGION)
    if REGION in areas:
        return True
    return bool(
        re.search(
            rf"\b(?:{names})s (?:\w+ )?{_GRANT}\b|\b(?:ger|har|erbjuder) (?:{names})s?\b"
            rf"|\b(?:{names})s? kommun(?:s\b| (?:har|ger|erbjuder|delar)\b)",
            text,
        )
    )
