"""Which words of a long quote answer: one clause or cell of it, where that is clear. Pure.

It is shown with emphasis and nothing is left out, so a wrong guess hides nothing. Each piece is weighed by how near it is to
the question in meaning, how strongly an expected question points at it, and whether it has the kind of value that is asked for;
without the value it is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.passages.units import Unit, UnitKind
from assistant.question.intents import VALUES
from assistant.retrieval.relevance import Asked, has_value

CLEAR = 0.4  # how much more than the next best a piece must weigh (evals/README.md)
LEAST = 0.6  # and how much at least
MUCH = 0.8  # share of the weightiest piece of the answer that those of other statements must reach
HAS_VALUE = 0.2  # weight of a value of the kind asked for
_END = re.compile(r"; |(?<=[a-zåäö0-9%)”])\. (?=[A-ZÅÄÖ0-9])")
_CELL = re.compile(r"[^|]+")


def focus_in(asked: Asked, units: Sequence[Unit]) -> dict[Unit, str]:
    """The piece that answers of each unit whose text has one; of those that answer clearly less than another, none."""
    found = {unit: focus for unit in units if (focus := _focus_of(asked, unit))}
    most = max((weight for _, weight in found.values()), default=0.0)
    return {unit: words for unit, (words, weight) in found.items() if weight >= MUCH * most}


def piece_that(unit: Unit, tells: Callable[[Unit], bool]) -> str:
    """The one piece of a unit that tells something; empty when it has no pieces, or several tell it."""
    pieces = list(_pieces(unit))
    telling = [_words_of(piece) for piece in pieces if tells(piece)]
    return telling[0] if len(pieces) > 1 and len(telling) == 1 and _is_whole(telling[0], unit) else ""


def _words_of(piece: Unit) -> str:
    return piece.quote.strip().rstrip(".;")


def _is_whole(words: str, unit: Unit) -> bool:
    return words in unit.text and words.count("(") == words.count(")")


def _focus_of(asked: Asked, unit: Unit) -> tuple[str, float] | None:
    """A piece of the unit's text and its weight; None when none is clearly the one, or nothing was learnt of its document."""
    pieces = list(_pieces(unit)) if unit.passage.document.id in asked.learnt else []
    if len(pieces) < 2:
        return None
    wants = asked.query.wants(*VALUES)
    has = [wants and has_value(asked.query, piece) for piece in pieces]
    near = asked.nearness([piece.quote for piece in pieces])
    weights = [
        nearness + asked.pointers.at_unit(piece) + HAS_VALUE * has_it
        for nearness, piece, has_it in zip(near, pieces, has, strict=True)
    ]
    best, second = sorted(weights, reverse=True)[:2]
    number = weights.index(best)
    words = _words_of(pieces[number])
    is_clear = best >= LEAST and best - second >= CLEAR and (has[number] or not wants)
    return (words, best) if _is_whole(words, unit) and is_clear else None


def _pieces(unit: Unit) -> Iterator[Unit]:
    """The clauses of a sentence or an item, those of each cell of a row but the first, which only names it."""
    whole = [(0, len(unit.quote))]
    if unit.kind is UnitKind.ROW:
        whole = [match.span() for match in _CELL.finditer(unit.quote) if match.group().strip()][1:]
    for start, end in whole:
        ends = [match.end() for match in _END.finditer(unit.quote, start, end)]
        for begin, finish in zip([start, *ends], [*ends, end], strict=True):
            piece = unit.quote[begin:finish]
            yield replace(
                unit,
                kind=UnitKind.SENTENCE,
                quote=piece,
                start=unit.start + begin,
                end=unit.start + finish,
                columns=(),
                cells=(),
                head=None,
            )
