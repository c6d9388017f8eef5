"""Every Swedish word of the editors' pages and commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ui.editor_audit import Deed

# --- the command line and the settings ---------------------------------------------------------------------------

NO_EDITORS: Final = "Det finns ingen redaktör att logga in som"
NO_EDITORS_NEXT: Final = (
    "Kör civsam password NAMN och lägg raden i CIVSAM_EDITORS. "
    "Sköter en proxy inloggningen, sätt i stället CIVSAM_EDITOR_HEADER"
)
NOT_LOOPBACK: Final = "Redaktörernas sidor lyssnar bara på den här datorn"
NOT_LOOPBACK_NEXT: Final = "Ta bort --host och CIVSAM_HOST. Ska andra nå sidorna, ställ en proxy med TLS framför"
BOTH_WAYS: Final = "Både CIVSAM_EDITORS och CIVSAM_EDITOR_HEADER är satta"
BOTH_WAYS_NEXT: Final = "Välj ett sätt att logga in och ta bort det andra"
BAD_NAME: Final = "Namnet går inte att använda"
BAD_NAME_NEXT: Final = "Använd små bokstäver a–z, siffror, punkt, bindestreck, understreck och @, som kultur.redaktor"
BAD_PASSWORD_NEXT: Final = "Välj ett annat. Flera vanliga ord efter varandra är lätta att minnas och svåra att gissa"
BAD_EDITOR_NEXT: Final = (
    "Gör en ny rad med civsam password NAMN. Skriv flera med mellanslag emellan, inom enkla citattecken"
)
PASSWORD_PROMPT: Final = "Lösenord: "
PASSWORD_AGAIN: Final = "En gång till: "
PASSWORDS_DIFFER: Final = "Lösenorden är inte lika"
PASSWORDS_DIFFER_NEXT: Final = "Kör kommandot igen"


def bad_password(shortest: int, longest: int) -> str:
    return f"Lösenordet ska ha {shortest} till {longest} tecken"


def bad_editor(number: int) -> str:
    return f"Redaktör nummer {number} går inte att läsa"


# --- every page --------------------------------------------------------------------------------------------------

TITLE: Final = "Civsam för redaktörer"
START: Final = "Översikt"
UPLOAD: Final = "Lägg till dokument"
REMOVAL: Final = "Ta bort dokument"
INGEST: Final = "Läs in"
HEALTH: Final = "Dokumentens skick"
FEEDBACK: Final = "Återkoppling"
EVALS: Final = "Mätningar"
LOG: Final = "Logg"
ASK: Final = "Fråga"
LOGOUT: Final = "Logga ut"
FOOT: Final = "Här syns också dokument som bara är för personal. Visa dem inte för andra."
API_ELSEWHERE: Final = "API:t finns på den öppna sidan."


def logged_in(name: str) -> str:
    return f"Inloggad som {name}."


# --- login -------------------------------------------------------------------------------------------------------

LOGIN: Final = "Logga in"
LOGIN_INTRO: Final = "De här sidorna är för dig som sköter dokumenten i Civsam."
LOGIN_COOKIE: Final = (
    "När du loggar in sparas en kaka i din webbläsare. Den behövs för inloggningen och försvinner när du loggar ut."
)
NAME: Final = "Namn"
PASSWORD: Final = "Lösenord"
LOGIN_WRONG: Final = "Namnet eller lösenordet är fel. Försök igen."
LOGIN_STOPPED: Final = "Det har varit för många felaktiga försök. Vänta en kvart och försök igen."
LOGIN_OLD: Final = "Sidan hade legat öppen för länge. Försök igen."
NOT_LOGGED_IN: Final = "Du är inte inloggad. Logga in och gör om det du gjorde."
FORM_OLD: Final = "Formuläret gäller inte längre. Ladda om sidan och gör om det du gjorde."
FORM_FOREIGN: Final = "Formuläret skickades från en annan webbplats och togs inte emot."
PROXY_LOGIN: Final = "Här loggar man in genom organisationens inloggning. Den har inte släppt in dig."
MISSING: Final = "Sidan finns inte."
TOO_MUCH: Final = "Det är för mycket på en gång."
NO_LENGTH: Final = "Längden saknas."
FAULT: Final = "Det gick inte"
DISK: Final = "Servern kunde inte läsa eller skriva på sin disk"
DISK_NEXT: Final = "Titta i loggen vad som är gjort, och säg till den som sköter servern"

# --- start -------------------------------------------------------------------------------------------------------

START_INTRO: Final = "Lägg till dokument, läs in dem och se hur kunskapsbasen mår."
NOTHING_INGESTED: Final = "Inget är inläst än."
LAST_EVENTS: Final = "Senaste händelserna"
NO_EVENTS: Final = "Inget har hänt än."


def counts(documents: int, for_staff: int, generation: str) -> str:
    return f"{documents} dokument är inlästa, varav {for_staff} bara för personal ({generation})."


# --- upload ------------------------------------------------------------------------------------------------------

UPLOAD_INTRO: Final = (
    "Välj en fil och en mapp. Filen provläses direkt. Den syns för andra först när du har läst in dokumenten."
)
FILE: Final = "Fil"
FOLDER: Final = "Mapp"
CHOOSE: Final = "Välj mapp"
STAFF_MARK: Final = "bara för personal"
OPEN_MARK: Final = "alla får läsa"
REPLACE: Final = "Ersätt filen om den redan finns"
SEND: Final = "Lägg till"
STORED_NEXT: Final = "Läs in dokumenten när du är klar, så kommer filen med."
TO_INGEST: Final = "Gå till Läs in"
REMARKS: Final = "Att titta på"
NO_FILE: Final = "Ingen fil är vald"
BAD_KIND: Final = "Filen är inte av en sort som Civsam läser"
LONG_NAME: Final = "Filens namn är för långt"
LONG_NAME_NEXT: Final = "Ge filen ett kortare namn"
NO_FOLDER: Final = "Mappen finns inte bland dem som går att välja"
NO_FOLDER_NEXT: Final = "Välj en annan mapp"
NO_PLACE: Final = "Det ligger något annat än en fil på den platsen"
TAKEN: Final = "Det finns redan en fil med det namnet i mappen"
TAKEN_NEXT: Final = "Byt namn på filen, eller välj den igen och kryssa i att den ska ersättas"
WOULD_OPEN: Final = "Filen som finns är bara för personal, men den nya säger inget om det"
WOULD_OPEN_NEXT: Final = "Skriv atkomst: personal i filen, eller atkomst: öppen om alla ska få läsa den"
TOO_LARGE: Final = "Filen är för stor"
EMPTY_FILE: Final = "Filen är tom"
EMPTY_FILE_NEXT: Final = "Spara den igen och välj den på nytt"


def kinds(suffixes: Sequence[str]) -> str:
    return f"Spara den som något av {', '.join(suffixes)}"


def too_large_next(largest: int) -> str:
    return f"En fil får vara {largest // 1_000_000} MB. Dela upp den, eller be den som sköter servern lägga in den"


def limits(suffixes: Sequence[str], largest: int) -> str:
    return f"Högst {largest // 1_000_000} MB. Sorter: {', '.join(suffixes)}."


def stored(name: str, *, replaced: bool, for_staff: bool) -> str:
    reads = "Den är bara för personal." if for_staff else "Alla får läsa den när den är inläst."
    return f"{name} är {'ersatt' if replaced else 'sparad'}. {reads}"


# --- removal -----------------------------------------------------------------------------------------------------

REMOVAL_INTRO: Final = (
    "Välj filen som ska bort. Du får bekräfta i nästa steg. "
    "Civsam svarar ur dokumentet tills du har läst in. Sedan finns varken orden eller vektorerna kvar i Civsams datamapp."
)
REMOVAL_NOTHING: Final = "Det finns inget dokument att ta bort."
REMOVAL_FILE: Final = "Fil att ta bort"
REMOVAL_CHOOSE: Final = "Välj fil"
REMOVAL_GO_ON: Final = "Gå vidare"
REMOVAL_CONFIRM: Final = "Ta bort filen"
REMOVAL_REGRET: Final = "Ångra"
REMOVAL_FINAL: Final = (
    "Filen raderas från servern och går inte att ta tillbaka härifrån. Spara den först om du är osäker."
)
REMOVAL_NEXT: Final = "Läs in dokumenten nu, så försvinner det också ur svaren."
REMOVAL_BACKUPS: Final = (
    "Säkerhetskopior från tiden före har det kvar. Be den som sköter servern att radera dem om det behövs."
)
NOT_REMOVABLE: Final = "Filen finns inte bland dem som går att ta bort"
NOT_REMOVABLE_NEXT: Final = "Välj en fil i listan"
LAST_ONE: Final = "Filen är det enda dokumentet, och kunskapsbasen kan inte vara tom"
LAST_ONE_NEXT: Final = "Lägg till ett annat dokument först"
CHANGED_MEANWHILE: Final = "Filen har ändrats sedan du valde den"
CHANGED_MEANWHILE_NEXT: Final = "Se efter vad som är ändrat, och välj den igen om den ska bort"
NOT_REMOVED: Final = "Filen gick inte att ta bort"


def removal_question(name: str, *, for_staff: bool) -> str:
    reads = "Den är bara för personal." if for_staff else "Alla får läsa den."
    return f"Ska {name} tas bort? {reads}"


def removal_about(names: Sequence[str]) -> str:
    return f"{', '.join(names)} hör till dokumentet och blir kvar. Be den som sköter servern att ta bort det också."


def removed(name: str) -> str:
    return f"{name} är borttagen."


# --- ingest ------------------------------------------------------------------------------------------------------

INGEST_INTRO: Final = (
    "Inläsningen tar in allt som är nytt, ändrat eller borttaget. "
    "Under tiden svarar Civsam med det som redan är inläst."
)
INGEST_START: Final = "Läs in nu"
INGEST_RUNNING: Final = "Inläsningen pågår. Sidan laddas om av sig själv."
INGEST_BEGINS: Final = "Förbereder"
INGEST_UNEXPECTED: Final = "Inläsningen avbröts av ett oväntat fel. Det som redan fanns är kvar."
INGEST_UNEXPECTED_NEXT: Final = "Försök igen. Händer det igen, säg till den som sköter servern."
INGEST_LAST: Final = "Så gick det senast"
REFUSED_FILES: Final = "Filer som inte gick att läsa"
WARNINGS: Final = "Varningar"


def stage(name: str, done: int, total: int) -> str:
    return f"{name}: {done} av {total}" if total else name


def ingested(who: str, when: str) -> str:
    return f"Klar {when}, startad av {who}."


def report_line(added: int, changed: int, unchanged: int, removed: int, failed: int) -> str:
    return (
        f"{added} nya, {changed} ändrade, {unchanged} oförändrade och {removed} borttagna dokument som alla får läsa. "
        f"{failed} filer gick inte att läsa."
    )


def staff_line(documents: int) -> str:
    return f"{documents} dokument är bara för personal."


# --- feedback, evals, log ----------------------------------------------------------------------------------------

FEEDBACK_NONE: Final = "Ingen har lämnat återkoppling än."
FEEDBACK_REASONS: Final = "Varför svar inte hjälpte"
FEEDBACK_DOCUMENTS: Final = "Dokument i svar som inte hjälpte"
FEEDBACK_EXPORT: Final = "Frågor som besökare har låtit oss spara tas ut med civsam feedback --export FIL.yaml."
DOCUMENT: Final = "Dokument"
TIMES: Final = "Gånger"
REASON: Final = "Orsak"
EVALS_NONE: Final = "Ingen mätning finns sparad. Den som sköter servern gör en med civsam eval."
EVALS_MEASURE: Final = "Mått"
EVALS_VALUE: Final = "Värde"
EVALS_INTERVAL: Final = "95-procentsintervall"
EVALS_COUNT: Final = "Antal"
LOG_INTRO: Final = "De senaste händelserna, nyast först. Frågor sparas aldrig."
TIME: Final = "Tid (UTC)"
WHO: Final = "Vem"
WHAT: Final = "Vad"
DEEDS: Final[Mapping[str, str]] = {
    Deed.LOGIN: "loggade in",
    Deed.LOGIN_FAILED: "skrev fel lösenord",
    Deed.LOGIN_STOPPED: "stoppades efter för många försök",
    Deed.LOGOUT: "loggade ut",
    Deed.UPLOAD: "lade till",
    Deed.REPLACE: "ersatte",
    Deed.UPLOAD_REFUSED: "fick inte lägga till",
    Deed.REMOVE: "tog bort",
    Deed.REMOVE_REFUSED: "kunde inte ta bort",
    Deed.INGEST: "startade en inläsning",
    Deed.INGEST_DONE: "inläsningen blev klar",
    Deed.INGEST_FAILED: "inläsningen misslyckades",
}
UNKNOWN: Final = "okänd"


def eval_line(day: str, cases: int, folder: str) -> str:
    return f"{cases} frågor, räknade med {day} som dagens datum ({folder})."
