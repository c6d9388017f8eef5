"""What changed between versions, answered from the editors' comparisons: aspect by aspect, each with its sources. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.composition.compose import Draft
from assistant.domain import Document
from assistant.language import swedish, values
from assistant.language.swedish import normalise
from assistant.question.asked_again import OLDER, is_of_both
from assistant.structured import drafting
from assistant.structured.changes import UNCHANGED, Aspect, Comparison, Said, comparisons
from assistant.structured.drafting import Asking, Knowledge
from assistant.structured.plan_words import NEWER, PASSING, same
from assistant.validity import covers_year

_ASKS = re.compile(
    r"\bskillnad\w*|\bskilj\w*|\bändra\w*|\bändring\w*|\bjämför\w*|\bförändr\w*|\bbytt\b|\bnytt\b|\bnyheter\w*|\bsidan om\b"
)
_ASKS_ELSE = re.compile(r"^(?:och |men )?(?:när|vem|varför|hur länge|får|kan|ska|måste)\b")
_HOW_MUCH = re.compile(r"\bhur (?:mycket|stor\w*)\b.*(?:bidrag|stöd|medel|peng|belopp|budget|kostnad|anslag)")
LEAST_SUMMED_UP = 4  # aspects
_NEWS = re.compile(r"\bnytt\b|\bnyheter\w*|\bnya saker\b|\btillkom\b")
_ASKING = (
    *OLDER, *NEWER, "skillnad", "skillnader", "skillnaden", "skiljer", "skilja", "ändrats", "ändrades", "ändrat", "ändra",
    "ändringar", "jämför", "jämförelse", "jämfört", "jämföra", "förändrats", "förändringar", "bytt", "nytt", "nyheter", "sida",
    "sidan", "version", "versioner", "versionerna", "regler", "reglerna", "riktlinjer", "modell", "modellen", "system",
    "systemet", "kommun", "kommunens", "hänt", "hände", "sen", "senast", "se", "ut", "såg", "ser", "respektive", "gentemot",
    "saker", "kom", "komma", "tillkom", "lades",
)  # fmt: skip


def answer(asking: Asking) -> Draft | None:
    """What changed in the thing that a question names, in all or in the aspect it asks about; None for anything else."""
    text = asking.question.text
    folded = normalise(text)
    words = swedish.words(text)
    both = (bool(OLDER & set(words)) and bool(NEWER & set(words))) or is_of_both(text)
    if _ASKS_ELSE.search(folded) or not (both or _ASKS.search(folded)):
        return None
    found = _named(words, comparisons(asking.knowledge))
    if found is None:
        return None
    comparison, taken = found
    years = values.years(folded)
    left = _left(words, taken, years)
    if _HOW_MUCH.search(folded) and not left:  # a sum of each year, not all that has changed
        return None
    aspects = [aspect for aspect in comparison.aspects if _is_about(aspect, left)]
    if not aspects:
        return None
    if _NEWS.search(folded) and not left:
        aspects = [aspect for aspect in aspects if aspect.change != UNCHANGED]
    wanted = _versions(comparison, years, asking)
    if years and not wanted:
        return None
    said = [one for aspect in aspects for one in aspect_said(aspect, wanted, asking.knowledge)]
    return drafting.draft(said, asking.question.today, lead=_summed_up(aspects))


def _summed_up(aspects: Sequence[Aspect]) -> str:
    """What kind of change each of several aspects is, before what the sources say of them; nothing for a few."""
    if len(aspects) < LEAST_SUMMED_UP:
        return ""
    names: dict[str, list[str]] = {}
    for aspect in aspects:
        name = aspect.name[:1].lower() + aspect.name[1:]
        names.setdefault(aspect.shown_change, []).append(name.removeprefix(f"{aspect.change} "))
    told = (f"{change.capitalize()}: {swedish.listed(of_it)}." for change, of_it in names.items())
    return f"{' '.join(told)} Så här står det i källorna:"


def _named(words: Sequence[str], every: Sequence[Comparison]) -> tuple[Comparison, frozenset[int]] | None:
    """The one comparison that a question names, and which of its words name it: all the words of a name, in any order."""
    found: list[tuple[int, Comparison, frozenset[int]]] = []
    for comparison in every:
        for called in comparison.called:
            places = [_places(word, words) for word in swedish.words(called)]
            if places and all(places):
                found.append((len(places), comparison, frozenset().union(*places)))
    if not found:
        return None
    longest = max(count for count, _, _ in found)
    best = {comparison.id: (comparison, taken) for count, comparison, taken in found if count == longest}
    return next(iter(best.values())) if len(best) == 1 else None


def _places(word: str, words: Sequence[str]) -> frozenset[int]:
    return frozenset(i for i, other in enumerate(words) if same(other, word))


def _left(words: Sequence[str], taken: frozenset[int], years: Sequence[int]) -> list[str]:
    """The content words that neither name the thing, nor its versions, nor only ask."""
    figures = {str(year) for year in years}
    rest = [word for i, word in enumerate(words) if i not in taken and swedish.is_content(word) and word not in figures]
    passing = PASSING | swedish.ASKING_WORDS
    return [word for word in rest if word not in passing and not any(same(word, asking) for asking in _ASKING)]


def _is_about(aspect: Aspect, left: Sequence[str]) -> bool:
    """True when everything left of a question names an aspect; with nothing left, every aspect is asked about."""
    known = [word for name in (aspect.name, *aspect.called) for word in swedish.content_words(name)]
    return all(any(same(word, other) for other in known) for word in left)


def _versions(comparison: Comparison, years: Sequence[int], asking: Asking) -> frozenset[str]:
    """The versions that a question's years mean: by the names of their documents, or by when they held; else all."""
    every = frozenset(version.name for version in comparison.versions)
    if not years:
        return every
    documents = {document.id: document for document in asking.knowledge.catalogue}
    today = asking.question.today
    meant = {
        year: {
            version.name
            for version in comparison.versions
            if any(_is_of(documents[name], year, today) for name in version.documents if name in documents)
        }
        for year in years
    }
    if not all(meant.values()):
        return frozenset()
    named = frozenset(name for names in meant.values() for name in names)
    return named if len(named) > 1 else every


def _is_of(document: Document, year: int, today: date) -> bool:
    return str(year) in f"{document.id} {document.title}" or bool(covers_year(document, year, today))


def aspect_said(aspect: Aspect, wanted: frozenset[str], knowledge: Knowledge) -> list[drafting.Said]:
    """What each wanted version says of an aspect, after the aspect's name and the version's."""
    name = f"{aspect.name} ({aspect.shown_change})" if aspect.change == UNCHANGED else aspect.name
    told = [one for one in aspect.said if one.version is None or one.version in wanted]
    return [said for one in told if (said := _said(name, one, knowledge))]


def _said(name: str, one: Said, knowledge: Knowledge) -> drafting.Said | None:
    quote = one.place.quote(knowledge)
    if quote is None:
        return None
    named = f"{name} – {one.version}" if one.version else name
    return drafting.Said(f"{named}: {quote.shown}", (quote,))
