"""What happens on a date: applying, reporting, paying, deciding. A question about one is not answered by another. Pure."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from assistant.language.swedish import normalise


class Event(StrEnum):
    """What a date is the date of."""

    APPLY = "apply"
    REPORT = "report"
    PAY = "pay"
    DECIDE = "decide"
    NOTIFY = "notify"
    START = "start"


RECURRING = frozenset(
    {Event.APPLY, Event.REPORT, Event.PAY, Event.NOTIFY}
)  # what comes back every year has its day in the year

AFTERWARDS = frozenset({Event.REPORT, Event.PAY, Event.NOTIFY})  # what comes after an application

_MADE = (  # an agreement begins when it is decided
    r"\b(?:under)?teckna(?:de|des|t|ts|d)\b|\bskrevs under\b|\btillkom|\bkom(?:mit)? (?:\w+ ){0,3}till\b(?! (?:mig|oss|er)\b)"
)
_PATTERNS = {
    Event.APPLY: r"\bskicka|\blämna(?:r|s)? (?:in|vi|man)\b"
    r"|\bsök(?:er|a|s|te|t|as)?\b|\bansök|\bstoppdatum|\bsista (?:dag|dan|ansök)|\binlämning|\bdeadline"
    r"|\b(?:går|gick|löper) (?:ansöknings|sök|anmälnings)?tiden ut\b|\b(?:ansöknings|sök)?tiden (?:går|gick|löper) ut\b"
    r"|\böppn|\bstäng|\b(?:vem|vilka) (?:kan|får) (?:få|tilldelas)\b",
    Event.REPORT: r"\bredovis|\båterrapport|\brapporter|\bslutrapport|\bredogör",
    Event.PAY: r"\b(?:när|hur (?:snabbt|fort)) (?:får (?:vi|man|jag|de|föreningen|klubben) (?:(?:in|ut) )?|kommer )pengarna\b|"
    r"\butbetal|\bbetala(?:s|r|t|ts|de|des)? (?:\w+ ){0,3}ut\b|\bbetalas (?:i|senast)\b|\bbetalades\b|\bpengarna kommer\b",
    Event.DECIDE: r"\bbeslut|\banta(?:s|gen|git)?\b|\bantog(?:s)?\b|\btogs\b(?! (?:\w+ )?(?:fram|emot|bort|upp)\b)"
    r"|\bfastställ|\bbesked\b|\bbehandla|\bbestäm(?:mer|de|ts|s)\b|\bavgör\b|\bklubba|\brevidera(?:des|ts)\b",
    Event.NOTIFY: r"\bbesked",
    Event.START: rf"\bstarta|\bbilda|\bersatte\b|\bträdde\b|{_MADE}",
}


@lru_cache(maxsize=20_000)
def events(text: str) -> frozenset[Event]:
    """The events that a text speaks of."""
    folded = normalise(text)
    return frozenset(event for event, pattern in _PATTERNS.items() if re.search(pattern, folded))


def disagree(asked: frozenset[Event], found: frozenset[Event]) -> bool:
    """True when a text speaks only of other events than the one asked about."""
    return bool(asked) and bool(found) and not asked & found


_STOPPED = re.compile(
    r"\bpausa(?:t|d|s|de|des)\b|\bdrogs in\b|\bdragits in\b|\bindrag|\bgår inte att söka\b|\bstängt\b|\bupphör|\bavvecklat\b"
)


def is_stopped(text: str) -> bool:
    """True when a text says that a grant is paused, withdrawn or ended."""
    return bool(_STOPPED.search(normalise(text)))
