"""What a text claims, in one canonical form each: numbers with their units, dates, paragraphs, limits. Pure.

"50 000 kr", "50.000 kronor", "50 tkr" and "femtio tusen kr" are one claim; so are "31 mars", "31/3" and "den 31:a mars".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from assistant.language.swedish import normalise
from assistant.language.values import MONTHS, NUMBER_WORDS


class Claim(NamedTuple):
    """One value in a text: its kind (a unit, or "d" for a day …), canonical value and place."""

    kind: str
    value: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class Limit(NamedTuple):
    """A limit, the value it holds for (none when it stands alone) and its place."""

    name: str
    value: str
    start: int


BARE = "n"
DAY, MONTH, WEEK, CLOCK, PARAGRAPH, CHAPTER, WORD = "d", "m", "v", "kl", "§", "kap", "ord"
UNITS = {
    "kr": r"kr(?:on(?:or|a)s?)?\b|sek\b|:-",
    "euro": r"euro\b|eur\b|€",
    "procentenheter": r"procentenhet\w*",
    "%": r"%|procent\b",
    "år": r"års?\b|årig\w*|åring\w*",
    "månad": r"månad\w*|mån\b",
    "vecka": r"veck(?:a|or|ors|an|orna)\b",
    "dag": r"dag(?:ar|en|s|ars|arna)?\b|dygn\w*",
    "timme": r"tim(?:me|mar|mars|mes)?\b",
    "minut": r"min(?:ut|uter|uters)?\b",
    "gång": r"gång(?:er)?\b",
    "prisbasbelopp": r"prisbasbelopp\w*",
}
SCALES = {"miljarder": 9, "miljard": 9, "mdkr": 9, "miljoner": 6, "miljon": 6, "mnkr": 6, "mkr": 6, "msek": 6,
          "tusen": 3, "tkr": 3, "ksek": 3}  # fmt: skip
IN_KRONOR = frozenset({"mdkr", "mnkr", "mkr", "msek", "tkr", "ksek"})
_TENS = {"tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90}
_SMALL = {word: number for number, word in enumerate(NUMBER_WORDS)} | _TENS | {"ett": 1}
_ORDINALS = (
    "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde fjortonde femtonde"
    " sextonde sjuttonde artonde nittonde tjugonde"
).split()
_ORDINAL = {word: number for number, word in enumerate(_ORDINALS, 1)}
_ORDINAL |= {f"tjugo{word}": 20 + number for word, number in list(_ORDINAL.items())[:9]}
_ORDINAL |= {"trettionde": 30, "trettioförsta": 31, "siste": 31}
_MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS, 1)}
_MONTH_NUMBER |= {name[:3]: number for name, number in _MONTH_NUMBER.items()} | {"sept": 9}


def _one_of(words: object) -> str:
    assert isinstance(words, dict)
    return "|".join(sorted(words, key=len, reverse=True))


_PIECE = f"(?:{_one_of(_SMALL | {'hundra': 100})})"
_WORDED = rf"\b{_PIECE}++(?:tusen)?(?=\b|årig|åring)|\b(?:hundra|tusen|miljon|miljard)\b|\bhalv(?=\smilj)"
_DIGITS = r"\d+(?:[.,]\d+)*"
_NUMBER = re.compile(
    rf"(?P<number>{_DIGITS}|{_WORDED})(?:\s?(?P<scale>{_one_of(SCALES)})\b)?"
    rf"(?:\s?-?(?:{'|'.join(f'(?P<u{i}>{pattern})' for i, pattern in enumerate(UNITS.values()))}))?"
)
_UNIT_NAMES = tuple(UNITS)
_LOOSE_UNIT = re.compile("|".join(rf"(?P<u{i}>(?<!\w){pattern})" for i, pattern in enumerate(UNITS.values())))
_LOOSE_SCALE = re.compile(rf"\b(?:{'|'.join(sorted(IN_KRONOR))})\b")
_PIECES = re.compile(_PIECE)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_JOINED = re.compile(r"\s*(?:[–—-]|/|till|och|eller|samt|respektive)\s*")

_M = rf"(?P<month>{_one_of(_MONTH_NUMBER)})\b\.?"
_YEAR = r"(?:[\s-]+(?:år )?(?P<year>(?:19|20)\d\d)\b)?"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b",
        r"\b(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./-](?P<year>(?:19|20)\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})\b(?!/){_YEAR}",
        rf"\b(?P<day>\d{{1,2}}|{_one_of(_ORDINAL)})(?::[ae])?\.?\s+{_M}{_YEAR}",
    )
)
_MONTHS = (
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])\b(?!-)"),
    re.compile(rf"\b(?P<month>{_one_of(_MONTH_NUMBER)})\b\.?\s+(?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<month>{'|'.join(MONTHS)})\b"),
)
_LAW = re.compile(
    r"(?:\b(?P<chapter>\d+)\s*kap(?:\.|\b|itel\b)\s*)?\b(?P<before>\d+)\s?(?P<a>[a-z])?\s?§"
    r"|§{1,2}\s*(?P<after>\d+)(?:\s?(?P<b>[a-h])\b)?|\b(?P<only>\d+)\s*kap(?:itel)?\b|\bkapitel\s+(?P<named>\d+)\b"
)
_CLOCK = re.compile(rf"\b(?:kl\.?|klockan)\s*(?P<hour>\d{{1,2}}|{_one_of(_SMALL)})\b(?:[.:](?P<minute>\d{{2}})\b)?")
_WEEK = re.compile(r"\b(?:vecka|v\.?)\s?(\d{1,2})\b")
_WORDS = {
    "halv": r"halv(?:a|t|or)?(?!\smilj)|hälften", "tredjedel": r"tredjedel\w*", "fjärdedel": r"fjärdedel\w*|kvart(?:en)?",
    "dubbel": r"dubb(?:el|elt|la)", "löpande": r"löpande|när som helst|året runt|hela året", "årligen": r"årligen|varje år",
    "vartannat": r"vartannat år|vart annat år", "måndag": r"måndag\w*", "tisdag": r"tisdag\w*", "onsdag": r"onsdag\w*",
    "torsdag": r"torsdag\w*", "fredag": r"fredag\w*", "lördag": r"lördag\w*", "söndag": r"söndag\w*",
}  # fmt: skip
_WORD = re.compile("|".join(rf"(?P<w{i}>\b(?:{pattern})\b)" for i, pattern in enumerate(_WORDS.values())))
_WORD_NAMES = tuple(_WORDS)

LIMITS = {
    "högst": r"högst(?:a)?|max(?:imalt|imum|imi\w*|belopp\w*)?|som mest|upp till|uppemot",
    "minst": r"minst|lägst(?:a)?|minim\w+|åtminstone",
    "senast": r"senast|sista (?:\w+ ){0,2}?\w*(?:dag(?:en|ar)?|datum(?:et)?|dan)|deadline|stoppdatum",
    "tidigast": r"tidigast",
    "före": r"före|innan",
    "mer än": r"(?:mer|fler|större|längre|äldre|högre) än|över",
    "mindre än": r"(?:mindre|färre|kortare|yngre|lägre) än|under",
    "från": r"från och med|fr\.?\s?o\.?\s?m\b\.?",
    "till": r"till och med|t\.?\s?o\.?\s?m\b\.?",
}
_LIMIT = re.compile("|".join(rf"(?P<l{i}>\b(?:{pattern})(?!\w))" for i, pattern in enumerate(LIMITS.values())))
_LIMIT_NAMES = tuple(LIMITS)
_LIMITED = re.compile(r"(?:minst|högst|max)\s$")
_REACH = 40  # characters between a limit and the value it holds for
_OFTEN_OTHERWISE = {"över", "under"}  # "över hela länet", "under 2024": limits only before money, shares and counts
_BREAK = re.compile(r"[;|\n()]|[.!?,:](?=\s|$)")


@dataclass(frozen=True)
class Claims:
    """Everything one text claims."""

    found: frozenset[Claim]
    limits: frozenset[Limit]
    loose_units: frozenset[str]

    def of(self, *kinds: str) -> frozenset[str]:
        """The values of some kinds."""
        return frozenset(claim.value for claim in self.found if claim.kind in kinds)

    @property
    def numbers(self) -> frozenset[str]:
        """Every number, whatever its unit."""
        return frozenset(claim.value for claim in self.found if claim.kind == BARE or claim.kind in UNITS)

    def support(self, claim: Claim) -> bool:
        """True when this text, as a source, says the same."""
        kind, value = claim.kind, claim.value
        if kind in (DAY, MONTH):
            year, _, rest = value.rpartition("/")
            bare = {other.rpartition("/")[2] for other in self.of(kind) if not year or "/" not in other}
            return value in self.of(kind) or (rest in bare and (not year or year in self.numbers))
        if kind in UNITS:
            return value in self.of(kind) or (value in self.of(BARE) and kind in self.loose_units)
        if kind == CLOCK:
            return value in self.of(CLOCK) or value.removesuffix(":00") in self.numbers
        return value in (self.numbers if kind == BARE else self.of(kind))

    def limited(self, value: str | None = None) -> frozenset[str]:
        """The names of the limits that hold for a value, or of all."""
        return frozenset(limit.name for limit in self.limits if value is None or limit.value == value)

    def count(self, claim: Claim) -> int:
        """How often the text gives a claim's value."""
        bare = bare_value(claim)
        return sum(bare_value(other) == bare for other in self.found)

    def count_limit(self, limit: Limit) -> int:
        """How often the text sets this limit for this value."""
        return sum(other[:2] == limit[:2] for other in self.limits)


