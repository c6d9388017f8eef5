"""A text that asks several things, cut into what it asks one by one. Pure."""

from __future__ import annotations

import re

_NO_SIDE_CLAUSE = (  # "när vi söker" and "när föreningen är ny" tell, "när söker vi" asks
    r"(?! (?:(?:vi|man|det|jag|den|de|ni)\b|\w{3,}(?:en|et|na) (?:är|har|blir|ska|kan|får|inte|\w+s)\b))"
)
_NO_PRAISE = r"(?! (?:roligt|bra|kul|fint|trevligt|snällt|härligt)\b)"
_ASKING_FOR = (
    r"(?:(?:ungefär|egentligen|exakt) )?"
    rf"(?:(?:till|från|sedan|med|av|för|i|på|över|under|inom) )?"
    rf"(?:när{_NO_SIDE_CLAUSE}|hur|vem|vilka|vilken|vilket|vad{_NO_PRAISE}|var|vart|varför)\b"
    r"|(?:(?:until|from|by|to|for) )?(?:when|how|who|which|what|where)\b"
)
_VERBS = (
    r"(?:måste|behöver|kan|får|ska|bör|har|finns|gäller|krävs|räcker|går|är|räknas|ges|betalas|do|does|can|must|is|are)"
)
_NAMED = r"(?:sista (?:dag(?:en)?|dan|ansökningsdag(?:en)?)|stoppdatum|belopp(?:et)?|ansökan senast)\b"  # "sista dag och belopp?"
_AND = r"(?:och|samt|and|\+|&)"
_VERB_FIRST = (
    rf"{_VERBS} (?:vi|man|det|jag|en|ett|de|den|dem|vår|vårt|våra|någon|något|alla|hela|föreningen|bidraget|stödet|pengarna"
    r"|we|you|it|there)\b"
    r"|(?:krävs|behövs|ingår|täcks|omfattas|räknas) (?!(?:för|av|i|till|att|och|eller|som|med|in)\b)\w+"
)
_OTHER_VERB_FIRST = r"(?!(?:om|när|då|att|som|eftersom|medan)\b)\w+ (?:vi|man|det|sig)\b"
_ASKING_VERB = r"(?:gäller|får|kan|måste|ska|ingår|krävs|räknas|räcker)"  # "…, och har få medlemmar" tells
_BETWEEN = re.compile(
    rf"(?:,?\s+{_AND}\s+|,\s+|\?\s*)(?={_ASKING_FOR}|{_VERB_FIRST})|,\s+och\s+(?={_ASKING_VERB} )", re.IGNORECASE
)
_ASKS = re.compile(
    rf"(?:^|\s)(?:{_ASKING_FOR}|{_NAMED})"
    rf"|(?:^|[.!?:])\s*(?:{_VERBS}\b|{_OTHER_VERB_FIRST})|,\s*(?:kan|får|finns) (?:vi|man|jag|det)\b",
    re.IGNORECASE,
)

_SAID = re.compile(r"[”\"][^”\"]*[”\"]")
_COMPARES = re.compile(r"\bskillnad|\bskilj|\bjämför", re.IGNORECASE)
_WONDERS = re.compile(rf"\b(?:veta|vet|undrar|säga|berätta|svara|kolla|förklara)\b.*\b(?:{_ASKING_FOR})", re.IGNORECASE)
_GOES_ON_WONDERING = re.compile(r",?\s+(?:och|samt)\s+(?=(?:när|hur|var|vem|vad|vilk\w+)\b)", re.IGNORECASE)
# "vilka mål" of "vilka mål och vilka åtgärder finns"; "vilka bilagor" of "vilka bilagor och när är sista dag" asks by itself
_HALF = re.compile(r"(?:när|hur|var|vem|vilk\w+ \w+)", re.IGNORECASE)
_WHICH = re.compile(r"vilk\w+ \w+", re.IGNORECASE)
_WHOLE_AFTER = re.compile(r"(?:när|hur|vem|vad|var) (?:är|kan|får|ska|måste|söker|ansöker)\b", re.IGNORECASE)


def one_by_one(text: str) -> list[str]:
    """The parts of a text that each ask something: "När söker vi, och måste vi ha bankgiro?" asks two things.

    What only tells something, "vi är en klubb i Nora, kan vi få stöd?", stays with what is asked after it.
    """
    quoted = [match.span() for match in _SAID.finditer(text)]
    marks = {mark.start(): mark for mark in _BETWEEN.finditer(text)}
    if wonders := _WONDERS.search(text):  # "vi undrar vem som får söka och när man gör det"
        marks |= {mark.start(): mark for mark in _GOES_ON_WONDERING.finditer(text, wonders.start())}
    parts: list[str] = []
    start = 0
    for mark in [*(marks[at] for at in sorted(marks)), None]:
        end = mark.start() if mark else len(text)
        said = text[start:end].strip()
        if mark and (
            any(one < end < other for one, other in quoted) or not _is_whole(said, mark[0], text[mark.end() :])
        ):
            continue
        if said and (mark is None or mark[0].startswith("?") or _ASKS.search(said)):
            parts.append(said)
            start = mark.end() if mark else end
    return parts


def _is_whole(said: str, mark: str, after: str) -> bool:
    """True when what stands before a mark asks by itself, and not with what follows: "skillnaden på när … och när …"."""
    if mark.startswith("?") or (mark.startswith(",") and not _HALF.fullmatch(said)):
        return True
    if _WHICH.fullmatch(said) and _WHOLE_AFTER.match(after):
        return True
    return not (_COMPARES.search(said) or _HALF.fullmatch(said))
