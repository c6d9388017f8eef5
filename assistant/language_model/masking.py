"""Personal details out of a text before it leaves for a language model: personal identity numbers, phone numbers, e-mail. Pure.

Personal identity and coordination numbers: Skatteverket SKV 704 and SKV 707 (the day of a coordination number is 60
higher; the last digit is a check digit by the Luhn algorithm, ISO/IEC 7812-1 annex B). An organisation number has at
least 20 where these have a month, so it is never taken for one.
"""

from __future__ import annotations

import re
from typing import Final

PERSON: Final = "[personnummer]"
PHONE: Final = "[telefonnummer]"
EMAIL: Final = "[e-postadress]"

_DASH: Final = r"\-‐‑‒–—−"  # as a part of a set in a pattern
_PERSON: Final = re.compile(
    rf"(?<!\d)(?P<year>(?:18|19|20)\d\d|\d\d)(?P<between>[{_DASH}./\s]?)(?P<month>\d\d)(?P=between)(?P<day>\d\d)"
    rf"(?P<gap>\s?[{_DASH}+]\s?|\s?)(?P<last>\d{{4}}|[xX*]{{4}})(?![\dxX*])(?!\s?[{_DASH}.]\s?\d\d(?!\d))"
)
_CUE: Final = re.compile(r"(?:person|samordnings|\bp)[\s-]?(?:nummer|nr)\b[^\d\n]{0,15}$", re.IGNORECASE)
_COUNTED: Final = re.compile(
    r"\s?(?:kr\b|kronor|tkr|mkr|:-|%|procent|st\b|personer|medlemmar|deltagare)", re.IGNORECASE
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MONTH_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_COORDINATION: Final = 60  # added to the day of a coordination number

_ABROAD: Final = re.compile(
    rf"(?<!\d)(?:\+|00)\s?46[\s{_DASH}/.]{{0,3}}(?:\(\s?0\s?\)|0)?[\s{_DASH}/.]{{0,3}}\(?[1-9](?:\)?[\s{_DASH}./]{{0,2}}\d){{6,8}}(?!\d)"
)
_AT_HOME: Final = re.compile(
    rf"(?<!\d)(?<!\d[{_DASH}.])\(?0[1-9]\d{{0,2}}\)?(?P<gap>\s?[{_DASH}/]\s?|[\s.]?)\d(?:[\s{_DASH}.]?\d){{4,7}}(?![\d%])"
)
_NO_PHONE: Final = re.compile(
    rf"\d{{1,2}}[{_DASH}./\s]\d{{1,2}}[{_DASH}./\s](?:19|20)\d\d"  # a date
    rf"|\d\d[.\s]\d\d\s?[{_DASH}]\s?\d\d[.\s]\d\d"  # hours
    rf"|0\d{{2,5}}[{_DASH}](?:19|20)\d\d"  # a reference number with its year
)
_IN_A_NUMBER: Final = re.compile(r"\d[\s.,]$")  # what stands before the thousands of an amount
_DIGITS: Final = range(8, 11)  # of a phone number with its area code, the first 0 included

_AT: Final = r"(?:\s?[@＠]\s?|\s?[(\[{](?:at|@|snabel-?a)[)\]}]\s?)"
_EMAIL: Final = re.compile(rf"[\w.!#$%&'*+/=?^`|~-]{{1,64}}{_AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}})+", re.IGNORECASE)


def masked(text: str) -> str:
    """The text with a placeholder in Swedish for each personal identity number, phone number and e-mail address."""
    text = _EMAIL.sub(EMAIL, text)
    text = _PERSON.sub(lambda found: PERSON if _is_person(found) else found[0], text)
    text = _ABROAD.sub(PHONE, text)
    return _AT_HOME.sub(lambda found: PHONE if _is_phone(found) else found[0], text)


def _is_person(found: re.Match[str]) -> bool:
    """A day that exists, and a writing or a check digit that nothing else is likely to have."""
    if not _is_day(int(found["month"]), int(found["day"])):
        return False
    if not found["last"].isdigit() or _CUE.search(found.string, max(0, found.start() - 40), found.start()):
        return True
    has_dash = bool(found["gap"].strip())
    if not found["between"] and (has_dash or (not found["gap"] and len(found["year"]) == 4)):
        return True  # also when the check digit is wrong: a slip of the pen is still about somebody
    if _COUNTED.match(found.string, found.end()):
        return False
    if has_dash and not _YEAR.fullmatch(found["last"]):
        return True
    return _has_check_digit(found["year"][-2:] + found["month"] + found["day"] + found["last"])


def _is_day(month: int, day: int) -> bool:
    if not 1 <= month <= len(_MONTH_DAYS):
        return False
    return 1 <= (day - _COORDINATION if day > _COORDINATION else day) <= _MONTH_DAYS[month - 1]


def _has_check_digit(digits: str) -> bool:
    """Luhn: every other digit doubled, from the first of ten; the sum of all digits ends with 0."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(sum(divmod(number, 10)) for number in doubled) % 10 == 0


def _is_phone(found: re.Match[str]) -> bool:
    """As many digits as a phone number has, and neither a date, hours nor a part of an amount."""
    if sum(character.isdigit() for character in found[0]) not in _DIGITS or _NO_PHONE.fullmatch(found[0]):
        return False
    if found["gap"].strip(" ."):
        return True
    before = found.string[max(0, found.start() - 2) : found.start()]
    return not _IN_A_NUMBER.search(before) and not _COUNTED.match(found.string, found.end())
