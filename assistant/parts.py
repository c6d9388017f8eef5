"""The parts of a question, each composed by itself: taken together, and the parts without an answer told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from textwrap import shorten
from typing import NamedTuple

from assistant.answerability.sufficiency import is_told
from assistant.answerability.unmentioned import mentions
from assistant.composition.compose import Draft
from assistant.domain import MUNICIPALITIES, Citation, Document, Outcome
from assistant.inquiry import Found
from assistant.language import swedish, values
from assistant.language.matching import INSIDE, best_match, word_set
from assistant.language.places import municipality_of
from assistant.passages.units import Unit, units_of
from assistant.question.intents import Intent
from assistant.question.query import Query
from assistant.retrieval.ranking import is_wide
from assistant.retrieval.relevance import has_wanted, is_named
from assistant.selection.absence import is_absence
from assistant.selection.offers import GRANT_RULES

MOST_QUOTED = 90  # characters of a part's own words in a lead
_REFERS = re.compile(r"\b(?:den|de|dem|dess|denna|dessa)\b")
_JOINING = ("och ", "samt ", "eller ", "and ")


def from_the_same(
    found: Sequence[Found], drafts: Sequence[Draft], again: Callable[[Found, frozenset[str]], Draft]
) -> list[Draft]:
    """The drafts, those without an answer composed once more from the sources that answer the other parts.

    "Vem får söka X, och när?" goes on about X: what other sources hold that do not have its words is left out. ``again``
    composes a part from the documents with these ids. A part that names its own matter is none of theirs.
    """

    def settled(number: int) -> Draft:
        part, draft = found[number], drafts[number]
        answering = _answering([*drafts[:number], *drafts[number + 1 :]])
        if not answering or not part.asked.query.leans or answering & sources(draft):
            return draft
        same = again(part, answering)
        wanders = not is_sure(draft) and bool(same.citations)  # in doubt, what is gone on about comes nearer
        return same if is_sure(same) or wanders or _is_astray(part, draft) else draft

    return [settled(number) for number in range(len(found))]


def _answering(drafts: Sequence[Draft]) -> frozenset[str]:
    """The sources of what is answered without doubt."""
    return frozenset(source for draft in drafts if is_sure(draft) for source in sources(draft))


def _is_astray(part: Found, draft: Draft) -> bool:
    """True when what other sources hold is no answer to a part that goes on about what the others are about."""
    if draft.outcome is Outcome.NOT_FOUND:
        return True
    passages = [citation.passage for citation in draft.citations]
    refers = _REFERS.search(swedish.normalise(part.asked.query.text))  # "när ska den redovisas": that which was told of
    return bool(refers) or (draft.is_doubtful and not is_told(part.asked, passages))


def gone_on(part: Found, again: Callable[[Found, frozenset[str]], Draft]) -> Draft | None:
    """What the sources that were talked of answer a follow-up without doubt; None when they do not, and for what is none."""
    draft = again(part, part.asked.query.talked_of) if part.asked.query.goes_on else None
    return draft if draft and is_sure(draft) else None


def strayed(part: Found, draft: Draft, named: frozenset[str] = frozenset()) -> Draft:
    """A draft in doubt, when it rests on nothing that was talked of in a follow-up, or on none of the sources that are named."""
    meant = named or (part.asked.query.talked_of if part.asked.query.goes_on else frozenset())
    astray = bool(meant) and is_sure(draft) and not meant & sources(draft)
    return replace(draft, outcome=Outcome.PARTIAL, is_doubtful=True) if astray else draft


def wide_sources_named(part: Found, draft: Draft) -> frozenset[str]:
    """The rules of what the county or the country gives that a question calls by name, where it also names a municipality.

    It is to be had there too. None where the draft speaks of all that is named, or is from a source that is called by name.
    """
    query = part.asked.query
    if not any(area in MUNICIPALITIES for area in query.own_areas) or query.wants(Intent.COMPARE):
        return frozenset()
    names = [name for name in query.names if not municipality_of(name)]
    told_by_name = any(is_named(citation.passage.document, query) for citation in draft.citations)
    if is_sure(draft) and (not names or told_by_name):
        return frozenset()
    rules = (hit.passage.document for hit in part.hits if hit.passage.document.kind == GRANT_RULES)
    named = (one for one in rules if is_wide(one) and is_named(one, query))
    return frozenset(one.id for one in named if all(best_match(name, _called_words(one)) >= INSIDE for name in names))


def _called_words(document: Document) -> frozenset[str]:
    return word_set(f"{document.title} {document.publisher} {document.id}")


def is_sure(draft: Draft) -> bool:
    """True for a whole answer without doubt."""
    return draft.outcome is Outcome.ANSWERED


def sources(draft: Draft) -> frozenset[str]:
    """The ids of the documents that a draft cites."""
    return frozenset(citation.passage.document.id for citation in draft.citations)


def places_apart(found: Sequence[Found]) -> tuple[str, ...]:
    """The place of each part, when each is asked of one and no two of the same; else none."""
    areas = [part.asked.query.areas for part in found]
    apart = len(set(areas)) == len(areas) > 1 and all(len(one) == 1 for one in areas)
    return tuple(one[0] for one in areas) if apart else ()


class Silence(NamedTuple):
    """What the parts of a question are called that are surely without an answer, and those that may be."""

    sure: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


def silence(found: Sequence[Found], drafts: Sequence[Draft]) -> Silence:
    """The parts without a whole answer of their own, when others have one: by their place, or the words they are asked in.

    A part is surely without an answer when it is of another place, or asks for what has a form that nothing cited has.
    """
    pairs = list(zip(found, drafts, strict=True))
    if not any(map(is_sure, drafts)):
        return Silence()
    silent = [part for part, draft in pairs if not draft.citations]
    if silent and (places := places_apart(found)):
        return Silence(sure=tuple(place for place, draft in zip(places, drafts, strict=True) if not draft.citations))
    if not is_of_clauses(found):
        return Silence()
    shown = [unit for draft in drafts for citation in draft.citations for unit in _units(citation)]
    sure = [part for part in silent if _is_outside(part.asked.query) or _lacks_all(part.asked.query, shown)]
    half = [part for part, draft in pairs if _is_half(draft) or _is_told_in_doubt(part, draft, drafts)]
    return Silence(_called(sure), _called([part for part in (*silent, *half) if part not in sure]))


def _is_outside(query: Query) -> bool:
    return bool(query.outside or query.elsewhere or query.is_beyond)


def _is_half(draft: Draft) -> bool:
    """True for a part of an answer, when its source does not say itself what is missing."""
    texts = [statement.text for statement in draft.statements]
    return draft.outcome is Outcome.PARTIAL and not draft.is_doubtful and not any(map(is_absence, texts))


def _is_told_in_doubt(part: Found, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """True for a doubtful part beside a sure one, unless it has the form that is asked for in a source of the sure ones."""
    if not draft.is_doubtful:
        return False
    answering = _answering(drafts)
    shown = [unit for citation in draft.citations for unit in _units(citation)]
    is_told = not (draft.is_beside or draft.unmentioned) and sources(draft) <= answering
    return not is_told or _lacks_all(part.asked.query, shown)


def _called(parts: Sequence[Found]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_words_of, parts)))


def _units(citation: Citation) -> list[Unit]:
    return [unit for unit in units_of(citation.passage) if citation.start <= unit.start < citation.end]


def _lacks_all(query: Query, units: Sequence[Unit]) -> bool:
    """True when all that is asked for has a form, a day, a sum, a name, and no unit has any such, of whatever it may be."""
    forms = [_FORMS.get(intent) for intent in query.intents]
    return not any(form is None or form(query, unit) for form in forms for unit in units)


def _is_dated(_: Query, unit: Unit) -> bool:
    return unit.has_date_in_year or unit.has_span or bool(values.years(unit.text))


def _has(intent: Intent) -> Callable[[Query, Unit], bool]:
    return lambda query, unit: has_wanted(replace(query, intents=(intent,)), unit)


_FORMS: Mapping[Intent, Callable[[Query, Unit], bool]] = {
    Intent.WHEN: _is_dated,
    Intent.AMOUNT: lambda _, unit: unit.has_amount,
    Intent.COUNT: lambda _, unit: unit.has_number,
    Intent.AGE: lambda _, unit: unit.has_number,
    Intent.WHO: _has(Intent.WHO),
    Intent.CONTACT: _has(Intent.CONTACT),
}


def _words_of(part: Found) -> str:
    text = part.asked.query.text
    words = [text[start:end] for start, end in swedish.sentences(text)][-1].strip(" ,.?!")
    said = next((words[len(one) :] for one in _JOINING if words.casefold().startswith(one)), words)
    return shorten(said, MOST_QUOTED, placeholder=" …")


def is_of_clauses(found: Sequence[Found]) -> bool:
    """True for several questions in one; false for one alone, and for the sides of a comparison."""
    return len({part.asked.query.text for part in found}) > 1


def beside_sure(found: Sequence[Found], drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of a question's parts, not all of them doubtful: one in doubt that tells what is asked for is taken as told.

    Another clause in doubt beside a sure one is called by its own words, ``Silence.unsure``, not by those it lacks.
    """
    if not is_of_clauses(found) or len(found) != len(drafts):
        return [_taken_as_told(draft) if draft.is_doubtful and not draft.unmentioned else draft for draft in drafts]
    named = any(map(is_sure, drafts))
    return [
        replace(draft, unmentioned=() if named and draft.is_doubtful else draft.unmentioned)
        if not draft.is_doubtful or _is_told_in_doubt(part, draft, drafts)
        else _taken_as_told(draft)
        for part, draft in zip(found, drafts, strict=True)
    ]


def unmentioned_by(found: Sequence[Found], drafts: Sequence[Draft]) -> tuple[str, ...]:
    """The words that no source mentions: of each clause its own; of one asked of several places what all of them lack."""
    words = dict.fromkeys(word for draft in drafts for word in draft.unmentioned)
    if is_of_clauses(found):
        return tuple(words)
    cited = {citation.passage.document for draft in drafts for citation in draft.citations}
    query = found[0].asked.query
    return tuple(word for word in words if not any(mentions(document, word, query) for document in cited))


def _taken_as_told(draft: Draft) -> Draft:
    """A doubtful draft as a whole answer."""
    return replace(draft, outcome=Outcome.ANSWERED)


def joint_outcome(drafts: Sequence[Draft]) -> Outcome:
    """ANSWERED when all are, NOT_FOUND when none is, else PARTIAL."""
    outcomes = {draft.outcome for draft in drafts}
    if outcomes == {Outcome.ANSWERED}:
        return Outcome.ANSWERED
    return Outcome.NOT_FOUND if outcomes == {Outcome.NOT_FOUND} else Outcome.PARTIAL
