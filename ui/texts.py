"""Every Swedish string of the page: plain words, du-tilltal. Nothing here knows about HTML or Gradio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from assistant.domain import NATIONAL, REGION, Outcome, PartialDate, Status

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
        ("Vilka bidrag kan en förening i Kumla söka?", "Vilka bidrag är öppna nu?"),
    ),
    ExampleGroup(
        "För personal",
        ("Vad är ett IOP?", "Vad är skillnaden mellan handlingsplanen 2022–2025 och den förra?"),
    ),
    ExampleGroup(
        "För utvärderare",
        ("Vilka aktiviteter finns i handlingsplanen?", "Vilken handlingsplan gäller nu?"),
    ),
)

QUESTION_LABEL: Final = "Din fråga"
QUESTION_HINT: Final = "Skriv inga personuppgifter. Vi sparar inte din fråga."
SEND: Final = "Skicka"
STOP: Final = "Stoppa"
RESTART: Final = "Ny konversation"
CONVERSATION: Final = "Samtal"
ABOUT_LINK: Final = "Om tjänsten, tillgänglighet och dina uppgifter"

RETRY: Final = "Försök igen"
EDIT: Final = "Ändra frågan"
EDIT_CANCEL: Final = "Ändra inte"
EDITING: Final = "Ändra frågan i rutan och skicka. Det nya svaret kommer i stället för det gamla."
EDIT_CANCELLED: Final = "Frågan och svaret står kvar."
COPY: Final = "Kopiera svaret"
COPIED: Final = "Svaret och källorna är kopierade."
COPY_BY_HAND: Final = "Det gick inte att kopiera. Markera texten i rutan och kopiera den själv."
COPY_HINT: Final = "Markera texten i rutan och kopiera den."
COPY_TEXT: Final = "Svaret som text"
OUTDATED: Final[Mapping[Status, str]] = {
    Status.EXPIRED: "källan gäller inte längre",
    Status.SUPERSEDED: "källan är ersatt av en nyare",
    Status.NOT_YET: "källan gäller inte än",
}
LIMITS: Final = "Avgränsa sökningen"
LIMITS_HINT: Final = "Vill du bara söka i vissa dokument? Välj här. Väljer du inget söker vi i alla."
LIMIT_IN_FORCE: Final = "Bara det som gäller"
LIMIT_DAY: Final = "Den dag du undrar över"
LIMIT_DAY_HINT: Final = "Skriv som 2026-11-21. Tomt betyder i dag."
LIMIT_CLEAR: Final = "Ta bort avgränsningen"
LIMIT_CLEARED: Final = "Nu söker vi i alla dokument igen."
LIMITED_IN_FORCE: Final = "endast gällande"
LIMITED_NONE: Final = "Finns svaret någon annanstans? Ta bort avgränsningen och fråga igen."
BAD_DAY: Final = "Vi förstår inte datumet. Skriv det som 2026-11-21, eller lämna det tomt."

SCRIPT_WORDS: Final = {
    "lost": "Anslutningen till tjänsten bröts. Vänta en stund och ladda om sidan. Samtalet kommer tillbaka om det finns kvar.",
    "found": "Anslutningen är tillbaka. Ladda om sidan, så kommer svaret.",
    "huge": "Texten i rutan är för lång för att skicka. Korta den och skicka igen.",
    "conversation": CONVERSATION,
    "question": "Du skrev",
    "answer": "Svar",
    "source": "Källa",
    "fault": "Fel",
    "close": "Stäng",
    "copied": COPIED,
    "copyByHand": COPY_BY_HAND,
    "copyText": COPY_TEXT,
}

BUSY: Final = "Ett svar är redan på väg. Vänta tills det är klart, eller stoppa det."
CAME_BACK: Final = "Samtalet är kvar sedan sist."
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

SIDES: Final = "Källorna sida vid sida"
SIDE: Final = "Källa"
SIDE_SAYS: Final = "Så står det"
ASPECT: Final = "Det som jämförs"
NOT_FOUND_NEXT: Final = (
    "Skriv gärna vilken kommun eller vilket bidrag du menar. Du kan också fråga den som ger bidraget."
)
NOT_FOUND_NEXT_GRANT: Final = "Skriv gärna vilket bidrag du menar. Du kan också fråga den som ger bidraget."
SIDE_GAP: Final = "Inget hittat i källan"

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

AREAS: Final[Mapping[str, str]] = {REGION: "Hela länet", NATIONAL: "Hela landet"}

TO_QUESTIONS: Final = "Ställ en fråga"
TO_DOCUMENTS: Final = "Dokument"
TO_PLANS: Final = "Planer"
TO_ABOUT: Final = "Om tjänsten"
NAVIGATION: Final = "Sidor"
SKIP: Final = "Hoppa till innehållet"
OPEN_FILE: Final = "Öppna filen"
SEE_PAGE: Final = "Se sidan som bild"
PAGE_PICTURE: Final = "Sidan som bild"
PAGE_MARKED: Final = "Det som citeras är markerat."
PAGE_NOT_MARKED: Final = (
    "Vi kan inte visa exakt var citatet står på bilden. Därför är inget markerat här. Läs texten nedanför."
)
PAGE_AS_TEXT: Final = "Läs sidan som text"
PAGE_NOT_DRAWN: Final = "Det går inte att visa sidan som bild. Läs texten nedanför."
PAGE_BEFORE: Final = "Föregående sida"
PAGE_AFTER: Final = "Nästa sida"
FILE_MISSING: Final = "Filen finns inte här"
FILE_MISSING_NEXT: Final = "Den kan ha bytts ut eller tagits bort. Leta i listan över alla dokument."
READ_WHOLE: Final = "Läs hela dokumentet"

DOCUMENTS_TITLE: Final = "Dokument"
DOCUMENTS_INTRO: Final = "Här är allt som Civsam kan svara ur. Välj ett dokument och läs det i sin helhet."
DOCUMENTS_NONE: Final = "Inget dokument passar. Ändra ditt val eller visa alla."
SEARCH_DOCUMENTS: Final = "Sök i titlar och texter"
IN_TEXT: Final = "Orden finns i texten."
KIND: Final = "Typ av dokument"
AREA: Final = "Kommun eller område"
ANY: Final = "Alla"
IN_FORCE_ONLY: Final = "Visa inte det som har slutat gälla"
SHOW: Final = "Visa"
SHOW_ALL: Final = "Visa alla"
PLANS_TITLE: Final = "Planer"
PLANS_INTRO: Final = (
    "Här är planerna som träd: mål, områden och aktiviteter. Varje rad leder till orden i faktabladet. "
    "Samband visas bara när en källa uttrycker dem."
)
PLANS_NONE: Final = "Det finns inga planer inlästa."
BASE_EMPTY: Final = "Det finns inga dokument. Kör civsam ingest med en mapp för att läsa in några."
PLANS_CONTENTS: Final = "Planerna på sidan"
PLAN_MISSING: Final = "Planen finns inte"
PLAN_MISSING_NEXT: Final = "Kör civsam plan utan namn för att se alla planer"
PLAN_ENDED: Final = "Planen har slutat gälla."
PLAN_LINKS: Final = "Uttryckliga kopplingar"
PLAN_NO_LINKS: Final = "Ingen uttrycklig koppling i dokumenten."
PLAN_NO_ACTIVITY_LINKS: Final = "Ingen enskild aktivitet har en uttrycklig koppling i dokumenten."
PLAN_COUNTS: Final = "Så många säger källan att det finns"
PLAN_MISSING_PARTS: Final = "Det här säger källan att den inte berättar"
PLAN_FACTS: Final[Mapping[str, str]] = {"ansvarig": "Ansvarig", "tidplan": "Tidplan", "indikator": "Indikator"}
TO_VERSIONS: Final = "Vad har ändrats mellan versionerna?"
VERSIONS_TITLE: Final = "Versioner sida vid sida"
VERSIONS_INTRO: Final = (
    "Vad som har ändrats mellan versioner, med båda källorna. Varje ruta leder till orden i faktabladet."
)
VERSIONS_ASPECT: Final = "Vad"
VERSIONS_CHANGE: Final = "Om ändringen"
VERSIONS_NOTHING: Final = "–"
BACK_TO_PLANS: Final = "Tillbaka till planerna"
DOCUMENT_MISSING: Final = "Dokumentet finns inte"
DOCUMENT_MISSING_NEXT: Final = "Det kan ha tagits bort eller bytt namn. Leta i listan över alla dokument."
REPLACES: Final = "Ersätter:"
SUMMARY: Final = "Vår sammanfattning:"
ORIGINAL: Final = "Originalet:"
SIMILAR: Final = "Nästan samma dokument:"
TO_HEALTH: Final = "Så mår dokumenten"
CONTENTS: Final = "Innehåll"
QUOTE_HERE: Final = "Gå till det som citeras i svaret"
QUOTE_GONE: Final = "Dokumentet har ändrats sedan du fick svaret. Därför är inget markerat i texten."

FOLLOW_UPS_HEADING: Final = "Fråga vidare"
_GRANTS: Final = ("bidragsregler",)
_PLANS: Final = (
    "strategi",
    "handlingsplan",
    "kulturplan",
    "biblioteksplan",
    "overenskommelse",
    "partnerskap",
    "uppdrag",
)
# A heading or a column of a cited document, the question it answers, and the kinds of document where it means that.
FOLLOW_UPS: Final = (
    (r"bilagor", "Vilka bilagor behövs{place}?", _GRANTS),
    (r"vem( kan söka| är bidragsberättigad)?( \(.*\))?|vem ansluter sig", "Vem kan söka bidrag{place}?", _GRANTS),
    (r"(grund)?krav( för att söka)?|villkor", "Vilka villkor gäller{place}?", _GRANTS),
    (r"belopp([ /].*)?", "Hur stort är bidraget{place}?", _GRANTS),
    (r"ansökningsperiod|tider|datum|årsrytm|när|sista (ansöknings)?dag", "När kan man söka bidrag{place}?", _GRANTS),
    (r"ansökan|så söker man|e-tjänst", "Hur söker man bidrag{place}?", _GRANTS),
    (r"redovisning", "Hur ska bidraget redovisas{place}?", _GRANTS),
    (r"kontakt(vägar| och konto)?", "Vem kontaktar man{place}?", _GRANTS),
    (r"(övergripande |gemensamma )?mål|syfte och mål|.* delmål", "Vilka mål finns{place}?", _PLANS),
    (r"syfte( och mål)?|vision och syfte", "Vad är syftet{place}?", _PLANS),
    (r"parter( .*)?", "Vilka är parterna{place}?", _PLANS),
    (r"uppföljning|hur .* följs upp", "Hur följs det upp{place}?", _PLANS),
    (r"genomförande( .*)?", "Hur genomförs arbetet{place}?", _PLANS),
    (r"ansvar|styrning|ledning", "Vem ansvarar{place}?", _PLANS),
    (r"uppdrag", "Vad är uppdraget{place}?", _PLANS),
    (r"datum och källa", "När antogs{it}?", _PLANS[:5]),
)
IT: Final = "det"
THE_KIND: Final[Mapping[str, str]] = {
    "strategi": "strategin",
    "handlingsplan": "handlingsplanen",
    "kulturplan": "kulturplanen",
    "biblioteksplan": "biblioteksplanen",
    "overenskommelse": "överenskommelsen",
    "partnerskap": "partnerskapet",
}


ABOUT_TITLE: Final = "Om Civsam"
ABOUT_REPORT: Final = "Anmäl brister i tillgängligheten till Digg"
REPORT_URL: Final = "https://www.digg.se/tdosanmalan"
FILL_IN_OPERATOR: Final = "fyll i: vem som driver tjänsten"  # shown, marked, until CIVSAM_OPERATOR is set
FILL_IN_CONTACT: Final = (
    "fyll i: e-post och telefon till den som driver tjänsten"  # until CIVSAM_OPERATOR_CONTACT is set
)
FILL_IN_NOTE: Final = (
    "Uppgifter fattas på den här sidan. Den som driver tjänsten fyller i dem innan andra använder den."
)
STATEMENT_DAY: Final = "den 26 november 2026"
ABOUT_MODEL: Final[Mapping[bool, str]] = {
    False: "Just nu är ingen språkmodell påslagen. Din fråga lämnar inte den dator som tjänsten går på.",
    True: "Just nu är en språkmodell påslagen. Den får din fråga, högst tre frågor före den och texterna vi hittade. "
    "Personnummer, telefonnummer och e-postadresser byts ut i frågorna innan de skickas.",
}
ABOUT_LOG: Final[Mapping[bool, str]] = {  # whether CIVSAM_LOG is set
    False: "Vi för ingen logg över besök.",
    True: "Varje gång du öppnar en sida eller frågar skrivs en rad i en logg. Den säger tid, slags sida, hur det gick "
    "och hur lång tid det tog. Den säger aldrig vad du skrev, vem du är eller var du finns.",
}
NOT_THERE: Final = "Filen eller mappen finns inte"
NOT_THERE_NEXT: Final = "Kontrollera sökvägen och försök igen"
REFUSED_NEXT: Final = "Kontrollera rättigheter och ledigt utrymme och försök igen"
DATA_DIR_IS_FILE: Final = "Datamappen är en fil och ingen mapp"
DATA_DIR_IS_FILE_NEXT: Final = "Ange en mapp med --data-dir eller CIVSAM_DATA_DIR"
DATA_DIR_MISSING: Final = "Datamappen finns inte"
DATA_DIR_MISSING_NEXT: Final = "Kontrollera sökvägen i --data-dir eller CIVSAM_DATA_DIR"
INDEX_MISSING_NEXT: Final = "Kontrollera sökvägen. Är den rätt, kör: civsam ingest"
CORPUS_MISSING: Final = "Mappen med dokument finns inte"
CORPUS_MISSING_FETCH: Final = "Rätta inställningen och försök igen"
CORPUS_MISSING_INGEST: Final = "Rätta inställningen, eller ange vad som ska läsas in: civsam ingest MAPP"
SAVE_IS_FOLDER: Final = "Det går inte att spara, för det är en mapp"
SAVE_IS_FOLDER_NEXT: Final = "Skriv också vad filen ska heta"
SAVE_NO_FOLDER: Final = "Det går inte att spara, för mappen finns inte"
SAVE_NO_FOLDER_NEXT: Final = "Kontrollera sökvägen, eller gör mappen först"
SAVE_EXISTS: Final = "Filen finns redan"
SAVE_EXISTS_NEXT: Final = "Välj ett annat namn, eller lägg till --force om den ska skrivas över"
BACKUP_QUESTIONS: Final = "Frågor som besökare lät oss spara är med, och finns kvar där när de tas bort här. "
RESTORE_NO_FILE: Final = "Säkerhetskopian finns inte"
RESTORE_NO_FILE_NEXT: Final = "Kontrollera sökvägen"
RESTORE_TAKEN: Final = "Det finns redan en kunskapsbas, hämtade källor eller synpunkter i datamappen"
RESTORE_TAKEN_NEXT: Final = "Välj en tom mapp med --data-dir, eller lägg till --force om det ska ersättas"
RESTORE_DAMAGED: Final = "Filen är skadad eller ingen säkerhetskopia. Inget är ändrat"
RESTORE_DAMAGED_NEXT: Final = "Använd en annan säkerhetskopia, eller kör civsam ingest"
RESTORE_OTHER_FORMAT: Final = "Säkerhetskopian är gjord av en annan version av Civsam. Inget är ändrat"
RESTORE_OTHER_FORMAT_NEXT: Final = "Återställ den med den versionen, eller kör civsam ingest"


def backed_up(file: str, generation: str, files: int, megabytes: float, *, questions: bool) -> str:
    """What ``civsam backup`` saved, and what whoever keeps the file has to think of."""
    size = f"{megabytes:.1f}".replace(".", ",")
    return (
        f"Sparat i {file}: {generation}, {files} filer, {size} MB före packning.\n"
        f"{BACKUP_QUESTIONS if questions else ''}"
        "Dokument som senare tas bort finns kvar i kopian. Radera den när den inte behövs."
    )


def vector_server(fault: str) -> str:
    """For ``civsam status``; ``fault`` is empty when all is well."""
    if not fault:
        return "Vektorerna finns på Chroma-servern."
    return f"{fault} Civsam söker i sin egen kopia."


def restored(file: str, created: str, generation: str, files: int) -> str:
    """What ``civsam restore`` did."""
    return f"Återställt från {file}, gjord {created}: {files} filer. Kunskapsbasen är nu {generation}."


READY: Final = "redo"  # words of /readyz
NOT_READY_YET: Final = "startar"
NOT_READY: Final = "kan inte svara"
METRICS_CLOSED: Final = "Siffrorna om driften lämnas bara ut till den dator som tjänsten går på."
ABOUT_NO_FEEDBACK: Final = "Vi tar inte emot synpunkter på svaren, så det finns inget sådant sparat."

# {operator}, {contact}, {model}, {feedback} and {log} are put in by ui/about.py.
ABOUT: Final = (
    (
        "Vem som driver tjänsten",
        (
            "Ansvarig för tjänsten: {operator}.",
            "Kontakt: {contact}.",
            "Personuppgiftsansvarig: {operator}.",
        ),
    ),
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
            "Laddar du om sidan är samtalet kvar. Webbläsaren minns bara ett slumptal, så länge fliken är öppen.",
            "{feedback}",
            "{model}",
            "Sidan har inga kakor och hämtar inget från andra webbplatser. {log} Skriv ändå inga personuppgifter.",
        ),
    ),
    (
        "Det här har du rätt till",
        (
            "Har du skrivit en personuppgift i en fråga? Då försvinner den när serverns minne töms, efter en timme.",
            "Du har rätt att få veta vad som finns sparat om dig, och att få det rättat eller raderat. Hör av dig till "
            "{contact}.",
            "Är du inte nöjd kan du klaga hos Integritetsskyddsmyndigheten, IMY.",
            "Är det en myndighet som driver tjänsten kan det som är sparat vara allmän handling.",
        ),
    ),
    (
        "Tillgänglighetsredogörelse",
        (
            "Den som står bakom tjänsten: {operator}. Redogörelsen gäller Civsam, med alla sidor här.",
            "Alla ska kunna använda Civsam. Här står hur tjänsten följer lagen om tillgänglighet till digital offentlig "
            "service, vilka brister vi känner till och hur du säger till om fler.",
            "Tjänsten följer lagen delvis. Lagen bygger på WCAG 2.1, nivå AA. Bristerna står nedan.",
            "Du kan använda allt med bara tangentbord, på en smal skärm, med stor text och i mörkt läge. Kan du inte "
            "använda chatten? Då finns en enkel sida som klarar sig utan JavaScript.",
        ),
    ),
    (
        "Brister vi känner till",
        (
            "Chatten är inte prövad med alla skärmläsare. Ett långt svar läses inte upp av sig självt. Du får höra när "
            "det är klart, och går till svaret själv.",
            "Den PDF som du kan spara har inga taggar. Välj Word-filen eller den enkla sidan i stället.",
            "En sida ur en PDF visas som bild. Samma text står alltid under bilden.",
            "Källorna ligger på andras webbplatser. Dem kan vi inte ändra. Läs i så fall texten hos oss.",
            "Vi har inte tagit undan någon del för att den skulle kosta för mycket att rätta.",
        ),
    ),
    (
        "Hur vi har prövat",
        (
            "Vi har bedömt tjänsten själva. Varje vy prövas med axe-core, med tangentbord, i 320 punkters bredd, "
            "i mörkt läge och på papper. Ingen utanför projektet har granskat den än.",
            f"Den här redogörelsen gjordes {STATEMENT_DAY}.",
        ),
    ),
    (
        "Säg till om ett hinder",
        (
            "Hör av dig hit: {contact}. Berätta vad som inte gick. Behöver du innehållet på ett annat sätt "
            "ska du få det.",
            "Digg ser till att lagen följs. Är du inte nöjd med svaret du får, gör en anmälan till Digg.",
        ),
    ),
)

PLAIN_LINK: Final = "Enkel sida utan JavaScript"
PLAIN_TITLE: Final = "Ställ en fråga"
PLAIN_FAULT_TITLE: Final = "Fel: Ställ en fråga"
PLAIN_ANSWER_TITLE: Final = "Svar"
PLAIN_FOLLOW_UP: Final = "Ställ en fråga till"
PLAIN_EARLIER: Final = "Du frågade tidigare"
NEEDS_SCRIPT: Final = "Den här sidan behöver JavaScript. Använd den enkla sidan i stället, den kan ge samma svar."
CROWDED: Final = "Kön är full, för det är många som frågar just nu"
CROWDED_NEXT: Final = "Vänta några sekunder och försök igen."
CLOSING: Final = "Tjänsten håller på att startas om"
CLOSING_NEXT: Final = "Vänta en minut och ställ frågan igen."
FORM_FOREIGN: Final = "Formuläret kom från en annan webbplats. Ställ din fråga här i stället."
FORM_UNREADABLE: Final = "Det gick inte att läsa det du skickade. Försök igen här."
API_LINK: Final = "För dig som bygger"

OPENS_TAB: Final = "Det öppnas i en ny flik. Samtalet här är kvar."
FEEDBACK_HEADING: Final = "Hjälp oss att bli bättre"
FEEDBACK_QUESTION: Final = "Var svaret till hjälp?"
FEEDBACK_THUMBS: Final[Mapping[str, str]] = {"upp": "Ja", "ner": "Nej"}
FEEDBACK_WHY: Final = "Om inte, varför?"
FEEDBACK_REASONS: Final = (
    "Välj om du vill",
    "Något i svaret är fel",
    "Uppgifterna är gamla",
    "Svaret missar det jag frågade om",
    "Svaret är svårt att förstå",
    "Källan säger inte det som står i svaret",
    "Något annat",
)
FEEDBACK_KEEP: Final = "Spara också min fråga, och frågorna före den. Jag har inte skrivit några personuppgifter."
FEEDBACK_WHAT: Final = "Vi sparar dag, ja eller nej, orsak och vilka källor svaret hade. Vi sparar inget om dig."
FEEDBACK_SEND: Final = "Spara min synpunkt"
FEEDBACK_THANKS: Final = "Tack för hjälpen"
FEEDBACK_THANKS_MORE: Final = "Det du skickade är sparat. Kom du från chatten kan du stänga den här fliken."
FEEDBACK_EMPTY: Final = "Här finns inget att läsa"
FEEDBACK_EMPTY_MORE: Final = (
    "Vill du säga vad du tyckte om ett svar? Ställ en fråga först. Under svaret finns ett formulär."
)
FEEDBACK_BACK: Final = "Ställ en fråga"
FEEDBACK_FAULT: Final = "Det du skickade är inte sparat"
FEEDBACK_NO_CONSENT: Final = "Kryssa i att vi får spara det du skickar. Gå tillbaka och försök igen."
FEEDBACK_NO_THUMB: Final = "Välj om svaret var till hjälp eller inte. Gå tillbaka och försök igen."
FEEDBACK_OFF: Final = "Vi tar inte emot synpunkter just nu"
FEEDBACK_FULL: Final = "Vi kan inte ta emot fler synpunkter just nu"
FEEDBACK_UNUSABLE: Final = "Det går inte att spara eller läsa synpunkter"
FEEDBACK_UNUSABLE_NEXT: Final = "Försök igen om en stund"
FEEDBACK_NO_QUESTIONS: Final = "Det finns inga sparade frågor att göra testfrågor av"
FEEDBACK_NO_QUESTIONS_NEXT: Final = "Frågor sparas bara när en besökare väljer det"

EXPORT_HEADING: Final = "Spara svaret"
EXPORT_INTRO: Final = "Filen får frågan, svaret och källorna. Word-filen läses bäst av en skärmläsare."
EXPORT_WHOLE: Final = "Ta med hela samtalet"
EXPORT_KINDS: Final[Mapping[str, str]] = {"docx": "Word", "pdf": "PDF", "md": "Markdown"}
EXPORT_TITLE: Final = "Frågor och svar från Civsam"
EXPORT_SYMBOLS: Final = "Några tecken finns inte i filens typsnitt. De visas som ett frågetecken: ?"
EXPORT_QUESTION: Final = "Fråga:"
EXPORT_SOURCE_LINK: Final = "Källa:"

API_TITLE: Final = "Civsam för andra program"
API_INTRO: Final = (
    "Här kan ett annat program ställa samma frågor och få samma svar som på sidan. Allt är JSON.\n"
    "Visa alltid källorna och deras giltighet, och säg till läsaren när ai_generated är sant.\n"
    "Inget sparas. Andra webbplatser kan inte läsa svaren direkt i en webbläsare."
)
API_OPENAPI: Final = "Beskrivningen som OpenAPI"
API_EXAMPLE: Final = "Exempel"
API_ROUTES: Final = "Adresser"
API_FIELDS: Final = "Fält"
API_FAULTS: Final = "När något är fel"
API_COLUMNS: Final = ("Fält", "Värde", "Betydelse")
API_ASK: Final = "Ställ en fråga och få ett svar med källor."
API_SEARCH: Final = "Sök fram de avsnitt som bäst passar en fråga."
API_DOCUMENTS: Final = "Allt som finns i kunskapsbasen."
API_SEND: Final = "Skicka"
API_GET: Final = "Du får"
API_REQUIRED: Final = "krävs"
API_LIST_OF: Final = "lista av"
OR: Final = "eller"
API_ERRORS: Final[Mapping[int, str]] = {
    400: "Det du skickade är inte JSON.",
    413: "Det du skickade är för stort.",
    422: "Ett fält är fel, eller frågan är tom eller för lång.",
    500: "Något gick fel hos oss.",
    503: "Inget är inläst än, eller så är det för många som frågar. Försök igen om en stund.",
}
API_REFUSALS: Final[Mapping[int, str]] = {404: "Adressen finns inte. Läs mer på /api", 405: "Skicka med POST."}
MCP_TOOLS: Final[Mapping[str, str]] = {
    "fraga": "Svara på en fråga om bidrag och planer i Örebro län. Svaret är ordagranna utdrag, med källor.",
    "sok": "Sök avsnitt i dokumenten om bidrag och planer för civilsamhället i Örebro län.",
}
MCP_INSTRUCTIONS: Final = "Fråga på svenska. Visa källan och om den gäller. Lägg inte till något som inte står i den."
MCP_UNKNOWN: Final = "Verktyget finns inte. Välj fraga eller sok."
API_BODY: Final = "Skicka ett JSON-objekt, med Content-Type: application/json."
API_TEXT: Final = "ska vara en text"
API_TRUTH: Final = "ska vara true eller false"
API_NUMBER: Final = "ska vara ett heltal"
API_LIST: Final = "ska vara en lista"
API_OBJECT: Final = "ska vara ett objekt"
API_MISSING: Final = "saknas"
API_UNKNOWN: Final = "finns inte"
API_DATE: Final = "ska vara ett datum, ÅÅÅÅ-MM-DD"
API_UNUSABLE: Final = "har ett värde som inte går att använda"


def feedback_counts(every: int, helped: int, asked: int, days: int) -> str:
    return (
        f"{every} svar har fått en tumme: {helped} upp, {every - helped} ner. {asked} med fråga. Sparas i {days} dagar."
    )


def feedback_exported(path: str) -> str:
    return f"Testfrågorna finns i {path}. Gör dem färdiga innan du kör dem med civsam eval."


def feedback_consent(days: int) -> str:
    return f"Ja, ni får spara det här i högst {days} dagar."


def export_day(today: date) -> str:
    return f"Svaren är från {swedish_date(today)}. Reglerna kan ha ändrats sedan dess."


def page_number(number: int) -> str:
    return f"Sida {number}"


def page_of(number: int, pages: int) -> str:
    return f"Sida {number} av {pages}."


def about_feedback(days: int) -> str:
    """What the privacy note says about feedback that is kept for so many days."""
    return (
        "Säger du vad du tyckte om ett svar sparar vi det bara om du kryssar i att vi får. "
        f"Frågan sparas bara om du väljer det. Allt sådant tas bort efter {days} dagar."
    )


def or_list(words: Sequence[str]) -> str:
    """a, b eller c."""
    return f" {OR} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def api_fault(place: str, rule: str) -> str:
    return f"Fältet {place} {rule}."


def api_one_of(words: Sequence[str]) -> str:
    return f"ska vara {or_list(words)}"


def api_at_most(number: int) -> str:
    return f"får ha högst {number} värden"


def api_between(least: int, most: int) -> str:
    return f"ska vara mellan {least} och {most}"


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


def swedish_moment(written: str) -> str:
    """A time as it is kept, ``2026-11-28T18:21:55+00:00``, on the clock of this place: ``28 november 2026 kl. 19.21``."""
    here = datetime.fromisoformat(written).astimezone()
    return f"{swedish_date(here.date())} kl. {here:%H.%M}"


def most_removed(documents: int, *, whole_corpus: bool) -> str:
    """Said after an ingest that took away most of what there was."""
    told = (
        f"{documents} dokument togs bort, eftersom {'det' if documents == 1 else 'de'} inte fanns i det som lästes in."
    )
    back = "Lägg tillbaka filerna och kör" if whole_corpus else "Vill du ha tillbaka korpusen? Kör"
    return f"{told} {back} civsam ingest{'' if whole_corpus else ' utan sökväg'}."


def thousands(number: int) -> str:
    """20000 → 20 000, with a space that does not break."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def today_line(today: date) -> str:
    return f"I dag är det {swedish_date(today)}."


