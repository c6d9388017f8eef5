"""Whole sections and lists that are asked for by what they are headed as. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from assistant.domain import Hit, Passage
from assistant.language import matching, swedish
from assistant.language.swedish import normalise
from assistant.passages import sections
from assistant.passages.sections import last_heading
from assistant.passages.units import Unit, UnitKind, units_of
from assistant.question.intents import VALUES, Intent
from assistant.question.query import ASKER_WEIGHT, Query
from assistant.retrieval.relevance import MOST_NAMING, Asked
from assistant.retrieval.weighing import MOST_PASSAGES, Ranked, Siblings, section_of
from assistant.selection.rows import MOST_LISTED, SAME_ROW, is_row_of

MOST_STATEMENTS = 4
MOST_OFFERED = 10  # units of the section that tells about a grant
LEAST_SIBLINGS = 3  # sections whose headings make a list: Insatsområde 1, Insatsområde 2 …
SAME_WORD = 0.8  # how well a section's name must match a word of the question
ASKS_RULES = re.compile(r"\bvad krävs\b|\bvilka (?:\w+ )?(?:krav|villkor|regler)\b|\bvad (?:\w+ )?måste (?:vi|man)\b")
_CRITERIA = re.compile(r"\bkrav\b|\bvillkor\b|\bregler\b|grundkrav|\bkriterier\b|\bmålgrupp|^vem\b")
_RULES = re.compile(r"\bkrav\b|\bvillkor\b|\bregler\b|grundkrav|^för förening(?:en|ar)\b")
_BECAUSE = re.compile(
    r"\bdärför\b|\beftersom\b|\bpå grund av\b|\bför att\b|\bberor\b|\bskäl|\borsak|\bsyfte|\bmotiv|\bså att\b"
)
_NUMBERED = re.compile(r"^(\w+) \d{1,2}\b(?! \w)")
_SO_MANY_PARTS = re.compile(r"\b(?:del|punkt|område|avsnitt|spår|rubrik|kapit)\w*")


def sections_asked_for(asked: Asked, hits: Sequence[Hit], siblings: Siblings) -> list[Unit]:
    """The first unit of each section, when what is asked for is a document's run of numbered sections."""
    query = asked.query
    # "de fyra delarna", whatever they are called
    has_parts = query.count and _SO_MANY_PARTS.search(normalise(query.text))
    if not (has_parts or query.wants(Intent.LIST, Intent.COUNT)):
        return []
    for document in dict.fromkeys(hit.passage.document for hit in hits[:MOST_PASSAGES]):
        runs: dict[str, dict[tuple[str, ...], Passage]] = defaultdict(dict)
        for passage in siblings(document):
            if passage.headings and (numbered := _NUMBERED.match(passage.headings[-1])):
                runs[numbered.group(1)].setdefault(passage.headings, passage)
        for name, run in runs.items():
            if any(names_section(passage, asked) for passage in run.values()):
                continue
            is_called = asked.matcher.asks_for(normalise(name)) >= SAME_WORD or (has_parts and len(run) == query.count)
            if len(run) >= LEAST_SIBLINGS and is_called:
                return [units_of(passage)[0] for passage in run.values()]
    return []


def names_section(passage: Passage, asked: Asked) -> bool:
    """True when the question names this very section, not the run it stands in."""
    words = matching.word_set(bare_heading(passage))
    return bool(words) and all(asked.matcher.asks_for(word) >= SAME_WORD for word in words)


def is_numbered(passage: Passage, query: Query) -> bool:
    """True when the question names a section by its number: insatsområde 2."""
    numbered = _NUMBERED.match(passage.headings[-1]) if passage.headings else None
    return numbered is not None and bool(
        re.search(rf"\b{re.escape(normalise(numbered.group()))}\b", normalise(query.text))
    )


def list_of(count: int | None, query: Query, ranked: Sequence[Ranked]) -> list[Unit]:
    """The list or table near the top that has as many entries as the question expects."""
    if count is None or not query.wants(Intent.LIST):
        return []
    blocks: dict[tuple[str, int], list[Ranked]] = defaultdict(list)
    for entry in sorted(ranked, key=lambda entry: (entry.hit_rank, entry.unit.start)):
        if entry.unit.kind is not UnitKind.SENTENCE:
            blocks[entry.unit.passage.id, entry.unit.block].append(entry)
    fitting = [block for block in blocks.values() if len(block) == count]
    return [entry.unit for entry in fitting[0]] if fitting else []


