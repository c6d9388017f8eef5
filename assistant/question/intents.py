"""The kinds of answer that a question wants: a date, an amount, a list, a rule … Pure."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.language import swedish
from assistant.language.swedish import normalise


class Intent(StrEnum):
    """The kind of answer a question wants."""

    WHEN = "when"
    AMOUNT = "amount"
    COUNT = "count"
    AGE = "age"
    WHO = "who"
    LIST = "list"
    CONDITION = "condition"
    DEFINITION = "definition"
    COMPARE = "compare"
    SEEK = "seek"
    OFFER = "offer"
    VALIDITY = "validity"
    EXCLUSION = "exclusion"
    WHERE = "where"
    ENCLOSURES = "enclosures"
    CONTACT = "contact"
    PROCESS = "process"
    OTHER = "other"


VALUES = (Intent.WHEN, Intent.AMOUNT, Intent.COUNT, Intent.AGE, Intent.CONTACT)  # what only a value answers


_WHICH_GRANT = (
    r"\b(?:vilket|vilka|något|nåt|vad för)"
    r"(?: (?:olika|slags?|sorters?|typer av|typ av|former av|statliga|regionala|kommunala))? (?:bidrag|stöd)"
    r"|\bfinns (?:det )?(?:(?:några|något|nåt|någon|nån) )?(?:pengar|bidrag|stöd|hjälp)\b"
)
_PATTERNS: tuple[tuple[Intent, str], ...] = (
    (
        Intent.SEEK,
        _WHICH_GRANT + r"|\b(?:kan|får) (?:jag|vi|man|en)\b.{0,40}\b(?:få|söka|ansöka)\b"
        r"|\bfå (?:pengar|bidrag|stöd|nåt|något)\b|\bvad kan\b|\bcan (?:we|our|i)\b"
        r"|\bvart (?:ska |kan |bör )?(?:(?:vi|jag|man) )?(?:vänder|vända)\b"
        r"|\bhur (?:an)?sök(?:er|s) |\bhur (?:gör|går) .{0,30}\b(?:an)?söka\b",
    ),
    (
        Intent.OFFER,
        _WHICH_GRANT + r"|\bfå (?:pengar|bidrag|stöd|nåt|något)\b|\bvad kan\b"
        r"|\bvart (?:ska |kan |bör )?(?:(?:vi|jag|man) )?(?:vänder|vända)\b",
    ),
    (
        Intent.COMPARE,
        r"\bjämför|\bskilj(?:er|a|de|t)\b|\bskilde\b|\bskillnad|\bbytt\b|\bändra(?:t|des)\b|\bgentemot\b"
        r"|\b(?:större|högre|fler|mer|längre) eller (?:mindre|lägre|färre|kortare)\b.*\b(?:mellan|än)\b",
    ),
    (
        Intent.WHEN,
        r"^(?:och |men |från |till |sedan )*när\b|\boch (?:sedan |från |till )?när\b|[,:] när\b"
        r"|\bvilke[nt] (?:datum|år|dag|tid|månad|vecka)\b|\bvilka (?:(?!års?\b)\w+ )?(?:datum|tider|dagar)\b"
        r"|\bsista\b.{0,12}\bda(?:g|n)|\b(?:ansöknings|stopp|slut|start|besluts)?datum(?:en)?\b|\bdeadline|\bsenast\b|"
        r"\bstoppdatum|\bhandläggningstid|\bsvarstid|\bväntetid"
        r"|\bhur lång(?:t tid| tid|t (?:före|innan|efter|i förväg))\b|\bhur lång(?:|a|t) (?:ska|måste|är|får|bör|behöver)\b"
        r"|\bhur många (?:år|månader|veckor|dagar|timmar|minuter)\b(?! gam)|\bhur länge\b|\bhur ofta\b"
        r"|\bhur (?:snabbt|fort|snart)\b"
        r"|\bhur många gånger (?:om|per|på|varje)\b"
        r"|\bperiod|^n(?:är|ä|e)\b|\bwhen\b|\bsedan när\b",
    ),
    (
        Intent.AMOUNT,
        r"^(?!.*\bhur (?:räknas|beräknas|fördelas|delas)\b).*(?:\bhur m(?:ycke|kt\b|ke\b)|\bhur stor|\bbelopp|"
        r"\bkronor\b|\bmaxbelopp|"
        r"(?<!\bnytt )(?<!\bnya )(?<!\bbyta )(?<!\blägga )(?<!\blaga )\btak(?:et)?\b(?! (?:på|läcker))|"  # of no house
        r"\bvad (?:ger|kostar|kostade)\b"
        r"|\bvad får\b(?! \w+ (?:pengar|bidrag|stöd) (?:för|till)\b)"
        r"(?!.*\b(?:inte|göra|ingå|gå|läggas?|betala|använd\w*|söka)\b)|\bandel|\bprocent|"
        r"\bvär(?:d|t)\b|\bhur många (?:kronor|pengar)|\bvad är det (?:mesta|högsta|minsta) |"
        r"\bvad är \w*(?:avgiften|priset|hyran|taxan|lönen|ersättningen)\b|\bhow much)",
    ),
    (
        Intent.PROCESS,
        r"\bvilka steg\b|\bhur (?:gick|går) (?:\w+ ){0,4}till\b|\bhur (?:\w+ ){1,4}(?:togs|tas|tagits|kom|arbetades|växte) fram\b"
        r"|\bvad (?:har |hade )?(?:hänt|hände) (?:med|sedan|efter|sen)\b"
        r"|\bbeslutsgång|\bvägen (?:till|fram)\b|\bhur (?:\w+ ){0,3}(?:beslutades|bereddes)\b",
    ),
    (
        Intent.CONTACT,
        r"\btelefonnummer|\bmejladress|\bmailadress|\be-postadress|\bkontaktuppgift|\bnumret till\b"
        r"|\bringer? (?:vi|jag|man) till\b|\b(?:vart?|vem|vilka) på .{1,40}\b(?:ringa|ringer|mejla|mejlar|kontakta|kontaktar)\b"
        r"|\b(?:vart?|vem) (?:ska |kan |bör )?(?:(?:vi|jag|man) )?(?:ringer|ringa|mejlar|mejla|kontaktar|kontakta)\b"
        r"|\bvem (?:ska |kan |bör )?(?:(?:vi|jag|man) )?(?:vänder|vända|frågar|fråga|pratar|prata)\b"
        r"|\bkan (?:vi|jag|man) (?:ringa|mejla|maila)\b"
        r"|\bhemsida|\bwebbadress|\bphone number|\be-?mail address",
    ),
    (
        Intent.WHERE,
        r"^(?:och |men )*var (?:ligger|finns|hålls|hittar|söker|ansöker|skickar|kan|ska|är)\b|\bvilken adress"
        r"|\btill vilken (?!kommun\w* hör)(?:kommun|förvaltning|nämnd|myndighet|enhet|avdelning)\b"
        r"|\b(?:till vem|vart) (?:ska |kan |bör )?(?:(?:vi|jag|man) )?(?:skicka|lämna|sänd)"
        r"|\bvar nå(?:gon)?nstans|^where\b",
    ),
    (
        Intent.ENCLOSURES,
        r"\b(?:vilka|vad för) (?:\w+ ){0,2}(?:bilagor|papper)\b|\bbifoga"
        r"|\b(?:vilka|vad för) (?:\w+ ){0,2}(?:handlingar|dokument|underlag)\b.*\b(?:an)?(?:sök|skicka|krävs|kräver|behöv|vill)"
        r"|\bvad\b.{1,30}\bskicka(?:s)? (?:med|in)\b"
        r"|\bvad\b.{1,30}\b(?:ha|finnas|vara|ta|lämna) (?:med )?(?:i|till|in med|in ihop med) (?:\w+ )?(?:ansökan|ansökningen)\b"
        r"|\bvad (?:ska|måste|bör) (?:\w+ )?ansökan\b.{0,40}\b(?:ha med|innehålla)\b",
    ),
    (
        Intent.COUNT,
        r"\bhur många\b(?! (?:kronor|pengar|år|månader|veckor|dagar|timmar|minuter)\b)(?! gånger (?:om|per|på|varje)\b)"
        r"|\bantal(?:et)?\b|\bhow many",
    ),
    (
        Intent.AGE,
        r"\bhur gam(?:mal|la)\b(?! (?:är|var) (?:\w+ ){0,2}\w*(?:regl|riktlinj|uppgift|sid|plan))|\bålder|\båldr(?:ar|arna)\b"
        r"|\bhow old\b",
    ),
    (
        Intent.WHO,
        r"\bvem\b|\bvilka (?:får|kan|ingår|sitter|ska)\b|\bvilken (?:nämnd|instans|myndighet|styrelse)\b"
        r"|\bvilket (?:utskott|organ)\b|\bwho\b",
    ),
    (
        Intent.LIST,
        r"\bvilka\b|\blista\b|\b(?:räkna|rada) upp|\balla\b.{0,30}\b(?:mål|områden|bidrag)|\bvad krävs|\bvilka krav|\bdelar\b"
        r"|\bwhich\b"
        r"|\bhur (?:fördela(?:des|s|ts)|delades)\b",
    ),
    (
        Intent.CONDITION,
        r"^(?:och |men )?(?:kan|får|gäller|går|är|måste|ska|har|finns|räknas) |, räknas (?:det|den|de)\b"
        r"|\bgår d?et\b|\bkrav|\bvillkor|\bkrävs"
        r"|\bfår vi\b|\bkan (?:vi|man|en)\b|^can\b",
    ),
    (
        Intent.VALIDITY,
        r"^(?:och |men )?gäll(?:er|de) .*\b(?:fortfarande|än|ännu|nu|i ?dag|längre)\b"
        r"|\bhur länge (?:gäll|löp)(?!\w* (?:\w+ ){0,2}(?:beslut|besked|bidrag|stöd)(?:en|et)?\b)"
        r"|\bfinns (?:det|de) (?:någon|nån|en) (?:ny|nyare|senare)\b|\befterföljare|\bi kraft\b|\bgiltig"
        r"|\b(?:har|är) .*\b(?:upphört|ersatts?|förlängts?)\b|\blöp(?:er|te|t) ut\b"
        r"|(?<!sökningstiden )(?<!^tiden )(?<! tiden )\bgå(?:r|tt) ut\b"
        r"|(?<!sökningstiden )(?<!^tiden )(?<! tiden )\b(?:går|gick|löp(?:er|te)) (?!(?:(?:ansöknings|sök|anmälnings)?tiden)\b)"
        r"(?:(?:\w+ ){0,3}\w*(?:plan|strategi|avtal|överenskommelse|program)\w* )?ut\b"
        r"|\btill vilket år\b|\bsträcker sig\b|\bslutår"
        r"|\btog (?!.*(?:tiden|pengarna|medlen)\b).{1,40} slut\b|\bslutade gälla\b|^(?:och |men )?när upphörde\b"
        r"|\bvilken är den (?:nu )?gällande\b|\b(?:från|sedan) när(?: gäll(?:er|de)\b|\W*$)"
        r"|\bvilken \w*(?:plan|strategi|version|överenskommelse|rus)(?:en)?\b.*\b(?:gäller|aktuell)\b",
    ),
    (Intent.EXCLUSION, r"\b(?:får|kan|gäller|ska|bör) (?:\w+ ){0,2}(?:inte|ej|aldrig)\b|\bundant|\butesl|\bnekas?\b"),
    (
        Intent.DEFINITION,
        r"^vad (?:är|betyder|innebär|menas|avses)|\bhur definier|\bdefinitionen av\b|\bförklara\b"
        r"|\bvad står\b.{0,10}\bför$|^what is",
    ),
)

MISSED = re.compile(  # a day that was missed is not asked for
    r"\b(?:missa(?:t|r|de)?|(?:sök\w*|ansök\w*|lämna\w*|skicka\w*) (?:\w+ ){0,3}?efter) (?:\w+ ){0,2}?"
    r"(?:sista \w*da(?:g|n)\w*|stoppdatum\w*|deadlin\w*)"
)
_MAY_BEGIN = re.compile(  # what must have been decided before, not a day to apply
    r"\bnär (?:tidigast )?(?:får|kan|ska) (?:\w+ ){1,2}?(?:tidigast )?(?:börja|påbörja|starta|(?:sätta|dra|köra) igång)\b"
    r"(?! (?:att )?(?:söka|ansöka|skicka|lämna|anmäla|redovisa|rapportera|använda))"
)
_HOW_MUCH = re.compile(r"(?:och |men )?hur (?:mycket|stor|många|gam)")


def intents_of(text: str) -> tuple[Intent, ...]:
    """The kinds of answer that a question wants, OTHER when none is recognised. A day that was missed is not asked for."""
    asking = swedish.asking_part(text)
    parts = [MISSED.sub("", normalise(asking[start:end])) for start, end in swedish.sentences(asking)]
    found = tuple(intent for intent, pattern in _PATTERNS if any(re.search(pattern, part) for part in parts))
    found = found or (Intent.OTHER,)
    if any(_MAY_BEGIN.search(part) for part in parts):
        return tuple(
            dict.fromkeys((*(one for one in found if one not in (Intent.WHEN, Intent.SEEK)), Intent.CONDITION))
        )
    if Intent.WHEN in found:  # "vad är sista dag", "när får vi besked": a date is asked for, not a meaning or a rule
        return tuple(intent for intent in found if intent not in (Intent.DEFINITION, Intent.CONDITION))
    if any(_HOW_MUCH.match(part) for part in parts):  # "hur mycket kan vi få": a sum, not a rule
        return tuple(intent for intent in found if intent is not Intent.CONDITION)
    return found
