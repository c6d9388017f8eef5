"""The Swedish words of the pages with grants."""

from __future__ import annotations

from typing import Final

TO_GRANTS: Final = "Bidrag"
TITLE: Final = "Bidrag"
INTRO: Final = (
    "Här är bidragen ur dokumenten, efter nästa sista dag. Öppna ett bidrag för att läsa mer. Varje uppgift är ett citat; "
    "länken visar var det står. "
    "Den som ger bidraget avgör alltid."
)
AREA: Final = "Kommun"
KIND: Final = "Slag av förening"
SEARCH: Final = "Sök i bidragen"
ANY: Final = "Alla"
OPEN_NOW: Final = "Bara det som kan vara öppet nu"
ENDED: Final = "Visa också det som har upphört"
SHOW: Final = "Visa"
SHOW_ALL: Final = "Visa alla"
HERE: Final = "I kommunen"
WIDER: Final = "I hela länet eller landet"
NONE: Final = "Inga bidrag passar. Välj färre saker."
CALENDAR: Final = "Hämta som kalender (.ics)"
TABLE: Final = "Hämta som tabell (.csv)"
TO_PROFILE: Final = "Pröva mot er förening"
TO_LIST: Final = "Till alla bidrag"
READ: Final = "Läs i faktabladet"
SOURCE_SAYS: Final = "Källan säger"
TIMES: Final = "Tid enligt källan"
STATUS: Final = "Status"
FOR: Final = "För"
PROFILE_TITLE: Final = "Passar bidraget er förening?"
PROFILE_INTRO: Final = (
    "Fyll i det ni vill. Svaren sparas inte. För varje bidrag ser ni vilka regler som är uppfyllda, med källans ord. "
    "Det som är okänt sållar aldrig bort något."
)
PURPOSE: Final = "Pengarna ska gå till"
MEMBERS: Final = "Antal medlemmar"
AGES: Final = "Deltagarnas ålder"
AGE_FROM: Final = "Från"
AGE_TO: Final = "Till"
TRY: Final = "Pröva"
FITS: Final = "Inget i reglerna talar emot"
NAMES_YOU: Final = "För ert slag av förening, och inget i reglerna talar emot"
UNCLEAR: Final = "Källan säger inte om det är för ert slag av förening"
AGAINST: Final = "Minst en regel är ej uppfylld"
RULE: Final = "Regel"
VERDICT: Final = "Läge"
WORDS: Final = "Källans ord"
NO_NUMBER: Final = "Skriv ett helt tal med siffror, till exempel 25."
AGES_TURNED: Final = "Den högsta åldern är lägre än den lägsta. Byt plats på dem eller ändra en av dem."
FAULTS: Final = "Rätta det som är markerat i formuläret. Tills dess räknas det som okänt."

API_GRANTS: Final = "Bidragen och deras tider, efter nästa sista dag."


def how_many(shown: int, every: int) -> str:
    """How many grants are shown."""
    return f"{shown} av {every} bidrag visas." if shown != every else f"{every} bidrag visas."
