"""Do these passages answer the question at all? Decided before anything is shown. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from assistant.answerability.attributes import tells_attribute, tells_count, tells_each, tells_event, tells_sum
from assistant.answerability.doubt import is_near, may_be_near
from assistant.answerability.subject import (
    elsewhere_found,
    givers_found,
    is_of_the_kind,
    matter_found,
    matter_of_talk_found,
    names_found,
    place_found,
    role_found,
    years_found,
)
from assistant.domain import MUNICIPALITIES, Outcome, Passage, Status
from assistant.language import matching, values
from assistant.language.events import Event, is_stopped
from assistant.language.matching import Matcher
from assistant.language.places import elsewhere, find_areas, municipality_of
from assistant.language.swedish import normalise, sentences
from assistant.passages import sections
from assistant.passages.units import Unit, UnitKind, units_of
from assistant.question.intents import VALUES, Intent
from assistant.question.query import Query
from assistant.retrieval.ranking import is_wide
from assistant.retrieval.relevance import Asked, around, has_value, has_wanted, is_named
from assistant.selection import extremes
from assistant.selection.absence import beyond_title, is_absence, says_missing
from assistant.selection.rows import is_row_of
from assistant.validity import covers_year, status_of

ANSWER_BAR = 0.3  # least share of the question that the cited passages, their headings and titles must cover
TOPIC_BAR = 0.2  # the same without the names of places: being about the place is not enough
COUNT_BAR = 0.5  # the same for "hur många": a number is soon found, that it counts the right thing is not
BY_HEADING = 0.5  # of the bar, when a heading says that this is what is asked for
TALKED_OF = 0.5  # of the bar, when the talk is about what is cited
SAME_GRANT = 0.95  # how well the name of a grant must match a word of a row
CONCERNS = 0.5  # share of the question that a "saknas" must cover to be about what is asked

_HOW_MANY = re.compile(r"\bhur många\b(?! (?:år|månader|veckor|dagar|timmar|minuter)\b)")
_HOW_LONG = re.compile(r"\bhur (?:länge|lång tid|många (?:år|månader|veckor|dagar|gånger))\b")
_LENGTHS = r"löptid|giltig|hur länge|\btid(?:en)?\b"
_OF_A_VERSION = re.compile(r"\b(?:sida|regler|version|uppgift|dokument|text)\w* från (?:år )?\d{4}")
_NAME_INSIDE = re.compile(r"(?<=[a-zåäö,;:–] )[A-ZÅÄÖ]\w+")
_WHAT_IS_MISSING = re.compile(
    r"^(?:och |men )?vad (?:\w+ )?(?:saknas|framgår inte|hittades inte|är okänt)\b.*"
    r"\bi (?:dokumenten|underlaget|källan|källorna|faktabladet|materialet)\b"
)
_WHAT_IS = re.compile(  # a term to be explained
    r"(?:och |men )?vad (?:är|betyder|innebär|menas med|avses med) (?:egentligen )?(?:en |ett |det )?[\w-]+(?: [\w-]+)?\W*$"
)
_SINCE = re.compile(r"\b(?:sedan|från|från och med) (?:den )?(?:\d{1,2} \w+ |år )?(?:19|20)\d\d\b")
_AFTER = re.compile(r"\befter (?:år )?((?:19|20)\d\d)\b")
_TOPICS = {
    Intent.AMOUNT: r"belopp|budget|kostnad|\bpengar\b",
    Intent.WHEN: "datum",
    Intent.LIST: "namnen",
    Intent.COUNT: "antal|siffr",
}


class Judgement(NamedTuple):
    """How far units answer, which of them to show, whether they are only partial for not telling what is asked for, and
    whether only because they are all from versions that others have replaced, or for who gives to judge.
    """

    outcome: Outcome
    shown: list[Unit]
    is_beside: bool = False
    is_older: bool = False
    is_for_giver: bool = False


def judge(asked: Asked, chosen: Sequence[Unit], today: date, decide: Collection[Unit] = ()) -> Judgement:
    """How far the chosen units answer.

    When the source only says that the answer is missing, that is shown, and the outcome is not_found. ``decide`` are those
    of them that decide for what the asker tells of itself: they hold for each grant, and need not tell the rest of the story.
    """
    query, matcher = asked.query, asked.matcher
    of_kind = [unit for unit in chosen if is_of_the_kind(query, unit.passage)]
    chosen = [unit for unit in chosen if unit in of_kind or unit in decide] if of_kind else []
    passages = tuple({unit.passage.id: unit.passage for unit in chosen}.values())
    in_time, in_place = years_found(query, passages, today), place_found(query, passages)
    found = _has_the_matter(asked, passages, chosen, decide) and (
        (in_time and in_place) or _may_hold_there(asked, passages, chosen, today, elsewhere=not in_place)
    )
    if query.is_beyond or not passages or not found:
        return Judgement(Outcome.NOT_FOUND, [])
    missing = [unit for unit in _said_missing(asked, passages, chosen) if unit not in chosen]
    amount = query.text if query.wants(Intent.AMOUNT) else None
    silent = [unit for unit in chosen if says_missing(unit, matcher, amount) and not is_stopped(unit.text)]
    silent = [unit for unit in silent if not _is_one_of_many(unit, chosen)]
    if all(unit in silent and _is_of_others(query, unit) for unit in chosen):
        return Judgement(Outcome.NOT_FOUND, [])
    silent = [] if _WHAT_IS_MISSING.search(normalise(query.text)) else silent  # it is the answer
    present = [unit for unit in chosen if unit not in silent]
    if query.wants(*VALUES) and any(_is_its_row(asked, unit) and has_value(query, unit) for unit in present):
        chosen, silent, missing = present, [], []  # the row that is named tells it, whatever is said of the others
    if silent and _is_neighbour(chosen[0], silent, present):
        return Judgement(Outcome.NOT_FOUND, [unit for unit in silent if _has_topic(asked, unit)])
    most = max((beyond_title(unit, unit.text, matcher) for unit in chosen), default=0.0)
    said = [
        unit
        for unit in silent
        if not present or _concerns(asked, unit) or beyond_title(unit, unit.text, matcher) >= most
    ]
    chosen = [unit for unit in chosen if unit in present or unit in said]
    absent = said + missing
    if not present:
        return Judgement(Outcome.NOT_FOUND, [unit for unit in chosen if _has_topic(asked, unit)])
    to_come = query.wants_future or _is_ahead(query.years, present, today)
    to_come = to_come or any(year >= today.year for year in query.years_after)
    if to_come and query.wants(Intent.WHEN):
        present = [unit for unit in present if not _is_past(unit, today)]
    if query.years and query.wants(Intent.AMOUNT, Intent.COUNT) and not _OF_A_VERSION.search(normalise(query.text)):
        of_year = [unit for unit in present if _is_of_year(query.years, unit, today)]
        present = of_year or (present if absent else [])  # what is known last, where the source itself says that it is
    unnamed = query.wants_names and not any(_names_several(unit) for unit in present)
    undecided = (
        query.wants(Intent.WHO) and Event.DECIDE in query.events and not any(has_wanted(query, u) for u in present)
    )
    if unnamed or undecided:
        return Judgement(Outcome.NOT_FOUND, absent)
    if query.wants(*VALUES) and not any(has_value(query, u) for u in present):
        return Judgement(Outcome.NOT_FOUND, absent)
    too_few = query.wants(Intent.LIST) and max(len(present), _enumerated(present)) < (query.count or 0)
    unsure = query.wants_current and not any(_in_force(passage, today) for passage in passages)
    asks_now = not (query.years or query.wants_history or query.wants_previous)
    of_old = query.wants_current and query.wants(Intent.COUNT, Intent.AMOUNT) and _is_bygone(present, today)
    only_old = asks_now and all(_is_superseded(unit.passage, today) for unit in present)
    beside = not (_tells_it(query, chosen) and is_on_topic(asked, passages) and in_time and in_place)
    lacks = bool(absent) or too_few or unsure or to_come
    is_part = lacks or only_old or query.wants_verdict
    if is_part or beside or of_old:
        shown = [*chosen, *missing]
        if not query.elsewhere and _is_of_elsewhere(shown[0]):  # what is not known here before what is known there
            shown = [*absent, *(unit for unit in shown if unit not in absent)]
        whole = not (lacks or beside or of_old)
        return Judgement(
            Outcome.PARTIAL,
            shown,
            is_beside=beside and not is_part,
            is_older=whole and only_old,
            is_for_giver=whole and query.wants_verdict and not only_old,
        )
    return Judgement(Outcome.ANSWERED, list(chosen))


def _may_be_told(asked: Asked, passages: Sequence[Passage], chosen: Sequence[Unit]) -> bool:
    """True when the units may answer though they have few of the question's words: what is shown then is called unsure.

    A sum that may be another one is not shown, and who looks for something in a place is told what there is there instead.
    """
    query = asked.query
    seeks = query.wants(Intent.SEEK, Intent.OFFER, Intent.WHERE) and query.own_areas
    return not (seeks or query.wants(Intent.AMOUNT)) and names_found(query, passages) and may_be_near(asked, chosen)


def _tells_it(query: Query, chosen: Sequence[Unit]) -> bool:
    """True when the units tell just what is asked about the matter: the attribute, the event, the count, the sum."""
    told = tells_attribute(query, chosen) and tells_event(query, chosen) and tells_count(query, chosen)
    told = told and extremes.tells_it(query, chosen) and tells_sum(query, chosen)
    told = told and (not _WHAT_IS.match(normalise(query.text)) or _explains(query, chosen))
    return told and (not query.wants(Intent.ENCLOSURES) or any(has_wanted(query, unit) for unit in chosen))


def _has_the_matter(
    asked: Asked, passages: Sequence[Passage], chosen: Sequence[Unit], decide: Collection[Unit]
) -> bool:
    """True when the units are about what is asked, whenever and in whichever municipality that is."""
    query = asked.query
    return (
        role_found(query, passages)
        and (
            is_told(asked, passages)
            or is_near(asked, chosen)
            or bool(decide and names_found(query, passages))
            or _may_be_told(asked, passages, chosen)
        )
        and givers_found(query, passages)
        and elsewhere_found(query, chosen)
        and matter_found(query, passages)
        and matter_of_talk_found(query, passages)
        and tells_each(query, chosen)
    )


def _may_hold_there(
    asked: Asked, passages: Sequence[Passage], chosen: Sequence[Unit], today: date, *, elsewhere: bool
) -> bool:
    """True when the units surely are about the matter, though not of the year or the place: shown then as unsure.

    What only a value or a list answers is another one there, what is to come is not known, and one municipality's is no other's.
    """
    query = asked.query
    alike = not query.wants(*VALUES, Intent.WHO, Intent.LIST, Intent.COMPARE, Intent.OFFER)
    known = not query.wants_future and all(year <= today.year for year in query.years)
    wide = not elsewhere or all(is_wide(passage.document) for passage in passages)
    return alike and known and wide and is_told(asked, passages) and is_near(asked, chosen)


def _explains(query: Query, units: Sequence[Unit]) -> bool:
    """True when a unit says what it is that is to be explained, or a source is called by its name: it is all about that."""
    return any(has_wanted(query, unit) or is_named(unit.passage.document, query) for unit in units)


def _is_of_others(query: Query, unit: Unit) -> bool:
    """True when what a unit says is not known is about other municipalities than the one asked about."""
    parts = (unit.text[start:end] for start, end in sentences(unit.text))
    named = {area for part in parts if is_absence(part) for area in find_areas(part)} & set(MUNICIPALITIES)
    asked = set(query.own_areas) & set(MUNICIPALITIES)
    return bool(asked and named) and not asked & named


def _is_of_elsewhere(unit: Unit) -> bool:
    """True for a unit that tells of a place outside the county, and of no municipality in it."""
    return bool(elsewhere(unit.text)) and not set(find_areas(unit.text)) & set(MUNICIPALITIES)


def _is_neighbour(first: Unit, silent: Sequence[Unit], present: Sequence[Unit]) -> bool:
    """True when what comes first says that the matter is missing, and all the rest is of other sources: they are neighbours."""
    return first in silent and all(unit.passage.document.id != first.passage.document.id for unit in present)


def _is_ahead(years: Sequence[int], units: Sequence[Unit], today: date) -> bool:
    """True when a year to come is asked about that nothing cited names, with its title and headings: what holds is not told."""
    texts = ("\n".join((unit.passage.document.title, *unit.passage.headings, unit.text)) for unit in units)
    named = {year for text in texts for year in values.years(text)}
    return any(year > today.year and year not in named for year in years)


def _is_its_row(asked: Asked, unit: Unit) -> bool:
    """True for the row that is named, and for one that has the name of the grant that is asked for."""
    grants = [word for word in asked.query.compounds if asked.query.weights.get(word)]
    if is_row_of(asked, unit):
        return True
    has_names = all(matching.best_match(word, unit.words) >= SAME_GRANT for word in grants)
    return unit.kind is UnitKind.ROW and bool(grants) and has_names


def _is_one_of_many(unit: Unit, chosen: Sequence[Unit]) -> bool:
    """True for a row of a table that is shown: an empty cell in it is no answer to the whole question."""
    rows = [one for one in chosen if one.passage.id == unit.passage.id and one.block == unit.block]
    return unit.kind is UnitKind.ROW and len(rows) > 1


def _is_of_year(years: Sequence[int], unit: Unit, today: date) -> bool:
    """True when a unit, what it stands under or its source's title names a year asked about, or its source held then.

    One that tells of years before alone, and not from then on, tells only what was.
    """
    document, own = unit.passage.document, values.years(unit.text)
    around = values.years("\n".join((*unit.passage.headings, document.title, document.id)))
    bygone = bool(own) and max(own) < min(years) and not _SINCE.search(unit.normalised)
    named = around if bygone else (*own, *around)
    spanned = range(min(named), max(named) + 1) if named else ()
    return any(year in spanned or (not bygone and covers_year(document, year, today)) for year in years)


def _names_several(unit: Unit) -> bool:
    """True for a unit that has at least two names: words with a capital inside a sentence."""
    return len([name for name in _NAME_INSIDE.findall(unit.text) if not municipality_of(name.casefold())]) > 1


def _said_missing(asked: Asked, passages: Sequence[Passage], chosen: Sequence[Unit]) -> list[Unit]:
    """What the cited passages themselves say is missing of what is asked for; an empty cell of another row says nothing."""
    absences = [unit for passage in passages for unit in units_of(passage) if is_absence(unit.text)]
    tables = {(unit.passage.id, unit.block) for unit in chosen if unit.kind is UnitKind.ROW}
    absences = [unit for unit in absences if (unit.passage.id, unit.block) not in tables or unit in chosen]
    if not (asked.query.years_after or asked.query.wants_future):
        absences = [unit for unit in absences if not _is_of_later(asked.query.years, unit)]
    return [unit for unit in absences if _concerns(asked, unit)][:1]


def _is_of_later(years: Sequence[int], unit: Unit) -> bool:
    """True when what is not known is of years after those asked about: "belopp efter 2016 hittades inte"."""
    after = _AFTER.search(unit.normalised)
    return after is not None and bool(years) and max(years) <= int(after.group(1))


def unknown_of(asked: Asked, passages: Sequence[Passage]) -> list[Unit]:
    """The first that passages say is not known of what is asked for, of what tells nothing else that could be taken for it."""
    query = asked.query
    if query.is_beyond or query.elsewhere:
        return []
    units = (unit for passage in passages for unit in units_of(passage) if is_absence(unit.text))
    return [
        unit
        for unit in units
        if unit.kind is not UnitKind.ROW and not has_value(query, unit) and _concerns(asked, unit)
    ][:1]


def _concerns(asked: Asked, unit: Unit) -> bool:
    text = normalise(unit.text)
    topics = {intent: topic for intent, topic in _TOPICS.items() if asked.query.wants(intent)}
    if Intent.WHEN in topics and _HOW_LONG.search(normalise(asked.query.text)):
        topics[Intent.WHEN] = _LENGTHS  # a day is no answer
    if any(re.search(topic, text) for topic in topics.values()):
        return True
    covered = asked.matcher.coverage(matching.word_set(unit.text)) >= CONCERNS
    return covered and beyond_title(unit, unit.text, asked.matcher) > 0


def _enumerated(units: Sequence[Unit]) -> int:
    """The most things that one unit counts up: A, B och C is three."""
    return max((len(re.split(r"[,;]| och | samt ", unit.text)) for unit in units), default=0)


def _is_bygone(units: Sequence[Unit], today: date) -> bool:
    """True when all that units tell is of years before the last: how many there were, not how many there are."""
    dated = [values.years(unit.text) for unit in units]
    return all(dated) and max(year for years in dated for year in years) < today.year - 1


def _is_superseded(passage: Passage, today: date) -> bool:
    return status_of(passage.document, today) is Status.SUPERSEDED


def _in_force(passage: Passage, today: date) -> bool:
    return status_of(passage.document, today) is Status.IN_FORCE


def is_told(asked: Asked, passages: Sequence[Passage]) -> bool:
    """True when the passages have the words of the question: enough of what it is about, and the names in it."""
    return covers(asked, passages) and names_found(asked.query, passages)


def covers(asked: Asked, passages: Sequence[Passage]) -> bool:
    """True when the passages together cover enough of what is asked.

    The name of a month says when, not what about: it counts only in a question that has nothing else.
    """
    topic = {word: weight for word, weight in asked.matcher.weights.items() if word not in values.MONTHS}
    counts = asked.query.wants(Intent.COUNT) or bool(_HOW_MANY.search(normalise(asked.query.text)))
    bar = COUNT_BAR if counts and not asked.query.follows_up else ANSWER_BAR
    if any(sections.is_asked_for(passage.headings, asked.query.text) for passage in passages):
        bar *= BY_HEADING
        topic = {word: weight for word, weight in topic.items() if word not in asked.unknown} or topic
    if {passage.document.id for passage in passages} <= asked.query.talked_of:
        bar *= TALKED_OF
    return _reaches(topic or asked.matcher.weights, asked, passages, bar)


def is_on_topic(asked: Asked, passages: Sequence[Passage]) -> bool:
    """True when the passages cover some of what is asked beside the places it names."""
    topic = {word: weight for word, weight in asked.matcher.weights.items() if word not in values.MONTHS}
    return _reaches({word: weight for word, weight in topic.items() if not _is_place(word)}, asked, passages, TOPIC_BAR)


def _has_topic(asked: Asked, unit: Unit) -> bool:
    """True for a unit that itself, or its heading, has something of what is asked beside places, and of what was talked of."""
    if unit.passage.document.id in asked.query.talked_of:
        return True
    words = unit.words | matching.word_set(" ".join(unit.passage.headings))
    topic = {word: weight for word, weight in asked.matcher.weights.items() if not _is_place(word)}
    return not topic or Matcher(topic, asked.query.alternatives).coverage(words) > 0


def _is_place(word: str) -> bool:
    return bool(municipality_of(word)) or word.startswith("kommun")


def _reaches(weights: Mapping[str, float], asked: Asked, passages: Sequence[Passage], bar: float) -> bool:
    """True when the passages cover at least this share of some of the question's words, or when there are none."""
    matcher = Matcher(weights, asked.query.alternatives)
    layers = [layer for passage in passages for layer in around(passage, matcher)]
    words = {word for passage in passages for word in matching.words_of(passage.text)}
    words.update(word for passage in passages for word in asked.pointers.words_for(passage))
    return not weights or matcher.coverage(words, layers) >= bar


def _is_past(unit: Unit, today: date) -> bool:
    """True when all that a unit dates, to the day or the year, has been."""
    dated, years = values.days(unit.text), values.years(unit.text)
    if dated or years:
        return max(dated, default=date.min) < today and max(years, default=0) < today.year + bool(dated)
    return False
