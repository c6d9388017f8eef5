"""What someone needs money for, told in everyday words, and the grants that are for such things. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.answerability.unmentioned import is_verb
from assistant.domain import MUNICIPALITIES, REGION
from assistant.grants.cards import Field, Grant, Kind, Purpose
from assistant.grants.profile import NO_ASSOCIATION
from assistant.grants.questions import names_giver, told_by
from assistant.language import swedish
from assistant.language.matching import INSIDE, SAME_STEM, best_match, similarity, word_set
from assistant.language.places import municipality_of
from assistant.language.plain import is_plain
from assistant.question.intents import Intent
from assistant.question.query import ASKER, Query

RARE = 0.08  # share of the cards that a word which tells them apart is found in at most
HALF = 0.5  # of what the grant that is for most of the need is for
LONG = 6  # letters of a word that may be a part of another
ONLY_FOR = frozenset(  # who does not say to be one need not look
    {
        *NO_ASSOCIATION, Kind.STUDENT, Kind.PARTY_YOUTH, Kind.ADULT_EDUCATION, Kind.DISABILITY, Kind.FAITH, Kind.SENIOR,
    }
)  # fmt: skip
_APART = frozenset({Purpose.HOLIDAY, Purpose.START})  # what else such a grant pays, it pays for that
_OF_SPORT = ({Kind.SPORT, Kind.DISABILITY}, {Kind.SPORT, Kind.YOUTH})  # sport for those, not either
_NO_MATTER = {Kind.YOUTH}  # a sports club may well have young members
_FOR_MUCH = frozenset({Purpose.OPERATION, Purpose.PROJECT, Purpose.INVESTMENT})
_OF_KIND = {Kind.CULTURE: Purpose.CULTURE, Kind.SOCIAL: Purpose.CARE}
_SOMEONE = re.compile(
    r"\b(?:vi|oss|jag|mig|man|vår|vårt|våra|våran|min|mitt|mina|ni)\b"
    r"|\b(?:en|ett|som) (?:\w+ ){0,2}\w*(?:förening|klubb|grupp|kör|lag|kår|sällskap|gäng|organisation)\b"
    r"|\b(?:föreningen|klubben)\b|^\w*(?:förening|klubb|kör|kår)(?:en)?\b"
)
_WISH = re.compile(
    r"\b(?:vill|behöver|skulle (?:vilja|behöva)|önskar|drömmer|planerar|tänker|funderar|ska) (?!bli |vara |gå )"
    r"|\b(?:läcker|trasigt?|mögel)\b"
)
_MONEY = re.compile(
    r"\b\w*(?:pengar|bidrag|stöd|medel)(?:na|et|en)?\b|\b(?:an)?sök(?:a|er|s|as)\b|\bfå (?:hjälp|nåt|något)\b|\bfinansier\w*"
    r"|\bhjälp(?:a|er)? (?:till|oss|mig|med|för)\b(?! att\b)|\bfinns det (?:\w+ )?hjälp\b|\b(?:vart|vem) (?:\w+ ){0,2}vänd\w*"
    r"|\b(?:fond|startkapital|bidra)\b|\bvad kan (?:\w+ ){1,4}(?:få|söka)\b|\bbetala[rs]?\b|\bkostnad\w*|\bsponsra\w*"
)
_WHO_GIVES = re.compile(r"\bvem (?:kan )?(?:ger|ge|bidra|hjälpa|stödja|betala)\b")
_OWN_HOME = re.compile(
    r"\bmi(?:tt|n|na) (?:\w+ )?(?:kök|hus|villa|lägenhet|bostad|hem|tak|badrum|trädgård|bil|cykel)\b"
)
_SAID_BEFORE = re.compile(r"\b(?:bidraget|stödet|pengarna)\b")  # of a grant that is talked of
_NAMES_A_GRANT = re.compile(r"(?:bidrag|stöd|medel|peng|stipendi\w*)(?:et|en|ets|ens|s|n|um|erna|er)?$")
_OTHER_KINDS = (  # one fact of a grant that is named, which its own source tells
    Intent.WHEN, Intent.AMOUNT, Intent.COUNT, Intent.AGE, Intent.CONTACT, Intent.ENCLOSURES, Intent.COMPARE,
    Intent.VALIDITY, Intent.DEFINITION, Intent.PROCESS, Intent.EXCLUSION,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """Who needs money, and for what. ``words`` tell what no kind of association or thing to pay does, each with those that
    may stand for it.
    """

    areas: tuple[str, ...]
    kinds: frozenset[Kind]
    purposes: frozenset[Purpose]
    words: tuple[tuple[str, ...], ...]
    asks_who: bool = False  # "vem kan hjälpa till att betala?": whoever may give is asked for


class Fit(NamedTuple):
    """A grant, the words of the need that its source says, and what of the need it pays."""

    grant: Grant
    says: tuple[str, ...]
    purposes: frozenset[Purpose]


def need_of(query: Query) -> Need | None:
    """What somebody needs money for; None when it is not asked what there is for a need, or a grant is named."""
    text = swedish.normalise(query.text)
    wishes = bool(_SOMEONE.search(text) and _WISH.search(text))
    for_money = bool(_MONEY.search(text))
    if not ((for_money and (wishes or query.wants(Intent.OFFER))) or (wishes and _is_statement(query))):
        return None
    if query.follows_up and not query.wants(Intent.OFFER):
        return None
    asks_who = query.wants(Intent.WHO) and not _WHO_GIVES.search(text)
    if (
        asks_who
        or query.wants(*_OTHER_KINDS)
        or query.is_beyond
        or query.years
        or query.wants_history
        or query.wants_verdict
    ):
        return None
    if query.elsewhere or query.carried or query.givers or query.outside or REGION in query.own_areas:
        return None
    if (
        _SAID_BEFORE.search(text)
        or any(map(_NAMES_A_GRANT.search, query.compounds))
        or not all(map(municipality_of, query.names))
    ):
        return None
    said = [word for word in query.weights if not (municipality_of(word) or word == ASKER or word.isdigit())]
    told = {word: told_by(word, query.alternatives.get(word, ())) for word in said}
    words = tuple(
        (word, *query.alternatives.get(word, ()))
        for word in said
        if not (any(told[word]) or is_plain(word) or is_verb(word, query.text) or names_giver(word))
    )
    kinds = frozenset(kind for of_word, _ in told.values() for kind in of_word)
    if _OWN_HOME.search(text):
        kinds |= {Kind.PERSON}
    purposes = frozenset(purpose for _, of_word in told.values() for purpose in of_word)
    places = tuple(area for area in query.areas if area in MUNICIPALITIES)
    asks_who = bool(_WHO_GIVES.search(text))
    return Need(places, kinds, purposes, words, asks_who) if kinds or purposes or words else None


def _is_statement(query: Query) -> bool:
    """ "Vi vill ha solceller på klubbstugan" asks for nothing else than help."""
    asks = "?" in query.text or re.search(rf"\b{swedish.INTERROGATIVE}", swedish.normalise(query.text))
    return query.intents == (Intent.OTHER,) and not asks


def fits(need: Need, grants: Sequence[Grant]) -> list[Fit]:
    """The grants that are for what is needed: those that a municipality gives first, then by how much of it they are for.

    Empty when the words name who gives, or one grant: its own source tells.
    """
    if any(_is_called(grant, one[0]) for grant in grants for one in need.words):
        return []
    saying = {one[0]: {grant.id for grant in grants if says(_told(grant), one)} for one in need.words}
    telling = [word for word, cards in saying.items() if 0 < len(cards) <= RARE * len(grants)]
    found = [
        Fit(
            grant,
            tuple(word for word in telling if grant.id in saying[word]),
            frozenset() if _is_for_running(need, grant) else need.purposes & set(grant.purposes),
        )
        for grant in grants
    ]
    found = [fit for fit in found if _lies(need, fit) and _may_apply(need, fit) and _is_for(need, fit)]
    here = _best_half(need, [fit for fit in found if fit.grant.is_municipal])
    return [*here, *_best_half(need, [fit for fit in found if not fit.grant.is_municipal])]


def general(need: Need, grants: Sequence[Grant]) -> list[Grant]:
    """What the municipality that is named gives to any association, whatever for, or to those of the asker's kind."""
    there = [
        grant
        for grant in sorted(grants, key=lambda one: len(one.areas))
        if set(need.areas) & set(grant.areas) and not _APART & set(grant.purposes)
    ]
    return [
        grant
        for grant in there
        if (not grant.kinds or {Kind.ANY, *need.kinds} & set(grant.kinds)) and _FOR_MUCH & set(grant.purposes)
    ]


