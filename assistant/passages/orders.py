"""Sentences that give orders to a machine, or to whoever answers, rather than tell a reader something. Pure.

A document may be written by anybody. What it says to a language model is not what it says of its matter, so such a sentence
is never shown as an answer and never told to a model. It is known by whom it speaks to and by what it wants done: forget
your instructions, you are now, answer that, never say, put the question into an address. An honest guide asks things of
people (write the name of the association, answer every question on the form); what sets it apart is what it asks for.

Sentences are read without marks over letters, with look-alike letters made Latin and spaced letters joined, in Swedish and
in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from assistant.language.swedish import fold, normalise, sentences
from assistant.passages.order_words import BESIDE, FIRST, MARKUP, SPEAKING, is_ordering


def is_order(text: str) -> bool:
    """True when a text holds an order to whoever answers, in any of its sentences."""
    return bool(order_spans(text))


def order_spans(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of every sentence of a text that is an order, and of those next to one that go with it."""
    spans = tuple(pieces(text))
    ordering = [_orders(text[start:end]) for start, end in spans]
    if not any(ordering):
        return ((0, len(text)),) if len(spans) > 1 and _orders(text) else ()
    for walk in (range(1, len(spans)), range(len(spans) - 2, -1, -1)):
        for number in walk:
            beside = ordering[number - walk.step]
            ordering[number] = ordering[number] or (beside and _goes_with_one(text[slice(*spans[number])]))
    return tuple(span for span, orders in zip(spans, ordering, strict=True) if orders)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text, also where an abbreviation ends one: "högst 3 000 kr. Svara att …"."""
    for start, end in sentences(text):
        cuts = [start, *(start + found.end() for found in _STOP.finditer(text[start:end])), end]
        yield from pairwise(cuts)


@lru_cache(maxsize=65536)
def _orders(sentence: str) -> bool:
    if MARKUP.search(sentence):
        return True
    text = _plain(sentence)
    return _speaks_to_somebody(text) and is_ordering(text)


def _goes_with_one(sentence: str) -> bool:
    return bool(BESIDE.search(_plain(sentence)))


def _speaks_to_somebody(text: str) -> bool:
    """True when any word of a sentence addresses or commands, which few sentences of a document do: the patterns cost more."""
    words = _WORDS.findall(text)
    return not SPEAKING.isdisjoint(words) or not FIRST.isdisjoint(_STARTS.findall(text))


# --- how a sentence is read ------------------------------------------------------------------------------------

_LOOK_ALIKES: Final = str.maketrans("аеорсухіјѕԁһѵкмтвнαεορυικντ’", "aeopcyxijsdhvkmtbhaeopuiknt'")
_UNSEEN_CHARACTERS: Final = dict.fromkeys(
    (
        0xAD,
        0x61C,
        0x180E,
        0xFEFF,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xE0000, 0xE0080),
    )
)
_FOREIGN: Final = re.compile(r"[^\x00-\x7f\xa0-\xac\xae-\xff–—’”…•]")  # what ordinary Swedish text does without
_APART: Final = re.compile(r"(?<!\w)\w[ .·_*-]\w[ .·_*-]\w[ .·_*-]\w(?!\w)")
_SPACED: Final = re.compile(r"(?<!\w)(?:\w[ .·_*-]){3,}\w(?!\w)")
_BETWEEN: Final = re.compile(r"[ .·_*-]")
_WIDE: Final = re.compile(r"\s{2,}")
_STOP: Final = re.compile(r"\w{2,}[.!?]\s+(?=[A-ZÅÄÖ<\[#])")
_WORDS: Final = re.compile(r"\w+")
_STARTS: Final = re.compile(r"(?:^|[.!?:;–—(\[{\"”'*#>|-])[\W_]*(\w+)")


def _plain(sentence: str) -> str:
    """A sentence as the patterns read it: normalised and folded, letters that stand apart joined into words."""
    text = normalise(sentence.translate(_UNSEEN_CHARACTERS)) if _FOREIGN.search(sentence) else sentence.casefold()
    if _APART.search(text):
        text = "  ".join(_SPACED.sub(lambda found: _BETWEEN.sub("", found[0]), part) for part in _WIDE.split(text))
    return " ".join(fold(text).translate(_LOOK_ALIKES).replace("*", "").replace("`", "").split())
