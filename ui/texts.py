"""Every Swedish string of the page: plain words, du-tilltal. Nothing here knows about HTML or Gradio."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from assistant.domain import Outcome, PartialDate, Status

MONTHS: Final = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli",
    "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


class ExampleGroup(NamedTuple):
    """A heading and the questions under it, shown before the first question."""

    heading: str
    questions: tuple[str, ...]


TITLE: Final = "Civsam"
TAGLINE: Final = "Svar om bidrag och planer för civilsamhället i Örebro län"
INFORMS: Final = "Civsam ger information. Det är alltid den som ger bidraget som beslutar."
WELCOME: Final = "Ställ en fråga. Du får ett svar med källor som du kan läsa."
EXAMPLES_HEADING: Final = "Börja med ett exempel"
EXAMPLES: Final = (
    ExampleGroup(
        "För föreningar",
        ("Vilka bidrag kan en förening i Kumla söka?", "Vilka papper ska vara med i en ansökan?"),
    ),
    ExampleGroup(
        "För personal",
        ("Vad är ett IOP?", "När antogs den regionala utvecklingsstrategin?"),
    ),
    ExampleGroup(
        "För utvärderare",
        ("Vilka mål finns för civilsamhället i länet?", "Vilken handlingsplan gäller nu?"),
    ),
)

QUESTION_LABEL: Final = "Din fråga"
QUESTION_HINT: Final = "Skriv inga personuppgifter. Vi sparar inte din fråga."
SEND: Final = "Skicka"
STOP: Final = "Stoppa"
RESTART: Final = "Ny konversation"
CONVERSATION: Final = "Samtal"
ABOUT_LINK: Final = "Om tjänsten, tillgänglighet och dina uppgifter"

BUSY: Final = "Ett svar är redan på väg. Vänta tills det är klart, eller stoppa det."
SEARCHING: Final = "Söker i dokumenten …"
WRITING: Final = "Svaret är på väg …"
STOPPED: Final = "Du stoppade svaret. Det som visas är inte hela svaret."
STOPPED_EARLY: Final = "Du stoppade svaret innan det hann komma."
STOPPED_STATUS: Final = "Svaret är stoppat."
FAILED_STATUS: Final = "Det gick inte att svara. Din fråga står kvar i rutan."
EXTRACTS: Final = "Utdrag ur dokument, ingen text är AI-genererad"
AI_GENERATED: Final = "AI-genererat svar – kontrollera källan"
UNVERIFIED: Final = "Inte kontrollerat mot källan"
OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.ANSWERED: "",
    Outcome.PARTIAL: "Svaret täcker bara en del av frågan.",
    Outcome.NOT_FOUND: "Vi hittade inget svar i dokumenten.",
}

EMPTY_QUESTION: Final = "Du har inte skrivit någon fråga. Skriv en fråga i rutan och skicka igen."
UNEXPECTED: Final = "Något gick fel när vi letade efter svaret."
UNEXPECTED_NEXT: Final = "Försök igen om en stund. Hjälper det inte, säg till den som sköter tjänsten."

SOURCES_HEADING: Final = "Källor"
SOURCES_EMPTY: Final = "Här ser du källorna när du har fått ett svar."
SOURCES_PENDING: Final = "Källorna kommer när svaret är klart."
SOURCES_NONE: Final = "Det här svaret har inga källor."
SOURCES_EARLIER: Final = "Källor till det här svaret"
NEAR_MISSES_HEADING: Final = "Kan vara relevant"
NEAR_MISSES_INTRO: Final = "De här texterna svarar inte på frågan men ligger nära."
FACT_SHEET: Final = "Faktablad"
FACT_SHEET_EXPLAINED: Final = "Vår sammanfattning av källan. Orden är våra, inte originalets."
QUOTED_FACT_SHEET: Final = "Så står det i vårt faktablad:"
QUOTED_ORIGINAL: Final = "Så står det i dokumentet:"
WHOLE_PASSAGE: Final = "Visa hela stycket"
SHOW_PASSAGE: Final = "Visa texten"
OFFICIAL_SOURCE: Final = "Till den officiella källan"
SOURCE: Final = "Till källan"
NEW_TAB: Final = "öppnas i ny flik"
NO_SOURCE: Final = "Vi har ingen länk till källan."
BACK: Final = "Tillbaka till svaret"
SECTION: Final = "Avsnitt:"
PUBLISHER_UNKNOWN: Final = "Okänd utgivare"
PERIOD: Final = "Giltighet:"
REPLACED_BY: Final = "Nyare dokument:"

STATUSES: Final[Mapping[Status, str]] = {
    Status.IN_FORCE: "Gäller nu",
    Status.NOT_YET: "Gäller inte än",
    Status.EXPIRED: "Gäller inte längre",
    Status.SUPERSEDED: "Ersatt av nyare dokument",
    Status.UNKNOWN: "Oklart om det gäller nu",
}
KINDS: Final[Mapping[str, str]] = {
    "bidragsregler": "Regler för bidrag",
    "strategi": "Strategi",
    "handlingsplan": "Handlingsplan",
    "kulturplan": "Kulturplan",
    "biblioteksplan": "Biblioteksplan",
    "overenskommelse": "Överenskommelse",
    "partnerskap": "Partnerskap",
    "uppdrag": "Uppdrag",
    "nyhet": "Nyhet",
}
COMPLETENESS: Final[Mapping[str, str]] = {
    "hel": "Det viktigaste ur källan finns med.",
    "delvis": "Bara delar av källan finns med.",
    "tunn": "Bara lite av källan finns med. Läs själva källan.",
}


ABOUT_TITLE: Final = "Om Civsam"
ABOUT_BACK: Final = "Tillbaka till frågorna"
ABOUT_REPORT: Final = "Anmäl brister i tillgängligheten till Digg"
REPORT_URL: Final = "https://www.digg.se/tdosanmalan"
ABOUT: Final = (
    (
        "Vad tjänsten gör",
        (
            "Civsam letar i dokument om bidrag, planer och samverkan med civilsamhället i Örebro län.",
            "Varje svar visar vilka texter det bygger på. Läs alltid källan innan du söker ett bidrag.",
            INFORMS,
        ),
    ),
    (
        "Hur svaren blir till",
        (
            "Svaren är utdrag ur dokumenten. Är en språkmodell påslagen skriver den svaret, och då står det så.",
            "Många källor är faktablad. Ett faktablad är vår sammanfattning, med våra ord. Källan är det som gäller.",
            "Hittar vi inget svar säger vi det, och visar texter som ligger nära.",
        ),
    ),
    (
        "Dina uppgifter",
        (
            "Vi sparar inte dina frågor. De finns i serverns minne så länge sidan är öppen, och en timme till.",
            "Är en språkmodell påslagen får den din fråga för att kunna svara.",
            "Sidan har inga kakor och hämtar inget från andra webbplatser. Skriv ändå inga personuppgifter.",
        ),
    ),
    (
        "Tillgänglighet",
        (
            "Sidan ska följa WCAG 2.1, nivå AA. Den går att använda med bara tangentbord, i en smal skärm, "
            "med stor text och i mörkt läge.",
            "Vi har prövat den med automatiska tester. Ingen utanför projektet har granskat den än, "
            "och den är inte prövad med alla skärmläsare.",
            "Hittar du ett hinder, säg till den som driver tjänsten. Du kan också anmäla det till Digg.",
        ),
    ),
)


def swedish_date(day: PartialDate | date) -> str:
    """``2024``, ``maj 2024`` or ``1 maj 2024``, as exactly as the date is known."""
    if isinstance(day, date):
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    first, last = day.first, day.last
    if first == last:
        return swedish_date(first)
    if first.month == last.month:
        return f"{MONTHS[first.month - 1]} {first.year}"
    return str(first.year)


def thousands(number: int) -> str:
    """20000 → 20 000, with a space that does not break."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def today_line(today: date) -> str:
    return f"I dag är det {swedish_date(today)}."