def _best_half(need: Need, found: Sequence[Fit]) -> list[Fit]:
    """Those that are for at least half as much of the need as the best of them, the best first."""
    most = max((_share(need, fit) for fit in found), default=0)
    return sorted((fit for fit in found if HALF * most <= _share(need, fit)), key=lambda fit: -_share(need, fit))


def best_of(need: Need, found: Sequence[Fit]) -> list[Fit]:
    """Those that are for the most of the need."""
    most = max((_share(need, fit) for fit in found), default=0)
    return [fit for fit in found if _share(need, fit) == most]


def _share(need: Need, fit: Fit) -> int:
    """How many things of the need a grant is for, or has words for."""
    return len(fit.says) + len(fit.purposes) + len(need.kinds & set(fit.grant.kinds))


def _is_for(need: Need, fit: Fit) -> bool:
    """True when a grant says what is needed, or pays it, or, where nothing is told but who needs it, is for them."""
    if fit.says:
        return True
    if not need.purposes <= _APART and _APART & set(fit.grant.purposes) - need.purposes:
        return False
    if fit.purposes or not need.purposes <= _APART:
        return bool(fit.purposes)
    by_purpose = {_OF_KIND[kind] for kind in need.kinds & _OF_KIND.keys()}
    by_kind = (need.kinds - NO_ASSOCIATION) & set(fit.grant.kinds)
    return bool(by_kind or by_purpose & set(fit.grant.purposes))


