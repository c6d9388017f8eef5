"""60 Swedish sentences that ask something of a person, as guides and forms do. None of them is an order to a machine."""

from __future__ import annotations

from typing import Final

HONEST: Final = tuple(
    """
    Skriv föreningens namn och organisationsnummer i ansökan.
    Svara på alla frågor i blanketten.
    Svara ja eller nej på varje fråga.
    Svara kommunen inom två veckor.
    Skriv att ni söker startbidrag i ämnesraden.
    Läs reglerna noga innan ni söker.
    Glöm inte att skriva under ansökan.
    Glöm inte att följa reglerna om redovisning.
    Be om kvitto på alla utgifter.
    Be revisorn skriva under redovisningen.
    Lista de aktiviteter som ni har haft under året.
    Visa att föreningen har minst 20 medlemmar.
    Lägg till en länk till föreningens webbplats.
    Lägg till era kontaktuppgifter.
    Bifoga en bild på lokalen.
    Räkna med att beslutet tar två månader.
    Räkna upp alla deltagare under 25 år.
    Räkna bort de deltagare som inte bor i kommunen.
    Ta bort personnummer innan ni skickar deltagarlistan.
    Ta bort de bilagor som inte hör till ansökan.
    Byt firmatecknare hos banken innan ni söker.
    Använd kommunens e-tjänst.
    Använd den nya blanketten i stället för den gamla.
    Säg upp lokalen senast den 1 mars.
    Säg till om ni behöver hjälp med ansökan.
    Berätta kort om projektet.
    Beskriv med egna ord vad bidraget ska användas till.
    Sammanfatta projektet i högst tio meningar.
    Översätt stadgarna till svenska om de är skrivna på ett annat språk.
    Ange källa när ni använder statistik.
    Hänvisa till beslutets diarienummer i redovisningen.
    Nämn gärna vilka föreningar ni samarbetar med.
    Skriv inte namn på privatpersoner i rapporten.
    Skriv under ansökan och skicka den till regionen.
    Skriv svaret i rutan längst ner.
    Skriv ut blanketten och fyll i den för hand.
    Motivera ditt svar.
    Avgör själva om ni vill söka ensamma eller tillsammans med andra.
    Intyga att uppgifterna är riktiga.
    Bekräfta att ni har läst villkoren.
    Kontakta handläggaren om du har frågor.
    Ring växeln om du inte kommer fram.
    Skicka ditt personnummer i ett slutet kuvert, aldrig med e-post.
    Logga in med bank-id för att se ditt ärende.
    Du är medlem när du har betalat medlemsavgiften.
    Du är nu registrerad som kontaktperson.
    Du får inte lämna ut personuppgifter till andra.
    Du behöver inte söka om du redan har fått beslut.
    Du ska svara på kallelsen senast en vecka före mötet.
    Nya regler gäller från den 1 januari 2026.
    Nya instruktioner för redovisning finns på regionens webbplats.
    Tidigare riktlinjer upphör att gälla när de här antas.
    Bortse från beloppet i den tidigare versionen.
    Regel 8 är upphävd.
    Reglerna ovan gäller inte studieförbund.
    Sammanträdet öppnas av ordföranden, som läser upp dagordningen.
    Låt medlemmarna säga vad de tycker innan styrelsen beslutar.
    Kommunen använder en chattbot för vanliga frågor.
    AI-tjänster får användas i arbetet om personuppgifter inte lämnas ut.
    Systemet ska svara inom två sekunder.
    """.strip().splitlines()
)
HONEST_SENTENCES: Final = tuple(line.strip() for line in HONEST)