@lru_cache(maxsize=8192)
def claims(text: str) -> Claims:
    """Everything a text claims."""
    folded = normalise(text)
    found: list[Claim] = []
    rest = folded
    for read in (_laws, _clocks, _days, _months, _weeks, _words):
        taken = list(read(rest))
        found += taken
        for claim in taken:
            rest = rest[: claim.start] + " " * (claim.end - claim.start) + rest[claim.end :]
    numbers = list(_numbers(rest))
    heads = [claim for claim in found if claim.kind in (DAY, PARAGRAPH)]
    spread = dict(_spread(folded, sorted([*heads, *numbers], key=lambda claim: claim.start)))
    found += [spread.get(claim, claim) for claim in numbers]
    return Claims(frozenset(found), frozenset(_limits(folded, found)), _loose_units(_NUMBER.sub(_blank, rest)))


def parse_number(text: str) -> str:
    """The canonical form of a number in digits or words: "1.000" is 1000, "1,50" is 1.5, "tjugofem" is 25."""
    if text == "halv":
        return "0.5"
    if not text[:1].isdigit():
        return _plain(Decimal(_worded(text)))
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    text = text.replace(",", ".")
    return _plain(Decimal(text)) if text.count(".") < 2 else text


def _worded(word: str) -> int:
    if word in ("miljon", "miljard"):
        return int(10 ** SCALES[word])
    head, thousand, tail = word.partition("tusen")
    if thousand:
        return (_worded(head) if head else 1) * 1000 + (_worded(tail) if tail else 0)
    total = 0
    for piece in _PIECES.findall(word):
        total = (total or 1) * 100 if piece == "hundra" else total + _SMALL[piece]
    return total


