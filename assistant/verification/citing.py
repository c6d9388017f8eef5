"""The gate before the screen: a quote must stand where it claims to, and a statement may hold no value of its own. Pure.

A quote is exactly what the stored text says at its place. For a statement, both sides are normalised as
``swedish.normalise`` does it (NFKC, lower case, no invisible characters, joined thousands) and its values brought to one
form (``claims``). Then it passes when, in the parts of the source that tell about the same thing,

- every number with its unit, amount, percentage, date, time and § occurs,
- every limit (högst, minst, senast, tidigast …) holds for the same value, and none is left out of an amount,
- every negation (inte, ej, ingen, utan, bara …) stands in the same clause, and none is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.domain import Citation, Passage
from assistant.language.matching import best_match, word_set
from assistant.passages.units import Unit, UnitKind, units_of
from assistant.verification.asserted import only_asked_for
from assistant.verification.claims import BARE, MONTH, UNITS, WORD, Claim, Claims, Limit, bare_value, claims
from assistant.verification.clauses import content_stems, turned
from assistant.verification.inventions import inventions

MUST_STAY = ("högst", "minst")  # an amount without its limit promises something else
NAMED = 0.5  # share of its name from which a row is meant, and of what the best named one has
SAME_NAME = 0.75
MOST_GROUNDS = 4  # parts of a source that one sentence may draw on

_NAME = re.compile(r"(.{1,80}?)(?: [–-] |: )")


def is_verbatim(citation: Citation) -> bool:
    """True when the quote is exactly what the document says at the stated place, inside the cited passage."""
    passage = citation.passage
    inside = passage.start <= citation.start < citation.end <= passage.end
    return inside and passage.document.text[citation.start : citation.end] == citation.quote


def unsupported(text: str, quotes: tuple[str, ...], context: str = "") -> frozenset[str]:
    """The numbers, dates, negations and limits of ``text`` that the quotes do not have; with a minus, those it leaves out.

    ``context`` is what the source itself puts around the quotes: title, headings and column names. Of several quotes
    only those that share the text's words are looked at: a date of something else does not support it.
    """
    if text in quotes:
        return frozenset()
    chosen = grounds(text, quotes)
    own, around, said = claims("\n".join(chosen)), claims(context), claims(text)
    source = claims("\n".join((*chosen, context)))
    missing = {str(claim) for claim in said.found if not source.support(claim)}
    missing |= {
        str(claim) for claim in said.found if _too_often(claim, said, own, source) or _exchanged(claim, said, own)
    }
    missing |= {f"{limit.name} {limit.value}" for limit in said.limits if not _limit_holds(limit, said, source, around)}
    missing |= {f"-{name}" for claim in said.found for name in MUST_STAY if _limit_lost(name, claim, source, said)}
    return frozenset(missing | set(turned(text, (*chosen, context))))


def flaws(text: str, passages: Sequence[Passage]) -> frozenset[str]:
    """Everything in a generated sentence that the cited passages, with their titles and headings, do not carry."""
    quotes = tuple(unit.text for passage in passages for unit in _meant(text, units_of(passage)))
    context = "\n".join(dict.fromkeys(line for passage in passages for line in _around(passage)))
    asked_for = only_asked_for(text, (*quotes, context))
    return unsupported(text, quotes, context) | inventions(text, "\n".join((*quotes, context))) | asked_for


def _meant(text: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """The units without those rows and items that go by another name than the one of their list that the text names."""
    words = word_set(text)
    named = [(unit, _named(unit, words)) for unit in units]
    best: dict[int, float] = {}
    for unit, share in named:
        best[unit.block] = max(best.get(unit.block, 0.0), share or 0.0)
    for unit, share in named:
        if share is None or best[unit.block] < NAMED or share >= NAMED * best[unit.block]:
            yield unit


def _named(unit: Unit, words: frozenset[str]) -> float | None:
    """0–1: how much of the name of a row or item ("Startbidrag – …", "Belopp: …") the words say; None without a name."""
    found = _NAME.match(unit.text) if unit.kind is not UnitKind.SENTENCE else None
    name = word_set(found[1]) if found else frozenset[str]()
    return sum(best_match(word, words) >= SAME_NAME for word in name) / len(name) if name else None


def best_unit(text: str, passage: Passage) -> Unit | None:
    """The unit of a passage that says most of a sentence; None when none says anything of it."""
    left, said = content_stems(text), claims(text).found
    rated = [(_rate(left, said, unit.text), -place, unit) for place, unit in enumerate(units_of(passage))]
    rate, _, unit = max(rated, key=lambda entry: entry[:2], default=((0, 0), 0, None))
    return unit if any(rate) else None


def _around(passage: Passage) -> tuple[str, ...]:
    document = passage.document
    columns = (column for unit in units_of(passage) for column in unit.columns)
    return (document.title, document.publisher or "", *document.municipalities, *passage.headings, *columns)


def grounds(text: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """The quotes that a text draws on: each says words of it that those before do not; among equals, values decide."""
    if len(quotes) < 2:
        return tuple(quotes)
    said = claims(text).found
    left = content_stems(text)
    chosen: list[str] = []
    while len(chosen) < MOST_GROUNDS:
        rated = [(_rate(left, said, quote), -place) for place, quote in enumerate(quotes) if quote not in chosen]
        (words, values), place = max(rated, default=((0, 0), 0))
        if not words and (chosen or not values):
            break
        chosen.append(quotes[-place])
        left -= content_stems(quotes[-place])
    return tuple(chosen or quotes)


def _rate(left: frozenset[str], said: frozenset[Claim], quote: str) -> tuple[int, int]:
    source = claims(quote)
    return len(left & content_stems(quote)), sum(source.support(claim) for claim in said)


def _too_often(claim: Claim, said: Claims, own: Claims, source: Claims) -> bool:
    """True when a text gives a value more often than its source: "25 mars och 25 mars" for "25 februari och 25 mars"."""
    return claim.kind != MONTH and said.count(claim) > max(own.count(claim) or source.count(claim), 1)


def _exchanged(claim: Claim, said: Claims, own: Claims) -> bool:
    """True for a value that only stands around the quotes, in a text that leaves out one of the same kind in them."""
    if own.support(claim) or claim.kind == WORD:
        return False
    return any(other.kind == claim.kind and said.count(other) < own.count(other) for other in own.found)


def _limit_holds(limit: Limit, said: Claims, source: Claims, around: Claims) -> bool:
    names, name = source.limited(limit.value), limit.name
    if name in ("från", "till"):  # often no limit at all: only the opposite is wrong
        return not names & ({"senast", "före", "till"} if name == "från" else {"tidigast", "från"}) or name in names
    if not limit.value:
        return name in ("före", "mer än", "mindre än") or name in source.limited()
    if name not in names:
        return name in around.limited("")
    return said.count_limit(limit) <= source.count_limit(limit)


def _limit_lost(name: str, claim: Claim, source: Claims, said: Claims) -> bool:
    """True when the source gives this value only with a limit, and the text gives it without."""
    if claim.kind not in UNITS and claim.kind != BARE:
        return False
    limit = Limit(name, bare_value(claim), 0)
    always = source.count_limit(limit) >= source.count(claim) > 0
    return always and said.count_limit(limit) < said.count(claim)