def rules_asked_for(asked: Asked, best: Ranked, ranked: Sequence[Ranked], siblings: Siblings) -> list[Unit]:
    """The section of the best unit's document that is headed as its rules, when what is required is asked for.

    Of a document that the question is about as a whole: every such section, whom it is for and its criteria among them.
    """
    query, document = asked.query, best.unit.passage.document
    if (
        not ASKS_RULES.search(normalise(query.text))
        or query.wants(*VALUES)
        or _RULES.search(last_heading(best.unit.passage))
    ):
        return []
    same = [entry for entry in ranked if entry.unit.passage.document.id == document.id]
    headed = [entry for entry in same if _RULES.search(last_heading(entry.unit.passage))]
    if headed:
        first = min(headed, key=lambda entry: entry.hit_rank)
        every = [unit for passage in siblings(document) for unit in units_of(passage)]
        called = [unit for unit in every if is_row_of(asked, unit)]  # the grant's own conditions before those for all
        rules = [entry.unit for entry in section_of(first, ranked) if entry.unit not in called]
        return [*called, *rules][:MOST_LISTED]
    asks = [word for word in query.weights if word not in swedish.ASKING_WORDS and query.weights[word] > ASKER_WEIGHT]
    title = matching.word_set(document.title)
    if not asks or any(matching.best_match(word, title) < SAME_WORD for word in asks):
        return []
    passages = siblings(document)
    if any(
        all(matching.best_match(word, matching.word_set(last_heading(one))) >= SAME_WORD for word in asks)
        for one in passages
    ):
        return []  # it is about a part of the document, which has a heading of its own
    criteria = [passage for passage in passages if _CRITERIA.search(last_heading(passage))]
    return [unit for passage in criteria for unit in units_of(passage)][:MOST_OFFERED]


def reasons_asked_for(query: Query, best: Ranked, ranked: Sequence[Ranked]) -> list[Unit]:
    """The section of the best unit's document headed as its background, when it is asked why and the unit does not say."""
    if sections.REASON not in sections.asked_for(query.text) or _BECAUSE.search(best.unit.normalised):
        return []
    headed = [entry for entry in ranked if sections.REASON in sections.kinds_of(last_heading(entry.unit.passage))]
    same = [entry for entry in headed if entry.unit.passage.document.id == best.unit.passage.document.id]
    return [entry.unit for entry in section_of(same[0], ranked)][:MOST_STATEMENTS] if same else []


def is_of_process(query: Query, passage: Passage) -> bool:
    """True for a section that is headed as a course of events, in a question about how something went."""
    return query.wants(Intent.PROCESS) and sections.is_asked_for(passage.headings, query.text)


def list_called(query: Query, best: Ranked, ranked: Sequence[Ranked]) -> list[Unit]:
    """The list that is headed by what is asked for, "Sex principer" for "vilka principer".

    It is the best unit's document's, or the section's that is found first.
    """
    if not query.wants(Intent.LIST) or not query.focus or query.wants(*VALUES, Intent.OFFER, Intent.COMPARE):
        return []
    for entry in sorted(ranked, key=lambda entry: entry.hit_rank):
        words = matching.word_set(last_heading(entry.unit.passage))
        near = entry.hit_rank == 0 or entry.unit.passage.document.id == best.unit.passage.document.id
        if not near or not 0 < len(words) <= MOST_NAMING:
            continue
        listed = [one.unit for one in section_of(entry, ranked) if one.unit.kind is not UnitKind.SENTENCE]
        if len(listed) >= LEAST_SIBLINGS and matching.best_match(query.focus, words) >= SAME_ROW:
            return listed[:MOST_LISTED]
    return []


def bare_heading(passage: Passage) -> str:
    """The heading of a numbered section without its number: "Insatsområde 1 – Förståelse" is Förståelse. Empty without one."""
    if not passage.headings:
        return ""
    return _NUMBERED.sub("", passage.headings[-1]).strip(" –-:.") or passage.headings[-1]
