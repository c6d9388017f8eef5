"""How well a passage and its parts answer a question, beyond the words they share: headings, kinds of value. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.domain import Document, Passage
from assistant.language import matching, swedish, values
from assistant.language.events import AFTERWARDS, RECURRING, Event, disagree, events
from assistant.language.matching import Layer, Matcher
from assistant.language.places import find_areas, municipality_of
from assistant.passages import sections
from assistant.passages.units import Unit, UnitKind, units_of
from assistant.question.intents import Intent
from assistant.question.query import Query
from assistant.retrieval.expected import NOTHING, Pointers

TYPE_BONUS = 0.2  # for a unit that has what is asked for: a date, an amount, a number
HEADING_PRECISION = 0.25  # for a heading whose every word is asked for
HEADING_CUE = 0.15  # for a heading that names the kind of answer: Tider, Belopp, Vem kan söka
LISTED = 0.12  # for a section that is a list, when a list is asked for
SEVERAL = 3  # entries that make a list
TITLE_CREDIT = 0.9  # how far a word in the title counts for each unit under it
HEADING_CREDIT = 0.9
FOCUS = 0.4  # for a heading or label that is what the question asks for by name
SAME_FOCUS = 0.95
MOST_NAMING = 3  # content words of such a heading
LONGEST_LABEL = 40  # characters
PHRASE = 0.1  # for two neighbouring words of the question that are neighbours in the source
MOST_BY_PHRASES = 0.3
ID_WORD = 8  # letters of a word that may be what a document is called in short, the first word of its id
NAMES_IT = 0.7  # how well a word of the unit must match what is counted
PEOPLE = (
    "barn",
    "unga",
    "ungdomar",
    "personer",
    "deltagare",
    "spelare",
)  # one stands for another when they are counted
BEGINS_WITH = 0.9  # how well a definition's first word must match the word asked about
PROVENANCE = (("Om faktabladet",), ("Datum och källa",))  # sections about the source itself (corpus/README.md)

_IS = re.compile(r"(?:\S+ ){1,4}(?:är|innebär|betyder|avser|kallas|=) ")
_CALLED = re.compile(r"\b(?:kallas|förkortas)(?: för)? (\w+)")
_ABOUT_MEANING = re.compile(r"\bvad\b.*\bär\b|\bbegrepp|\bdefinition")
_FIGURES = re.compile(
    r"^(?:andel|belopp|summa|kr|tkr|minskning|max|sista dag|tid|när|datum)\b"
)  # columns that define nothing
_BODY = re.compile(
    r"nämnd|styrelse|fullmäktige|utskott|delegation|\bråd(?:et)?\b|regeringen|riksdagen|myndighet|länsstyrelse|(?:chef|direktör)en\b"
)
_WHICH_BODY = re.compile(r"\bvilken (?:nämnd|instans|myndighet|styrelse)\b|\bvilket (?:utskott|organ)\b")
_RULE = re.compile(r"\bmåste\b|\bkräv|\bkrav|\bska\b|\bminst\b|\bhögst\b|\bendast\b|\bbara\b|\binte\b")
_AGE = re.compile(r"\b\d{1,2} (?:till |och )?\d{0,2} ?år\b|\b\d{1,2}\s*[–-]\s*\d{1,2}\b|\b\d{1,2} år\b")
_HANDLING = re.compile(r"\bhandläggningstid|\bsvarstid|\bväntetid")
_HANDLED = re.compile(r"\bhandlägg|\bbesked|\bbeslut|\bsvar\b")
_HOW_LONG = re.compile(r"\bhur läng|\bhur lång|\bhur många (?:år|månader|veckor|dagar|timmar|minuter)\b")
_IN_LENGTH = re.compile(r"\bhur lång(?:|a|t) (?:ska|måste|är|får|bör|behöver)\b")  # a day says nothing of it
_GOES_ON = re.compile(r"\bhur läng\w* (?:\w+ )*(?:pågå|hålla på|vara)\b")
_IN_UNIT = re.compile(r"\bhur många (år|månad|vecko|dag|timm|minut)")
_KINDS_OF_GRANT = frozenset(map(swedish.stem, ("bidrag", "stöd", "medel")))
_TITLE_PARTS = re.compile(r" [–-] |[(:]")
_CLAUSE = re.compile(r"[.;](?= )")
_SAID_IN = {
    "år": r"\bår\b",
    "månad": r"\bmånad",
    "vecko": r"\bveck",
    "dag": r"dag(?:ar)?\b",
    "timm": r"\btimm|\bminut",
    "minut": r"\btimm|\bminut",
}
_REVISED = re.compile(r"\bses? (?:\w+ ){0,3}?över\b|\brevideras?\b|\bgörs (?:\w+ )?om\b")
_HOW_OFTEN = re.compile(r"\bhur (?:ofta|många gånger)\b")
_APPLICANT = re.compile(
    r"\bsök(?:s|as) av\b|\bmottagare\b|\btilldelas\b|\bsökande\b|\b(?:kan|får) söka\b|\bbara för\b|\d+ år\b"
)
_COST = re.compile(
    r"\bvad kosta(?:r|de)\b|\bhur mycket kosta(?:r|de)\b|\bmedlemsavgift|\banslutningsavgift"
    r"|\bvad är \w*(?:avgiften|priset|hyran|taxan)\b"
)
_IN_MONEY = re.compile(r"\bi kronor\b|\b(?:hur många|antal) kronor\b")
_OF_THE_SHEET = re.compile(r"(?:uppgift|siffr|sidan|sidorna|nyheten|den senast)\w*")
_IN_ARREARS = re.compile(r"\bi (?:efter|för)skott\b")
_IN_SHARE = re.compile(r"\bandel|\bprocent|\bhur stor del\b")
_SHARE = re.compile(r"%|\bprocent|\bandel|\bhälften\b|\bhalva\b|\bhela\b|(?:tredje|fjärde|femte|tion)del|\bdel av\b")
_MONEY = re.compile(r"\d (?:t?kr|kronor|mkr|miljoner|miljarder)\b")
_PRICE = re.compile(r"avgift|kosta|\bpris|betala|\bhyra|\btaxa|gratis|\bmedlemskap (?:\w+ )?\d")
_FREE = re.compile(r"kostnadsfri|avgiftsfri|\bgratis\b")
_CONTACT = re.compile(
    r"\b[Kk]ontakt: |(?<!\d )\b0\d{1,3}[-– ]\d{2,3}|\S+@\S+|\bhttps?://|\b\w+\.(?:se|eu|org|nu|com)\b"
)
_PLACE = re.compile(
    r"\b[A-ZÅÄÖ]\w+(?:gatan|vägen|torget|gränd|platsen|allén|parken)\b|\bhttps?://|\b\w+\.se\b|\be-tjänst|\bblankett|\bvia \w"
    r"|\b(?:hos|till) (?:[A-ZÅÄÖ]\w+|kommunens|regionens|föreningens|(?:\w+- och )?\w+(?:förvaltning|nämnd|kontor|enhet))"
)
_ENCLOSED = re.compile(
    r"\bbilag|\bbifoga|\bskickas (?:med|in)\b|\b(?:års)?(?:mötes)?protokoll|stadgar\b|berättelse|\w(?:kalkyl|budget|plan)\b"
    r"|\bbudget\b|registreringsbevis|\bintyg|\boffert|\bkvitto"
)
_NOT = re.compile(r"\binte\b|\bej\b|\bundant|\bendast\b|\bbara\b")


class Shares(NamedTuple):
    """What counts in a passage: its best unit, what all units together tell of the question, and of the names in it."""

    best: float
    told: float
    named: float


UNDER_HEADING = Shares(1.0, 0.8, 0.2)
RUNNING_TEXT = Shares(0.5, 0.4, 0.3)  # beside what running.py adds


Nearness = Callable[[Sequence[str]], Sequence[float]]


class Asked(NamedTuple):
    """A question and its words, weighted by how rare they are in the collection."""

    query: Query
    matcher: Matcher
    unknown: frozenset[str] = frozenset()  # words of the question that no text of the collection has
    pointers: Pointers = NOTHING  # where the questions that editors expect and that are like it point
    nearness: Nearness = lambda texts: [0.0] * len(texts)  # how near texts are in meaning
    learnt: frozenset[str] = frozenset()  # the documents for which that can be relied on

    @property
    def is_calibrated(self) -> bool:
        """True when nearness can be relied on for some document; else it is 0 for every text."""
        return bool(self.learnt)


def around(passage: Passage, matcher: Matcher) -> list[Layer]:
    """What stands around a unit and counts for it in part: its headings, its document's title and places."""
    title = f"{passage.document.title} {' '.join(passage.document.municipalities)}"
    return [
        (matcher.credits(matching.words_of("\n".join(passage.headings))), HEADING_CREDIT),
        (matcher.credits(matching.word_set(title)), TITLE_CREDIT),
    ]


