"""How well each sentence, item and row near the top answers the question. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

from assistant.domain import Document, Hit, Passage
from assistant.language import matching, values
from assistant.language.events import events
from assistant.language.places import find_areas, municipality_of
from assistant.passages import sections
from assistant.passages.units import Unit, units_of
from assistant.question.intents import VALUES, Intent
from assistant.question.query import ASKER, Query
from assistant.retrieval.relevance import PROVENANCE, Asked, around, focus_bonus, has_value, has_wanted
from assistant.retrieval.versions import begins_older

NEAR_BEST = 0.8  # a unit further than this below the best one is not quoted
KIND_NEAR = 0.6  # a unit of the wanted kind this near the best one goes before it
STANDS_OUT = 2.0  # a unit this many times above its list's middle answers alone; else the list answers as a whole
LEAST_OWN = 3.5  # and its own words must tell this much (nats of rarity): "bidrag" and "förening" alone do not
LEAST_TOLD = 2.0  # the same among units that are all near the best one

NEAR_TOP = 0.8  # a passage further than this below the best one is not quoted
OWN_WEIGHT = 0.35  # how much a unit's own words count beside those of its headings and title
RIGHT_KIND = 0.35  # for a unit that has what is asked for: a date, an amount, a definition
DEFINES = 0.2  # more, for a definition when that is what is asked for
RIGHT_EVENT = 0.15  # more, when it also speaks of the event that the question is about: deciding, applying …
NAMED_SECTION = 0.2  # for a unit under a heading whose every word is asked for
RIGHT_SECTION = 0.3  # for a unit under a heading of the kind that the question asks for
BY_HIT = 2  # the power of how near its passage comes to the best hit, in what a unit is worth, when meanings are known
MEANING = 0.6  # for a unit as near the question in meaning as can be
EXPECTED = 0.3  # for a unit that the likest expected question points at, times how alike they are
MOST_PASSAGES = 4
ABOUT_THE_SHEET = 0.6  # factor for the catalogue's own lines, "Titel: …": they name the matter without telling of it
OTHER_YEAR = 0.6  # factor for a row about another year than the one asked about
OTHER_PLACE = 0.5  # factor for a row about one of several places, when none of them is asked about
THERE_WAS = 0.8  # factor for what a source says there was, in a question about what there is
MOST_SECTIONS = 100  # a document with more of them is not looked through for the one that is asked for
HEADED_SO = 0.8  # how well each word of such a heading must match
LONG_NAME = 8  # letters of a word that may name whose section it is
SAME_NAME = 0.95
NOT_NAMED = 0.7  # factor for a section beside the one that the question names
YEAR_WIDTH = 4  # characters of the year that a unit may begin with: "2019 gavs …"
BY_TITLE = 0.8  # a word that the document's title has this well does not tell its parts apart
_SAYS_LITTLE = re.compile(r"bidrag|stöd|förening")  # headings that stand over most of what is here
_WAS_BEFORE = re.compile(r"\b(?:fanns|gällde) före (?:19|20)\d\d\b")

Siblings = Callable[[Document], Sequence[Passage]]


class Ranked(NamedTuple):
    """A unit and how well it answers."""

    unit: Unit
    score: float
    own: float  # how much of the question stands in the unit itself, in nats of rarity
    apart: float  # the same without what the document's title says already: what tells its parts apart
    covered: float  # 0–1: how much of the question stands in the unit, its headings or its document's title
    hit_rank: int


def rank_units(asked: Asked, hits: Sequence[Hit], siblings: Siblings = lambda _: ()) -> list[Ranked]:
    """Every unit of the passages near the top, best first.

    With ``siblings`` (every passage of a document) also of the best document's sections of the kind asked for.
    """
    top = hits[0].score
    near = [hit for hit in hits if hit.score >= NEAR_TOP * top][:MOST_PASSAGES]

    def of(document: Document) -> Sequence[Passage]:
        passages = siblings(document)
        return passages if len(passages) <= MOST_SECTIONS else ()

    near += _asked_for_by_kind(asked.query, hits[0], near, of)
    near = [_beside_named(asked.query, hit, of) for hit in near]
    ranked = [entry for rank, hit in enumerate(near) for entry in _ranked_units(asked, hit, top, rank)]
    return sorted(ranked, key=lambda entry: (-entry.score, entry.hit_rank, entry.unit.start))


def _asked_for_by_kind(query: Query, best: Hit, near: Sequence[Hit], siblings: Siblings) -> list[Hit]:
    """The sections of the best document that are headed as what the question asks for, beside those that are near.

    Where none of them has the kind of value that is asked for, those too that are headed by it, Belopp, and have one.
    """
    have = {hit.passage.id for hit in near}
    every = [passage for passage in siblings(best.passage.document) if passage.id not in have]
    asked_for = [passage for passage in every if sections.is_asked_for(passage.headings, query.text)]
    if any(sections.is_asked_for(hit.passage.headings, query.text) for hit in near):
        asked_for = []
    same = [hit.passage for hit in near if hit.passage.document.id == best.passage.document.id]
    if query.wants(*VALUES) and not any(has_value(query, unit) for passage in same for unit in units_of(passage)):
        valued = [passage for passage in every if any(has_value(query, unit) for unit in units_of(passage))]
        asked_for += [one for one in valued if sections.is_cued(one.headings, query.intents) and one not in asked_for]
    return [replace(best, passage=passage, score=NEAR_TOP * best.score) for passage in asked_for]


def _beside_named(query: Query, hit: Hit, siblings: Siblings) -> Hit:
    """The hit, lowered when the question names whom another section of its document is headed by and this one is not."""
    named = [
        word
        for word in query.weights
        if len(word) >= LONG_NAME
        and word != ASKER
        and not municipality_of(word)
        and _names_sections(word, siblings(hit.passage.document))
    ]
    around = matching.word_set("\n".join((hit.passage.text, *hit.passage.headings)))
    asked_for = sections.is_asked_for(hit.passage.headings, query.text)
    if asked_for or all(matching.best_match(word, around) >= SAME_NAME for word in named):
        return hit
    return replace(hit, score=hit.score * NOT_NAMED)


def _names_sections(word: str, passages: Sequence[Passage]) -> bool:
    """True when some of these sections, but not most, are headed by the word."""
    headed = sum(
        matching.best_match(word, matching.word_set(passage.headings[-1])) >= SAME_NAME
        for passage in passages
        if passage.headings
    )
    return 0 < headed <= len(passages) / 2


def _ranked_units(asked: Asked, hit: Hit, top: float, rank: int) -> list[Ranked]:
    query, matcher = asked.query, asked.matcher
    layers = around(hit.passage, matcher)
    document = hit.passage.document
    placed = {word for word in query.weights if municipality_of(word) in document.municipalities}
    titled = zip(query.weights, matcher.credits(matching.word_set(document.title)), strict=True)
    told_by_document = placed | {word for word, credit in titled if credit >= BY_TITLE}
    in_question = sum(weight for word, weight in matcher.weights.items() if word not in placed)
    asked_section = sections.is_asked_for(hit.passage.headings, query.text)
    named_section = _is_headed_as_asked(asked, hit.passage)
    found = []
    units = units_of(hit.passage)
    for unit, nearness in zip(units, asked.nearness([told(unit) for unit in units]), strict=True):
        words = unit.words
        share = matcher.information(words, placed) / in_question if in_question else 0.0
        bonus = RIGHT_KIND if has_wanted(query, unit) else 0.0
        bonus += DEFINES if bonus and query.intents == (Intent.DEFINITION,) else 0.0
        bonus += (
            RIGHT_EVENT if bonus and query.wants(Intent.WHEN, Intent.WHO) and query.events & events(unit.text) else 0.0
        )
        bonus += focus_bonus(unit, query)
        bonus += RIGHT_SECTION if asked_section else NAMED_SECTION if named_section else 0.0
        bonus += EXPECTED * asked.pointers.at_unit(unit) + MEANING * float(nearness)
        covered = matcher.coverage(words, layers)
        factor = OTHER_YEAR if of_another_year(query, unit) or _begins_with_another_year(query, unit) else 1.0
        factor *= OTHER_PLACE if of_one_place(query, unit) else 1.0
        factor *= THERE_WAS if _is_bygone(query, unit) else 1.0
        factor *= ABOUT_THE_SHEET if unit.passage.headings[:1] == PROVENANCE[0] else 1.0
        score = (
            (covered + OWN_WEIGHT * share + bonus)
            * factor
            * (hit.score / top) ** (BY_HIT if asked.is_calibrated else 1)
        )
        apart = matcher.information(words, told_by_document)
        found.append(Ranked(unit, score, share * in_question, apart, covered, rank))
    return found


def told(unit: Unit) -> str:
    """A unit with what stands above it, as its meaning is read."""
    return "\n".join((unit.passage.document.title, *unit.passage.headings, unit.text))


def of_one_place(query: Query, unit: Unit) -> bool:
    """True for a row that tells how one place differs, of a source for several, in a question that names none of them."""
    if query.areas or not unit.cells or query.asks_for_places or query.wants(Intent.LIST, Intent.COMPARE, Intent.COUNT):
        return False
    return len(unit.passage.document.municipalities) > 1 and bool(find_areas(unit.cells[0]))


def _is_bygone(query: Query, unit: Unit) -> bool:
    """True for what there was before some year, in a question about what holds."""
    if query.wants_history or query.years or query.wants(Intent.COMPARE, Intent.VALIDITY):
        return False
    return bool(_WAS_BEFORE.search(unit.normalised)) or (query.wants(Intent.WHEN, Intent.AMOUNT) and begins_older(unit))


def _is_headed_as_asked(asked: Asked, passage: Passage) -> bool:
    """True when every word of the heading is asked for: Registrering for "var registrerar man föreningen"."""
    words = matching.word_set(passage.headings[-1]) if passage.headings else frozenset()
    if not words or passage.headings[:1] in PROVENANCE or asked.query.wants(Intent.DEFINITION, Intent.COMPARE):
        return False
    return all(asked.matcher.asks_for(word) >= HEADED_SO and not _SAYS_LITTLE.match(word) for word in words)


def _begins_with_another_year(query: Query, unit: Unit) -> bool:
    """True for a unit that begins with a year, "2019 gavs …", under a heading of the year asked about."""
    begins, asked = set(values.years(unit.text[:YEAR_WIDTH])), set(query.years)
    headed = set(values.years("\n".join(unit.passage.headings[-1:])))
    return bool(begins and headed & asked) and not begins & asked


def of_another_year(query: Query, unit: Unit) -> bool:
    """True for a table row whose first cell, or a unit whose heading, names years, and none of those asked about."""
    headed = values.years(unit.cells[0]) if unit.cells else ()
    headed = headed or (values.years(unit.passage.headings[-1]) if unit.passage.headings else ())
    if len(headed) > 1:  # "2018–2021" holds for the years between too
        headed = tuple(range(min(headed), max(headed) + 1))
    asked = set(query.years) - {day.year for day in query.days}  # what was decided one day may hold for the next year
    return bool(asked and headed) and not set(headed) & asked


def section_of(best: Ranked, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The units of the best unit's passage, in order."""
    same = [entry for entry in ranked if entry.unit.passage.id == best.unit.passage.id]
    return sorted(same, key=lambda entry: entry.unit.start)


def stands_out(owns: Sequence[float], least: float = LEAST_OWN) -> bool:
    """True when the best of some parts says much more about the question than the middle one, of two than the other."""
    if max(owns, default=0.0) < least:
        return False
    return max(owns) >= STANDS_OUT * (min(owns) if len(owns) == 2 else median(owns))
