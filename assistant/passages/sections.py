"""What the sections of a document are for, as their headings say, and which of them a question asks for. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from assistant.domain import Passage
from assistant.language import swedish
from assistant.language.swedish import normalise
from assistant.passages.units import Unit
from assistant.question.intents import Intent

MEETINGS = "meetings"
REASON = "reason"
STATE = "state"  # is it still there, paused, gone?
_DECIDED = r"anta(?:s|git|gits|gen|gna)?|antog(?:s)?|beslut\w*|fastställ\w+|klubba\w*|togs"
_ROLES: tuple[tuple[str, str, str], ...] = (  # name, as a question asks for it, as headings call it
    ("decision", rf"\b(?:när|vem|vilken nämnd|vilket år|vilket datum|av vem)\b.*\b(?:{_DECIDED})\b",
     r"\bbeslut|vägen till|väg dit|^datum och källa$|antagande"),
    ("process", r"\bvilka steg\b|\b(?:gick|går) (?:\w+ ){1,3}till\b|\bprocessen\b|\bkom (?:\w+ )?till\b"
     r"|\btogs (?:\w+ ){0,3}fram\b|\btagits fram\b|beslutsgång|\bvägen (?:till|fram)\b"
     r"|\bhur (?:\w+ ){0,3}(?:beslutades|bereddes|arbetades)\b",
     r"beslutsgång|process|vägen till|väg dit|togs fram|framtagande|tillkomst|tidplan"),
    ("aim", r"\bsyfte|\bvarför\b|\bvad är (?:\w+ ){0,3}(?:poängen|meningen|tanken)\b|\bvad vill\b",
     r"syfte|varför|motiv|utgångspunkt|\bvad\b"),
    (REASON, r"\bvarför\b|\borsak|\banledning", r"bakgrund|orsak|skäl|motivering"),
    ("goals", r"\bmål(?:en|et)?\b|\bvision", r"\bmål|vision|delmål"),
    ("tasks", r"\bvad (?:ska|gör|har) (?:\w+ ){0,3}(?:göra|uppgift|uppdrag|ansvar|för)\b|\bvad gör\b|\buppdrag|\buppgift|\broll",
     r"uppdrag|\broll|uppgift|arbetssätt|ansvar"),
    ("terms", r"\bräcker (?:det|ett|en)\b|\bkräv\w*|\bkrav|\bvillkor|\bmåste\b|\bbehöver (?:vi|man|en|föreningen)\b|\buppfylla"
     r"|\bneed to\b",
     r"krav|villkor|regler|kriterier|\bvem\b|berättigad|^för förening"),
    (STATE, r"\bgår (?:det|den|de) (?:fortfarande |nu |ännu )?(?:att )?söka\b|\bfinns (?:\w+ ){0,4}kvar\b|\bpausa|\bupphör"
     r"|\bfortfarande\b|\b(?:har|vad) hänt\b|\bvad hände\b|\bvilande\b|\bstängt\b|\bdrogs in\b|\bdragits in\b",
     r"^status|läget|nuläge|upphörda|vad som hänt|historia"),
    ("versions", r"\bhur gam(?:la|mal)\b.*\b(?:regl|sid|uppgift|riktlinj|version|plan)|\blita på\b|\binaktuell|\baktuell"
     r"|\bolika (?:slut)?(?:år|datum|uppgifter|versioner|besked|siffror|belopp)\b|\bmotsäg|\bstämmer\b.*\b(?:inte|överens)\b",
     r"versionskonflikt|versionsnot|viktigt om versioner|^datum och källa$|källnot|^status"),
    ("lateness", r"\b(?:för|veckor?|dagar?|dag) sen(?:a|t)?\b|\bförsen|\bmissa", r"försen|\bsen\b"),
    ("kinds", r"\b(?:slags|sorters|typer av|former av|kategorier)\b|\bvad (?:omfattar|ingår)\b|\bomfattas\b",
     r"former|kategori|\btyper|omfatt|innehåll|bidragen$|^bidrag\b"),
    ("odds", r"\blätta(?:re|st)?\b|\bsvår(?:t|are)?\b|\bchans|\bkonkurrens|\bbeviljades\b"
     r"|\bhur många (?:\w+ )?(?:fick|får|beviljas)\b", r"konkurrens|utfall|resultat|mottagare"),
    ("past", r"\bhistori|\bbakgrund|\bursprung|\bhur började\b|\bfrån början\b|\bvarifrån\b|\bföregångare",
     r"bakgrund|historia|ursprung|föregångare"),
    ("follow_up", r"\bfölj\w* (?:\w+ ){0,3}upp\b|\buppfölj|\bmäts?\b|\bmäta\b|\bindikator|\butvärder",
     r"följs upp|uppfölj|indikator|mätning|\bkontroll"),
    ("parties", r"\bvilka (?:är|var) med\b|\bvem (?:ingår|sitter)\b|\bvilka (?:ingår|sitter)\b|\bparter|\bskrev (?:på|under)\b"
     r"|\bansluta?\b|\bansluter\b|\bsammansatt|\bsammansättning|\bledamöter",
     r"parter|sammansättning|ansluter|aktörer"),
    ("difference", r"\bskillnad|\bskilj(?:er|a)\b|\bjämför", r"skillnad|jämförelse|kontrast|\bgräns"),
    ("area", r"\bvilka kommuner\b|\bnågon kommun\b|\bvilket område\b|\bvilka områden\b.*\bgäller\b|\bvar (?:gäller|verkar)\b"
     r"|\bvart\b.*\bvända\b|\bhör (?:vi|jag) till\b", r"område|räckvidd|\bvem\b|omfattar|lokala varianter"),
    ("enclosures", r"\bbilag|\bpapper\b|\bhandlingar\b|\bskicka(?:s)? med\b|\bbifoga|\bha med (?:i|till) (?:\w+ )?ansök",
     r"bilag|ansökan|så söker|formulär"),
    ("handling", r"\bhandlägg|\bbesked|\bhur lång tid\b|\bväntetid|\bsvarstid", r"handläggning|\btid\b|beslut"),
    ("report", r"\bredovis|\båterrapport|\bslutrapport", r"redovisning"),
    (MEETINGS, r"\bmöts\b|\bträffas\b|\bmöte|\bsammanträd", r"\bmöte"),
    ("news", r"\bnytt\b|\bnyhet|\bändra|\bändring", r"\bnytt\b|nyheter|ändring|förtydlig"),
    ("contact", r"\bkontakt|\bringa?\b|\bringer\b|\bmejla|\bvem frågar\b|\bvända (?:oss|mig|sig)\b", r"kontakt"),
)  # fmt: skip

_CUES: Mapping[Intent, str] = {
    Intent.WHEN: r"\btid|ansökan|ansökningsp|datum|sista|period|när\b|beslutsgång|process",
    Intent.AMOUNT: r"belopp|bidrag\b|fördelning|minskning",
    Intent.COUNT: r"\bantal|\bstorlek|\bsiffror",
    Intent.PROCESS: r"beslutsgång|process|vägen till|togs fram|handläggning|tillkomst|genomförande",
    Intent.WHO: r"\bvem\b|sökande|parter|sammansättning",
    Intent.CONDITION: r"villkor|krav|regler|\bvem\b",
    Intent.COMPARE: r"\bmål|delmål|insatsområde|åtagande|räckvidd|krav|villkor|genomförande|ansluter",
    Intent.SEEK: r"\bvem\b|villkor|krav|bidrag",
    Intent.DEFINITION: r"\bvad\b|begrepp|definition|\bär$|syfte",
}


@lru_cache(maxsize=1000)
def asked_for(text: str) -> frozenset[str]:
    """The kinds of section that a question asks for, by name. Empty when it names none."""
    asking = swedish.normalise(swedish.asking_part(text))
    return frozenset(name for name, asked, _ in _ROLES if re.search(asked, asking))


@lru_cache(maxsize=20_000)
def kinds_of(heading: str) -> frozenset[str]:
    """The kinds of section that a heading names."""
    folded = swedish.normalise(heading)
    return frozenset(name for name, _, headed in _ROLES if re.search(headed, folded))


def is_asked_for(headings: tuple[str, ...], text: str) -> bool:
    """True when a section under these headings is of a kind that the question asks for."""
    return bool(headings) and not asked_for(text).isdisjoint(kinds_of(headings[-1]))


def is_cued(headings: tuple[str, ...], intents: Collection[Intent]) -> bool:
    """True when the last heading names the kind of answer that is wanted: Belopp, Vem kan söka."""
    return bool(headings) and not _cued(headings[-1]).isdisjoint(intents)


@lru_cache(maxsize=20_000)
def _cued(heading: str) -> frozenset[Intent]:
    """The kinds of answer that a heading names."""
    folded = heading.casefold()
    return frozenset(intent for intent, cue in _CUES.items() if re.search(cue, folded))


def is_history(unit: Unit) -> bool:
    """True for what stands under a heading about the past."""
    return bool(re.search(r"\bhistori", last_heading(unit.passage)))


def last_heading(passage: Passage) -> str:
    """The nearest heading of a passage, normalised; empty without one."""
    return normalise(passage.headings[-1]) if passage.headings else ""


def section_key(unit: Unit) -> str:
    """The same for all units of one section, and for no other."""
    return "\n".join((unit.passage.document.id, *unit.passage.headings))
