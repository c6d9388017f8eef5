"""Two sources side by side, when a question asks how they differ and not in what: the sections they both have. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain import MUNICIPALITIES, Document, Hit, Passage
from assistant.language import matching, swedish, values
from assistant.language.places import municipality_of
from assistant.language.swedish import normalise
from assistant.passages.units import Unit, units_of
from assistant.question.intents import Intent
from assistant.question.query import ASKER
from assistant.retrieval.relevance import PROVENANCE, Asked
from assistant.retrieval.weighing import Siblings
from assistant.selection.absence import is_absence
from assistant.selection.rows import row_words

ASPECTS = (
    r"\bmål\b|\bdelmål|\bprincip|\binsatsområde|\bprioriterade områden|\båtagand",
    r"\bvem\b|\bparter\b|\bräckvidd|\banslut|\bsökande\b|\bsöks av\b|\bkategorier",
    r"\bbelopp|\d (?:kr|mnkr|procent)\b",
    r"\bansökningsperiod|\btider\b|\bstoppdatum|\bsista dag|\bansökan senast",
    r"\bgenomförande\b|\bföljs? upp\b|\bföljer upp\b|\buppfölj",
)  # what two plans, agreements or grants can be compared in, by their headings or else by their words
NAMED = 0.75  # how well a word of a title must match to name the source
LONG_PART = 5  # letters of a word that stands for a compound that ends with it: bidrag for föreningsbidrag
MOST_SIDES = 2
SAME_NAME = 5  # how many places among the hits it is worth that two sources go by the same name
OLDER = "Den äldre"
NEWER = "Den nyare"
MOST_OF_A_SECTION = 5
MOST_WITHOUT_HEADING = 2
MOST_TOLD = 4
_DIFFERENCE = re.compile(
    r"\bskillnad|\bnytt i\b|\bnyheter\b|\bjämförelse|\bhar ändrats\b|\bperioden var då\b|\bi stället för\b"
)
_COMPARING = re.compile(
    r"skilj|skillnad|jämför|mellan|version|nya|gamla|ändra|likhet|likna|ny|gammal|förändr|innehåll|\d+$"
)


def asks_for_one_thing(asked: Asked, document: Document) -> bool:
    """True when the question has more in it than the name of this source and that it is to be compared."""
    title = matching.word_set(
        f"{document.title} {document.id} {document.publisher or ''} {' '.join(document.municipalities)}"
    )
    query = asked.query
    passing = {*swedish.ASKING_WORDS, *query.modifiers, ASKER}
    content = [word for word in query.weights if word not in passing and not _COMPARING.match(word)]
    return any(not municipality_of(word) and matching.best_match(word, title) < NAMED for word in content)


def compared(
    parts: Sequence[tuple[Asked, Sequence[Document]]], other: Document | None
) -> tuple[Document, Document] | None:
    """The two sources that a question sets side by side as wholes, if it does.

    ``parts`` are its parts with their sources, best first; ``other`` is the version that the best source took over from, or
    that took over from it.
    """
    asked, found = parts[0]
    if not asked.query.wants(Intent.COMPARE) or not found or len(parts) > MOST_SIDES:
        return None
    if len(parts) > 1:
        first, second = ([one for one in documents if _fits(one, part)] for part, documents in parts)
        alike = [(a, b) for a in first for b in second if a != b and a.kind == b.kind]
        order = [first.index(a) + second.index(b) - SAME_NAME * _same_name(a, b) for a, b in alike]
        pair = alike[order.index(min(order))] if alike else (found[0], other)
    else:
        pair = (found[0], other)
    if pair[1] is None or asks_for_one_thing(asked, pair[0]):
        return None
    return pair[0], pair[1]


def _same_name(first: Document, second: Document) -> float:
    """0–1: the share of title words that two sources have in common."""
    one, two = matching.word_set(first.title), matching.word_set(second.title)
    return len(one & two) / max(1, min(len(one), len(two)))


def _fits(document: Document, part: Asked) -> bool:
    """True for a source of the place, and with the years and the matter in its name, that a part is about."""
    query = part.query
    if query.areas and not set(query.areas) & set(document.municipalities):
        return False
    named = all(str(year) in f"{document.title} {document.id}" for year in query.years)
    return named and not asks_for_one_thing(part, document)


def side_by_side(first: Sequence[Passage], second: Sequence[Passage]) -> list[Unit]:
    """What they say of the difference themselves, then what both say, aspect by aspect, the first before the second."""
    told = [p for passages in (first, second) for p in passages if p.headings[:1] not in PROVENANCE]
    found = [unit for passage in told for unit in units_of(passage) if _tells_difference(unit)][:MOST_TOLD]
    for aspect in ASPECTS:
        both = [_under(aspect, passages) for passages in (first, second)]
        if all(both):
            found += [unit for units in both for unit in units]
    return list(dict.fromkeys(found))


def said_of_both(sides: tuple[frozenset[str], frozenset[str]], hits: Sequence[Hit]) -> list[Unit]:
    """The first unit that itself speaks of both sides of a comparison, under a heading that says so before others."""
    one, other = (words - sides[1 - i] for i, words in enumerate(sides))
    if not one or not other:
        return []
    general = [hit.passage for hit in hits if not _is_local(hit.passage.document)]
    units = [
        unit for passage in general for unit in units_of(passage) if _speaks_of(unit, one) and _speaks_of(unit, other)
    ]
    units = [unit for unit in units if not is_absence(unit.text) and unit.passage.headings[:1] not in PROVENANCE]
    return sorted(units, key=lambda unit: not is_on_difference(unit.passage))[:1]


def rows_of_both(sides: tuple[frozenset[str], frozenset[str]], hits: Sequence[Hit], siblings: Siblings) -> list[Unit]:
    """The rows of one table that bear the names of both sides."""
    for document in dict.fromkeys(hit.passage.document for hit in hits):
        rows = [unit for passage in siblings(document) for unit in units_of(passage) if unit.cells]
        named = [next((row for row in rows if _bears_name(row, words)), None) for words in sides]
        found = [row for row in named if row]
        if len(found) == len(sides) and len({row.passage.id for row in found}) == 1:
            return found
    return []


def _bears_name(row: Unit, words: frozenset[str]) -> bool:
    name = row_words(row)
    return bool(name) and {swedish.stem(word) for word in name} == {swedish.stem(word) for word in words}


def is_on_difference(passage: Passage) -> bool:
    """True for a section that is headed as telling how things differ."""
    return bool(passage.headings and _DIFFERENCE.search(normalise(passage.headings[-1])))


def _is_local(document: Document) -> bool:
    return len(document.municipalities) == 1 and document.municipalities[0] in MUNICIPALITIES


def _speaks_of(unit: Unit, words: frozenset[str]) -> bool:
    stems = [swedish.stem(word) for word in matching.word_set(unit.text)]
    return all(
        any(swedish.stem(word) == one or (len(one) >= LONG_PART and swedish.stem(word).endswith(one)) for one in stems)
        for word in words
    )


def _tells_difference(unit: Unit) -> bool:
    heading = normalise(unit.passage.headings[-1]) if unit.passage.headings else ""
    return bool(_DIFFERENCE.search(heading) or _DIFFERENCE.search(normalise(unit.text)))


def label(document: Document, other: Document) -> str:
    """What tells a source from the other in few words: its municipality, older or newer, or what its title begins with.

    Never with a number, which a statement may only take from its quote.
    """
    places = [place for place in document.municipalities if place in MUNICIPALITIES]
    if len(places) == 1 and document.municipalities != other.municipalities:
        return places[0]
    if other.id in document.superseded_by or document.id in other.supersedes:
        return OLDER
    if document.id in other.superseded_by or other.id in document.supersedes:
        return NEWER
    began = [version.valid_from or version.decided or version.source_date for version in (document, other)]
    if document.publisher == other.publisher and began[0] and began[1] and began[0].first != began[1].first:
        return OLDER if began[0].first < began[1].first else NEWER
    name = re.split(r" [–-] | \(", document.title)[0]
    return "" if values.has_number(name) else name


def _under(aspect: str, passages: Sequence[Passage]) -> list[Unit]:
    """What a source says on one aspect: its sections with that heading, or else the units that speak of it.

    Of sections that are long together only one unit each: the one that names the aspect, or the first.
    """
    told = [passage for passage in passages if passage.headings and passage.headings[:1] not in PROVENANCE]
    sections = [passage for passage in told if re.search(aspect, normalise(passage.headings[-1]))]
    units = [unit for passage in sections or told for unit in units_of(passage)]
    if not sections:
        return [unit for unit in units if re.search(aspect, normalise(unit.text))][:MOST_WITHOUT_HEADING]
    if len(units) <= MOST_OF_A_SECTION or len(sections) == 1:
        return units[:MOST_OF_A_SECTION]
    return [_telling(aspect, units_of(section)) for section in sections][:MOST_OF_A_SECTION]


def _telling(aspect: str, units: Sequence[Unit]) -> Unit:
    return next((unit for unit in units if re.search(aspect, normalise(unit.text))), units[0])