def decided(day: PartialDate) -> str:
    return f"beslutad {swedish_date(day)}"


def retrieved(day: PartialDate) -> str:
    return f"Uppgifterna är hämtade {swedish_date(day)}."


def kind(name: str) -> str:
    """A kind of document in words."""
    return KINDS.get(name, name.capitalize())


def area(name: str) -> str:
    """A municipality by its name, the region and the country in words."""
    return AREAS.get(name, name)


def concerns(areas: Sequence[str]) -> str:
    return f"Område: {', '.join(area(name) for name in areas)}"


def source_from(day: PartialDate, *, old: bool) -> str:
    """How old the source is, and a warning when that is too old to be relied on."""
    return f"Källan är från {swedish_date(day)}." + (" Den kan ha ändrats sedan dess." if old else "")


def source_changed(day: PartialDate) -> str:
    return f"Källan har ändrats sedan faktabladet skrevs. Det såg vi {swedish_date(day)}. Läs källan."


def source_gone(day: PartialDate) -> str:
    return f"Källan finns inte längre på sin adress. Det såg vi {swedish_date(day)}."


def also_at(files: Sequence[str]) -> str:
    return f"Samma innehåll finns också i {', '.join(files)}."


def how_found(titled: int, in_text: int, every: int) -> str:
    """The count above a list of documents that were searched for: those whose title has the words, and the others."""
    titles = f"{titled} med orden i titeln" if titled else "inget med orden i titeln"
    only = f"{in_text} med orden bara i texten" if in_text else "inget med orden bara i texten"
    return f"Visar {titled + in_text} av {every} dokument: {titles} och {only}."


