"""What a question asks about that the cited documents do not mention at all. Pure.

A right answer seldom repeats the whole question, but a document that answers it has a word for each thing that it asks about.
Words for how one asks, for time, size and money, and for applying and getting, are left out: an answer says them in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from assistant.domain import Document, Passage
from assistant.language import swedish
from assistant.language.places import municipality_of
from assistant.language.plain import is_plain
from assistant.language.swedish import stem
from assistant.passages.units import Unit
from assistant.question.intents import Intent
from assistant.question.query import Query
from assistant.selection.absence import is_absence

SHORTEST_WORD = 3  # letters of a word that is asked about: "bank-id" is "BankID"
SHORTEST = 4  # letters of a stem that may be a part of a longer word
ENDING = 4  # letters that a form of the same word may have beyond the other: redovisas, redovisning
LONG = 6  # letters of a word that may have a definite ending to take off
SHORTEST_PART = 3  # letters of a part of a compound
SAME_BEGINNING = 5  # letters that two forms of a word have in common at least
FOREIGN = 2  # small English words that tell that a question is not in Swedish

_ENGLISH = frozenset("the is are can we our for what how when which does do of you have must much many to".split())
_TELLS = {  # words that name a kind of value, which the value itself answers
    Intent.AMOUNT: "ersättning budget pott utbetald betalt utbetalt",
    Intent.WHEN: "handläggningstid stoppdatum deadline handlägga behandla",
    Intent.WHERE: "plats vart",
    Intent.WHO: "organ instans myndighet",
}
_LATER_QUESTION = re.compile(
    rf"(?:[,:;–] (?:och |men |så )?|\boch )(?=(?:till |från |för |i |av |med |om |enligt |sedan )?{swedish.INTERROGATIVE})"
)
_WHO = r"(?:vi|jag|man|hon|han|de|dom|det|den|du|min|mina|vår|våra|våran)"
_YES_OR_NO = r"(?:kan|får|ska|skulle|måste|går|är|gäller|finns|räknas|behöver|har|räcker)"
_STORY_BEFORE = re.compile(rf"^.*[,;:–] (?:och |men |så )?(?={_YES_OR_NO} {_WHO}\b)")
_STORY_AFTER = re.compile(
    rf"[,;–] (?:för |men |och |eftersom )?{_WHO} (?:\w+ ){{0,2}}?(?:har|är|hade|vill|ska|håller)\b.*$"
)
_KIND_OF_ASKER = re.compile(  # who may apply depends on that, so it is no mere story
    r"(?:bolag|företag|firma|stiftelse|privatperson|skola|samfund|kommun|kooperativ|studieförbund|ekonomisk förening)\b"
)
_ASKS_AT_ONCE = re.compile(
    rf"\W*(?:hej\W+)?(?:och |men )?(?:(?:till|från|för|i|av|med|om) )?(?:{swedish.INTERROGATIVE}"
    r"|(?:får|kan|måste|ska|finns|går|är|har|gäller|ger|hör|vet)\b)"
)
_VERB_BEFORE = re.compile(r"\b(?:att|hur|när|var|kan|ska|får|måste|vill|bör|brukar|kunna|man|vi|jag|ni|du|som|inte) $")
_VERB_ENDING = re.compile(r"(?:a|ar|er|ade|ades|as|s|de|te)$")


def unmentioned(
    query: Query,
    passages: Sequence[Passage],
    unknown: frozenset[str] = frozenset(),
    meant: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """The words of the question that no cited document mentions, nor another word for the same, in the question's order.

    ``unknown`` are words that no document at all has: for what is done, askers have words of their own, unless they ask how.
    ``meant`` are words that stand for some of the passages' own.
    """
    documents = tuple({passage.document.id: passage.document for passage in passages}.values())
    done = [word for word in unknown if word not in query.names and is_verb(word, query.text)]
    own = [word for word in done if not asks_how_it_is_done(query, [word])]
    asked = [word for word in _asked_about(query) if word not in own]
    said = _Stems(meant)
    return tuple(
        word
        for word in asked
        if not said.has(word) and not any(mentions(document, word, query) for document in documents)
    )


def told_missing(query: Query, units: Sequence[Unit], others: Sequence[Unit]) -> list[Unit]:
    """The first of the other units that says nothing is known of a word of the question that none of the units has."""
    told = "\n".join(text for unit in units for text in (unit.text, *unit.columns, *unit.passage.headings))
    titles = "\n".join(unit.passage.document.title for unit in units)
    had = _Stems(swedish.content_words(f"{told}\n{titles}"))
    lacking = [word for word in _asked_about(query) if not _has_any(had, word, query)]
    silences = (unit for unit in others if lacking and is_absence(unit.text))
    return [unit for unit in silences if any(map(_of_silence(unit.text).has, lacking))][:1]


def _of_silence(text: str) -> _Stems:
    """The words of the sentences of a text that say that something is not known."""
    parts = (text[start:end] for start, end in swedish.sentences(text))
    return _Stems(word for part in parts if is_absence(part) for word in swedish.content_words(part))


def asks_how_it_is_done(query: Query, words: Sequence[str]) -> bool:
    """True when one of these words is what it is asked how to do: "hur överklagar vi …"."""
    text = swedish.normalise(query.text)
    return any(
        re.search(rf"\bhur (?:kan |ska |får |bör )?(?:man |vi |jag )?{re.escape(word)}\b", text) for word in words
    )


def mentions(document: Document, word: str, query: Query) -> bool:
    """True when a document has a word of the question, or another that stands for it."""
    return _has_any(_stems(document), word, query)


def _has_any(stems: _Stems, word: str, query: Query) -> bool:
    return any(stems.has(one) for one in (word, *query.alternatives.get(word, ())))


def _asked_about(query: Query) -> list[str]:
    """The content words of what is asked, without plain words, and without the story around it when it asks without it."""
    text = swedish.normalise(swedish.asking_part(query.text))
    if len(_ENGLISH.intersection(swedish.words(text))) >= FOREIGN:
        return []
    return _matters(query, _without_story(text)) or _matters(query, text)


def _matters(query: Query, text: str) -> list[str]:
    parts = _LATER_QUESTION.split(text)
    if len(parts) > 1 and not _ASKS_AT_ONCE.match(parts[0]):
        parts = parts[1:]
    told = {stem(word) for intent in query.intents for word in _TELLS.get(intent, "").split()}
    words = dict.fromkeys(word for part in parts for word in swedish.content_words(part))
    return [
        word
        for word in words
        if word in query.weights
        and not (len(word) < SHORTEST_WORD or word.isdigit() or municipality_of(word) or is_plain(word))
        and stem(word) not in told
    ]


def _without_story(text: str) -> str:
    """The question without who asks and why: "vi har en båt, får vi stöd" asks for support, "…, vi har en båt" tells why."""
    asked = _STORY_BEFORE.sub("", text)
    if _KIND_OF_ASKER.search(text.removesuffix(asked)):
        return text
    return asked if asked != text else _STORY_AFTER.sub("", text)


def is_verb(word: str, text: str) -> bool:
    """True when a word looks like one for what is done, where such a word stands."""
    before = swedish.normalise(text).partition(word)[0]
    return bool(_VERB_ENDING.search(word)) and (not before.strip() or bool(_VERB_BEFORE.search(before)))


class _Stems:
    """The stems of a document's words, to be asked for as they are, as a part of a longer word, or in another form."""

    def __init__(self, words: Iterable[str], elided: Mapping[str, str] = MappingProxyType({})) -> None:
        self._elided = elided
        self._stems = frozenset(map(stem, {form for word in words for form in (word, _indefinite(word))}))
        self._text = f" {' '.join(sorted(self._stems))} "

    def has(self, word: str) -> bool:
        """True when the document has the word, a form of it, a compound that ends with it, or both parts of it."""
        forms = {stem(word), stem(_indefinite(word)), _indefinite(word)}
        forms |= {stem(word[:-1])} if word.endswith("et") else set()  # syftet, of a source that says syfte
        completed = any(swedish.completes(word, first, whole) for first, whole in self._elided.items())
        return completed or any(map(self._has_stem, forms)) or self._has_parts(word)

    def _has_stem(self, asked: str) -> bool:
        if asked in self._stems:
            return True
        if len(asked) < SHORTEST:
            return asked in _SHORT_HEADS and f"{asked} " in self._text  # effektmål, of a source for mål
        if asked[-1] == asked[-2]:
            asked = asked[:-1]  # medlemmar, medlemskap
        if f"{asked} " in self._text or re.search(rf" {re.escape(asked)}(?:\w{{0,{ENDING}}} |{_GIVES})", self._text):
            return True  # lokalbidrag for bidrag; redovisning for redovis; investeringsbidrag for investering
        ends = re.findall(rf" {re.escape(asked)}s?(\w{{{SHORTEST},}}) ", self._text)
        if any(is_plain(end) or stem(end) in _WHAT_IS_DONE for end in ends):
            return True  # projektkostnaden for projekt, fritidsverksamhet for fritid
        begins = asked[: max(SAME_BEGINNING, len(asked) - ENDING)]
        return len(asked) > SAME_BEGINNING and f" {begins}" in self._text and self._has_form(asked, begins)

    def _has_form(self, asked: str, begins: str) -> bool:
        rest = re.findall(rf" {re.escape(begins)}(\w{{0,{ENDING + 2}}}) ", self._text)
        return any(abs(len(one) - len(asked) + len(begins)) <= ENDING and len(one) <= ENDING for one in rest)

    def _has_parts(self, word: str) -> bool:
        """True for a compound of two words that are there, or of one and a last part that says little: pandemiåret.

        True also for one whose last part, the kind of thing that it is, is there as a word and says something.
        """
        for cut in range(len(word) - 1, SHORTEST_PART - 1, -1):
            first, last = word[:cut], stem(word[cut:])
            there = last in _SAYS_LITTLE or (
                len(last) >= SHORTEST and (last in self._stems or f"{last} " in self._text)
            )
            if there and not self._stems.isdisjoint(map(stem, (first, first.removesuffix("s")))):
                return True
            if len(word[cut:]) >= LONG and last in self._stems and not is_plain(word[cut:]):
                return True  # fotbollsturnering, of a source that speaks of turneringar
        return False


def _indefinite(word: str) -> str:
    """A word without the definite ending that Snowball leaves: fritidskort of fritidskortet."""
    return next((word[: -len(one)] for one in ("et", "en") if word.endswith(one) and len(word) > LONG), word)


_GIVES = r"s?(?:bidr|stöd|medel|peng|check|kort)"
_SAYS_LITTLE = frozenset(
    map(stem, "år område pengar dag tid datum kostnad regler villkor avgift belopp fråga typ sida".split())
)
_SHORT_HEADS = frozenset(("mål", "råd"))
_WHAT_IS_DONE = frozenset(map(stem, "verksamhet aktivitet arbete".split()))


@lru_cache(maxsize=500)
def _stems(document: Document) -> _Stems:
    text = "\n".join((document.title, document.publisher or "", *document.municipalities, document.text))
    return _Stems(swedish.content_words(text), swedish.elided(text))
