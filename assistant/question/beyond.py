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
    r"|\b(?:beslutet|beskedet|svaret|handläggningen) (?:om|på|av|till|i) (?:vår|vårt|våra|min|mitt|mina)\b"
    r"|\b(?:ligger|står|hamnar|hamnade) (?:vi|jag) (?:\w+ ){0,4}(?:kön?|tur|listan)\b"
    r"|\b(?:ansökan|ansökningen|redovisningen|blanketten)(?: som)? (?:vi|jag) (?:skicka|lämna|sände|sökt|fyllde)\w*"
    r"|\b(?:vårt|mitt) ärende\b|\b(?:vårt|mitt|vår|min) ärendenummer\b|\bärendenummer:? ?\d"
    r"|\bstatus (?:på|för) (?:vår|min)\b|\bhur räknade ni\b"
    r"|\b(?:just|precis) (?:vi|vår|vårt|jag|min|mitt)\b"
    r"|\bblir (?:vår|min|vi|jag) (?:\w+ )?(?:godkän|bevilj|avsla)|\bvad sa (?:nämnden|kommunen|regionen) om (?:vår|min)\b"
    r"|\bi ?går\b|\bi helgen\b|\bi morse\b|\bförra veckan\b|\bi förrgår\b"  # news
    r"|\bfick (?:vi|jag) (?:ja|nej|igenom)\b|\bhur går det (?:för|med) (?:vår|min)\b"
    rf"|\bhar (?:ni|du|kommunen|regionen|nämnden) (?:\w+ )?\w+(?:at|tt|it|ot) (?:ut |in |fram )?{_OURS}"
    r"|\bär (?:vår|vårt|våra|min|mitt|mina|vi|jag) (?:\w+ ){0,3}(?:registrera|anmäl|inskickad|försenad|skyldig|med i reg)\w*"
    r"|\b(?:sa|tyckte|skrev|ansåg|menade|bedömde) (?:\w+ ){1,3}?om (?:vår|vårt|våra|min|mitt|mina|oss)\b"
    r"|\bhur (?:långt|länge) (?:\w+ ){0,3}(?:kommit|väntat|legat)\b.{0,40}\b(?:vår|vårt|min|mitt)\b"
)
_OPINION = re.compile(
    r"\b(?:tycker|anser|tror|gillar|föredrar) (?:du|ni)\b|\bdin(?:a)? (?:åsikt|favorit)"
    r"|^(?:vilke[nt] är )?(?:den |det )?(?:bästa|godaste|finaste|roligaste) "
)
_DO = (
    r"skriv(?:a)?(?! (?:upp|ut|ner|en lista)\b)|översätt(?:a)?|rita|boka|ring(?:a)?|skicka|formulera|dikta|sjung(?:a)?|fyll(?:a)?"
    r"|mejla|maila|anmäl(?:a)?|registrera|godkänn(?:a)?|ändra|rätta|beställ(?:a)?|lämna in|logga in|påminn(?:a)?"
)
_TASK = re.compile(  # something to be done, not told; "skriv när det är" and "skicka ansökan, hur gör man?" ask for what is told
    rf"(?!.*\b(?:när|hur|vart?|vem|vad|vilk(?:en|et|a)|varför|måste|ska|får|kan (?:vi|man|jag))\b)"
    rf"(?:.*\b(?:kan|kunde|vill|skulle) (?:du|ni) (?:snälla |kanske |kunna |också |vänligen |inte |bara )*(?:{_DO})\b"
    rf"|(?:snälla |hej[ ,!]*)?(?:{_DO})\b)"
)
_ADVICE = re.compile(
    r"^(?:och |men )?hur (?:skriver|formulerar|utformar) (?:man|vi|jag) "
    r"(?!.*(?:ansök|redovisning|avtal|överenskommelse|\biop\b))(?:en|ett|bra) "
)
_FUTURE = re.compile(
    r"\bnästa (?!steg|sida)\w|\bframöver\b|\bi framtiden\b|\bnästkommande\b|\bkommer (?:\w+ ){0,4}att\b"
    r"|\b(?:efter|från och med|under|för) (?:20[3-9]\d)\b"
    r"|\b(?:tänker|planerar|avser|ämnar|funderar) (?!vi\b|jag\b|man\b)(?:\w+ ){1,4}(?:att )?(?:höja|sänka|ändra|införa|ta bort"
    r"|utöka|minska|öka|skära|slopa|starta|avskaffa|förlänga|bygga|satsa|lägga ned)\b"
)
_AFTER = re.compile(r"\b(?:efter|bortom) (?:år )?(20\d\d)\b")
_VERDICT = re.compile(
    r"^(?:\w+ )?(?:räcker|duger|uppfyller|klarar|godkänns|godtas) |\b(?:räcker|duger) (?:det|vår|vårt|min|mitt)\b"
    r"|\b(?:är|blir) (?:vi|jag|vår|vårt|min) (?:\w+ ){0,2}(?:berättigad|godkän|behörig|kvalificera|tillräcklig)"
    r"|\buppfyller (?:vi|jag|vår|vårt)\b|\bhar (?:vi|jag) (?:\w+ ){0,2}tillräckligt\b"
    r"|\bhur stor(?:a)? (?:är )?(?:våra |vår )?chans|\b(?:godkänns|godtas|accepteras|beviljas) (?:\w+ ){0,4}(?:ändå|trots)\b"
)


def is_private(folded: str) -> bool:
    """True when a normalised question asks for somebody's private number, address or the like."""
    return bool(_PRIVATE.search(folded))


def is_individual(folded: str) -> bool:
    """True when it asks how it goes, or went, for the asker's own matter, or for news."""
    return bool(_INDIVIDUAL.search(folded))


def is_opinion_or_task(folded: str) -> bool:
    """True when it asks what somebody thinks, how to write something well, or for something to be done: the documents only
    tell.
    """
    return bool(_OPINION.search(folded) or _TASK.match(folded) or _ADVICE.match(folded))


def wants_future(folded: str) -> bool:
    """True when it asks what is to come: no document knows more than what was planned."""
    return bool(_FUTURE.search(folded))


def years_after(folded: str) -> tuple[int, ...]:
    """The years after which something is asked for: "efter 2027"."""
    return tuple(int(year) for year in _AFTER.findall(folded))


def wants_verdict(folded: str) -> bool:
    """True when it asks whether the asker's own case is good enough: the rule can be quoted, but who gives decides."""
    return bool(_VERDICT.search(folded))