def how_many(shown: int, every: int) -> str:
    """The count above a list of documents."""
    if shown == every:
        return "Ett dokument" if every == 1 else f"{every} dokument"
    return f"Visar {shown} av {every} dokument"


def limited_to(areas: Sequence[str], kinds: Sequence[str], *, in_force_only: bool, day: date | None = None) -> str:
    """What the search was limited to; empty when it was not."""
    words = [area(name) for name in areas] + [kind(name).lower() for name in kinds]
    words += [LIMITED_IN_FORCE] if in_force_only else []
    words += [f"som det var {swedish_date(day)}"] if day else []
    return f"Sökningen begränsades till: {', '.join(words)}." if words else ""


def rows_of(heading: str, count: int) -> str:
    """What stands above rows of a source's table."""
    rows = f"{count} rader ur källans tabell"
    return f"{heading}: {rows}" if heading else rows.capitalize()


def of_all(remark: str) -> str:
    """What stands above a list when it is true of all of its sources."""
    return f"Allt i listan: {remark}."


def the_rest(count: int) -> str:
    """What unfolds the end of a long list."""
    return f"Visa {count} till"


def limits_label(chosen: int) -> str:
    """What stands on the folded filters."""
    return f"{LIMITS} ({chosen} val)" if chosen else LIMITS


def same_source(number: int) -> str:
    return f"Samma källa som [{number}]"


def in_line(ahead: int) -> str:
    """What a question that waits its turn is told."""
    return f"Många frågar just nu. {'En fråga' if ahead == 1 else f'{ahead} frågor'} står före din i kön."


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


def index_missing(what: str) -> str:
    """There is no index, since there is no folder."""
    return f"{what}, för mappen finns inte"


def refused(reason: str) -> str:
    """The system would not read or write."""
    return f"Det gick inte att läsa eller skriva: {reason}"


def open_to_others(host: str) -> str:
    """A warning when the chat listens to more than this machine."""
    return (
        f"Varning: med adressen {host} kan andra datorer nå Civsam, utan kryptering (TLS). Ska bara den här datorn nå den: "
        "ta bort --host och CIVSAM_HOST. Ska andra nå den: ställ en proxy med TLS framför, se docs/drift.md."
    )


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