def _plain(number: Decimal) -> str:
    whole = format(number, "f")
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def _numbers(text: str) -> Iterator[Claim]:
    for match in _NUMBER.finditer(text):
        unit = _group(match, "u", _UNIT_NAMES)
        number, scale = match["number"], match["scale"]
        if number in ("en", "ett") and not (unit or scale or _LIMITED.search(text, 0, match.start())):
            continue  # articles, more often than numbers
        value = parse_number(number)
        if scale and value.replace(".", "").isdigit():
            value = _plain(Decimal(value).scaleb(SCALES[scale]))
        kind = unit or ("kr" if scale in IN_KRONOR else BARE)
        yield Claim(kind, value, match.start(), match.end())


def _days(text: str) -> Iterator[Claim]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            day, month = _ORDINAL.get(match["day"]) or int(match["day"]), _month(match["month"])
            if 1 <= day <= 31 and 1 <= month <= 12:
                yield from _dated(DAY, f"{month:02d}-{day:02d}", match)
                yield Claim(MONTH, f"{match['year']}/{month:02d}" if match["year"] else f"{month:02d}", *match.span())
        text = pattern.sub(_blank, text)


def _months(text: str) -> Iterator[Claim]:
    for pattern in _MONTHS:
        for match in pattern.finditer(text):
            yield from _dated(MONTH, f"{_month(match['month']):02d}", match)
        text = pattern.sub(_blank, text)


def _dated(kind: str, value: str, match: re.Match[str]) -> Iterator[Claim]:
    """The value with the year beside it, and the year as a number of its own."""
    year = match.groupdict().get("year")
    yield Claim(kind, f"{year}/{value}" if year else value, *match.span())
    if year:
        yield Claim(BARE, year, *match.span())


