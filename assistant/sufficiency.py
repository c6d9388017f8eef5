"""Do these passages answer the question at all? Decided before anything is shown. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant import matching, values
from assistant.domain import MUNICIPALITIES, Outcome, Passage, Status
from assistant.events import is_stopped
from assistant.intents import Intent
from assistant.matching import Matcher
from assistant.query import ASKER, Query
from assistant.relevance import Asked, around, has_value, is_named
from assistant.swedish import normalise, sentences, stem
from assistant.units import Unit, UnitKind, units_of
from assistant.validity import covers_year, status_of
from assistant.weighing import BY_TITLE

ANSWER_BAR = 0.3  # least share of the question that the cited passages, their headings and titles must cover
COUNT_BAR = 0.5  # the same for "hur många": a number is soon found, that it counts the right thing is not
CONCERNS = 0.5  # share of the question that a "saknas" must cover to be about what is asked
SAME_KIND = 0.75  # how well a word must match the kind of grant or plan that the question names
NAME_MATCH = 0.7  # a name in the question must be matched at least this well somewhere in what is cited

_WHO_IS = re.compile(r"\bvem (?:är|var|blev|blir)\b")
_TOPICS = {Intent.AMOUNT: "belopp", Intent.WHEN: "datum", Intent.LIST: "namnen", Intent.COUNT: "antal|siffr"}
_ABSENT = re.compile(
    r"\bsaknas\b|\bframgår (?:inte|ej)\b|\bhitta(?:des|ts|t)? (?:inte|ej)\b|\b(?:inte|ej) (?:hitta|fastställ)"
    r"|\binte känn|\binte känd|\bfinns inte i\b|\bingen (?:siffra|uppgift|efterföljare|remiss)\b|\bokän[dt]\b"
    r"|\banger (?:inga|ingen|inget|inte)\b|\binte klarlagt\b|\bvi har inte\b|\bsyns inte\b|\bstår inte\b|\binte hittats\b"
)


def is_absence(text: str) -> bool:
    """True when a text says that something is not known."""
    return bool(_ABSENT.search(normalise(text)))


def says_missing(unit: Unit, matcher: Matcher) -> bool:
    """True when the sentence of a unit that comes nearest to the question says that the answer is not known."""
    if not is_absence(unit.text):
        return False
    parts = [unit.text[start:end] for start, end in sentences(unit.text)]
    titled = matcher.credits(matching.word_set(unit.passage.document.title))
    told = [word for word, credit in zip(matcher.weights, titled, strict=True) if credit >= BY_TITLE]
    scores = [matcher.information(matching.word_set(part), told) for part in parts]
    nearest = [part for part, score in zip(parts, scores, strict=True) if score == max(scores)]
    return any(is_absence(part) for part in nearest)


def judge(asked: Asked, chosen: Sequence[Unit], today: date) -> tuple[Outcome, list[Unit]]:
    """How far the chosen units answer, and which of them to show.

    When the source only says that the answer is missing, that is shown, and the outcome is not_found.
    """
    query, matcher = asked
    chosen = [unit for unit in chosen if _is_of_the_kind(query, unit.passage)]
    passages = tuple({unit.passage.id: unit.passage for unit in chosen}.values())
    found = (
        role_found(query, passages)
        and covers(asked, passages)
        and names_found(query, passages)
        and years_found(query, passages, today)
        and place_found(query, passages)
    )
    if query.is_private or query.is_individual or not passages or not found:
        return Outcome.NOT_FOUND, []
    missing = [unit for unit in _said_missing(asked, passages) if unit not in chosen]
    silent = [unit for unit in chosen if says_missing(unit, matcher) and not is_stopped(unit.text)]
    silent = [unit for unit in silent if not _is_one_of_many(unit, chosen)]
    present = [unit for unit in chosen if unit not in silent]
    most = max((matcher.information(matching.word_set(unit.text)) for unit in chosen), default=0.0)
    said = [
        unit
        for unit in silent
        if not present or _concerns(asked, unit) or matcher.information(matching.word_set(unit.text)) >= most
    ]
    chosen = [unit for unit in chosen if unit in present or unit in said]
    absent = said + missing
    if not present:
        return Outcome.NOT_FOUND, list(chosen)
    if query.wants_future and query.wants(Intent.WHEN):
        present = [unit for unit in present if not _is_past(unit, today)]
    if query.wants(Intent.WHEN, Intent.AMOUNT, Intent.COUNT) and not any(has_value(query, u) for u in present):
        return Outcome.NOT_FOUND, absent
    too_few = query.wants(Intent.LIST) and max(len(present), _enumerated(present)) < (query.count or 0)
    unsure = query.wants_current and not any(_in_force(passage, today) for passage in passages)
    asks_now = not (query.years or query.wants_history)
    only_old = asks_now and all(_is_superseded(unit.passage, today) for unit in present)
    if absent or too_few or unsure or only_old:
        return Outcome.PARTIAL, [*chosen, *missing]
    return Outcome.ANSWERED, list(chosen)


def _is_one_of_many(unit: Unit, chosen: Sequence[Unit]) -> bool:
    """True for a row of a table that is shown: an empty cell in it is no answer to the whole question."""
    rows = [one for one in chosen if one.passage.id == unit.passage.id and one.block == unit.block]
    return unit.kind is UnitKind.ROW and len(rows) > 1


def _said_missing(asked: Asked, passages: Sequence[Passage]) -> list[Unit]:
    """What the cited passages themselves say is missing of what is asked for."""
    absences = [unit for passage in passages for unit in units_of(passage) if is_absence(unit.text)]
    return [unit for unit in absences if _concerns(asked, unit)][:1]


def _concerns(asked: Asked, unit: Unit) -> bool:
    text = normalise(unit.text)
    if any(asked.query.wants(intent) and re.search(topic, text) for intent, topic in _TOPICS.items()):
        return True
    return asked.matcher.coverage(matching.word_set(unit.text)) >= CONCERNS


def _enumerated(units: Sequence[Unit]) -> int:
    """The most things that one unit counts up: A, B och C is three."""
    return max((len(re.split(r"[,;]| och | samt ", unit.text)) for unit in units), default=0)


def _is_superseded(passage: Passage, today: date) -> bool:
    return status_of(passage.document, today) is Status.SUPERSEDED


def _in_force(passage: Passage, today: date) -> bool:
    return status_of(passage.document, today) is Status.IN_FORCE


def covers(asked: Asked, passages: Sequence[Passage]) -> bool:
    """True when the passages together cover enough of what is asked.

    The name of a month says when, not what about: it counts only in a question that has nothing else.
    """
    topic = {word: weight for word, weight in asked.matcher.weights.items() if word not in values.MONTHS}
    matcher = Matcher(topic or asked.matcher.weights, asked.query.alternatives)
    layers = [layer for passage in passages for layer in around(passage, matcher)]
    words = {word for passage in passages for word in matching.word_set(passage.text)}
    bar = COUNT_BAR if asked.query.wants(Intent.COUNT) and not asked.query.follows_up else ANSWER_BAR
    return matcher.coverage(words, layers) >= bar


def role_found(query: Query, passages: Sequence[Passage]) -> bool:
    """True unless the question asks who has a role, "vem är ordförande", that nothing cited names."""
    if not query.focus or not _WHO_IS.search(normalise(query.text)):
        return True
    called = (query.focus, *query.alternatives.get(query.focus, ()))
    return any(matching.best_match(word, _all_words(passage)) >= NAME_MATCH for word in called for passage in passages)


def names_found(query: Query, passages: Sequence[Passage]) -> bool:
    """True when what is cited meets at least half of the names in the question."""

    def met(name: str) -> bool:
        called = (name, *query.alternatives.get(name, ()))
        return any(matching.best_match(word, _document_words(p)) >= NAME_MATCH for word in called for p in passages)

    return 2 * sum(map(met, query.names)) >= len(query.names)


def _is_of_the_kind(query: Query, passage: Passage) -> bool:
    """True when a passage is about the kind of grant or plan that the question names: investering…"""
    words = _all_words(passage)

    def inside(name: str) -> bool:
        # "idrott" does not stand for elitidrott, but "elitidrottsutveckling" does
        longer = [word for word in words if len(word) + 2 >= len(name)]
        return any(stem(name) in word or matching.similarity(name, word) >= SAME_KIND for word in longer)

    def met(name: str) -> bool:
        return any(inside(one) for one in (name, *query.alternatives.get(name, ())))

    kinds = [name for name in query.modifiers if name != ASKER]  # "föreningsbidrag" is no kind of grant here
    return all(map(met, kinds)) and all(_has_plan(query, plan, passage) for plan in query.plans)


def _has_plan(query: Query, plan: str, passage: Passage) -> bool:
    """True when a document is the plan or agreement that is asked for, or speaks of it, and of that place: Kumlas kulturplan."""
    called = (plan, *query.alternatives.get(plan, ()))
    places = [area for area in query.own_areas if area in MUNICIPALITIES]
    words = _all_words(passage)
    of_place = not places or any(area in passage.document.municipalities for area in places)
    return of_place and any(matching.best_match(one, words) >= SAME_KIND for one in called)


def place_found(query: Query, passages: Sequence[Passage]) -> bool:
    """True unless a municipality is asked about that no cited source is about or mentions.

    Who looks for what there is to apply for is answered from sources about the whole county too, and who calls a source by
    its name from that source.
    """
    places = [area for area in query.own_areas if area in MUNICIPALITIES]
    if not places or query.wants(Intent.SEEK, Intent.OFFER) or any(is_named(p.document, query) for p in passages):
        return True
    return any(
        area in passage.document.municipalities or area.casefold() in matching.word_set(passage.document.text)
        for passage in passages
        for area in places
    )


def _is_past(unit: Unit, today: date) -> bool:
    """True when all that a unit dates are full days that have been."""
    dated = values.days(unit.text)
    return bool(dated) and max(dated) < today


def years_found(query: Query, passages: Sequence[Passage], today: date) -> bool:
    """True when what is cited meets one of the years asked about, or its source names the very day."""
    if not query.years or any(set(query.days) & set(values.days(passage.document.text)) for passage in passages):
        return True
    pairs = [(year, passage) for year in query.years for passage in passages]
    return any(str(year) in _all_words(p) or covers_year(p.document, year, today) for year, p in pairs)


def _all_words(passage: Passage) -> frozenset[str]:
    document = passage.document
    return matching.word_set("\n".join((passage.text, *passage.headings, document.title, *document.municipalities)))


def _document_words(passage: Passage) -> frozenset[str]:
    return _all_words(passage) | matching.word_set(passage.document.text)
