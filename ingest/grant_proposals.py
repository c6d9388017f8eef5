"""Proposals of grant cards for a new document, for an editor to read against the text. Never trusted unseen, never read in.

What is proposed is only what stands there: rows and points that name a grant, the days and amounts in them. The status is
always okänt, and a proposal that the check at ingest would refuse is not made.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.errors import GrantCardError
from assistant.grants import deadlines
from assistant.grants.deadlines import WEEKDAYS, Unstated
from assistant.language.swedish import fold, normalise
from assistant.language.values import MONTHS
from assistant.passages.units import Unit, UnitKind, units_of
from ingest.grant_cards import read_card
from ingest.structures import Read
from ingest.yaml_lines import read_list_text

_MONTH = "|".join(MONTHS)
_DAY = rf"\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?"
_TIMES = (
    rf"{_DAY} ?[–-] ?{_DAY}",
    _DAY,
    rf"(?:{'|'.join(WEEKDAYS)}) vecka \d{{1,2}}",
    r"löpande",
    r"(?:senast |minst )?(?:en|två|tre|fyra|sex|\d{1,2}) (?:dagar|veckor|vecka|månader|månad) (?:före|innan)(?: \w+)?",
)
_TIME = re.compile("|".join(f"(?:{pattern})" for pattern in _TIMES), re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?:(?:högst|max|upp till|minst|normalt) )?\d[\d  ]*(?:[.,]\d+)?(?:[–-]\d[\d  ]*)? ?(?:kr|kronor|%|procent|mnkr|tkr)"
    r"(?: (?:per|av) [a-zåäö]+(?: och [a-zåäö]+)?)?"
)
_GRANT = re.compile(
    r"(?:[A-ZÅÄÖ][\wåäö-]*(?: [\wåäö/-]+){0,4} )?[\wåäö-]*(?:bidrag|stöd|stipendi|check|peng)\w*"
    r"(?: (?:till|för|inom) [\wåäö]+(?: [\wåäö]+)?)?",
    re.IGNORECASE,
)
_HEADED = re.compile(r"bidrag|stöd|check|stipendi", re.IGNORECASE)
HEADING = """\
# Förslag, gjort av programmet. Läs varje kort mot faktabladet, rätta och fyll i innan du sparar det i corpus/bidrag.
# Ett förslag kan ha fel namn, sakna tider och ha tagit med sådant som inte är bidrag.
"""


@dataclass(frozen=True, slots=True)
class Proposals:
    """Cards as YAML, and how many there are."""

    text: str
    count: int


def propose(read: Read, file: Path) -> Proposals:
    """Cards for every row and point of a document that names a grant and says when or how much."""
    entries: list[dict[str, object]] = []
    names: set[str] = set()
    for passage in read.passages:
        if passage.headings[-1:] in (("Om faktabladet",), ("Datum och källa",)):
            continue
        for unit in units_of(passage):
            entry = _entry(read, unit, names)
            if entry and _holds(entry, read, file):
                names.add(str(entry["id"]))
                entries.append(entry)
    body = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1000) if entries else ""
    return Proposals(HEADING + body, len(entries))


def _entry(read: Read, unit: Unit, taken: set[str]) -> dict[str, object] | None:
    name = _name(unit)
    times, amounts = list(_times(unit.quote)), _AMOUNT.findall(unit.quote)
    if not name or not (times or amounts or unit.kind is UnitKind.ROW):
        return None
    found: dict[str, object] = {
        "id": _identifier(f"{read.document.id.split('-')[0]}-{name}", taken),
        "namn": name,
        "citat": unit.quote,
        "status": "okänt",
        "tid": times or ["ej angivet"],
    }
    return found | ({"belopp": [amount.strip() for amount in amounts]} if amounts else {})


def _name(unit: Unit) -> str | None:
    if unit.kind is UnitKind.ROW:
        headed = [cell for column, cell in zip(unit.columns, unit.cells, strict=False) if _HEADED.search(column)]
        naming = headed or [cell for cell in unit.cells if _HEADED.search(cell)]
        return re.split(r" \(|; ", naming[0])[0].strip() if naming else None
    found = _GRANT.search(unit.quote)
    return found.group().strip() if found else None


def _times(text: str) -> Iterator[str]:
    for found in _TIME.finditer(text):
        try:
            if not isinstance(deadlines.parse(found.group()), Unstated):
                yield found.group()
        except ValueError:
            continue


def _identifier(text: str, taken: set[str]) -> str:
    plain = fold(unicodedata.normalize("NFC", normalise(text)))
    stem = "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "kort"
    number = 2
    name = stem
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name


def _holds(entry: dict[str, object], read: Read, file: Path) -> bool:
    """True when ingest would take the card."""
    items = read_list_text(yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=1000), "kort")
    try:
        read_card(items[0], read, file)
    except GrantCardError:
        return False
    return True
