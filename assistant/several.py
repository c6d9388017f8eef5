"""A text that asks several things, cut into what it asks one by one. Pure."""

from __future__ import annotations

import re

_NO_SIDE_CLAUSE = r"(?! (?:vi|man|det|jag|den|de|ni)\b)"  # "när vi söker" tells, "när söker vi" asks
_ASKING_FOR = (
    rf"(?:(?:till|från|sedan|med|av|för|i|på) )?(?:när{_NO_SIDE_CLAUSE}|hur|vem|vilka|vilken|vilket|vad|var|vart|varför)\b"
    r"|(?:(?:until|from|by|to|for) )?(?:when|how|who|which|what|where)\b"
)
_VERBS = (
    r"(?:måste|behöver|kan|får|ska|bör|har|finns|gäller|krävs|räcker|går|är|räknas|ges|betalas|do|does|can|must|is|are)"
)
_VERB_FIRST = (
    rf"{_VERBS} (?:vi|man|det|jag|en|ett|de|den|dem|vår|vårt|våra|någon|något|alla|hela|föreningen|bidraget|stödet|pengarna"
    r"|we|you|it|there)\b"
)
_OTHER_VERB_FIRST = r"(?!(?:om|när|då|att|som|eftersom|medan)\b)\w+ (?:vi|man|det|sig)\b"
_BETWEEN = re.compile(rf"(?:,?\s+(?:och|samt|and)\s+|,\s+|\?\s*)(?={_ASKING_FOR}|{_VERB_FIRST})", re.IGNORECASE)
_ASKS = re.compile(rf"(?:^|\s)(?:{_ASKING_FOR})|(?:^|[.!?:])\s*(?:{_VERBS}\b|{_OTHER_VERB_FIRST})", re.IGNORECASE)


def one_by_one(text: str) -> list[str]:
    """The parts of a text that each ask something: "När söker vi, och måste vi ha bankgiro?" asks two things.

    What only tells something, "vi är en klubb i Nora, kan vi få stöd?", stays with what is asked after it.
    """
    parts: list[str] = []
    start = 0
    for mark in [*_BETWEEN.finditer(text), None]:
        end = mark.start() if mark else len(text)
        said = text[start:end].strip()
        if said and (mark is None or mark[0].startswith("?") or _ASKS.search(said)):
            parts.append(said)
            start = mark.end() if mark else end
    return parts
