"""What a source leaves out by name, "inte turneringar": told first to who asks whether just that may be had. Pure.

A rule that is quoted without it sounds like a yes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.domain import Passage
from assistant.language import matching
from assistant.language.places import municipality_of
from assistant.language.plain import is_plain
from assistant.language.swedish import normalise, stem
from assistant.passages.units import Unit, UnitKind, units_of
from assistant.question.intents import VALUES, Intent
from assistant.question.query import Query
from assistant.retrieval.relevance import PROVENANCE, Asked
from assistant.selection.absence import is_absence

SAME_WORD = 0.8  # how well a word of the question must match one that is left out
SAME_NAME = 0.95  # and a word that may stand for one
LONGEST_ENDING = 4  # letters of an inflection: dansernas
LEAST_LETTERS = 4  # of a word that may name a thing
_ASKS_WHICH = re.compile(r"\b(?:vilk\w+|vad)\b")
_NO_EXCEPTION = r"(?!(?:bara|endast|enbart|heller|längre|ens|säker\w*|hitta\w*|känn\w*|framgå\w*|ett besked|med i)\b)"
_LEFT_OUT = re.compile(rf"\b(?:inte|ej) {_NO_EXCEPTION}((?:(?! som\b| än\b| utan\b| men\b)[^;.:])*)")
_MAY_NOT = re.compile(r"(?:^|[.;:] )([^.;:]*?)\b(?:kan|får) (?:inte|ej) (?:söka|få)\b")
_EXCLUDED = re.compile(r"\buteslöts?\b|\buteslut")
_ONLY_IF = re.compile(r"\b(?:om|behöver)\b[^;.:,]*\b(?:inte|ej)\b[^;.:,]*")  # "om föreningen inte …" leaves nothing out
_A_GRANT = re.compile(r"(?:bidrag|stöd|peng|medel)(?:et|en|s)?$")  # that is left out of it, not what it leaves out
_OCCASION = re.compile(
    r"(?:kväll|afton|tillställning|fest|helg|dag|läger|resa|tävling|turnering|förening|klubb)\w{0,4}$"
)
_HEADED = re.compile(r"^(?:ej|inte)\b|^undantag")


def excepts(query: Query, unit: Unit) -> bool:
    """True when a unit names something of the question only to leave it out: "inte matcher eller turneringar"."""
    left_out = _left_out(unit)
    if not left_out:
        return False
    named = _named(query)
    others = [query.alternatives.get(word, ()) for word in named if not _by_first_part(word, query)]
    called = (other for several in others for other in several if not is_plain(other))
    if any(matching.best_match(other, left_out) >= SAME_NAME for other in called):  # pizza, of "inte för mat"
        return True
    return any(_is_kind_of(word, thing) for word in named for thing in left_out)


def _by_first_part(word: str, query: Query) -> bool:
    """True for a compound that others may stand for by its first part alone: turneringar, for the match of matchtröjor."""
    return any(other[:LEAST_LETTERS] == word[:LEAST_LETTERS] for other in query.alternatives.get(word, ()))


def _is_kind_of(word: str, thing: str) -> bool:
    """True for the same word, a compound that ends with it, and an occasion for it: danskväll, not matchtröja."""
    if matching.similarity(word, thing) < SAME_WORD:
        return False
    root = stem(thing)
    tail = word.removeprefix(root)
    return tail == word or not tail[LONGEST_ENDING:] or bool(_OCCASION.search(tail))


def excepting(asked: Asked, chosen: Sequence[Unit], passages: Sequence[Passage]) -> list[Unit]:
    """The unit that leaves out what is asked for, of a question whether that may be had; else nothing.

    Of the units that are chosen, else of all the ``passages`` of their document, without the rows of tables: the one that
    says most of the question.
    """
    query = asked.query
    if not query.wants(Intent.CONDITION, Intent.SEEK) or query.wants(*VALUES, Intent.COMPARE, Intent.LIST):
        return []
    if _ASKS_WHICH.search(normalise(query.text)):
        return []
    every = [unit for passage in passages if passage.headings[:1] not in PROVENANCE for unit in units_of(passage)]
    able = [unit for unit in every if unit.kind is not UnitKind.ROW]
    found = [unit for unit in chosen if excepts(query, unit)] or [unit for unit in able if excepts(query, unit)]
    found.sort(key=lambda unit: (is_absence(unit.text), -asked.matcher.information(unit.words), unit.start))
    return found[:1]


def _named(query: Query) -> list[str]:
    """The words of a question that may name a thing."""
    return [
        word
        for word in query.weights
        if len(word) >= LEAST_LETTERS and not (is_plain(word) or municipality_of(word) or word.isdigit())
    ]


def _left_out(unit: Unit) -> frozenset[str]:
    heading = normalise(unit.passage.headings[-1]) if unit.passage.headings else ""
    if _HEADED.search(heading) or _EXCLUDED.search(unit.normalised):
        return _things(unit.normalised)
    told = _ONLY_IF.sub(" ", unit.normalised)
    return _things("\n".join((*_LEFT_OUT.findall(told), *_MAY_NOT.findall(told))))


@lru_cache(maxsize=4096)
def _things(text: str) -> frozenset[str]:
    return frozenset(word for word in matching.words_of(text) if not (is_plain(word) or _A_GRANT.search(word)))
