"""What of a thing a question asks for, opening hours, an address, a price a head, and whether what is cited tells it. Pure.

A source that is about the right thing is no answer when it does not tell what of it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.domain import MUNICIPALITIES
from assistant.language import matching, swedish, values
from assistant.language.events import Event
from assistant.language.places import find_areas
from assistant.language.plain import is_plain
from assistant.language.swedish import normalise, stem
from assistant.passages.units import Unit
from assistant.question.intents import Intent
from assistant.question.query import ASKER_WEIGHT, Query
from assistant.retrieval.relevance import PEOPLE

_HOW_MANY = rf"\d+|{'|'.join(values.NUMBER_WORDS[1:])}|ett|ett par|några|samma|nästa"
NAMES_UNIT = 0.7  # how well a word of the source must match what an amount is asked for each of
LONG_ENOUGH = 4  # letters of the last part of a compound that stands for all of it
_STREET = r"\w(?:gatan|vägen|torget|gränd|platsen|allén|parken|gata|väg)\b|\bbox \d|\badress|\blokal(?:en|erna)? (?:på|i|vid)\b"
_TOLD_BY: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(told))
    for asked, told in (
        (
            r"\böppettid|\b(?:när|vilka tider) har .{1,40}\böppet\b",
            r"\böppettid|\böppet (?:mån|var|kl|alla)|\bkl\.? ?\d",
        ),
        (r"(?<!-)\b(?:besöks|post|gatu)?adress(?:en)?\b", _STREET + r"|@"),
        (r"\b(?:bank|plus|post)giro|\bkontonummer|\bbankkonto|\bswish", r"giro|\bkontonummer|\bbankkonto|\bswish"),
        (r"\borganisationsnummer (?:har|till|för)\b|\bvilket organisationsnummer", r"\b\d{6}-\d{4}\b"),
        (
            r"\bhur (?:snabbt|fort|lång tid)\b|\bhur länge (?:dröjer|tar|får (?:vi|man|jag) vänta)\b",
            rf"\b(?:{_HOW_MANY})(?: ?[–-] ?(?:{_HOW_MANY}))? (?:arbets|vardag)?(?:dag|veck|månad|dygn|timm|minut)"
            rf"|(?<![–-])\b(?:{_HOW_MANY}) år\b(?! per)",
        ),
        (
            r"\b(?:för|dagar?|veckor?) sen(?:a|t)?\b|\bförsen|\bmissa(?:r|t|de)?\b"
            r"|\b(?:sök|ansök|lämna|skicka)\w* (?:\w+ ){0,3}efter (?:sista|stopp)",
            r"\b(?:för|dagar) sen|\bsen(?:a|t|are)? (?:in|an)|\bförsen|\bavdrag|\bavvis|\bavslå"
            r"|\bdispens|\btas inte upp|\bbehandlas inte",
        ),
        (r"\bhur många (?:fick|får) (?:avslag|nej)\b", r"\bavslag|\bavslogs|\bnekad"),
        (r"\bhur många (?:sökte|ansökte|har sökt)\b", r"\bsök(?:ande|te|t)\b|\bansökningar\b|\d av \d"),
        (
            r"^(?:och |men )?varför\b",
            r"\b(?:eftersom|därför|för att|på grund av|syfte|anledning|orsak|skäl|beror|så att|mål|motiv)",
        ),
    )
)
_TOLD_BY_EVENT = {
    Event.PAY: re.compile(r"betal|\bförskott|\befterskott|\bpengarna"),
    Event.NOTIFY: re.compile(r"\bbesked|\bbeslut|\bhandlägg|\bsvar\b|\bmeddela|\bbekräft|\bdröjer"),
}
_NUMBER_BEFORE = re.compile(  # the words after a number that is no money, share or time, nor what a rate is counted in
    rf"\b(?<!\bper )(?:{_HOW_MANY}|-tal)\b(?![.,]\d)(?! (?:t?kr|kronor|mnkr|procent|%|år)\b)(?! ?%)((?: [^\W\d]+){{1,4}})"
)
_NAMED_AFTER = re.compile(r"\b[A-ZÅÄÖ]\w+ (?=[A-ZÅÄÖ])")  # the place in a name: Örebro Föreningsråd
_CLAUSES = re.compile(r";\s|\.\s+(?=[A-ZÅÄÖ])")
_REQUIRED = re.compile(r"\bmåste\b|\bkräv|\bbehöv|\bminst\b|\bska\b")
_EACH = re.compile(r"\b(?:per|för varje) ([a-zåäö]{4,})")
# how often, or by whom
_NO_UNIT = frozenset("år kalenderår halvår termin månad förening gång ansökan kommun".split())


def tells_attribute(query: Query, units: Sequence[Unit]) -> bool:
    """True unless the question asks for something of a thing that nothing cited has the form of."""
    asked = normalise(swedish.asking_part(query.text))
    texts = [_with_headings(unit) for unit in units]
    wanted = [told for asks, told in _TOLD_BY if asks.search(asked)]
    return all(any(told.search(text) for text in texts) for told in wanted)


def tells_each(query: Query, units: Sequence[Unit]) -> bool:
    """True unless an amount for each of something is asked for, "per deltagare", and no amount that is cited is so."""
    if not query.wants(Intent.AMOUNT):
        return True
    each = [word for word in _EACH.findall(normalise(query.text)) if word not in _NO_UNIT]
    called = [(word, *query.alternatives.get(word, ())) for word in each]
    with_amount = [unit for unit in units if unit.has_amount]
    return all(any(_names(unit, words) for unit in with_amount) for words in called)


def tells_sum(query: Query, units: Sequence[Unit]) -> bool:
    """True unless an amount is asked for, and every one that is cited stands in a clause of its own about something else.

    What a row, a heading or the title is called counts for all of their amounts.
    """
    if not query.wants(Intent.AMOUNT) or query.follows_up:
        return True
    words = [word for word in query.weights if _is_matter(word, query)]
    matter = [one for word in words for one in (word, *query.alternatives.get(word, ()))]
    with_amount = [unit for unit in units if unit.has_amount]
    return not matter or not with_amount or any(_sum_is_of(matter, unit) for unit in with_amount)


def _is_matter(word: str, query: Query) -> bool:
    """True for a word of what the amount is of: no place, no number, nothing that an asker calls itself."""
    weighs = query.weights[word] > ASKER_WEIGHT and word not in swedish.ASKING_WORDS
    return weighs and not (word.isdigit() or find_areas(word) or is_plain(word))


def _sum_is_of(matter: Sequence[str], unit: Unit) -> bool:
    clauses = [clause for clause in _CLAUSES.split(unit.text) if clause.strip()]
    around = (unit.passage.document.title, *unit.passage.headings, *unit.columns, *unit.cells[:1])
    told = [clause for clause in clauses if values.has_amount(clause)] or [unit.text]
    words = matching.word_set("\n".join((*around, *told)))
    return len(clauses) < 2 or any(matching.best_match(word, words) >= NAMES_UNIT for word in matter)


def tells_count(query: Query, units: Sequence[Unit]) -> bool:
    """True unless it is asked how many of something there are, and no number stands before its name, or in its column."""
    if not query.counted or not query.wants(Intent.COUNT):
        return True
    called = (query.counted, *query.alternatives.get(query.counted, ()))
    if query.counted in PEOPLE and _REQUIRED.search(normalise(query.text)):
        called += PEOPLE  # a rule may tell those who take part where children are asked for
    places = set(query.own_areas) & set(MUNICIPALITIES)
    return any(_counts(unit, called, frozenset(places)) for unit in units)


def _counts(unit: Unit, called: Sequence[str], places: frozenset[str]) -> bool:
    """True for a number of what is called so, of one of the places: in a source of its own, or in a sentence that names it."""

    def named(words: Iterable[str]) -> bool:
        return any(_is_kind_of(one, word) for word in words for one in called)

    if unit.cells and named(word for column in unit.columns for word in swedish.content_words(column)):
        return True
    told = unit.normalised
    if places and not places & set(unit.passage.document.municipalities) and unit.passage.document.municipalities:
        spans = (unit.text[start:end] for start, end in swedish.sentences(unit.text))
        told = "\n".join(normalise(one) for one in spans if places & set(find_areas(_NAMED_AFTER.sub("", one))))
    return any(named(found.group(1).split()) for found in _NUMBER_BEFORE.finditer(told))


def _is_kind_of(asked: str, word: str) -> bool:
    """True for the same word, and for a compound that ends with the other: 20 effektmål are mål, 43 svar are remissvar."""
    if matching.stands_for(asked, word) >= NAMES_UNIT or stem(word).endswith(stem(asked)):
        return True
    return len(word) >= LONG_ENOUGH and (stem(asked).endswith(stem(word)) or asked.endswith(word))


def tells_event(query: Query, units: Sequence[Unit]) -> bool:
    """True unless it is asked when something is paid or answered, and nothing cited speaks of that."""
    if not query.wants(Intent.WHEN) or not query.events & _TOLD_BY_EVENT.keys():
        return True
    told = [_with_headings(unit) for unit in units if unit.has_date or unit.has_span]
    return any(_TOLD_BY_EVENT[event].search(text) for event in query.events & _TOLD_BY_EVENT.keys() for text in told)


def _names(unit: Unit, words: Sequence[str]) -> bool:
    return any(
        matching.best_match(word, unit.words | set(unit.columns)) >= NAMES_UNIT
        or any(stem(word) in text for text in (unit.normalised, normalise("".join(unit.passage.headings[-1:]))))
        for word in words
    )


def _with_headings(unit: Unit) -> str:
    return normalise("\n".join((*unit.passage.headings, *unit.columns, unit.text)))
