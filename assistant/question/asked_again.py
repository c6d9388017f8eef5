"""A follow-up that asks the same again of the version before, another thing, grant or place; words for what was before. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.domain import Question
from assistant.language import swedish, values
from assistant.language.calling import GRANTS, NAME_OF_GRANT, NAME_OF_PLAN, PLANS
from assistant.language.places import place_of
from assistant.language.swedish import normalise
from assistant.question import set_beside, several

OLDER = frozenset("gamla gammal äldre förra tidigare föregående förut förr dessförinnan innan".split())
ASKING_WORDS = 2  # that two parts of a question begin with when they ask the same: "hur många"
_ONLY_LAST = frozenset(("tidigare", "innan", "förr"))  # "innan den går ut" is no version
THE_OLDER = r"(?:förra|gamla|tidigare|äldre|föregående)"
_SOURCE = r"\w*(?:plan|version|strategi|överenskommelse|avtal|program|policy|riktlinje|regle|modell|system)\w*"
_HOW_IT_WAS = (
    r"(?:hur (?:är|var|såg|ser|lät|löd) (?:det )?(?:ut )?|vad (?:sa|stod|gällde|gäller|säger|står)(?: det| den)? ?)"
)
_THE_ONE_BEFORE = re.compile(
    rf"(?:och |men )?{_HOW_IT_WAS}?(?:i |för |enligt |på |med )?((?:den|det|de|dom) {THE_OLDER})( {_SOURCE})?"
    r"( från (?:år )?\d{4})?(?: då)?"
)
_BEFORE = re.compile(rf"(?:och |men )?{_HOW_IT_WAS}?(?:tidigare|förut|förr|dessförinnan|innan dess)")
_BEFORE_A_YEAR = re.compile(rf"(?:och |men )?{_HOW_IT_WAS}?((?:före|innan) (?:år )?\d{{4}})")
_ANOTHER_THING = re.compile(
    r"(?:och|men|då|och vad (?:säger|står) (?:den|det|de)(?: där)?) om "
    r"((?!(?:vi|man|jag|ni|det|den|de|en|ett|inte)\b)(?!\w+(?:en|et|na) \w+(?:s|r|de|t)\b).+)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(.*\b(?:säger|skriver|står|sägs|nämner|beskriver|lyfter|anger)\b.* om) (.+)", re.IGNORECASE)
_ANOTHER_GRANT = re.compile(
    rf"(?:och |men )?(?:hur är det med |vad gäller (?:för )?|för |då )?({NAME_OF_GRANT})(?: då)?", re.IGNORECASE
)
_ANOTHER_PLACE = re.compile(
    r"(?:och |men )?(?:hur är det |hur ser det ut |vad gäller )?(?:i |för |från |då i )?(\w+)(?:s kommun| kommun)?(?: då)?",
    re.IGNORECASE,
)
_ANOTHER_YEAR = re.compile(
    r"(?:och |men )?(?:hur var det |hur såg det ut )?(?:år |under |i |för )?((?:19|20)\d\d)(?: då)?"
)
_YEARS_AWAY = re.compile(
    r"(?:och |men )?(?:hur var det |hur blev det |vad hände )?(?:(?:ett|(?P<n>två|tre|fyra|fem|\d)) )?år(?:et)? "
    r"(?P<way>efter|därpå|därefter|senare|innan|före|dessförinnan|tidigare)(?: då)?"
)
_LATER = frozenset(("efter", "därpå", "därefter", "senare"))
_PLANS_OF = re.compile(rf"(?<![\w-]){NAME_OF_PLAN}\b(?: för \w+)?", re.IGNORECASE)
_ANOTHER_PLAN = re.compile(
    rf"(?:och |men )?(?:hur är det med |vad gäller (?:för )?|för |då |i )?({NAME_OF_PLAN}(?: för [\w ]+?)?)(?: då)?",
    re.IGNORECASE,
)
_IS_IT_THERE = re.compile(
    r"(?:och |men )?finns (?:det|de|den)(?: (?:en|ett|någon|något|nåt|sån|sånt|sådan|sådant))? i (\w+)"
    r"(?: också)?(?: då)?",
    re.IGNORECASE,
)
_WHAT_IS = re.compile(r"vad (?:är|betyder|menas med|innebär) (?:(en|ett) (\w+)|([A-ZÅÄÖ]{2,5}|iop|asf))", re.IGNORECASE)
_TERM = r"(?P<term>(?!(?:den|det|de|dem|jag|vi|man|ni|där|här|nu|då|sen|sedan|om)\b)[\w-]+(?: [\w-]+)??)"
_A_TERM = re.compile(rf"(?P<ask>vad (?:är|betyder|menas med|innebär|avses med)) (?:en |ett )?{_TERM}", re.IGNORECASE)
_ANOTHER_TERM = re.compile(rf"(?:och|men) (?:en |ett )?{_TERM}(?: då)?", re.IGNORECASE)
_SHORT_TERM = re.compile(r"(?:ett )?(?:iop|asf)", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-ZÅÄÖ]")
_NO_TERM = re.compile(  # what a follow-up asks of the same thing
    rf"{swedish.INTERROGATIVE}|^(?:i|på|till|från|för|av|med|om|hos)\b|\b(?:pengar|belopp|ansökan|dag|datum|tid|mål|krav|villkor|regl"
    r"|ålder|åldrar|kommun|skillnad|exempel|bilag|beslut|ansvar|kontakt|stöd|bidrag)"
)
_ASPECT = re.compile(
    r"(?:del|effekt)?mål(?:en)?|beslut(?:et)?|syfte(?:t)?|belopp(?:et)?|summa(?:n)?|krav(?:en)?|villkor(?:en)?|bilagor(?:na)?"
    r"|sista (?:ansöknings)?dag(?:en)?|datum|deadline|ansökan|ansökningstid(?:en)?|målgrupp(?:en)?|ålder|åldrar"
    r"|uppföljning(?:en)?|indikatorer(?:na)?|budget(?:en)?|period(?:en)?|giltighet(?:en)?|insatsområden(?:a)?|aktiviteter(?:na)?"
    r"|ansvar(?:ig|iga|et)?|redovisning(?:en)?|kontakt|utbetalning(?:en)?|process(?:en)?|remiss(?:en)?|vision(?:en)?"
    r"|prioriteringar(?:na)?|områden(?:a)?|tider(?:na)?"
)
_GIVER_OR_COUNTY = frozenset(("regionen", "regionens", "länet"))
_NOW = re.compile(
    r"\b(?:(?:den|det) )?(?:nu gällande|gällande|nuvarande|nya|nyaste|senaste|aktuella) (?=\w)", re.IGNORECASE
)
_WHICH_STAND = re.compile(
    r"(?:och |men )?vilka (?:av (?:dem|dom|dessa|planerna) )?"
    r"(?P<stand>har (?:gått|löpt) ut|har upphört|gäller(?: fortfarande| nu| i ?dag)?)"
)
_PLANS_UNDER = re.compile(
    r"vilka (?:\w+ ){0,2}?(?:planer|handlingsplaner|program|strategier)\b.*\brus\b", re.IGNORECASE
)
_WHO_HAS_ONE = re.compile(
    r"(?:och |men )?((?:vilka|hur många)\b.*\b(?:har(?: tecknat| skrivit| antagit)?|tecknat|skrivit)) "
    r"(?:en|ett|någon|något|det|sådan|sådana|sådant)",
    re.IGNORECASE,
)
_IT = r"(?:det|de|den|dem|dom|detta|dessa)"
_IS_CHANGED = re.compile(
    rf"(?:och |men )?(?:har {_IT} (?:\w+ )?(?:ändrats?|förändrats?)(?: (?:sedan|från|mot) .{{1,30}})?"
    rf"|är {_IT} (?:samma|likadana?|oförändrade?|de samma|desamma)(?: (?:som|mot|i) .{{1,30}})?"
    rf"|heter {_IT} (?:samma(?: sak)?|likadant|lika)(?: (?:som|i|nu) ?.{{0,30}})?"
    rf"|(?:var|fanns|stod|ingick) {_IT} (?:också |även )?(?:med )?(?:också |även )?i (?:den|det|de) {THE_OLDER}(?: {_SOURCE})?"
    r"(?: också)?)"
)
_WHICH = re.compile(r"vilka ((?:\w+ ){0,2}?\w+) (?:har|hade|finns|fanns|ingår|ingick|står|innehåller)\b", re.IGNORECASE)
_SOMETHING_ELSE = re.compile(
    r"(?:och |men )?(?:(?:finns|har) (?:det|de|ni)|vad finns det|vilka) (?:då )?(?:(?:några|något|nåt|för) )?"
    r"(?:annat|andra|mer|fler|flera)(?: (?:bidrag|stöd|pengar))?(?: som)?(?: (?:vi|man|jag) (?:kan|får))?"
    r"(?: (?:att )?(?:söka|få))?(?: (?:istället|i stället|då|där))?"
)
_WHAT_COMES = re.compile(
    r"(?:och |men )?(?:(?:vad|vilken(?: \w+)?) (?:kommer|kom|har kommit|gäller|blir det|ska gälla)(?: då| nu)? "
    r"(?:i ?stället|sedan|sen|efter (?:den|det)|därefter|härnäst)(?: då)?|vad (?:har ersatt|ersätter|ersatte) den(?: med)?"
    r"|vad har den ersatts (?:av|med)"
    r"|(?:finns|kommer) (?:det )?(?:någon|nån|en) (?:efterföljare|ersättare|ny(?: \w+)?)(?: till den)?)"
)
_ONE_OF_A_RUN = re.compile(
    rf"(?:och |men )?(?P<ask>.*\b(?:under|i|för|till|om|med)) (?:det|den) (?P<which>{'|'.join(values.ORDINALS)})",
    re.IGNORECASE,
)
_RUN = re.compile(r"\b(\w*område|(?:del|effekt|huvud)?mål)(?:n|na|ena|en)?\b", re.IGNORECASE)
_OF_GRANTS = re.compile(r"bidrag|stöd\b|stödet\b|\bpengar|\bsök(?:a|er|s)\b|peng(?:en)?\b")
_COUNTY = re.compile(r"\börebro läns?\b|\bregion örebro\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_OF_IT = re.compile(rf"\b(?:den|det|de) {THE_OLDER} {_SOURCE}")
_YEAR = re.compile(r"(?<![\d–-])(?:19|20)\d\d(?![\d–-])")
_YEARS = re.compile(r"\s*\(?\b(?:19|20)\d\d(?:\s*[–-]\s*(?:19|20)\d\d)?\b\)?")


def completed(question: Question) -> Question:
    """A follow-up that asks the same again, said so that it stands alone; any other question as it is, the same object.

    "Och den förra?" asks the same of what was before, "och om upphandling?" the same about another thing, "och
    projektbidraget?" and "och i Nora?" the same about another grant or place; so with another plan, year or term, also "året
    efter". "Jämfört med Nora?" asks it of both places, and "beslut", after "kulturplanen" and "mål", of what was named. A
    difference "mot X" is from what was last named; "finns det i Kumla?" and "vilka kommuner har en?" are about what was
    explained, also in the same question; "har de ändrats?" and "finns det något annat?" about what was asked for, and where.
    What it follows may be such a one itself.
    """
    asked = [number for number, turn in enumerate(question.history) if turn.role == "user"]
    before = ""
    named: tuple[str, ...] = ()
    for number in asked:
        said = question.history[number].text
        before = _again(said, before) or said
        named = (*named, *set_beside.called(before))
    text = _again(question.text, before) or set_beside.against(question.text.strip(" ?!."), named, before)
    if text:
        return replace(question, text=text, history=question.history[: asked[-1]])
    return replace(question, text=_with_what_it_is(question.text)) if _says_one(question.text) else question


def _again(said: str, before: str) -> str:
    """What is said, as the question before it asked again; empty when it asks something else."""
    own, before = said.strip(" ?!."), before.strip(" ?!.")
    text = before and (
        _of_what_was_before(normalise(own), before)
        or _about_another_thing(own, before)
        or _of_another_grant(own, before)
        or _of_another_plan(own, before)
        or _of_another_year(normalise(own), before)
        or _of_another_place(own, before)
        or _of_another_term(own, before)
        or _aspect_of_it(own, before)
        or set_beside.of_both_places(own, before)
        or _which_of_them_stand(normalise(own), before)
        or _of_what_was_explained(own, before)
        or _whether_changed(normalise(own), before)
        or _what_else_there_is(normalise(own), before)
        or _what_comes_after(normalise(own), before)
        or _of_one_of_a_run(own, before)
    )
    return f"{text}?" if text else ""


def _of_what_was_before(said: str, before: str) -> str:
    asked = _NOW.sub("", _YEARS.sub("", before))
    if dated := _BEFORE_A_YEAR.fullmatch(said):
        return f"{asked} {dated.group(1)}"
    if it := _THE_ONE_BEFORE.fullmatch(said):
        return f"{asked} i {it.group(1)}{it.group(2) or ' versionen'}{it.group(3) or ''}"
    return f"{asked} i den förra versionen" if _BEFORE.fullmatch(said) else ""


def _about_another_thing(said: str, before: str) -> str:
    """ "Vad säger reglerna i Nora om klimatet" with another thing after its "om"; a place named there stays."""
    thing, about = _ANOTHER_THING.fullmatch(said), _ABOUT.fullmatch(before)
    if not thing or not about:
        return ""
    places = [place for word in _WORD.findall(about.group(2)) if (place := place_of(word))]
    keeps = places and not any(map(place_of, _WORD.findall(thing.group(1))))
    return f"{about.group(1)} {thing.group(1)}{f' i {places[0]}' if keeps else ''}"


def _of_another_grant(said: str, before: str) -> str:
    """ "När söker man startbidraget i Kumla" with another grant in its place: "och projektbidraget?"."""
    other, named = _ANOTHER_GRANT.fullmatch(said), GRANTS.findall(before)
    if not other or len(named) != 1 or swedish.stem(normalise(other.group(1))) == swedish.stem(normalise(named[0])):
        return ""
    name = other.group(1) if "-" in other.group(1) else other.group(1).casefold()
    return before.replace(named[0], name)


def _of_another_plan(said: str, before: str) -> str:
    """ "Hur följs RUS upp" with another plan in its place: "och handlingsplanen?"."""
    other, named = _ANOTHER_PLAN.fullmatch(said), PLANS.findall(before)
    if not other or len(named) != 1 or normalise(other.group(1)) == normalise(named[0]):
        return ""
    return _YEARS.sub("", before).replace(named[0], other.group(1))


def _of_another_year(said: str, before: str) -> str:
    """ "Vem antog RUS 2022" with another year in its place: "och 2018?"."""
    other, away, named = _ANOTHER_YEAR.fullmatch(said), _YEARS_AWAY.fullmatch(said), _YEAR.findall(before)
    if len(named) != 1 or not (other or away):
        return ""
    return before.replace(named[0], other.group(1) if other else str(_moved(int(named[0]), away)))


def _moved(year: int, away: re.Match[str] | None) -> int:
    """The year that is so many years after or before another: "året efter", "två år tidigare"."""
    if not away:
        return year
    steps = values.small_number(away.group("n") or "1")
    return year + (steps if away.group("way") in _LATER else -steps)


def _of_another_place(said: str, before: str) -> str:
    """ "Vilka bidrag finns i Kumla" with another place in its place: "och Nora då?". The county is no such place."""
    other = _ANOTHER_PLACE.fullmatch(said)
    place = place_of(other.group(1)) if other else None
    named = [(word, known) for word in _WORD.findall(before) if (known := place_of(word))]
    if not place or len(named) != 1 or _COUNTY.search(before):
        return ""
    word, known = named[0]
    is_genitive = word.endswith("s") and not known.endswith("s") and not place.endswith("s")
    return re.sub(rf"\b{re.escape(word)}\b", f"{place}s" if is_genitive else place, before)


def _of_another_term(said: str, before: str) -> str:
    """ "Vad är social ekonomi" with another term in its place: "och civilsamhälle?". A grant, a plan or a name is no term."""
    other, asked = _ANOTHER_TERM.fullmatch(said), _A_TERM.fullmatch(before)
    if not other or not asked or _is_a_name(asked["term"]):
        return ""
    term = other["term"]
    is_term = not (_is_a_name(term) or _NO_TERM.search(normalise(term)) or any(map(place_of, _WORD.findall(term))))
    return f"{asked['ask']} {term}" if is_term else ""


def _is_a_name(text: str) -> bool:
    """True for what is called by name, a grant or a plan; the short names of terms are none."""
    return bool(
        GRANTS.search(text) or PLANS.search(text) or (_CAPITAL.search(text) and not _SHORT_TERM.fullmatch(text))
    )


def _aspect_of_it(said: str, before: str) -> str:
    """ "Mål" after "kulturplanen", and "beslut" after both: of what was named, without what was asked of it before."""
    names = [*PLANS.findall(before), *GRANTS.findall(before)]
    others = [word for word in _WORD.findall(before) if word not in names and word != "i"]
    kept = [word for word in others if place_of(word) or normalise(word) in _GIVER_OR_COUNTY]
    rest = [word for word in others if word not in kept and not _ASPECT.fullmatch(normalise(word))]
    if len(names) != 1 or rest or not _ASPECT.fullmatch(normalise(said)):
        return ""
    return " ".join((said, names[0], *kept[:1]))


def _which_of_them_stand(said: str, before: str) -> str:
    """ "Vilka av dem har gått ut?" after "vilka planer hänger ihop med RUS": of the plans under it."""
    asks = _WHICH_STAND.fullmatch(said)
    if not asks or not _PLANS_UNDER.match(before):
        return ""
    return f"Vilka planer under RUS {'gäller nu' if asks['stand'].startswith('gäller') else 'har löpt ut'}"


def _says_one(text: str) -> bool:
    first, *others = several.one_by_one(text)
    return len(others) == 1 and bool(_WHAT_IS.match(first) and _WHO_HAS_ONE.fullmatch(others[0].strip(" ?!.")))


def _with_what_it_is(text: str) -> str:
    """ "Vad är ett IOP och vilka kommuner har ett?" with what it is in both."""
    first, last = several.one_by_one(text)
    thing = _WHAT_IS.match(first)
    return f"{first} och {_who_has(last, thing)}?" if thing else text


def _who_has(said: str, thing: re.Match[str]) -> str:
    asks = _WHO_HAS_ONE.fullmatch(said.strip(" ?!."))
    return f"{asks.group(1)} {_thing(thing)}" if asks else ""


def _thing(found: re.Match[str]) -> str:
    return f"{found.group(1)} {found.group(2)}" if found.group(1) else found.group(3)


def _of_what_was_explained(said: str, before: str) -> str:
    """ "Finns det i Kumla", or "vilka kommuner har en", after "vad är en överenskommelse": whether there is one, and where."""
    where, thing = _IS_IT_THERE.fullmatch(said), _WHAT_IS.fullmatch(before)
    place = place_of(where.group(1)) if where else None
    if thing and (asks := _who_has(said, thing)):
        return asks[:1].upper() + asks[1:]
    return f"Finns det {_thing(thing)} i {place}" if thing and thing.group(1) and place else ""


def _whether_changed(said: str, before: str) -> str:
    """ "Har de ändrats?" or "var det med i den förra?", after "vilka mål har RUS" and "vad säger planen om klimatet"."""
    plans = PLANS.findall(before)
    if not _IS_CHANGED.fullmatch(said) or len(plans) != 1:
        return ""
    about, listed = _ABOUT.fullmatch(before), _WHICH.match(before)
    if about:
        return f"Har {about.group(2)} ändrats i {plans[0]}"
    return f"Har {listed.group(1)} i {plans[0]} ändrats" if listed else ""


def _what_else_there_is(said: str, before: str) -> str:
    """ "Finns det något annat vi kan söka?", where a place was named: what there is to apply for there."""
    places = [place for word in _WORD.findall(before) if (place := place_of(word))]
    of_grants = _OF_GRANTS.search(said) or _OF_GRANTS.search(normalise(before))
    asks = _SOMETHING_ELSE.fullmatch(said) and of_grants and len(set(places)) == 1
    return f"Vilka bidrag kan vi söka i {places[0]}" if asks else ""


def _what_comes_after(said: str, before: str) -> str:
    """ "Vad kommer i stället?" or "vad har ersatt den?", after a question about one plan: whether there is one after it."""
    plans = _PLANS_OF.findall(before)
    asks = _WHAT_COMES.fullmatch(said) and len(plans) == 1 and not values.years(before)
    return f"Finns det en efterföljare till {plans[0]}" if asks else ""


def _of_one_of_a_run(said: str, before: str) -> str:
    """ "Vilka aktiviteter ligger under det andra?", after "vilka är insatsområdena i planen": under insatsområde 2."""
    one, run, plans = _ONE_OF_A_RUN.fullmatch(said), _RUN.findall(before), PLANS.findall(before)
    if not one or len(run) != 1:
        return ""
    number = values.ORDINALS.index(one["which"].casefold()) + 1
    return f"{one['ask']} {run[0]} {number}{f' i {plans[0]}' if len(plans) == 1 else ''}"


def is_of_the_one_before(folded: str) -> bool:
    """True for a normalised text that is about the version before: "i den förra planen"."""
    return bool(_OF_IT.search(folded))


def is_of_both(text: str) -> bool:
    """True when a text asks how something is, and a later part of it how it was: "… och hur många var de förut"."""
    parts = several.one_by_one(text)
    tell = [_tells_of_before(swedish.words(part)) for part in parts]
    return (any(tell[1:]) and not tell[0]) or _asks_of_a_year_too(parts)


def _asks_of_a_year_too(parts: list[str]) -> bool:
    """ "Hur många mål har planen, och hur många hade den från 2018?": the same is asked of what is, and of a year."""
    first, *others = ((part, normalise(part).split()[:ASKING_WORDS]) for part in parts)
    return not values.years(first[0]) and any(values.years(part) and begins == first[1] for part, begins in others)


def _tells_of_before(words: list[str]) -> bool:
    return any(word in OLDER and (word not in _ONLY_LAST or word == words[-1]) for word in words)