def _laws(text: str) -> Iterator[Claim]:
    for match in _LAW.finditer(text):
        chapter = match["chapter"] or match["only"] or match["named"]
        section = f"{match['before'] or match['after'] or ''}{match['a'] or match['b'] or ''}"
        if chapter:
            yield Claim(CHAPTER, chapter, *match.span())
        if section:
            yield Claim(PARAGRAPH, section, *match.span())
        if chapter and section:
            yield Claim(PARAGRAPH, f"{chapter} kap. {section}", *match.span())


def _clocks(text: str) -> Iterator[Claim]:
    for match in _CLOCK.finditer(text):
        yield Claim(CLOCK, f"{parse_number(match['hour'])}:{match['minute'] or '00'}", *match.span())


def _weeks(text: str) -> Iterator[Claim]:
    return (Claim(WEEK, str(int(match[1])), *match.span()) for match in _WEEK.finditer(text))


def _words(text: str) -> Iterator[Claim]:
    for match in _WORD.finditer(text):
        yield Claim(WORD, _group(match, "w", _WORD_NAMES), *match.span())


def _spread(text: str, ordered: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """(number, what it means) for the first number in "7–20 år", "10 och 20 mars", "17 och 18 §"."""
    following: Claim | None = None
    for claim in reversed(ordered):
        taken = None
        if following and claim.kind == BARE and _JOINED.fullmatch(text, claim.end, max(claim.end, following.start)):
            taken = _taken_over(claim, following)
        if taken:
            yield claim, taken
        following = taken or claim


def _taken_over(claim: Claim, following: Claim) -> Claim | None:
    if not claim.value.isdigit() or _is_year(claim.value):
        return None
    if following.kind == DAY and 1 <= int(claim.value) <= 31:
        return Claim(DAY, f"{following.value[:-2]}{int(claim.value):02d}", claim.start, claim.end)
    if following.kind == PARAGRAPH or following.kind in UNITS:
        return Claim(following.kind, claim.value, claim.start, claim.end)
    return None


def _limits(text: str, found: list[Claim]) -> Iterator[Limit]:
    """Each limit with the value after it in the same clause, else the one just before it."""
    marks = list(_LIMIT.finditer(text))
    for number, mark in enumerate(marks):
        name = _group(mark, "l", _LIMIT_NAMES)
        until = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        broken = _BREAK.search(text, mark.end(), until)
        held = _held(found, mark, min(broken.start() if broken else until, mark.end() + _REACH))
        if mark[0] in _OFTEN_OTHERWISE:
            held = [claim for claim in held if claim.kind in ("kr", "%", BARE) and not _is_year(claim.value)]
        yield from (Limit(name, bare_value(claim), mark.start()) for claim in held)
        if not held and mark[0] not in _OFTEN_OTHERWISE:
            yield Limit(name, "", mark.start())


def _held(found: list[Claim], mark: re.Match[str], until: int) -> list[Claim]:
    after = [claim for claim in found if mark.end() <= claim.start < until]
    first = min((claim.start for claim in after), default=None)
    held = [claim for claim in after if claim.start == first]
    held = held or [claim for claim in found if 0 <= mark.start() - claim.end <= 1]
    dated = [claim for claim in held if claim.kind in (DAY, MONTH)]
    return dated or held


def _is_year(value: str) -> bool:
    return value.isdigit() and 1900 <= int(value) < 2100


def bare_value(claim: Claim) -> str:
    """The value without the year beside it: what a limit holds for."""
    return f"{claim.kind if claim.kind in (DAY, MONTH) else ''}{claim.value.rpartition('/')[2]}"


def _loose_units(text: str) -> frozenset[str]:
    found = {_group(match, "u", _UNIT_NAMES) for match in _LOOSE_UNIT.finditer(text)}
    return frozenset(found | ({"kr"} if _LOOSE_SCALE.search(text) else set()))


def _group(match: re.Match[str], prefix: str, names: tuple[str, ...]) -> str:
    groups = match.groupdict()
    return next((name for number, name in enumerate(names) if groups.get(f"{prefix}{number}") is not None), "")


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTH_NUMBER[text]


_blank: Callable[[re.Match[str]], str] = lambda match: " " * len(match[0])  # noqa: E731