def passage_score(passage: Passage, asked: Asked, shares: Shares = UNDER_HEADING) -> float:
    """How well the best unit of a passage answers, with what the rest of the passage, its heading and form add."""
    query, matcher = asked.query, asked.matcher
    layers = around(passage, matcher)
    units = units_of(passage)
    if not units:
        return heading_bonus(passage, asked)
    tests = _tests(query)
    own = [matcher.credits(unit.words) for unit in units]
    wanted = [TYPE_BONUS if any(test(query, unit) for test in tests) else 0.0 for unit in units]
    best = max(matcher.share(one, layers) + bonus for one, bonus in zip(own, wanted, strict=True))
    together = matching.best_of(own)
    told = shares.told * matcher.told(together, layers, query.weights)
    told += shares.named * matcher.told(together, layers, query.names)
    return (
        shares.best * best
        + told
        + heading_bonus(passage, asked)
        + structure_bonus(passage, query)
        + phrase_bonus(passage, query)
    )


def heading_bonus(passage: Passage, asked: Asked) -> float:
    """How far the heading says that this is the place: it names what is asked for, or is about little else."""
    if not passage.headings or passage.headings[:1] in PROVENANCE:
        return 0.0
    heading = passage.headings[-1]
    words = matching.word_set(heading)
    named = sum(map(asked.matcher.asks_for, words)) / len(words) if words else 0.0
    cued = sections.is_cued(passage.headings, asked.query.intents)
    cued = cued or sections.is_asked_for(passage.headings, asked.query.text)
    return HEADING_PRECISION * named + (HEADING_CUE if cued else 0.0)


