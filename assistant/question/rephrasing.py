"""A question put in a way that hides what it asks for, said so that it is asked for outright. Pure.

"Var det nämnden som antog planen?" asks who did: the row of the body that is named would sound like a yes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.domain import MUNICIPALITIES, Question
from assistant.language.calling import NAME_OF_GRANT, NAME_OF_PLAN

_BODY = r"(?:\w+ ){0,2}?\w*(?:styrelsen|nämnden|fullmäktige|riksdagen|regeringen|landstinget|utskottet)"
_OF_PLACE = r"(?P<place> (?:i|för) \w+)?"
_DID = r"(?:anta(?:r|git)|antog|beslut(?:ar|ade|at)|fatta(?:r|de) beslut|fastställ(?:er|de|t)|godkän(?:ner|de)|bestäm(?:mer|de))"
_WAS_IT = re.compile(
    rf"(?:och |men )?(?:stämmer det att det (?:var|är|blev) |(?:var|är|blev) det (?:verkligen |väl )?){_BODY}{_OF_PLACE} som "
    rf"(?P<did>{_DID}) (?P<what>(?!att\b).+)",
    re.IGNORECASE,
)
_DID_IT = re.compile(
    r"(?:och |men )?(?P<did>antog|beslutade|fastställde|godkände) "
    rf"(?:\w*(?:styrelsen|nämnden)|(?:kommun|region)fullmäktige){_OF_PLACE} (?P<what>(?!att\b).+)",
    re.IGNORECASE,
)
_DEFINE = re.compile(
    r"(?:definiera|definition(?:en)?(?: av| på|:)) (?P<what>(?:\w|-)+(?: (?:\w|-)+){0,3})", re.IGNORECASE
)
_PLAN = r"(?:\w+ )?(?:rus|\w*(?:planen|strategin))\b.*"
_HOLDS = r"(?P<what>(?:\w+ ){0,3}(?:rus|\w*(?:plan|strategi|överenskommelse|program|avtal|policy)(?:en|n|et)?)\b.*)"
_IN_WHICH_YEARS = re.compile(
    rf"(?:och |men )?(?:för )?(?:vilken (?:tids|avtals)?period|vilka år|mellan vilka år) "
    rf"(?:gäller|gällde|omfattar|avser|löper|sträcker sig) {_HOLDS}",
    re.IGNORECASE,
)
_HAS_REPLACED = re.compile(
    rf"(?:och |men )?(?:vad|vilken \w+) (?:har (?:ersatt|kommit efter|kommit i stället för)|kommer efter) "
    rf"(?!.*(?:\d|gaml|äldre|förra|tidigare|först)){_HOLDS}",
    re.IGNORECASE,
)
_IS_DEFINED = re.compile(r"hur (?:är|blir) (?P<what>(?:\w|-)+(?: (?:\w|-)+)?) definiera\w+", re.IGNORECASE)
_WAS_DECIDED = re.compile(
    r"(?P<ask>antogs|beslutades|fastställdes|godkändes) (?P<what>(?!vår\b|vårt\b|min\b|mitt\b).+?) (?:av|i) (?:\w+ )?"
    r"\w*(?:styrelsen|nämnden|fullmäktige|riksdagen|regeringen)\b.*",
    re.IGNORECASE,
)
_BOTH_OF_WHICH = re.compile(
    r"(?P<ask>vilka (?:\w+ ){0,5}?(?:ingår|finns|gäller|verkar|är med)) (?P<one>(?:i|för|hos) [^,?]+?),? och vilka "
    r"(?P<other>(?:i|för|hos) [^,?]+)",
    re.IGNORECASE,
)
_TELL_OF = (
    r"(?:(?:(?:kan|vill|skulle) du |snälla )?(?:berätta|säga?)(?: (?:lite|kort|mer|mera|något|nåt|mig|oss|för mig|för oss)){0,2}"
    r"|vad (?:vet (?:du|ni)|kan du (?:berätta|säga))) om "
)
_TELL_OF_A_PLACE = re.compile(rf"{_TELL_OF}(?P<what>{'|'.join(MUNICIPALITIES)})(?: kommun)?", re.IGNORECASE)
_CLAUSE = (
    r"(?:vi|man|jag|ni|det|den|de|dom|han|hon|\w*(?:föreningen|klubben)|när|var|vad|hur|vem|vilken|vilket|vilka)\b"
)
_TELL_OF_IT = re.compile(rf"{_TELL_OF}(?!{_CLAUSE})(?P<what>[^,.?!]+)", re.IGNORECASE)
_FOLLOWS_UP = re.compile(rf"vem (?:är det som )?följer upp (?P<what>{_PLAN})", re.IGNORECASE)
_LEADS = re.compile(
    rf"vem (?:är det som )?(?:leder|samordnar|håller i|driver|sköter|genomför|har hand om) (?P<what>{_PLAN})",
    re.IGNORECASE,
)
_OUR = r"(?P<who>(?:(?:en|vår|er) )?(?:förening|klubb|organisation)(?:en)?)"
_IN_PLAIN_WORDS = tuple(
    (re.compile(said, re.IGNORECASE), plain)
    for said, plain in (
        (rf"hur gammal (?P<must>måste|ska|behöver|bör) {_OUR} vara", r"hur länge \g<must> \g<who> ha funnits"),
        (rf"hur stor (?P<must>måste|ska|behöver|bör) {_OUR} vara", r"hur många medlemmar \g<must> \g<who> ha"),
        (
            r",? (?:(?:enkelt|kort|kortfattat) (?:förklarat|uttryckt|sagt|beskrivet)|(?:med|i) enkla ord"
            r"|på (?:lätt|enkel|vanlig) svenska|i korthet|svart på vitt)\b",
            "",
        ),
        (
            r"(?:har (?:vi|jag|föreningen|klubben) (?:i \w+ )?(?:redan )?missat|hinner (?:vi|jag) (?:fortfarande )?söka"
            rf"|är det (?:redan )?för sent (?:nu )?(?:att|o|å) söka) (?P<what>{NAME_OF_GRANT})(?! för (?:19|20)\d\d)",
            r"när är sista dag för \g<what>",
        ),
        (r"\bfast (?=(?:vi|man|jag|det|den|de|ni|föreningen|klubben|bara|inte)\b)", "även om "),
        (r"vilka åldrar gäller", "vilken ålder gäller"),
        (r"finns de (?=att\b|några?\b|nåt\b|något\b|bidrag|stöd|pengar)", "finns det "),
        (
            r"(?:skicka|lämna|få|ge) in (?:(?:en|vår|sin|min) )?(?:ansökan|ansökningar(?:na)?) (?:om|till|för) ",
            "söka ",
        ),
        (
            r"^jag (?:är|sitter som) (?:\w+ )?"
            r"(?:kassör|ordförande|sekreterare|ledamot|styrelseledamot|ledare|tränare|medlem|aktiv) "
            r"(?:i|för|åt) (?=(?:en|ett|vår|vårt)\b)",
            "vi är ",
        ),
        (
            r"^(?:och )?(?:kan|får) (?:vi|man|jag) (?:få|söka|ha) (?:det|den|dem|de|dom|bidraget|stödet|pengarna) i "
            rf"(?P<where>{'|'.join(MUNICIPALITIES)}) (?:också|med)",
            r"gäller det \g<where> också",
        ),
        (
            r"vad (?:är|var) (?:egentligen )?(?:syftet|meningen|poängen|tanken|idén|vitsen) "
            r"(?:med|bakom) (?P<what>(?!att\b)[^,.?!]+)",
            r"vilket syfte har \g<what>",
        ),
    )
)
_NEXT_YEAR = re.compile(r"\b(?:(?:inför|för|till|under) )?nästa år\b", re.IGNORECASE)
_COUNT_UP = re.compile(
    r"(?:snälla )?(?:räkna upp|rada upp|lista|nämn|ange)(?: alla)?"
    r"(?P<what> (?:de \w+ )?\w*(?:erna|arna|orna|målen|områdena|stegen|kraven|villkoren)\b.*)",
    re.IGNORECASE,
)
_WHICH_IS_MOST = re.compile(
    r"(?P<before>(?:.+[.!] )?)vilket (?:av dem )?(?P<does>ger|betalar) (?:mest|minst|mer|mindre)(?: pengar)?[,:] (?P<one>[^,?]+) "
    r"eller (?P<other>[^,?]+)",
    re.IGNORECASE,
)
_TURNED_AWAY = re.compile(  # "alltså inte den gamla planen": named to be left out
    r"[,(] ?(?:alltså|d\.?v\.?s\.?|det vill säga) inte (?!(?:om|när|att|bara|längre|så|kan|får|har|är|vill)\b)"
    r"(?:(?:den|det|de|i|från|till|av) )?(?:\w+ ){0,2}\w+\)?(?=[,.?!]|$)",
    re.IGNORECASE,
)
_PLAN_ALONE = re.compile(r"(?P<what>rus|(?:kultur|biblioteks|verksamhets)planen)", re.IGNORECASE)
_DECISION_ON = re.compile(rf"beslut(?:et)?(?: om| av| för)? (?P<what>{NAME_OF_PLAN})", re.IGNORECASE)
_ENCLOSED_WITH = re.compile(rf"bilagor(?:na)?(?: till| för)? (?P<what>{NAME_OF_GRANT}.*)", re.IGNORECASE)

_WHAT_IS_IT = re.compile(
    r"(?P<what>(?!(?:och|men|jo|ja|nej|hej|så|då)\b)[\w-]+(?: [\w-]+)?),? "
    r"vad? (?:är|e) (?:det|de)(?: för (?:något|nåt))?",
    re.IGNORECASE,
)
_OUTRIGHT = (  # tried in this order
    (_WHAT_IS_IT, r"vad är \g<what>?"),
    (_PLAN_ALONE, r"vad är \g<what>?"),
    (_DECISION_ON, r"hur beslutades \g<what>?"),
    (_ENCLOSED_WITH, r"vilka bilagor behövs till \g<what>?"),
    (_IN_WHICH_YEARS, r"hur länge gäller \g<what>?"),
    (_HAS_REPLACED, r"finns det en efterföljare till \g<what>?"),
    (_WAS_DECIDED, r"när \g<ask> \g<what> och av vem?"),
    (_BOTH_OF_WHICH, r"\g<ask> \g<one> och \g<ask> \g<other>?"),
    (_COUNT_UP, r"vilka är\g<what>?"),
    (_WHICH_IS_MOST, r"\g<before>hur mycket \g<does> \g<one> och hur mycket \g<does> \g<other>?"),
    (_WAS_IT, r"vem \g<did> \g<what>\g<place>?"),
    (_DID_IT, r"vem \g<did> \g<what>\g<place>?"),
    (_FOLLOWS_UP, r"vem ansvarar för uppföljningen av \g<what>?"),
    (_LEADS, r"vem ansvarar för \g<what>?"),
    (_DEFINE, r"vad är \g<what>?"),
    (_IS_DEFINED, r"vad är \g<what>?"),
    (_TELL_OF_A_PLACE, r"vilka bidrag finns i \g<what>?"),
    (_TELL_OF_IT, r"vad är \g<what>?"),
)


def outright(question: Question) -> Question:
    """The question with what it asks for said outright; any other question as it is, the same object.

    "Var det styrelsen som antog X?" and "antog styrelsen X?" ask who did, "vem håller i planen?" who is responsible for it,
    "definiera X" and "vad vet du om X?" what X is, "vilken period gäller planen?" how long it holds, "antogs X av styrelsen?"
    when and by whom, "räkna upp målen" which they are; "vilka är med i X och vilka i Y?" and "vilket ger mest, X eller Y?" ask
    the same of both; "iop, vad är det", "kulturplanen", "beslut kulturplanen" and "bilagor startbidrag Kumla" what it is, how it
    was decided, and which are needed. What is named only to be turned away, "alltså inte Z", is left out, as is in which words
    it is to be told; "hur gammal måste föreningen vara" becomes how long it must have been, "skicka in ansökan om X" to apply
    for it, and "nästa år" the year that it is.
    """
    plain = _TURNED_AWAY.sub("", question.text)
    for pattern, words in _IN_PLAIN_WORDS:
        plain = pattern.sub(words, plain)
    plain = _NEXT_YEAR.sub(f"inför {question.today.year + 1}", plain)
    said = plain.strip(" ?!.")
    said = said[:1].casefold() + said[1:]
    matches = ((pattern.fullmatch(said), words) for pattern, words in _OUTRIGHT)
    plain = next((match.expand(words) for match, words in matches if match), plain)
    return question if plain == question.text else replace(question, text=plain[:1].upper() + plain[1:])
