"""True statements made false, and true ones said in other words: what the gate must catch and what it must let through."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from assistant.domain import Passage
from assistant.language.swedish import normalise, sentences
from assistant.language.values import MONTHS, NUMBER_WORDS
from assistant.passages.units import UnitKind, units_of

MONTH = "|".join(MONTHS)
NUMBER = r"\d{1,3}(?:[ \u00a0]\d{3})+|\d+(?:,\d+)?"
MONEY = rf"({NUMBER})(?= ?(?:kr|kronor|mnkr|tkr)\b)"
SHARE = rf"({NUMBER})(?= ?(?:%|procent\b))"
VERBS = r"\b(ska|får|kan|måste|är|har|ges|går|gäller|söks|krävs|finns|lämnas|sker|ingår)\b"
Alter = Callable[[random.Random, "re.Match[str]"], str]


class Altered(NamedTuple):
    """A statement that was true, what it became, and how."""

    passage: Passage
    true: str
    false: str
    kind: str


def _other_number(choose: random.Random, match: re.Match[str]) -> str:
    text = match[1]
    place = choose.choice([i for i, mark in enumerate(text) if mark.isdigit()])
    digit = choose.choice([other for other in "123456789" if other != text[place]])
    return text[:place] + digit + text[place + 1 :] if choose.random() < 0.7 else choose.choice([f"{digit}{text}", "7"])


def _other_day(choose: random.Random, match: re.Match[str]) -> str:
    return str(choose.choice([day for day in range(1, 29) if day != int(match[1])]))


def _other_month(choose: random.Random, match: re.Match[str]) -> str:
    return choose.choice([month for month in MONTHS if month != match[1]])


def _other_year(choose: random.Random, match: re.Match[str]) -> str:
    return str(int(match[1]) + choose.choice([-10, -2, -1, 1, 2, 5]))


def _swap(pairs: dict[str, str]) -> Alter:
    return lambda _, match: pairs[match[1]]


ALTERATIONS: dict[str, tuple[str, Alter]] = {
    "day": (rf"\b(\d{{1,2}})(?= (?:{MONTH})\b)", _other_day),
    "month": (rf"(?<=\d )({MONTH})\b", _other_month),
    "year": (r"(?<![\d/:])((?:19|20)\d\d)(?![\d/:])", _other_year),
    "amount": (MONEY, _other_number),
    "percentage": (SHARE, _other_number),
    "paragraph": (
        r"(\d+)(?= ?[a-z]? ?§)|(?<=§ )(\d+)",
        lambda choose, match: str(int(match[0]) + choose.randint(1, 9)),
    ),
    "count": (r"(?<=minst |högst )(\d+)\b(?! \d)", _other_number),
    "negated": (VERBS, lambda choose, match: f"{match[1]} {choose.choice(['inte', 'ej', 'aldrig'])}"),
    "affirmed": (r"\b(inte|ej|aldrig) ", lambda _, match: ""),
    "emptied": (r"\b(inga|ingen|inget) ", lambda choose, match: choose.choice(["", "alla ", "vissa "])),
    "limit": (r"\b(högst|minst|max)\b", _swap({"högst": "minst", "max": "minst", "minst": "högst"})),
    "unlimited": (r"\b(?:högst|minst|max) (\d)", lambda _, match: match[1]),
    "time limit": (r"\b(senast|tidigast)\b", _swap({"senast": "tidigast", "tidigast": "senast"})),
    "to share": (r"(?<=\d )(kr|kronor)\b", lambda choose, match: choose.choice(["procent", "%"])),
    "to money": (r"(?<=\d)( ?(?:%|procent\b))", lambda choose, match: choose.choice([" kr", " kronor"])),
}


def false_statements(passage: Passage, choose: random.Random) -> Iterator[Altered]:
    """Every unit of a passage, altered once in every way that fits; what happens to be true elsewhere in it is left out."""
    said = {normalise(unit.text) for unit in units_of(passage)}
    for unit in units_of(passage):
        for kind, (pattern, alter) in ALTERATIONS.items():
            places = list(re.finditer(pattern, unit.text, re.IGNORECASE if kind == "affirmed" else 0))
            if not places:
                continue
            match = choose.choice(places)
            false = unit.text[: match.start()] + alter(choose, match) + unit.text[match.end() :]
            if normalise(false) not in said:
                yield Altered(passage, unit.text, false, kind)


# --- true ones in other words -----------------------------------------------------------------------------------


def _grouped(choose: random.Random, match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match[1])
    forms = [digits, f"{int(digits):,}".replace(",", "."), f"{int(digits):,}".replace(",", "\u00a0")]
    return choose.choice(forms)


def _date(choose: random.Random, match: re.Match[str]) -> str:
    day, month, year = int(match[1]), MONTHS.index(match[2]) + 1, match[3]
    if year:
        return choose.choice([f"{year}-{month:02d}-{day:02d}", f"{day}/{month} {year}"])
    return choose.choice([f"{day}/{month}", f"{day}:{'a' if day % 10 < 3 else 'e'} {match[2]}"])


REWORDINGS: dict[str, tuple[str, Alter]] = {
    "thousands": (r"(?<![\d,.])(\d{1,3}(?:[ \u00a0]\d{3})+)(?![\d,])", _grouped),
    "tkr": (r"\b(\d{1,3})[ \u00a0]000 (?:kr|kronor)\b", lambda _, match: f"{match[1]} tkr"),
    "kronor": (r"(?<=\d )(kr)\b", lambda _, match: "kronor"),
    "per cent": (r"(?<=\d) ?(%|procent\b)", lambda _, match: " procent" if match[1] == "%" else " %"),
    "date": (rf"\b(\d{{1,2}}) ({MONTH})\b(?: (\d{{4}}))?", _date),
    "in words": (
        r"(?<![\d ,./:§–-])(?<= )(1[0-9]|[2-9]|20)(?= [a-zåäö]{4,})(?! ?(?:kr|%|mnkr))",
        lambda _, match: NUMBER_WORDS[int(match[1])],
    ),
    "in digits": (rf"\b({'|'.join(NUMBER_WORDS[3:])})\b", lambda _, match: str(NUMBER_WORDS.index(match[1].lower()))),
    "other no": (r"\b(inte)\b", lambda _, match: "ej"),
    "other limit": (r"\b(högst)\b", lambda choose, match: choose.choice(["max", "maximalt", "som mest", "upp till"])),
}
OPENINGS = ("Enligt källan: {}", "{}", "Så här gäller det. {}", "Det som står är att {}")


def true_statements(passage: Passage, choose: random.Random) -> Iterator[Altered]:
    """Every unit of a passage said in other words."""
    for unit in units_of(passage):
        text, kinds = unit.text, []
        for kind, (pattern, alter) in REWORDINGS.items():
            if choose.random() < 0.6 and re.search(pattern, text):
                text = re.sub(pattern, lambda match, alter=alter: alter(choose, match), text)  # type: ignore[misc]
                kinds.append(kind)
        parts = _parts(text, unit.kind)
        if len(parts) > 1:
            text = " ".join(parts[1:] + parts[:1])
            kinds.append("order")
        reworded = choose.choice(OPENINGS).format(text)
        if reworded != unit.text:
            yield Altered(passage, unit.text, reworded, ", ".join(kinds))


def _parts(text: str, kind: UnitKind) -> list[str]:
    """The sentences of a text, or the columns of a row after its name, in an order that can be changed."""
    if kind is UnitKind.ROW and " – " in text:
        name, _, rest = text.partition(" – ")
        cells = rest.split("; ")
        return [f"{cell};" for cell in cells] + [name] if len(cells) > 1 else [text]
    return [text[start:end] for start, end in sentences(text)]