def focus_bonus(unit: Unit, query: Query) -> float:
    """What is asked for by name stands in a short heading, or in the words with which the unit begins: "Mål: …"."""
    if not query.focus:
        return 0.0
    called = (query.focus, *query.alternatives.get(query.focus, ()))
    heading = matching.word_set(unit.passage.headings[-1]) if unit.passage.headings else frozenset()
    opening = unit.text.partition(":")[0]
    label = matching.word_set(opening) if len(opening) < LONGEST_LABEL and ":" in unit.text else frozenset()
    named = [words for words in (heading, label) if 0 < len(words) <= MOST_NAMING]
    return FOCUS if any(matching.best_match(word, words) >= SAME_FOCUS for words in named for word in called) else 0.0


def structure_bonus(passage: Passage, query: Query) -> float:
    """A question for a list is better answered by a list or a table."""
    if not query.wants(Intent.LIST):
        return 0.0
    listed = [unit for unit in units_of(passage) if unit.kind is not UnitKind.SENTENCE]
    return LISTED if len(listed) >= SEVERAL else 0.0


def has_value(query: Query, unit: Unit) -> bool:
    """True when a unit has a value of the kind asked for: a date (of the event asked about), an amount, a number."""
    return any(test(query, unit) for test in _value_tests(query))


def has_wanted(query: Query, unit: Unit) -> bool:
    """True when a unit has what the question asks for: a value, a rule, an exception, a definition …"""
    return any(test(query, unit) for test in _tests(query))


Test = Callable[[Query, Unit], bool]


def _value_tests(query: Query) -> list[Test]:
    return [test for intent, test in _VALUE_TESTS.items() if intent in query.intents]


def _tests(query: Query) -> list[Test]:
    """What to look for in a unit, for the kinds of answer that the question wants."""
    tests = _value_tests(query) + [test for intent, test in _OTHER_TESTS.items() if intent in query.intents]
    return [*tests, _names_places] if query.asks_for_places else tests


def _has_amount(query: Query, unit: Unit) -> bool:
    """True for money or a share; for what something costs, of a cost; for kronor, not for a share, nor the other way round."""
    asked = swedish.normalise(query.text)
    if _IN_SHARE.search(asked) and not _SHARE.search(unit.normalised):
        return False
    if _IN_MONEY.search(asked) and not _MONEY.search(unit.normalised):
        return False
    if _COST.search(asked) and _FREE.search(unit.normalised):
        return True
    return unit.has_amount and (not _COST.search(asked) or bool(_PRICE.search(unit.normalised)))


def _has_age(_: Query, unit: Unit) -> bool:
    return bool(_AGE.search(unit.normalised))


def _has_contact(_: Query, unit: Unit) -> bool:
    return bool(_CONTACT.search(unit.text))


def _excludes(_: Query, unit: Unit) -> bool:
    return bool(_NOT.search(unit.normalised))


def _places_it(_: Query, unit: Unit) -> bool:
    return bool(_PLACE.search(unit.text))