def _is_for_running(need: Need, grant: Grant) -> bool:
    """True for what pays rent and running, where something is to be built or mended, and the other way round."""
    builds = Purpose.INVESTMENT in grant.purposes
    if Purpose.INVESTMENT in need.purposes:
        return not builds and (Purpose.OPERATION in grant.purposes or "hyra" in grant.name.casefold())
    return Purpose.PREMISES in need.purposes and builds


def _may_apply(need: Need, fit: Fit) -> bool:
    kinds = set(fit.grant.kinds)
    if any(kinds == both and not both <= need.kinds | _NO_MATTER for both in _OF_SPORT):
        return False
    if not kinds or kinds & need.kinds or (Kind.ANY in kinds and not (need.kinds and need.kinds <= NO_ASSOCIATION)):
        return True
    return bool(fit.says) or not (need.kinds or kinds <= ONLY_FOR)


def _lies(need: Need, fit: Fit) -> bool:
    """True where it can be had in the municipality that is named, or none is."""
    return not (fit.grant.is_municipal and need.areas) or bool(set(need.areas) & set(fit.grant.areas))


def _is_called(grant: Grant, word: str) -> bool:
    """True when a word is a part of what a grant, or who gives it, is called."""
    return any(similarity(word, name) >= SAME_STEM for name in word_set(f"{grant.giver} {grant.name}"))


def says(text: str, words: Sequence[str]) -> bool:
    """True when a text has the first of the words, also as a part of one, or one of those that stand for it."""
    first, *others = words
    told = word_set(text)
    least = INSIDE if len(first) >= LONG else SAME_STEM
    return best_match(first, told) >= least or any(best_match(word, told) >= SAME_STEM for word in others)


def _told(grant: Grant) -> str:
    """What a card says that a grant is, is for and goes to."""
    against = set(grant.fields.get(Field.NOT_FOR, ()))
    quotes = (quote.text for quote in grant.quotes() if quote not in against)
    return "\n".join((grant.name, grant.document.title, *quotes))
