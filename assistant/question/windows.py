"""The part of the year a question limits itself to: "före 30 april", "i mars", "mellan 1 maj och 30 juni". Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.language.swedish import normalise
from assistant.language.values import MONTHS, values

_MONTH = "|".join(MONTHS)
_DAY = rf"(?:den )?(\d{{1,2}}) ({_MONTH})"
_BEFORE = re.compile(rf"\b(?:före|innan|till och med|senast|fram till) (?:{_DAY}|({_MONTH}))\b")
_AFTER = re.compile(rf"\b(?:efter|från och med|från|tidigast) (?:{_DAY}|({_MONTH}))\b")
_BETWEEN = re.compile(rf"\bmellan {_DAY} och {_DAY}\b")
_IN = re.compile(rf"\b(?:i|under|för) ({_MONTH})\b")
_ANY_DAY = re.compile(r"\blöpande\b|\bnär som helst\b|\bhela året\b")
_FIRST, _LAST = (1, 1), (12, 31)

Day = tuple[int, int]  # month, day


class Window(NamedTuple):
    """Days of the year, both ends included; never over New Year."""

    first: Day
    last: Day

    def holds(self, text: str) -> bool:
        """True when a text names a day inside, or a month that has one, or says that any day will do."""
        if _ANY_DAY.search(normalise(text)):
            return True
        days = [_read(value) for value in values(text) if value.startswith("d:")]
        if days:
            return any(self.first <= day <= self.last for day in days)
        months = [int(value[2:]) for value in values(text) if value.startswith("m:")]
        return any(self.first[0] <= month <= self.last[0] for month in months)


def window(text: str) -> Window | None:
    """The days of the year that a question limits itself to; None when it names none, or only one day."""
    folded = normalise(text)
    if both := _BETWEEN.search(folded):
        first, last = _day(both.group(1), both.group(2)), _day(both.group(3), both.group(4))
        return Window(first, last) if first <= last else None
    if month := _IN.search(folded):
        number = MONTHS.index(month.group(1)) + 1
        return Window((number, 1), (number, 31))
    before, after = _BEFORE.search(folded), _AFTER.search(folded)
    if not before and not after:
        return None
    first = _start(after) if after else _FIRST
    last = _end(before) if before else _LAST
    return Window(first, last) if first <= last else None


def limiting_words(text: str) -> frozenset[str]:
    """The words that only limit a question to a part of the year: före, 30 and april of "före 30 april"."""
    folded = normalise(text)
    found = [match.group() for pattern in (_BETWEEN, _BEFORE, _AFTER) for match in pattern.finditer(folded)]
    return frozenset(word for phrase in found for word in phrase.split())


def _start(found: re.Match[str]) -> Day:
    return (MONTHS.index(found.group(3)) + 1, 1) if found.group(3) else _day(found.group(1), found.group(2))


def _end(found: re.Match[str]) -> Day:
    """ "Före mars" ends with February, "före 30 april" may be the last day itself."""
    if not found.group(3):
        return _day(found.group(1), found.group(2))
    month = MONTHS.index(found.group(3)) + 1
    inclusive = not re.match(r"före|innan", found.group())
    return (month, 31) if inclusive else (max(month - 1, 1), 31)


def _day(number: str, month: str) -> Day:
    return MONTHS.index(month) + 1, int(number)


def _read(value: str) -> Day:
    month, day = value[2:].split("-")
    return int(month), int(day)