def _encloses(_: Query, unit: Unit) -> bool:
    return bool(_ENCLOSED.search(unit.normalised))


def _rules(_: Query, unit: Unit) -> bool:
    return bool(_RULE.search(unit.normalised))


def _names_who(query: Query, unit: Unit) -> bool:
    """A body, when the question is who decides or which body; who may apply, when it is who applies."""
    asks_for_body = Event.DECIDE in query.events or _WHICH_BODY.search(swedish.normalise(query.text))
    decides = bool(asks_for_body and _BODY.search(unit.normalised))
    return decides or (Event.APPLY in query.events and says_who(unit))


def _names_places(query: Query, unit: Unit) -> bool:
    return len(find_areas(unit.text)) >= (SEVERAL if query.wants(Intent.LIST) else 1)


def says_who(unit: Unit) -> bool:
    """True when a unit says who may apply."""
    return bool(_APPLICANT.search(unit.normalised))


def _dates(query: Query, unit: Unit) -> bool:
    """True when a unit dates the event asked about; for what recurs, applying or reporting, the year is no answer."""
    if _HOW_OFTEN.search(query.text.casefold()):
        return values.has_frequency(unit.text)
    if sections.MEETINGS in sections.asked_for(query.text) and values.has_frequency(unit.text):
        return True
    if _REVISED.search(query.text.casefold()) and values.has_frequency(unit.text):
        return True
    if _HANDLING.search(query.text.casefold()):
        return unit.has_span and bool(_HANDLED.search(unit.normalised))
    in_unit = _IN_UNIT.search(query.text.casefold())
    how_long = _HOW_LONG.search(query.text.casefold()) and (unit.has_span or _IN_LENGTH.search(query.text.casefold()))
    if in_unit or how_long:
        return _lasts(query, unit, in_unit[1] if in_unit else "")
    if _GOES_ON.search(query.text.casefold()):
        return False  # a day says when it begins, not how long it goes on
    if query.events and _OF_THE_SHEET.match(unit.normalised) and unit.passage.headings[:1] in PROVENANCE:
        return False  # when the source itself was written
    # the day of a row is one to apply by, unless it says something else; no other day is one of paying
    is_after = (unit.cells and query.events and query.events <= AFTERWARDS) or query.events == {Event.PAY}
    if is_after and not query.events & events(_under_headings(unit)):
        return False
    if query.events == {Event.PAY} and _IN_ARREARS.search(unit.normalised):
        return True
    if query.events & RECURRING:  # "besked inom fyra veckor" dates an answer, "ett år i taget" no application
        spans = unit.has_span and Event.APPLY not in query.events
        told = (unit.has_date_in_year and _is_dated_so(query.events, unit)) or spans
    else:  # the year that the question names itself is no news
        told = unit.has_date_in_year or bool(set(values.years(unit.text)) - set(query.years))
    if query.events == {Event.DECIDE}:
        decided = events(_under_headings(unit)) & {Event.DECIDE, Event.START} or (
            unit.cells and _BODY.search(unit.normalised)
        )
        return told and (bool(decided) or sections.is_asked_for(unit.passage.headings, query.text))
    begun = {Event.DECIDE} if Event.START in query.events and query.plans else set()  # an agreement begins so
    return told and not disagree(query.events | begun, events(unit.text))


def _under_headings(unit: Unit) -> str:
    """A unit under its heading and the names of its columns."""
    return "\n".join((*unit.passage.headings[-1:], *unit.columns, unit.text))


def _is_dated_so(asked: frozenset[Event], unit: Unit) -> bool:
    """True unless each clause with a date dates another event: "ansökningar går före; redovisning inom en månad"."""
    clauses = [clause for clause in _CLAUSE.split(unit.normalised) if values.has_date_in_year(clause)]
    return not clauses or not all(disagree(asked, events(clause)) for clause in clauses)


def _lasts(query: Query, unit: Unit, in_unit: str) -> bool:
    """True when a unit says how long, in years when it is asked how many years; how long an answer takes is something else."""
    spans = [clause for clause in _CLAUSE.split(unit.normalised) if values.has_span(clause)]
    if not query.events and not _HANDLED.search(swedish.normalise(query.text)):
        spans = [clause for clause in spans if not _HANDLED.search(clause)]
    said = any(re.search(_SAID_IN[in_unit], clause) for clause in spans) if in_unit else bool(spans)
    return said and not disagree(query.events, events(unit.text))


