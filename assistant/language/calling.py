"""What a question calls things by: names, and the kinds of grant and plan that must be there. Pure."""

from __future__ import annotations

import re

from assistant.language import swedish
from assistant.language.places import is_from_a_place, municipality_of

PLAN_HEADS = ("plan", "avtal", "strategi", "stipendi")
_EXPECTED_HEADS = (*PLAN_HEADS, "program", "policy", "riktlinje", "reglemente", "överenskommelse", "vision")
_COMPOUND = re.compile(
    rf"(\w{{4,}}?)s?(bidrag|stöd|medel|peng|{'|'.join(PLAN_HEADS)})(?:et|en|ets|ens|s|n|um|erna|er)?"
)
_GRANT_NAMES = ("bidrag", "stöd", "medel", "peng")
LONG_NAME = 3  # words
_CAPITALISED = r"[A-ZÅÄÖ][\w]+(?:-[A-ZÅÄÖ]?\w+)*"
NAME = re.compile(rf"(?<![.!?:…\n] )(?<!^)(?<![\w-]){_CAPITALISED}(?: {_CAPITALISED})*")
NAME_OF_GRANT = r"[\w-]{3,}(?:bidrag|stöd|peng|check|stipendi)(?:et|en|ets|s|um)?"
GRANTS = re.compile(rf"(?<![\w-]){NAME_OF_GRANT}\b", re.IGNORECASE)
NAME_OF_PLAN = (
    r"(?:rus|(?:handlings|kultur|biblioteks|verksamhets|aktivitets)?planen"
    r"|[\w-]*(?:strategin|programmet|överenskommelsen|policyn))"
)
PLANS = re.compile(rf"(?<![\w-]){NAME_OF_PLAN}\b(?! för\b)", re.IGNORECASE)
_GIVER = re.compile(
    rf"\b(?:från|av|hos|ur) ((?:{_CAPITALISED})(?: {_CAPITALISED}| [a-zåäö]*(?:kyrkan|stiftelse|fond|förbund)\b)*)"
)
_COMES = re.compile(r"\bkom(?:mer|ma|ner)?$", re.IGNORECASE)  # where somebody is from gives nothing
_NO_GIVER = frozenset(("sverige", "sveriges", "norden", "europa"))
_IS_THERE = re.compile(
    r"\b(?:finns det|har) (?:\w+ ){0,3}?(?:(?:en|ett|någon|något|nån|nåt) (?:\w+ ){0,2}?)?"
    r"(överenskommelse|\w*program|\w*policy|\w*strategi|reglemente)\b"
)
_PLAN_OF_PLACE = re.compile(
    r"\b(\w+)(?:s| kommuns| stads) (?:\w+ ){0,3}?"
    r"(\w*(?:plan|program|policy|strategi|vision|riktlinjer|reglemente|avtal|överenskommelse)(?:en|et|er|n|erna|na)?)\b"
)


def compounds(text: str) -> tuple[str, ...]:
    """Words that name a grant or a plan by its kind: investeringsbidraget, kulturplanen."""
    return tuple(word for word in swedish.content_words(text) if _COMPOUND.fullmatch(word))


def modifiers(text: str) -> tuple[str, ...]:
    """What tells one kind of grant or plan from another: investering of investeringsbidraget."""
    found = (_COMPOUND.fullmatch(word) for word in swedish.content_words(text))
    return tuple(dict.fromkeys(match.group(1).removesuffix("s") for match in found if match))


def _expected(folded: str) -> list[str]:
    """The agreement, programme or policy that a question asks whether a municipality has: "finns det en … i Hällefors"."""
    there = _IS_THERE.search(folded)
    return [there.group(1)] if there and any(map(municipality_of, swedish.words(folded))) else []


def plans(text: str) -> tuple[str, ...]:
    """What must be there to be answered from: such compounds that are no grants, kulturplanen, and the plan, policy or agreement
    of a place, Noras idrottspolitiska program. Grants go by many names."""
    words = swedish.content_words(text)
    found = [word for word in words if (match := _COMPOUND.fullmatch(word)) and match.group(2) not in _GRANT_NAMES]
    found += [
        match.group(2) for match in _PLAN_OF_PLACE.finditer(swedish.normalise(text)) if municipality_of(match.group(1))
    ]
    found += _expected(swedish.normalise(text))
    return tuple(dict.fromkeys(found))


def names(text: str) -> tuple[str, ...]:
    """Words written with a capital inside a sentence: names, normalised."""
    return tuple(dict.fromkeys(word for name in full_names(text) for word in name))


def full_names(text: str) -> tuple[tuple[str, ...], ...]:
    """Names of one or more words in a row, each with a capital: (leader, gävleborg), normalised."""
    found = (swedish.words(name) for name in NAME.findall(text))
    apart = (part for words in found for part in _without_place(words))
    named = ([word for word in words if not is_from_a_place(word)] for words in apart)
    return tuple(dict.fromkeys(tuple(words) for words in named if any(map(swedish.is_content, words))))


def _without_place(words: list[str]) -> list[list[str]]:
    """A long name and a municipality that stands right after it, "omfattar Leader Bergslagen Nora", each by itself."""
    is_both = len(words) >= LONG_NAME and municipality_of(words[-1])
    return [words[:-1], words[-1:]] if is_both else [words]


def givers(text: str) -> tuple[str, ...]:
    """The words of names that money is said to come from: "från Svenska kyrkan". Places are looked for elsewhere."""
    found_at = [one for one in _GIVER.finditer(text) if not _COMES.search(text[: one.start()].rstrip())]
    called = [one.group(1) for one in found_at if not one.group(1).isupper()]  # RUS and the like go by longer names too
    found = (word for name in called for word in swedish.words(name))
    words = (word for word in found if swedish.is_content(word) and word not in _NO_GIVER)
    return tuple(dict.fromkeys(word for word in words if not municipality_of(word)))


def head_of(plan: str) -> str:
    """What kind of plan a word names: program of jämställdhetsprogram; nothing for another word."""
    return next((head for head in _EXPECTED_HEADS if head in plan), "")
