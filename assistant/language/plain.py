"""Words for how one asks, for time, size and money, and for applying and getting: they tell nothing of what it is about. Pure."""

from __future__ import annotations

from functools import lru_cache

from assistant.language import swedish
from assistant.language.swedish import stem

# What an answer need not repeat. The lines from "års" on are general words of expected questions that are missing in the
# document that answers, and no oftener in one that does not (corpus/fragor, 10,097 and 2,484 questions; those from "sant" on
# of 5,571 and 978 newer ones, which are not in the corpus).
_PLAIN = """
alls annorlunda bara bra bäst bättre chans dyr dyrt ensam enda extra full fullt gammal gamla gammalt gratis hel helt hög högt
högst högsta kort liten litet lite lägst lägsta låg låga lätt lättare lång länge minst mest max möjlig ny nya nytt nyss nära
ofta olik rätt sen sena sent senast senaste senare sist sista själv små snabb snabbt snart stor större svår svårt särskild
tidig tidigt tidigare tillåtet vanlig vanliga viss vissa värd värt årlig årliga årligt andra båda fler flera färre två tre fyra
fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton tjugo första tredje fjärde förra nästa respektive per samma
början dag datum period gång halvår höst höstas kväll månad natt sommar termin tid vecka vinter vår våras år årets slut januari
februari mars april maj juni juli augusti september oktober november december måndag tisdag onsdag torsdag fredag andel antal
avgift belopp del detalj exempel fall fråga grej grund grupp gäng hjälp information info krav krona kronor kostnad lista läge
namn nivå orsak anledning papper pengar person personer folk människor paragraf pris procent regel regler resultat roll saker
sak siffra sida sådan sådant sådana skillnad slag sort steg storlek stopp summa svar sätt tak typ uppgift villkor ålder åldrar
förening föreningar förbund klubb organisation bidrag stöd kommun kommuner kommunen län länet land landet sverige region adress
epost föreningsliv föreningslivet hemsida kontakt kontaktuppgift mail mejl mejladress nummer numret område telefon
telefonnummer telefonnumret ansökning ansökningen skriva skriver skrev skrevs skrivit sorters typer vart ansöka ansökan söka
sökt få får fått ge gav gavs ges gett göra gjorde gjort gå gick gått ta tog tagit komma kom bli ha haft hade sätta satte lägga
la lagt hålla höll hålls börja starta sluta heta kalla tycka säga sa se sett stå stod ligga ingå ingår ingick omfatta gälla
gällde gällande bygga röra ryms bestå bestod innehålla innebära lyda arbeta jobba hjälpa vilja tänka planera ordna anordna fixa
skaffa hitta ändra ändrats förändra förändrats skilja skilde jämföra jämfört peka uppfylla använda dela delade dra drog drivit
skjuta vända skicka lämna inlämnat stänga öppna öppet hända hamna påverka bero visa berätta nämna ange sammanfatta rikta stämma
sträcka handla fungera gynna behöva kräva räkna räcka leda tillhöra ske driva utgöra betala kosta kostade kostat fylla
bör borde lyfta leva växa växte pågå förankra omsätta definiera styra sedan innan medan under ute ned ner upp fram bort in
via lära lärt finnas fanns funnits uppge avse motsvara varför utöver kunna kunde låta nej betalt anmäla anmäler anmält årig
åriga årigt ansökningstid ansökningsperiod stad staden
års åren lika väg vägen spela varifrån ifrån säker säkert aktuell stötta mindre kring färsk kraft klar klart eget
sagt hänvisa beskriva beskrivning samla varandra varann numera ord orden ordet taget tanke tanken lilla mening meningen
stället tillämpa webb webbsida sajt såg sidan tidpunkt förhållande kommit alltid koppling stödja trädde ännu viktig form
vidare fullständig synas känd behandla tas inblandad ses begära begäran underlag bestämma säkra slog runt publicera duga angav
läst ordning syfte framåt inriktning bekräfta igenom gentemot hette löd återkomma punkt ärende status indelning uttrycka
sammanställning framtid summan byta bytt efterföljare årtal bedömning företrädare hänsyn högre lägre infördes version övriga
färdig utpekad tillfälle funktion före nuvarande ändamål dåligt enbart ensamma liv hundra tusen avgränsa avgränsning uppdela
åtgärd siffran sammanlagt allra praktiken rymma ställning skäl känna överens formell samband uttala uppräkning nyhet tema
samordna namnet styrka förutsätta process mitten reda formulera nyaste klassificera modell tillskriva inleda trots närmaste
sant nästan enkelt enkla fyllt uppgett målgrupp kategori beslutsnivå giltig
finansieringsgrad finansieringsgraden bidragsandel bidragsandelen oklart tillräckligt aktuellt likadant resten
förkortning
flesta hoppas knyta skapa förvänta minus plus femtio lösa ämne begränsa begränsning generell täcka
"""


@lru_cache(maxsize=20_000)
def is_plain(word: str) -> bool:
    """True for a word that an answer need not repeat."""
    return word in _WORDS or stem(word) in _STEMS


_WORDS: frozenset[str] = frozenset(_PLAIN.split()) | swedish.ASKING_WORDS
_STEMS: frozenset[str] = frozenset(map(stem, _WORDS))