def _counts(query: Query, unit: Unit) -> bool:
    """True when a unit has a number, and names what is counted."""
    if not unit.has_number:
        return False
    called = (query.counted, *query.alternatives.get(query.counted, ())) if query.counted else ()
    called += PEOPLE if query.counted in PEOPLE else ()
    return not called or any(matching.best_match(word, unit.words) >= NAMES_IT for word in called)


def phrase_bonus(passage: Passage, query: Query) -> float:
    """Words that stand together in the question and in the source mean more than the two apart."""
    if not query.phrases:
        return 0.0
    texts = (passage.document.title, *passage.headings, passage.text)
    found = sum(any(_stand_together(phrase, text) for text in texts) for phrase in query.phrases)
    return min(PHRASE * found, MOST_BY_PHRASES)


def has_words_in_a_row(document: Document, query: Query) -> bool:
    """True when two words in a row of the question stand so in a document's title."""
    return any(phrase in _pairs(document.title) for phrase in query.phrases)


def is_named(document: Document, query: Query) -> bool:
    """True when the question calls a document by its name: two words of its title in a row, a name, a grant, a short name."""
    if has_words_in_a_row(document, query):
        return True
    title = matching.word_set(document.title)
    names = [name for name in (*query.names, *query.compounds) if not municipality_of(name)]
    if any(len(name) >= ID_WORD and swedish.fold(name) == document.id.split("-")[0] for name in names):
        return True
    return any(matching.best_match(name, title) >= SAME_FOCUS for name in names)


def is_itself(document: Document, query: Query) -> bool:
    """True when a document's title, or a part of it, begins with what the question calls by name: it is that, not about it."""
    called = [one for word in query.weights for one in (word, *query.alternatives.get(word, ()))]
    parts = [swedish.content_words(part)[:2] for part in _TITLE_PARTS.split(document.title)]
    return any(
        len(part) == 2 and all(matching.best_match(word, called) >= SAME_FOCUS for word in part) for part in parts
    )


def called_by(document: Document, query: Query) -> list[tuple[str, str]]:
    """The two words in a row of the question, as stems, that a document's title or a part of it begins with."""
    parts = [[swedish.stem(word) for word in swedish.words(part)[:2]] for part in _TITLE_PARTS.split(document.title)]
    pairs = [(part[0], part[1]) for part in parts if len(part) > 1 and part[1] not in _KINDS_OF_GRANT]
    return [pair for pair in pairs if pair in query.phrases]


def speaks_of(document: Document, pair: tuple[str, str]) -> bool:
    """True when a document has the two words, given as stems, in a row."""
    return pair in _pairs(f"{document.title}\n{document.text}")


def _stand_together(phrase: tuple[str, str], text: str) -> bool:
    folded = _folded(text)
    return phrase[0][:4] in folded and phrase[1][:4] in folded and phrase in _pairs(text)


_folded = lru_cache(maxsize=20_000)(str.casefold)


@lru_cache(maxsize=20_000)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    stems = [swedish.stem(word) for word in swedish.words(text)]
    return frozenset(pairwise(stems))


def _defines(query: Query, unit: Unit) -> bool:
    """True when a unit begins with the word asked about and says what it is, as a glossary does, or says what is called so."""
    if any(named in query.weights for named in _CALLED.findall(unit.normalised)):
        return True
    opening = unit.cells[0] if unit.cells else " ".join(unit.text.split()[:4])
    called = [word for asked in query.weights for word in (asked, *query.alternatives.get(asked, ()))]
    first = swedish.content_words(opening)[:1]
    if not first or matching.best_match(first[0], called) < BEGINS_WITH:
        return False
    if re.search(rf"\b{re.escape(first[0])}[-:]\w", swedish.normalise(opening)):  # RUS-forum and RUS:ens dag are no RUS
        return False
    heading = swedish.normalise(" ".join(unit.passage.headings))
    tells_row = unit.cells and not _FIGURES.search(swedish.normalise(" ".join(unit.columns[1:2])))
    return bool(tells_row or _IS.match(unit.normalised) or _ABOUT_MEANING.search(heading))


_VALUE_TESTS: Mapping[Intent, Test] = {
    Intent.WHEN: _dates,
    Intent.AMOUNT: _has_amount,
    Intent.COUNT: _counts,
    Intent.AGE: _has_age,
    Intent.CONTACT: _has_contact,
}
_OTHER_TESTS: Mapping[Intent, Test] = {
    Intent.EXCLUSION: _excludes,
    Intent.WHERE: _places_it,
    Intent.ENCLOSURES: _encloses,
    Intent.CONDITION: _rules,
    Intent.WHO: _names_who,
    Intent.DEFINITION: _defines,
}
