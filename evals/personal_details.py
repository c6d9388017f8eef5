"""Invented personal details, one kind at a time, and what only looks like them. All numbers are drawn at random."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

Make = Callable[[Random], str]

_AREAS: Final[Mapping[str, tuple[int, ...]]] = {
    "070": (7,), "072": (7,), "073": (7,), "076": (7,), "079": (7,), "010": (7,),
    "08": (6, 7, 8), "019": (6, 7), "0582": (5, 6), "0585": (5, 6), "0586": (5, 6), "0589": (5, 6), "0591": (5, 6),
}  # fmt: skip


def personal_number(chance: Random) -> str:
    """Ten digits with a dash and a right check digit."""
    date, last = _parts(chance)
    return f"{date[2:]}-{last}"


def _parts(chance: Random, *, coordination: bool = False, years: tuple[int, int] = (1930, 2020)) -> tuple[str, str]:
    """(eight digits of a date, the last four)."""
    year, month, day = chance.randint(*years), chance.randint(1, 12), chance.randint(1, 28) + 60 * coordination
    date = f"{year}{month:02}{day:02}"
    serial = f"{chance.randint(1, 999):03}"
    return date, serial + _check_digit(date[2:] + serial)


def _check_digit(nine: str) -> str:
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(nine))
    return str(-total % 10)


def _written(form: str, *, coordination: bool = False, years: tuple[int, int] = (1930, 2020)) -> Make:
    def make(chance: Random) -> str:
        date, last = _parts(chance, coordination=coordination, years=years)
        return form.format(short=date[2:], long=date, last=last, dated=f"{date[:4]}-{date[4:6]}-{date[6:]}")

    return make


def _phone(form: str) -> Make:
    def make(chance: Random) -> str:
        area = chance.choice(tuple(_AREAS))
        rest = str(chance.randint(2, 9)) + "".join(
            str(chance.randint(0, 9)) for _ in range(chance.choice(_AREAS[area]) - 1)
        )
        head = len(rest) % 2 + 2
        grouped = " ".join((rest[:head], *re.findall("..", rest[head:])))
        return form.format(area=area, bare=area[1:], rest=rest, grouped=grouped)

    return make


def _email(chance: Random) -> str:
    name = chance.choice(("eva", "eva.berg", "e_b+for", "åsa-öst", "info2024", "E.BERG", "k"))
    return f"{name}@{chance.choice(('prov.se', 'post.prov.nu', 'föreningen-prov.org', 'Prov.SE'))}"


FOUND: Final[Mapping[str, Make]] = {
    "Personnummer, 10 siffror med -": _written("{short}-{last}"),
    "Personnummer, 10 siffror med + (över hundra år)": _written("{short}+{last}", years=(1900, 1926)),
    "Personnummer, 10 siffror utan tecken": _written("{short}{last}"),
    "Personnummer, 12 siffror med -": _written("{long}-{last}"),
    "Personnummer, 12 siffror utan tecken": _written("{long}{last}"),
    "Personnummer, datum med streck": _written("{dated}-{last}"),
    "Samordningsnummer, 10 siffror": _written("{short}-{last}", coordination=True),
    "Samordningsnummer, 12 siffror": _written("{long}{last}", coordination=True),
    "Telefon, 070-123 45 67": _phone("{area}-{grouped}"),
    "Telefon, 0701234567": _phone("{area}{rest}"),
    "Telefon, 070 123 45 67": _phone("{area} {grouped}"),
    "Telefon, +46 70 123 45 67": _phone("+46 {bare} {grouped}"),
    "Telefon, 0046701234567": _phone("0046{bare}{rest}"),
    "E-post": _email,
}


def _day(chance: Random) -> tuple[int, int, int]:
    return chance.randint(1990, 2040), chance.randint(1, 12), chance.randint(1, 28)


def _iso(chance: Random) -> str:
    return "{}-{:02}-{:02}".format(*_day(chance))


def _in_words(chance: Random) -> str:
    year, _, day = _day(chance)
    return f"{day} {chance.choice(('januari', 'mars', 'juni', 'oktober'))} {year}"


def _period(chance: Random) -> str:
    return f"{_iso(chance)} – {_iso(chance)}"


def _amount(chance: Random) -> str:
    number = f"{chance.randint(1_000, 99_999_999):,}".replace(",", chance.choice((" ", "\N{NO-BREAK SPACE}", ".", "")))
    return f"{number} {chance.choice(('kr', 'kronor'))}"


def _organisation(chance: Random) -> str:
    """As an association's, a municipality's or a company's: the third digit is at least 2."""
    nine = f"{chance.choice('2578')}{chance.randint(0, 9)}{chance.randint(20, 99)}{chance.randint(0, 99_999):05}"
    return f"{nine[:6]}{chance.choice('-x').replace('x', '')}{nine[6:]}{_check_digit(nine)}"


def _journal(chance: Random) -> str:
    year, number = chance.randint(1995, 2026), chance.randint(1, 99_999)
    return chance.choice(
        (
            f"dnr {year}/{number}",
            f"dnr KS {year}-{number:05}",
            f"RS {number}/{year}",
            f"{year % 100}RS{number}",
            f"dnr {number}-{year}",
        )
    )


LOOKALIKES: Final[Mapping[str, Make]] = {
    "Datum, 2026-11-26": _iso,
    "Datum, 26 november 2026": _in_words,
    "Perioder": _period,
    "Belopp": _amount,
    "Organisationsnummer": _organisation,
    "Diarienummer": _journal,
    "Bankgiro": lambda chance: f"bankgiro {chance.randint(100, 9999)}-{chance.randint(0, 9999):04}",
    "Postnummer": lambda chance: f"{chance.choice((69, 70, 71))}{chance.randint(0, 9)} {chance.randint(10, 99)} Örebro",
    "Telefon till växlar": lambda chance: f"växeln {_phone('{area}-{grouped}')(chance)}",
}
