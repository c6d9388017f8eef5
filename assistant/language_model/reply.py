"""What a language model wrote, sentence by sentence, with the source numbers it names; what may not be shown is dropped. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from assistant.language import swedish

LONGEST = 600  # characters of one sentence; longer is no sentence
MOST_SOURCES_OF_ONE = 3

_MARK = r"\[\d+(?:\s*[,;]\s*\d+)*\]"
_MARK_AFTER_STOP = re.compile(rf"([.!?…]+)\s*({_MARK}(?:\s*{_MARK})*)")
_MARKS = re.compile(rf"\s*{_MARK}")
_BULLET = re.compile(r"^\s*(?:#{1,6}\s+|>\s*|[-*•–]\s+|\d{1,2}[.)]\s+)+")
_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|`+")
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?…])")
_FORBIDDEN = re.compile(
    r"[<>\[\]{}|\\]|&#?\w+;|\w+://|\bwww\.|\b(?:javascript|data|vbscript|mailto|file):", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?…\]][\"”’)]*$")


class Sentence(NamedTuple):
    """One sentence as it can be shown, and the numbers of the sources it rests on."""

    text: str
    sources: tuple[int, ...]


class Ready(NamedTuple):
    """The whole sentences of what has come so far, and the beginning of the next."""

    sentences: tuple[str, ...]
    rest: str


def ready(text: str) -> Ready:
    """Split what has come so far; a sentence is whole when the next has begun, for its mark may come after its full stop."""
    *lines, last = _MARK_AFTER_STOP.sub(r" \2\1", text).split("\n")
    done = [line[start:end] for line in lines for start, end in swedish.sentences(line)]
    spans = list(swedish.sentences(last))
    whole = max(len(spans) - 1, 0)
    if whole and last[spans[-1][0]] == "[":
        whole -= 1
    done += [last[start:end] for start, end in spans[:whole]]
    return Ready(tuple(done), last[spans[whole][0] :] if spans else "")


def is_ended(text: str) -> bool:
    """True when a text ends as a sentence does, or with its mark: it was not cut off."""
    return bool(_ENDS.search(text.strip()))


def parse(text: str, count: int) -> Sentence | None:
    """The sentence without marks and markup; None when it names no source, one that is not there, or holds a link or a tag.

    ``count`` is the number of sources, which are numbered from 1.
    """
    numbers = tuple(dict.fromkeys(int(found) for mark in _MARKS.findall(text) for found in re.findall(r"\d+", mark)))
    shown = _EMPHASIS.sub("", _BULLET.sub("", _MARKS.sub("", text)))
    shown = _BEFORE_STOP.sub("", " ".join(unicodedata.normalize("NFC", shown).split()))
    if not numbers or not all(1 <= number <= count for number in numbers) or len(numbers) > MOST_SOURCES_OF_ONE:
        return None
    if _FORBIDDEN.search(shown) or any(unicodedata.category(mark).startswith("C") for mark in shown):
        return None
    if len(shown) > LONGEST or not any(mark.isalpha() for mark in shown):
        return None
    return Sentence(shown, numbers)
