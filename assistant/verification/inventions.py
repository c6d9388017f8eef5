"""What a language model may make up: names, quotations, addresses, or a whole matter that its source does not speak of. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain import MUNICIPALITIES
from assistant.language import swedish
from assistant.language.matching import best_match
from assistant.language.swedish import normalise
from assistant.language.values import MONTHS, NUMBER_WORDS

TOLD = 0.5  # share of a sentence's content words and numbers that its source must speak of
LIKE = 0.6  # how well a word of the source must match to speak of one
OPENINGS = frozenset(
    """
    ansök ansökan anmäl barn beloppet beslutet bidraget bidragen dessutom däremot därefter därför enligt exempelvis
    föreningen föreningar handlingarna kommunen kontakta kravet lämna länet medlemmarna målet observera pengarna personer
    planen regionen samtidigt senast sista skicka stödet syftet sök totalt unga utöver vidare villkoret vuxna övriga ja nej
    ansvarig ansvariga arbetet avgiften dagen datumet deltagare deltagarna dokumentet faktabladet frågor gränsen kostnaden
    kostnader källan ledare lokaler nämnden pengar perioden projekt projektet redovisningen regeln reglerna resor stadgar
    styrelsen summan telefon tiden underlaget ungdomar uppgiften uppgifterna utbetalningen verksamheten åldern året
    """.split()
)

_TOKEN = re.compile(r"(?<!\w)[^\W\d_]\w*")
_OPENS = re.compile(r"(?:^|[.!?:;•–—]\s|\n)[\s\"”“»«'(\[–-]*$")
_QUOTED = re.compile(r"[\"”“„»«]([^\"”“„»«]{2,})[\"”“„»«]")
_ADDRESS = re.compile(r"\S+@\S+|\b[a-zåäö0-9-]+(?:\.[a-zåäö0-9-]+)*\.[a-z]{2,}\b(?:/\S*)?")
_ABBREVIATIONS = frozenset({"t.ex", "m.fl", "f.ex", "o.dyl", "e.dyl", "s.kallad"})
_MEASURES = frozenset({*MONTHS, *NUMBER_WORDS, *"kr kronor tkr mnkr mkr miljon miljoner tusen procent max".split()})
_EDGE = " .,;:!?()[]\"”“'"


def inventions(text: str, source: str) -> frozenset[str]:
    """The names, quotations and addresses of a sentence that its source does not have; "–" when it is about other things.

    ``source`` is everything the cited passages say: text, headings, title, publisher.
    """
    folded = " ".join(normalise(source).split())
    known = frozenset(re.findall(r"\w+", folded))
    found = {*_names(text, known), *_quotations(text, folded), *_addresses(text, folded)}
    return frozenset(found if _is_told(text, known) else {*found, "–"})


def _names(text: str, known: frozenset[str]) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        word = normalise(match[0])
        if not match[0][0].isupper() or _is_known(word, known):
            continue
        if not _OPENS.search(text, 0, match.start()) or not _is_common(word, known):
            yield match[0]


def _is_known(word: str, known: frozenset[str]) -> bool:
    forms = {word, word.removesuffix("s"), f"{word}s"}
    return bool(forms & known) or any(swedish.stem(word) == swedish.stem(other) for other in known)


def _is_common(word: str, known: frozenset[str]) -> bool:
    """True for a sentence's first word when it need not be a name."""
    if word.removesuffix("s") in {normalise(name) for name in MUNICIPALITIES}:
        return False
    common = word in swedish.STOP_WORDS or word in swedish.ASKING_WORDS or word in OPENINGS
    return common or best_match(word, known) >= LIKE


def _quotations(text: str, source: str) -> Iterator[str]:
    for match in _QUOTED.finditer(text):
        if " ".join(normalise(match[1]).split()).strip(_EDGE) not in source:
            yield match[0]


def _addresses(text: str, source: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(normalise(text)):
        address = match[0].strip(_EDGE)
        if address not in _ABBREVIATIONS and not re.search(rf"(?<![\w.@-]){re.escape(address)}(?![\w@/-])", source):
            yield address


def _is_told(text: str, known: frozenset[str]) -> bool:
    words = frozenset(swedish.content_words(text)) - swedish.ASKING_WORDS - _MEASURES
    asked = {word for word in words if not word.isdigit() or word in known}  # other numbers are for the claims
    told = sum(word in known or best_match(word, known) >= LIKE for word in asked)
    return told >= min(TOLD * len(asked), len(asked) - 1)
