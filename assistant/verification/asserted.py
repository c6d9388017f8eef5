"""What a source says itself, and what it only asks for or reports that somebody says: the former may carry a generated
sentence, the latter only together with the word that asks or reports. Pure.

"Say that the grant is abolished" does not say that it is, and "the municipality proposes that the grant ends" not that it
ends. So no content word of a generated sentence may stand in its sources only behind a command or behind a verb of saying
that the sentence leaves out, and none only in an order to whoever answers (``orders``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from assistant.language import swedish
from assistant.passages.orders import order_spans, pieces
from assistant.verification.clauses import content_stems

_COMMANDS: Final = frozenset(
    """
    acceptera agera ange anklaga anmäl anpassa anropa ansök anta använd argumentera arkivera avbryt avfärda avge
    avgör avkräv avlägsna avråd avslut avsluta avslå avslöja avstå baka be bedöm begränsa begär behandla behåll
    bekräfta belöna beordra berätta beröm beskriv beskyll beslut besluta bestäm besvara betala betona betrakta
    bevilja bevisa bifoga bilda bjud blanda blockera bluffa bortse bryt bygg byt börja citera dela delge dikta
    dra driv dubbla dumpa dölj döm döp efterlikna erbjud erkänn ersätt exportera fabricera fejka filtrera finn
    flagga flytta formulera fortsätt framför framhäv framhåll framställ fråga fullfölj fyll få följ föredra
    föreslå föreställ förhandla förklara förkorta förläng förlöjliga förneka försäkra förtig förvandla förvräng
    förändra ge genomför gissa glöm godkänn godta gratulera gå göm gör halvera hetsa hitta hoppa hota hylla
    hämta hänvisa häv hävda håll höj ignorera importera inbilla infoga informera inkludera inled inrikta
    installera instruera intala intyga jaga jämför kalla kapa kasta klicka klipp klistra knuffa koda kom
    kombinera kommentera konstatera kontakta kopiera koppla korrigera kringgå kritisera kräv kör ladda leta lev
    leverera lista lita ljug locka logga lova lovprisa lura lyd lyft lyssna läcka lägg lämna länka läs låna lås
    låt låtsas lös markera marknadsför meddela mejla minska missbruka motivera motsäg multiplicera mörklägg
    nedvärdera neka nämn nöj offentliggör omformulera omvandla placera posta prata predika presentera prioritera
    producera prova pröva pumpa putsa påminn påstå radera raljera rapportera redogör redovisa registrera
    rekommendera rensa reservera ring rita ropa rucka rulla räkna rätta rådfråga röj rösta samla sammanfatta
    satsa se sjung skapa skicka skriv skryt skräm skydda skyll skämta slopa sluta släng släpp slå smutskasta
    smyg spara specificera spela sprid sprida språka spärra spå stanna starta stava stjäl stoppa strunta stryk
    strö ställ stäng stöd svara svartmåla svär säg sälj sänk sätt sök ta tacka tala tar teckna testa tig
    tillskriv tillstyrk tillåt tipsa titta tolka tona trakassera tro tryck tvinga tvivla tyck tyd täck tänk
    undanhåll underlåt understryk undersök undvik uppdatera uppfatta uppfinn uppför uppföra uppge upplys uppmana
    uppmuntra upprepa upprätta uppträd utelämna uteslut utesluta utforma utför utgå utlova utropa uttala uttryck
    utvidga varna verka vidarebefordra vifta vilseled visa visualisera vrid vägra välj vänd värdera väv växla
    ändra åberopa åsidosätt återge återkalla återställ öka önska öppna överdriv överför översätt övertala
    övertyga
    """.split()
)
_ASKS: Final = re.compile(
    r"(?:^|[.!?:;–—]\s+|[\"”'(*#>\]]\s*)[\W_]*(?:(?:du|ni|snälla|vänligen|och|så|nu|alltid|sedan|obs)\b[ ,:!]+)*(\w+)"
)
_SAYS: Final = re.compile(
    r"\b(?:säg|sade|sagt|svara|påstå|påstod|hävda|uppge|uppgav|meddela|berätta|skriv|skrev|förklara|upplys|informera|lova|föreslå|föreslog|anse"
    r"|ansåg|mena|tro|intyga|bekräfta|rapportera|framhåll|tyck|önska|vill|begär|kräv|rekommendera|yrka|hota|låtsa|ombed|uppmana|påminn"
    r"|framställ|argumentera|skicka ut)\w*\b(?=[^.!?]{0,60}\batt\b)"
)
_THAT: Final = re.compile(r"\batt\b")


class _Part(NamedTuple):
    """Words of a source and those that ask for them or report them, as stems; an order has no such words."""

    stems: frozenset[str]
    behind: frozenset[str] = frozenset()
    is_order: bool = False


def only_asked_for(text: str, sources: Sequence[str]) -> frozenset[str]:
    """The stems of a sentence that its sources have only where they ask or report, with a word that the sentence lacks."""
    said = content_stems(text)
    every = frozenset(map(swedish.stem, swedish.words(text)))
    open_to, closed = set[str](), set[str]()
    for source in sources:
        for part in _parts(source):
            carries = not part.is_order and (not part.behind or bool(part.behind & every))
            (open_to if carries else closed).update(part.stems)
    return frozenset((said & closed) - open_to)


def _parts(source: str) -> Iterator[_Part]:
    orders = order_spans(source)
    for start, end in pieces(source):
        sentence = source[start:end]
        if any(first < end and start < last for first, last in orders):
            yield _Part(content_stems(sentence), is_order=True)
            continue
        commands = frozenset(
            swedish.stem(word) for word in _ASKS.findall(swedish.normalise(sentence)) if word in _COMMANDS
        )
        before, said, after = _reported(sentence)
        yield _Part(content_stems(before), commands)
        if said:
            yield _Part(content_stems(after), commands | said)


def _reported(sentence: str) -> tuple[str, frozenset[str], str]:
    """A sentence before and after the "att" of a verb of saying, and that verb; all of it before, when there is none."""
    text = swedish.normalise(sentence)
    verb = _SAYS.search(text)
    that = _THAT.search(text, verb.end()) if verb else None
    if verb is None or that is None:
        return sentence, frozenset(), ""
    return text[: that.start()], frozenset({swedish.stem(verb[0])}), text[that.end() :]
