"""The plans' trees as a person reads them out of the fact sheets: one line a node, indented under what it belongs to.

Written by hand from corpus/dokument, apart from the files in corpus/planer that it is held against.
"""

from __future__ import annotations

GOLD = {
    "rus-2022-2030": """
vision: Sveriges hjärta, en attraktiv och pulserande region för alla
övergripande mål: Stark konkurrenskraft
övergripande mål: Hög och jämlik livskvalitet
övergripande mål: God resurseffektivitet
prioriterat område: Social sammanhållning och demokrati
  strategisk inriktning: goda villkor för civilsamhälle och folkbildning, så att de kan bära demokrati och social sammanhållning
  strategisk inriktning: starkare social ekonomi via fokus på arbetsintegrerande sociala företag och socialt ansvarsfull upphandling
  önskvärt läge: Alla har möjlighet att forma sina liv
  önskvärt läge: Ökad delaktighet i samhället
  önskvärt läge: Socialt företagande och innovation möter samhällsutmaningar
prioriterat område: näringslivsområdet
  strategisk inriktning: företagsklimat där entreprenörer kan starta, driva och utveckla hållbara företag
  strategisk inriktning: högre internationaliseringsgrad och kunskapsinnehåll i näringslivet
  strategisk inriktning: underlätta fler hållbara etableringar, investeringar och finansieringsmöjligheter
""",
    "rus-2018-2030": """
vision: Sveriges hjärta, en attraktiv och pulserande region för alla
övergripande mål: stark konkurrenskraft
övergripande mål: hög och jämlik livskvalitet
övergripande mål: god resurseffektivitet
effektmål: förbättrad kompetensförsörjning
effektmål: ökad innovationskraft
effektmål: goda försörjningsmöjligheter
effektmål: ökad delaktighet och inflytande
effektmål: begränsad klimatpåverkan
prioriterat område: Social sammanhållning och demokrati
  önskvärt läge: Önskat läge för kulturen: blomstrande kulturell kreativitet i hela länet tack vare fungerande kulturell infrastruktur, med både spets och bredd.
prioriterat område: näringsliv
  strategisk inriktning: företagsklimat för att starta, driva och utveckla företag
  strategisk inriktning: ökad internationalisering och kunskapsinnehåll
  strategisk inriktning: fler etableringar, investeringar och finansieringsmöjligheter
""",
    "handlingsplan-civilsamhalle-2022-2025": """
önskvärt läge: Alla har möjlighet att forma sina liv
önskvärt läge: Ökad delaktighet i samhället
önskvärt läge: Socialt företagande och innovation möter samhällsutmaningar
mål: öka och stärka civilsamhällets och den sociala ekonomins deltagande och inflytande för att utveckla länet, och därigenom bidra till att RUS genomförs
  insatsområde: Förståelse
    aktivitet: Öka kunskapen om egenvärdet
    aktivitet: Arbeta för tillgång till statistik
    aktivitet: Löpande testa och använda metoder för att värdera samhällsnytta
  insatsområde: Långsiktiga förutsättningar
    aktivitet: Utveckla offentliga föreningsstöd, finansieringsformer och andra stödfunktioner
    aktivitet: De sociala företagen ska bli starkare och utvecklas
    aktivitet: Mer kunskap om samverkan, bland annat upphandling
    aktivitet: Upphandlingen från civilsamhälle och social ekonomi ska öka: varor, tjänster och service
  insatsområde: Nätverk och mötesplatser
    aktivitet: Öka erfarenhetsutbytet inom civilsamhälle och social ekonomi
    aktivitet: Öka erfarenhetsutbytet mellan offentliga aktörer
    aktivitet: Stärka sektorsövergripande nätverk och mötesplatser
  insatsområde: Internationell samverkan
    aktivitet: Utveckla det internationella deltagandet från länet
    aktivitet: Öka erfarenhetsutbytet i länet av internationellt deltagande
""",
    "handlingsplan-civilsamhalle-2018-2021": """
övergripande mål: Ökat deltagande och inflytande för civilsamhälle och social ekonomi i det regionala utvecklings- och tillväxtarbetet.
  delmål: Ökad förståelse för civilsamhällets och den sociala ekonomins betydelse för regionalt utvecklings- och tillväxtarbete
  delmål: Långsiktiga förutsättningar genom tydligare och starkare stöd i hela länet
  delmål: Skapa, stärka och samordna nätverk och mötesplatser i hela länet
  delmål: Ökad internationalisering av regionens insatser
""",
    "region-kulturplan-2024-2027": """
övergripande mål: Utveckla den kulturella infrastrukturen i länet
övergripande mål: Öka delaktigheten, med fokus på barn, unga och personer med sämre socioekonomiska villkor
övergripande mål: Stärka kulturens kraft genom samverkan
prioritering: Prioriterade aktörer: Örebro läns museum, Länsteatern Örebro, Länsmusiken i Örebro (med Örebro kommun som huvudägare).
prioritering: Goda förutsättningar för kulturföreningar och folkbildning för kultur i hela länet.
prioritering: Särskilda medel för medverkans- och utställningsersättning enligt MU-avtalet; sökbara för utställningsarrangörer.
prioritering: Fortsatt utveckling av professionell film.
inriktning: fritt professionellt kulturliv och stärkt arrangörskap i hela länet
inriktning: kultur som skapar delaktighet genom civilsamhället
inriktning: social sammanhållning via ökat kulturdeltagande
inriktning: kultur och hälsa samt kulturella och kreativa näringar
""",
    "region-biblioteksplan-2020-2024": """
mål: Kvalitet
mål: Tillgänglighet
mål: Samverkan
uppdrag: demokratiskt samhälle
uppdrag: likvärdig biblioteksservice
uppdrag: barn och unga
uppdrag: nationella minoriteter, annat modersmål än svenska, funktionsnedsättning
uppdrag: omvärldsbevakning och nätverk
""",
    "nationell-civilsamhallespolitik": """
övergripande mål: förbättra villkoren för det civila samhället som en central del av demokratin
  delmål: utveckla möjligheterna att göra människor delaktiga
  delmål: stärka förutsättningarna att bidra till samhällsutveckling och välfärd
  delmål: fördjupa och sprida kunskap om civilsamhället
prioritering: regelbundna och flexibla samråd
prioritering: bättre kunskap hos offentliga aktörer
prioritering: långsiktig, förutsebar, rättssäker statsbidragshantering
""",
    "naringsliv-2018-2022": """
strategisk inriktning: företagsklimat för att starta, driva och utveckla företag – bland annat entreprenörskap hos unga, kvinnor och utrikes födda, ett regionalt näringslivsråd och digitala mötesplatser
strategisk inriktning: högre internationaliseringsgrad och kunskapsinnehåll – exportsamverkan, digitalisering i små och medelstora företag, småföretag i innovationsupphandling
strategisk inriktning: förstärkt etablerings- och investeringsarbete (detaljerna saknas i underlaget)
""",
    "innovationsstrategi-2017": """
prioriterat område: autonoma, digitaliserade och intelligenta produktionssystem
prioriterat område: livsmedel i mötet mellan hållbarhet, hälsa, miljö och måltid
""",
    "livsmedelsplan-2018-2023": """
handlingsområde: konkurrenskraft, konsument och marknad
handlingsområde: regler och villkor
handlingsområde: offentlig konsumtion och upphandling
handlingsområde: innovation och samverkan
""",
    "energi-och-klimatprogram": """
mål: utsläpp av växthusgaser 60 % lägre 2030 än 2005
mål: minst 80 % förnybar energi 2030
mål: 50 % effektivare energianvändning 2030 än 2005
mål: nettonoll 2045
""",
    "region-verksamhetsplan-2023": """
effektmål: Invånare och verksamma i länet har stark konkurrenskraft, hög och jämlik livskvalitet och god resurseffektivitet.
indikator: Fler aktörer ska ta del av regionalt finansierad kultur.
indikator: Fler aktörer inom civilsamhälle och social ekonomi ska ta del av finansiering från och samverka med Region Örebro län.
indikator: Nystartade företag per 1 000 invånare
indikator: BRP per sysselsatt
indikator: Självskattad hälsa (unga och vuxna)
indikator: Växthusgasutsläpp
indikator: Energianvändning per BRP
""",
}  # fmt: skip
