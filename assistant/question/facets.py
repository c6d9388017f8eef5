"""A question about several places or years is asked once for each. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, zip_longest

from assistant.domain import REGION, Hit
from assistant.language import swedish, values
from assistant.language.places import find_areas
from assistant.language.swedish import normalise
from assistant.question.intents import Intent
from assistant.question.query import Query

MOST_FACETS = 8
_SPAN = re.compile(r"\b(?:19|20)\d\d\s*[–-]\s*(?:19|20)\d\d\b")
_AGAINST = re.compile(r"\b(?:jämfört med|gentemot|skiljer sig från|än)\b", re.IGNORECASE)
_GRANT = re.compile(r"bidrag|stöd|peng\b|pengen\b|medel\b|medlen\b")
_OF_REGION = re.compile(r"\bregionens (?:\w+ )?\w*(?:bidrag|stöd|peng|medel|check)\w*|\b(?:av|från|hos) regionen\b")
_OF_BOTH = re.compile(
    r"\b(?:både|ändå|förutom|redan|kommunens?)\b|\b\w+s? kommun\b|\b(?:har|fått|fick|hade) (?:\w+ ){0,4}(?:från|av|hos) regionen"
)
_BETWEEN = re.compile(r"(?:mellan|jämför|skiljer sig) (.+?) (?:och|från|med|mot|jämfört med) (.+)", re.IGNORECASE)


def split(query: Query) -> tuple[Query, ...]:
    """The question itself, or one question per clause, and per municipality or year that it sets side by side."""
    return tuple(part for clause in query.clauses or (query,) for part in _side_by_side(clause))[:MOST_FACETS]


def _side_by_side(query: Query) -> tuple[Query, ...]:
    if _is_given_by_region(query):  # who is in a municipality asks for what the region gives
        return (_only_area(query, REGION),)
    if len(query.own_areas) > 1:
        return tuple(_of_its_side(_only_area(query, area), query, area) for area in query.own_areas)
    spans = tuple(dict.fromkeys(_SPAN.findall(query.text)))
    if len(spans) > 1 and query.wants(Intent.COMPARE):  # handlingsplanen 2018–2021 and that of 2022–2025
        return tuple(_only_years(query, values.years(span)) for span in spans)
    if len(query.years) > 1 and query.wants(Intent.COMPARE):
        return tuple(_only_years(query, (year,)) for year in query.years)
    return _operands(query) or (query,)


def _is_given_by_region(query: Query) -> bool:
    """True for one question about what the region gives that also names a municipality: "vi i Nora, får vi regionens stöd?"."""
    places = [area for area in query.own_areas if area != REGION]
    one = len(places) == 1 == len(query.own_areas) - 1 and not query.wants(Intent.COMPARE)
    asked = normalise(swedish.asking_part(query.text))
    return one and bool(_OF_REGION.search(asked)) and not _OF_BOTH.search(normalise(query.text))


def _operands(query: Query) -> tuple[Query, ...]:
    """The two sides of "skillnaden mellan A och B", each with its own words and those that stand outside both."""
    one, other = sides(query)
    return (_without(query, other - one), _without(query, one - other)) if one or other else ()


def sides(query: Query) -> tuple[frozenset[str], frozenset[str]]:
    """The words of A and those of B in "skillnaden mellan A och B"; none when nothing is so compared."""
    found = _BETWEEN.search(query.text) if query.wants(Intent.COMPARE) else None
    one, other = found.groups() if found else ("", "")
    return frozenset(swedish.content_words(one)), frozenset(swedish.content_words(other))


def _of_its_side(part: Query, query: Query, area: str) -> Query:
    """Without the grants that only the other side names: "Kumlas projektbidrag jämfört med Noras bidrag till inköp"."""
    found = _AGAINST.search(query.text) if query.wants(Intent.COMPARE) else None
    if not found:
        return part
    halves = (query.text[: found.start()], query.text[found.end() :])
    own = [side for side in halves if area in find_areas(side)]
    others = [side for side in halves if area not in find_areas(side) and find_areas(side)]
    if len(own) != 1 or len(others) != 1 or not _GRANT.search(normalise(own[0])):
        return part
    words = set(swedish.content_words(others[0])) - set(swedish.content_words(own[0]))
    return _without(part, frozenset(word for word in words if _GRANT.search(word)))


def _without(query: Query, words: frozenset[str]) -> Query:
    weights = {word: weight for word, weight in query.weights.items() if word not in words}
    names = tuple(name for name in query.names if name not in words)
    full = tuple(name for name in query.full_names if not words & set(name))
    modifiers = tuple(name for name in query.modifiers if not any(word.startswith(name) for word in words))
    intents = (*query.intents, Intent.DEFINITION)  # what each of them is tells how they differ
    return replace(query, weights=weights, names=names, full_names=full, modifiers=modifiers, intents=intents)


def interleave(found: Sequence[Sequence[Hit]], k: int) -> tuple[Hit, ...]:
    """The k first hits, taking one from each question in turn; a passage comes once."""
    turns = (hit for row in zip_longest(*found) for hit in row if hit is not None)
    return tuple(islice({hit.passage.id: hit for hit in turns}.values(), k))


def _only_area(query: Query, area: str) -> Query:
    others = {word for other in query.own_areas if other != area for word in swedish.words(other)}
    weights = {word: weight for word, weight in query.weights.items() if not _is_one_of(word, others)}
    names = tuple(name for name in query.names if not _is_one_of(name, others))
    full = tuple(name for name in query.full_names if not any(_is_one_of(word, others) for word in name))
    return replace(query, weights=weights, names=names, full_names=full, areas=(area,))


def _only_years(query: Query, years: tuple[int, ...]) -> Query:
    others = {str(other) for other in query.years if other not in years}
    weights = {word: weight for word, weight in query.weights.items() if word not in others}
    return replace(query, weights=weights, years=years)


def _is_one_of(word: str, places: set[str]) -> bool:
    return word in places or word.removesuffix("s") in places