def decided(day: PartialDate) -> str:
    return f"beslutad {swedish_date(day)}"


def retrieved(day: PartialDate) -> str:
    return f"Uppgifterna är hämtade {swedish_date(day)}."


def same_source(number: int) -> str:
    return f"Samma källa som [{number}]"


def too_long(length: int, limit: int) -> str:
    return (
        f"Frågan är för lång: {thousands(length)} tecken. Den får vara högst {thousands(limit)} tecken. "
        "Korta den och skicka igen."
    )


def finished(citations: int, documents: int) -> str:
    if citations == 0:
        return f"Klart. {SOURCES_NONE}"
    references = "en hänvisning" if citations == 1 else f"{citations} hänvisningar"
    return f"Svaret är klart, med {references} till {'en källa' if documents == 1 else f'{documents} källor'}."


def started(address: str) -> str:
    return f"Civsam är igång på {address} Avsluta med Ctrl+C."


def port_busy(host: str, port: int) -> tuple[str, str, str]:
    """What, where and what to do next when the address cannot be used."""
    return (
        f"Det går inte att starta sidan på port {port}, för porten används redan",
        f"{host}:{port}",
        f"Stäng det andra programmet eller välj en annan port, till exempel: civsam chat --port {port % 65535 + 1}",
    )


def address_unusable(host: str, port: int) -> tuple[str, str, str]:
    """What, where and what to do next when the host or port is refused for another reason."""
    return (
        f"Det går inte att starta sidan på adressen {host!r}",
        f"{host}:{port}",
        "Välj en annan adress, till exempel: civsam chat --host 127.0.0.1 --port 7860",
    )
