"""Text made comparable: the same fact, written the usual Swedish ways, becomes the same string. Pure.

The order of the steps matters: characters first, then dates (they own their digits), then numbers, then spaces.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_SHORT = {"jan": 1, "feb": 2, "febr": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8}
_SHORT |= {"sep": 9, "sept": 9, "okt": 10, "nov": 11, "dec": 12}
_WORDS = ("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_CHARACTERS = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚´`", "'")})
# "bi-\ndrag" is one word; "RF-\nSISU" keeps its hyphen, "social-\noch" its hyphen and space.
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?!(?:och|eller|samt|respektive)\b)(?=[a-zåäöéü])")
_LINE_END_NAME = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[A-ZÅÄÖ])")

_ISO = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_SLASHED = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,2})(?![\d/])(?:[ /-]*(?=\d{4}(?!\d)))?")
_DAY = r"(?<!\d)(?<!\d[.,:/])0?([12]\d|3[01]|[1-9])"
_ORDINAL = re.compile(rf"{_DAY}(?::?[ae])? ({_MONTH}|(?:{'|'.join(_SHORT)})\.?)(?![^\W_])")
_DAY_SPAN = re.compile(rf"(?<!\d-)(?<!\d -)(?<!\d- )(?<!\d - ){_DAY} ?- ?0?([12]\d|3[01]|[1-9]) ({_MONTH})(?![^\W_])")

_DASH_AFTER = re.compile(rf"(\d|{_MONTH}) ?- ?(?=\d)")
_SPACED_THOUSANDS = re.compile(r"(?<!\d)(?<!\d[.,])[1-9]\d{0,2}(?: \d{3})+(?!\d)")
_DOTTED_THOUSANDS = re.compile(r"(?<!\d)(?<!\d[.,])[1-9]\d{0,2}(?:\.\d{3})+(?![.,]?\d)")
_THOUSANDS_UNIT = re.compile(r"(?<!\d)(?<!\d[.,])(\d+(?:,\d{1,3})?) ?(?:tkr|tusen kr(?:onor)?)(?!\w)")
_CROWNS = re.compile(r"(?<=\d) ?(?:kronor|kr|sek|:-)(?!\w)")
_PERCENT = re.compile(r"(?<=\d) ?(?:%|procent(?![^\W_]))")
_TOKEN = re.compile(rf"\d{{1,2}} (?:{_MONTH})(?!\w)|\d+(?:[.,:/]\d+)*|(?<!\w)(?:{'|'.join(_WORDS)})(?!\w)")


def normalise(text: str) -> str:
    """``text`` in the form used for every comparison of facts."""
    text = unicodedata.normalize("NFKC", text).replace("\r\n", "\n")
    text = _DASHES.sub("-", _INVISIBLE.sub("", text)).translate(_CHARACTERS)
    text = unicodedata.normalize("NFKC", _LINE_END_NAME.sub("-", _LINE_END_HYPHEN.sub("", text)).casefold())
    text = " ".join(text.split())
    return " ".join(_numbers(_dates(text)).split())


def contains(text: str, form: str) -> bool:
    """True when ``form`` occurs in ``text``; a digit at its edge may not continue another number."""
    return contains_normalised(normalise(text), normalise(form))


def contains_normalised(text: str, form: str) -> bool:
    """As ``contains``, for two strings that are already normalised. An empty form is never contained."""
    if not form:
        return False
    before = r"(?<!\d)(?<!\d[.,])" if form[0].isdigit() else ""
    after = r"(?![.,]?\d)" if form[-1].isdigit() else ""
    return re.search(before + re.escape(form) + after, text) is not None


def number_tokens(text: str) -> tuple[str, ...]:
    """The dates and numbers of ``text`` in order: "31 mars", "20000", "9,5"; "fyra" counts as "4"."""
    tokens = _TOKEN.findall(normalise(text))
    return tuple(str(_WORDS.index(token) + 2) if token in _WORDS else token for token in tokens)


def _dates(text: str) -> str:
    text = _ISO.sub(lambda m: _date(m, m[3], m[2], f" {m[1]}"), text)
    text = _SLASHED.sub(lambda m: _date(m, m[1], m[2], " " if len(m[0]) > len(f"{m[1]}/{m[2]}") else ""), text)
    text = _ORDINAL.sub(lambda m: f"{m[1]} {_month(m[2].rstrip('.'))}", text)
    return _DAY_SPAN.sub(r"\1 \3-\2 \3", text)


def _date(found: re.Match[str], day: str, month: str, rest: str) -> str:
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return found[0]
    return f"{int(day)} {_MONTHS[int(month) - 1]}{rest}"


def _month(name: str) -> str:
    return _MONTHS[_SHORT[name] - 1] if name in _SHORT else name


def _numbers(text: str) -> str:
    text = _DASH_AFTER.sub(r"\1-", text)
    text = _SPACED_THOUSANDS.sub(lambda m: m[0].replace(" ", ""), text)
    text = _DOTTED_THOUSANDS.sub(lambda m: m[0].replace(".", ""), text)
    text = _THOUSANDS_UNIT.sub(lambda m: f"{Decimal(m[1].replace(',', '.')) * 1000:.0f} kr", text)
    return _PERCENT.sub(" procent", _CROWNS.sub(" kr", text))
