"""Is what is cited about what the question is about: its names, years, places, kind of grant or plan? Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from assistant.domain import MUNICIPALITIES, NATIONAL, REGION, Document, Passage
from assistant.language import matching, swedish, values
from assistant.language.calling import head_of
from assistant.language.places import elsewhere, find_areas, municipality_of
from assistant.language.swedish import normalise, stem
from assistant.passages.units import Unit
from assistant.question.intents import Intent
from assistant.question.query import ASKER, Query
from assistant.retrieval.ranking import is_wide
from assistant.retrieval.relevance import called_by, is_named, speaks_of
from assistant.validity import covers_year

SAME_KIND = 0.75  # how well a word must match the kind of grant or plan that the question names
LISTED_PLACES = 4  # places on a line that counts them up
NAME_MATCH = 0.7  # a name in the question must be matched at least this well somewhere in what is cited

LEAST_HEAD = 4  # letters of the first part of a compound that may name a grant

_GRANT_TAIL = re.compile(r"s?(?:ansökan|ansökning\w*|pengar(?:na)?|stöd(?:et)?|bidrag(?:et)?|medel|medlen)$")
_SEASONS = "sommar|höst|vinter|jul|sport|påsk"
_HOLIDAY = re.compile(rf"\b({_SEASONS})lov")
_SEASON = re.compile(rf"\b({_SEASONS})(?:lov)?(?:s?bidrag|s?stöd|s?peng)")
_THE_REGION = re.compile(r"\bregion")
_SEAT = "Örebro"  # the county is called by its name too
_THE_COUNTY_BY_ITS_SEAT = re.compile(  # in a string of words that is no sentence
    r"^(?!.*(?:\b(?:i|inom|utanför|om) örebro\b|\börebros\b|\börebro (?:kommun|stad)"
    rf"|\b{swedish.INTERROGATIVE}|\b(?:har|ger|får|kan|finns|är|gäller|ska|måste)\b))"
)
_WHO_IS = re.compile(
    r"\bvem (?:är|var|blev|blir)\b"
    r"|\bvad heter (?:\w+ ){0,2}\w*(?:ordförande|handläggare|kontaktperson|chef|direktör|sekreterare|kassör|samordnare"
    r"|strateg(?:en)?\b|utvecklare|utvecklingsledare)"
)


def role_found(query: Query, passages: Sequence[Passage]) -> bool:
    """True unless the question asks who has a role, "vem är ordförande", that nothing cited names."""
    if not query.focus or not _WHO_IS.search(normalise(query.text)):
        return True
    called = (query.focus, *query.alternatives.get(query.focus, ()))
    roles = {stem(word) for passage in passages for word in _all_words(passage)}
    return any(role.endswith(stem(word)) for word in called for role in roles)  # what is strategiskt is no strateg


def names_found(query: Query, passages: Sequence[Passage]) -> bool:
    """True when what is cited meets at least half of the names in the question, and every place outside the county.

    Where the asker is from is not a name to be met by what those of the whole county, or the country, can apply for.
    """

    seeks_there = query.wants(Intent.SEEK, Intent.OFFER) and all(_is_for_all(p.document) for p in passages)
    names = [name for name in query.full_names if not (seeks_there and len(name) == 1 and municipality_of(name[0]))]
    if query.intents == (Intent.CONDITION,):  # "gäller RUS i Nora?": Nora alone tells nothing
        names = [name for name in names if not all(map(municipality_of, name))] or names
    whole = [all(_is_met(part, query, passages) for part in name) for name in names]
    return 2 * sum(whole) >= len(whole)


def matter_of_talk_found(query: Query, passages: Sequence[Passage]) -> bool:
    """True when what is cited meets some name of what a follow-up that names nothing itself is about, if it has one."""
    return not query.carried or any(_is_met(name, query, passages) for name in query.carried)


def _is_met(name: str, query: Query, passages: Sequence[Passage]) -> bool:
    called = (name, *query.alternatives.get(name, ()))
    words = frozenset(word for passage in passages for word in _document_words(passage))
    head = _GRANT_TAIL.sub("", name)  # "Sydnärkeansökan" is for the Sydnärkebidrag
    is_head = (
        head != name and len(head) >= LEAST_HEAD and any(_GRANT_TAIL.sub("", word) == head != word for word in words)
    )
    return is_head or any(_stands_in(word, words) for word in called)


def called_found(query: Query, found: Iterable[Document], cited: Sequence[Document]) -> bool:
    """True unless a document that was found is called by its name, and none that is cited has that name."""
    if query.wants(Intent.COMPARE):  # one side of several
        return True
    names = {pair for one in dict.fromkeys(found) for pair in called_by(one, query)}
    return not names or any(speaks_of(one, pair) for one in dict.fromkeys(cited) for pair in names)


def givers_found(query: Query, passages: Sequence[Passage]) -> bool:
    """True when every one that the question says gives, "från Boverket", is named by what is cited."""
    return all(any(_stands_in(word, _document_words(p)) for p in passages) for word in query.givers)


def elsewhere_found(query: Query, units: Sequence[Unit]) -> bool:
    """True when every place outside the county is named by what is cited, or by its document as one of those it covers."""

    def met(place: str) -> bool:
        region = f"region {place}" in normalise(query.text)
        named = re.compile((r"\bregion " if region else r"(?<![\w–-])") + re.escape(place))
        if any(named.search(normalise("\n".join((unit.text, *unit.passage.headings)))) for unit in units):
            return True
        lists = {one for unit in units for one in _lists_of_places(unit.passage.document.text)}
        return not region and any(named.search(line) for line in lists)

    return all(map(met, query.elsewhere))


@lru_cache(maxsize=500)
def _lists_of_places(text: str) -> tuple[str, ...]:
    """The lines of a document that count up municipalities, normalised."""
    lines = (line for line in text.splitlines() if len(find_areas(line)) + len(elsewhere(line)) >= LISTED_PLACES)
    return tuple(map(normalise, lines))


def _stands_in(name: str, words: Iterable[str]) -> bool:
    return any(matching.stands_for(name, word) >= NAME_MATCH for word in words)


def matter_found(query: Query, passages: Sequence[Passage]) -> bool:
    """True unless the question names a matter outside what the documents are about, that nothing cited has a word for."""
    words = {word for passage in passages for word in _all_words(passage)}
    return all(any(word.startswith(stem(asked)) for word in words) for asked in query.outside)


def is_of_the_kind(query: Query, passage: Passage) -> bool:
    """True when a passage is about the kind of grant or plan that the question names: investering…"""
    words = _all_words(passage)

    def inside(name: str) -> bool:
        # "idrott" does not stand for elitidrott, but "elitidrottsutveckling" does
        longer = [word for word in words if len(word) + 2 >= len(name)]
        return any(stem(name) in word or matching.similarity(name, word) >= SAME_KIND for word in longer)

    def met(name: str) -> bool:
        wholes = (word for word in query.compounds if word.startswith(name))  # "hyresbidrag" may be called lokalbidrag
        others = (other for word in (name, *wholes) for other in query.alternatives.get(word, ()))
        return any(inside(one) for one in (name, *others))

    if not _is_of_the_season(query, passage):
        return False
    kinds = [name for name in query.modifiers if name != ASKER]  # "föreningsbidrag" is no kind of grant here
    return all(map(met, kinds)) and all(_has_plan(query, plan, passage) for plan in query.plans)


def _is_of_the_season(query: Query, passage: Passage) -> bool:
    """False for a grant that is called after another holiday than the one asked about: a sommarbidrag, of höstlovet."""
    asked, called = _HOLIDAY.search(normalise(query.text)), _SEASON.search(normalise(passage.document.title))
    if not asked or not called or called.group(1) in normalise(query.text):
        return True
    return f"{asked.group(1)}lov" in normalise(passage.text)


def _has_plan(query: Query, plan: str, passage: Passage) -> bool:
    """True when a document is the plan or agreement that is asked for, or speaks of it, and of that place: Kumlas kulturplan."""
    called = (plan, *query.alternatives.get(plan, ()))
    head = head_of(plan)
    places = [area for area in query.own_areas if area in MUNICIPALITIES]
    words = [word for word in _all_words(passage) if head in word or word in called]
    of_place = not places or any(area in passage.document.municipalities for area in places)
    return of_place and any(matching.best_match(one, words) >= SAME_KIND for one in called)


def place_found(query: Query, passages: Sequence[Passage]) -> bool:
    """True unless a municipality is asked about that no cited source is about or mentions.

    Who looks for what there is to apply for is answered from sources about the whole county too, and who calls a source by
    its name from that source.
    """
    folded = normalise(query.text)
    areas = [area for area in query.own_areas if area in query.areas]
    if areas == [_SEAT] and _THE_COUNTY_BY_ITS_SEAT.search(folded) and any(is_wide(p.document) for p in passages):
        return True
    if areas == [REGION] and not _THE_REGION.search(folded):
        return True  # "i länet" is no publisher
    if not areas or any(is_named(p.document, query) and is_wide(p.document) for p in passages):
        return True
    if query.wants(Intent.SEEK, Intent.OFFER) and areas != [REGION]:
        return True
    return any(_is_of_area(passage, area) for passage in passages for area in areas)


def _is_for_all(document: Document) -> bool:
    """True for a source about the county or the country as a whole."""
    return bool(document.municipalities) and set(document.municipalities) <= {REGION, NATIONAL}


def _is_of_area(passage: Passage, area: str) -> bool:
    places = passage.document.municipalities
    if area == REGION:
        return not places or bool({REGION, NATIONAL} & set(places))
    return area in places or area.casefold() in matching.word_set(passage.text)


def years_found(query: Query, passages: Sequence[Passage], today: date) -> bool:
    """True when what is cited meets one of the years asked about, or its source names the very day."""
    if not query.years or any(set(query.days) & set(values.days(passage.document.text)) for passage in passages):
        return True
    pairs = [(year, passage) for year in query.years for passage in passages]
    return any(str(year) in _all_words(p) or covers_year(p.document, year, today) for year, p in pairs)


def _all_words(passage: Passage) -> frozenset[str]:
    document = passage.document
    return matching.words_of("\n".join((passage.text, *passage.headings, document.title, *document.municipalities)))


def _document_words(passage: Passage) -> frozenset[str]:
    document = passage.document
    return _all_words(passage) | matching.word_set(f"{document.text}\n{document.publisher}")
