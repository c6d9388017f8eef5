"""What no document can answer: private matters, how it goes for one asker, news, what is to come. Pure."""

from __future__ import annotations

import re

_PRIVATE = re.compile(
    r"\bprivat(?:a|nummer|adress)?\b|\bpersonnummer|\bhemadress|\bbostadsadress|\bmobilnummer|\bhemtelefon"
)
_OURS = r"\b(?:vår|vårt|våra|våran|min|mitt|mina) (?:\w+ ){0,2}"
_INDIVIDUAL = re.compile(  # how it goes for one asker's own matter: no document says
    rf"{_OURS}(?:ansökan|ansökning|redovisning|rapport|ärende|utbetalning)\b.{{0,60}}"
    r"\b(?:kommit (?:fram|in)|framme|beviljad|godkänd)\b"
    rf"|\b(?:handlägger|granskar|behandlar) (?:just |nu )*{_OURS}"
    r"|\bvarför (?:fick|blev|har|nekades) (?:just |inte )*(?:vi|jag|vår|min)\b|\bhar ni (?:fått|tagit emot) (?:vår|min)\b"
    r"|\bkommer (?:just )?(?:vi|jag|vår|vårt|min|mitt)\b.{0,40}\batt (?:få|bli|beviljas)\b"
    r"|\bhar (?:vi|jag) gjort (?:rätt|fel)\b|\bblir (?:vi|jag) återbetalningsskyldig"
    r"|\b(?:vårt|mitt) ärende\b|\bärendenummer\b|\bkan ni (?:kolla|se efter|ändra|skicka|titta)\b"
    r"|\bstatus (?:på|för) (?:vår|min)\b"
    r"|\b(?:just|precis) (?:vi|vår|vårt|jag|min|mitt)\b"
    r"|\bblir (?:vår|min|vi|jag) (?:\w+ )?(?:godkän|bevilj|avsla)|\bvad sa (?:nämnden|kommunen|regionen) om (?:vår|min)\b"
    r"|\bi ?går\b|\bi helgen\b|\bi morse\b|\bförra veckan\b|\bi förrgår\b"  # news
    r"|\bfick (?:vi|jag) (?:ja|nej|igenom)\b|\bhur går det (?:för|med) (?:vår|min)\b"
)
_FUTURE = re.compile(
    r"\bnästa (?!steg|sida)\w|\bframöver\b|\bi framtiden\b|\bnästkommande\b|\bkommer (?:\w+ ){0,4}att\b"
    r"|\b(?:efter|från och med|under|för) (?:20[3-9]\d)\b"
)

_VERDICT = re.compile(
    r"^(?:\w+ )?(?:räcker|duger|uppfyller|klarar|godkänns|godtas) |\b(?:räcker|duger) (?:det|vår|vårt|min|mitt)\b"
    r"|\b(?:är|blir) (?:vi|jag|vår|vårt|min) (?:\w+ ){0,2}(?:berättigad|godkän|behörig|kvalificera|tillräcklig)"
    r"|\buppfyller (?:vi|jag|vår|vårt)\b|\bhar (?:vi|jag) (?:\w+ ){0,2}tillräckligt\b"
    r"|\bhur stor(?:a)? (?:är )?(?:våra |vår )?chans"
)


def is_private(folded: str) -> bool:
    """True when a normalised question asks for somebody's private number, address or the like."""
    return bool(_PRIVATE.search(folded))


def is_individual(folded: str) -> bool:
    """True when it asks how it goes, or went, for the asker's own matter, or for news."""
    return bool(_INDIVIDUAL.search(folded))


def wants_future(folded: str) -> bool:
    """True when it asks what is to come: no document knows more than what was planned."""
    return bool(_FUTURE.search(folded))


def wants_verdict(folded: str) -> bool:
    """True when it asks whether the asker's own case is good enough: the rule can be quoted, but who gives decides."""
    return bool(_VERDICT.search(folded))
