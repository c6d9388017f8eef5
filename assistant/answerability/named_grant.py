"""Of a grant that is asked for by its name: that the day and the sum are its own, not those of the one beside it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.language import matching
from assistant.language.swedish import normalise
from assistant.passages.units import Unit, UnitKind, units_of
from assistant.question.intents import Intent
from assistant.question.query import Query
from assistant.selection.rows import GRANT_WORD, row_words

SAME_NAME = 0.95  # how well a word must match the name of the grant that is asked for
_HYPHENATED = re.compile(r"\b(\w{2,})-(?:stöd|bidrag)(?:et)?\b")  # LOK-stöd
_NAMES_GRANT = re.compile(r"(?:^|\b)(?:stöd|bidrag) (?:till|för) |\b(?!förening)\w{3,}(?:bidrag|stöd|peng)(?:et|en)?\b")


def of_the_grant(query: Query, units: Sequence[Unit]) -> list[Unit]:
    """The units without those that stand in a row or under a heading with the name of another grant than the one whose day
    or sum is asked for.

    Where nothing else is left: the rows of that one in the same tables, though they lack what is asked for.
    """
    called = _called(query)
    if (
        not called
        or not query.wants(Intent.WHEN, Intent.AMOUNT)
        or query.wants(Intent.LIST, Intent.COMPARE, Intent.OFFER)
    ):
        return list(units)
    kept = [unit for unit in units if not _is_of_another(called, unit)]
    tables = dict.fromkeys(unit.passage for unit in units if unit.kind is UnitKind.ROW)
    named = (unit for passage in tables for unit in units_of(passage) if _has_any(called, row_words(unit)))
    return kept or list(named)


def _called(query: Query) -> tuple[str, ...]:
    """What the grant asked about is called by: aktivitetsbidraget and what may stand for it, or the LOK of LOK-stöd."""
    grants = tuple(filter(GRANT_WORD.fullmatch, query.compounds))
    others = (other for word in grants for other in query.alternatives.get(word, ()) if GRANT_WORD.fullmatch(other))
    return (*grants, *others) or tuple(found.group(1) for found in _HYPHENATED.finditer(normalise(query.text)))


def _is_of_another(called: Sequence[str], unit: Unit) -> bool:
    heading = unit.passage.headings[-1] if unit.passage.headings else ""
    label = " ".join(sorted(row_words(unit))) or heading
    if not _NAMES_GRANT.search(normalise(label)):
        return False
    titles = matching.word_set(f"{label}\n{heading}\n{unit.passage.document.title}")
    kinds = [kind for word in called if (kind := _kind(word))]
    is_kind = any(
        word.startswith(kind) for word in titles for kind in kinds
    )  # "bidrag till kulturarv": kulturarvsbidrag
    return not (is_kind or _has_any(called, titles | matching.word_set(unit.text)))


def _has_any(called: Sequence[str], words: frozenset[str]) -> bool:
    """True when one of the words is the name of the grant, or names the same kind: aktivitetsstöd for aktivitetsbidrag."""
    kinds = {kind for word in called if (kind := _kind(word))}
    return any(matching.best_match(word, words) >= SAME_NAME for word in called) or any(
        _kind(word) in kinds for word in words
    )


def _kind(word: str) -> str:
    """What tells one grant from another: aktivitet of aktivitetsbidraget; nothing for another word."""
    found = GRANT_WORD.fullmatch(word)
    return found.group(1) if found else ""
