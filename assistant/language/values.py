"""Dates, amounts and other values in Swedish text, in one canonical form each. Pure."""

from __future__ import annotations

import calendar
import re
from datetime import date

from assistant.language.swedish import normalise

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS, 1)} | {
    name[:3]: number for number, name in enumerate(MONTHS, 1)
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True))
NUMBER_WORDS = (
    "noll en två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo"
).split()
ORDINALS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde")

DATE = re.compile(
    rf"\b(\d{{1,2}})(?:\s*[–-]\s*\d{{1,2}})?\.?\s+({_MONTH})\b|\b\d{{4}}-\d{{2}}(?:-\d{{2}})?\b|\bvecka\s+\d{{1,2}}|\bv\.?\s?\d{{1,2}}\b"
)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})\s+({_MONTH})\b\.?(?:\s+(\d{{4}}))?")
_YEAR = re.compile(
    r"(?<!\d)(?<!\b\d{3}/)(?<!\b1[0-8]\d\d/)(?:19|20)\d\d(?!\d)"
    r"(?! ?(?:[–-] ?\d+ ?)?(?:kr|kronor|tkr|mnkr|spänn|euro|medlemmar|personer|invånare|timmar|deltagare)\b)"
)  # not that of a register number, Ks 900/2019, nor a sum, 2 000 kr
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SLASH = re.compile(r"\b(\d{1,2})/(\d{1,2})\b(?!/)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_MONTH_NAME = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS[2:])})\b")  # en and ett are articles more often than numbers
AMOUNT = re.compile(
    r"\d\s*(?:kr|kronor|tkr|mnkr|miljoner|miljon|miljarder|%|procent|:-)|halvt prisbasbelopp"
    r"|\d\s*(?:kvm|kvadratmeter|m²|hektar)\b|\b(?:kr|kronor)\b|\b(?:tkr|mnkr|procent)\)?: ?\d"
)
_SPAN = rf"\b(?:\d+|{'|'.join(NUMBER_WORDS[1:])}|ett)\s(?:år|månader|månad|veckor|vecka|dagar|timmar|timme|minuter)\b"
IN_YEAR = re.compile(
    rf"{DATE.pattern}|löpande|\b(?:{_MONTH})\b|hela året|när som helst"
    r"|\b(?:månad|månader|vecka|veckor|dag|dagar|år) (?:före|efter|innan|från)"
    r"|\b(?:besked|beslut|svar) på (?:våren|sommaren|hösten|vintern)\b|\båret (?:efter|därpå)\b"
    r"|\binom\b.{1,20}\b(?:dag|vecka|veckor|månad|månader|dagar)\b"
)
SPAN = re.compile(_SPAN)
_OLD = re.compile(  # how old, not how long
    r"\b(?:fyllda|fyllt|åldern|åldrarna|ålder|barn|unga|ungdomar|personer|deltagare|medlemmar) \d{1,2}(?:\s?[–-]\s?\d{1,2})? år\b"
    r"|\b(?:över|under) (?:[5-9]|[1-9]\d) år\b|\b\d{1,2}\s?[–-]\s?(?:1[2-9]|[2-9]\d) år\b|\b\d{1,2} år (?:och|eller) äldre\b"
)
_OFTEN = re.compile(
    r"årlig|varje år|varje månad|gång(?:er)? (?:per|om) (?:år|året|månad)|vartannat år|varje mandatperiod|löpande"
    r"|\ben gång|\b(?:två|tre|fyra|fem|sex) (?:ansökning|omgång)|\bvart (?:annat|tredje|fjärde|femte) år"
)


def has_date(text: str) -> bool:
    """True when the text says when or how often, be it only by a year."""
    return has_date_in_year(text) or has_frequency(text) or bool(_YEAR.search(normalise(text)))


def has_date_in_year(text: str) -> bool:
    """True when the text says when in the year, or how long before or after something: more than the year alone."""
    return bool(IN_YEAR.search(normalise(text)))


def has_span(text: str) -> bool:
    """True when the text says how long: fyra veckor, ett år; how old someone is, fyllda 13 år, is something else."""
    return bool(SPAN.search(_OLD.sub(" ", normalise(text))))


def has_frequency(text: str) -> bool:
    """True when the text says how often: årligen, två gånger per år."""
    return bool(_OFTEN.search(normalise(text)))


def has_amount(text: str) -> bool:
    """True when the text gives money or a share."""
    return bool(AMOUNT.search(normalise(text)))


def has_number(text: str) -> bool:
    """True when the text gives a number, in digits or words."""
    folded = normalise(text)
    return bool(re.search(r"\d", folded)) or any(re.search(rf"\b{word}\b", folded) for word in NUMBER_WORDS[2:])


def small_number(text: str) -> int:
    """The number that a digit or a Swedish number word up to twenty stands for."""
    return int(text) if text.isdigit() else NUMBER_WORDS.index(text)


def values(text: str) -> frozenset[str]:
    """Every number and date of a text, canonical: ``d:MM-DD`` for days, ``m:MM`` for their months and months alone,
    ``n:…`` for numbers with a decimal point.

    20 000, 20.000 and 20000 are one number, as are tre and 3; 31 mars, 31/3 and 2026-03-31 share their day.
    """
    folded = normalise(text)
    found = {f"n:{small_number(match.group())}" for match in _NUMBER_WORD.finditer(folded)}
    found |= {f"m:{_MONTH_NUMBER[match.group()]:02d}" for match in _MONTH_NAME.finditer(folded)}
    for pattern, order in ((_ISO, (2, 3)), (_SLASH, (2, 1))):
        for match in pattern.finditer(folded):
            found.add(_day(int(match.group(order[0])), int(match.group(order[1]))))
            if pattern is _ISO:
                found.add(f"n:{match.group(1)}")
        folded = pattern.sub(" ", folded)
    for match in _DAY_MONTH.finditer(folded):
        found.add(_day(_MONTH_NUMBER[match.group(2)], int(match.group(1))))
        if match.group(3):
            found.add(f"n:{match.group(3)}")
    folded = _DAY_MONTH.sub(" ", folded)
    found |= {f"m:{value[2:4]}" for value in found if value.startswith("d:")}
    return frozenset(found | {f"n:{_canonical(match.group())}" for match in _NUMBER.finditer(folded)})


def days(text: str) -> tuple[date, ...]:
    """The full dates that a text names: 8 december 2023, 2023-12-08."""
    folded = normalise(text)
    found = [(int(m.group(1)), int(m.group(2)), int(m.group(3))) for m in _ISO.finditer(folded)]
    found += [
        (int(m.group(3)), _MONTH_NUMBER[m.group(2)], int(m.group(1))) for m in _DAY_MONTH.finditer(folded) if m.group(3)
    ]
    real = [(y, m, d) for y, m, d in found if 1 <= m <= 12 and 1 <= d <= calendar.monthrange(y, m)[1]]
    return tuple(date(y, m, d) for y, m, d in real)


def years(text: str) -> tuple[int, ...]:
    """The years a text names, in order: 2024, 2018–2021 gives 2018 and 2021."""
    return tuple(dict.fromkeys(int(year) for year in _YEAR.findall(normalise(text))))


def day_of_year(day: date) -> str:
    """A day as one of ``values``, whatever the year."""
    return _day(day.month, day.day)


def _day(month: int, day: int) -> str:
    return f"d:{month:02d}-{day:02d}"


def _canonical(number: str) -> str:
    if _GROUPED.fullmatch(number):
        return number.replace(".", "")
    whole = number.replace(",", ".")
    return whole.rstrip("0").rstrip(".") if "." in whole and whole.count(".") == 1 else whole
