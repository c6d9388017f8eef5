"""The words of orders to whoever answers, as ``orders`` reads a sentence: lower case, without marks over letters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

# where an imperative can begin: the sentence, after a stop or a dash, after "and", "then", "please", after an address
_AT: Final = (
    r"(?:^[\W_]*|[.!?:;,–—-]\s+[\W_]*|[\"”'(\[{*#>|]\s*|\b(?:och|men|utan|sedan|darefter|nu|istallet|"
    r"i stallet|alltid|aldrig|darfor"
    r"|vanligen|snalla|obs|viktigt|du ska|du maste|ska du|maste du|du bor|du far|far du|kan "
    r"du|vill att du|ber dig|skall du"
    r"|genast|forst|and|then|please|must|should|now|always|never|to)\s+)"
)
_HEAD: Final = (
    r"(?:^[\W_]*|[.!?:;–—]\s+[\W_]*|[\"”'(\[{*#>|]\s*|\bdu (?:ska|maste|far|kan) |"
    r"\b(?:och|eller|men|please|must) (?=.*\b(?:du|dig|din|ditt|you)\b))"
)
_MACHINE: Final = (
    r"(?:ai(?!-?(?:forordning|akt|act))\b|ai[- ]?(?:assistent|modell|system|bot|tjanst|agent)"
    r"\w*|(?:sprak|chatt?)modell\w*"
    r"|llm(?::?er|s)?\b|chatt?[- ]?(?:ro)?bot\w*|boten\b|botten\b|chatgpt|gpt(?:-?\d\w*)?\b|"
    r"copilot|gemini|civsam"
    r"|(?:digitala?|virtuella?|artificiella?|sok)[- ]?assistent\w*|(?:language |ai )?model\b|(?:ai )?assistant\b"
    r"|svarsrobot\w*|robot(?:en)?\b|sokmotor(?:n)?\b|modellen\b|assistent(?:en)?\b|svarsmaskin\w*)"
)
_RULES: Final = (
    r"(?:instruktion\w*|order(?:n|na)?\b|direktiv\w*|regl?(?:er|erna|eln|el)\b|regelverk\w*|"
    r"riktlinje\w*|anvisning\w*|foreskrift\w*"
    r"|\w*prompt(?:en|er|erna)?\b|begransning\w*|restriktion\w*|filt(?:er|ren|ret)\b|sparr(?:en|"
    r"ar|arna)?\b|skyddsracke\w*"
    r"|skydd(?:et|en)?\b|sakerhets\w+|programmering\w*|uppdrag(?:et)?\b|befallning\w*|tillsagel\w*|"
    r"instructions?|rules"
    r"|guidelines|guardrails?|restrictions|programming|directives?)"
)
_DROP: Final = (
    r"(?:ignorera|bortse (?:helt )?fran|glom(?! inte)(?: bort)?|strunta i|asidosatt|overge|"
    r"kasta(?: bort)?|slang(?: bort)?"
    r"|hoppa over|sluta (?:att )?(?:folja|lyda|bry dig om)|folj (?:inte|aldrig)|lyd (?:inte|"
    r"aldrig)|bryt mot|bryt|kringga|skriv over"
    r"|ersatt|upphav|radera|stang av|sla av|avaktivera|inaktivera|koppla (?:bort|ur|fran)"
    r"|forbise|franga|nollstall|bry dig inte om"
    r"|tank inte pa|rensa|ignore|disregard|forget|override|bypass|drop|do not follow|don't follow|stop following)"
)
_OURS: Final = (
    r"(?:tidigare|foregaende|ovan\w*|ovriga|du (?:har )?(?:fick|fatt|fatts|foljer|styrs)|"
    r"din[ae]?\b|dig\b|alla?\b|allt\b|hittills|utvecklar\w*"
    r"|operator\w*|innan|forut|som helst|har ovan\w*|previous|prior|above|earlier|your|all\b|any\b|system)"
)
_SECRET: Final = (
    r"(?:\bsystem ?-?(?:prompt|instruktion|meddelande)\w*|\bsystem (?:prompt|message|instructions?)"
    r"|\b(?:hela|ditt?n?|your|forsta|ursprungliga|initial|full|the) prompt(?:en)?\b"
    r"|\bdin(?:a|e)? (?:\w+ )?(?:instruktion\w*|regler\b|anvisning\w*|order\b|direktiv\w*|"
    r"riktlinje\w*|programmering\w*|kallkod\w*|konfiguration\w*"
    r"|installning\w*|nyck\w+|dolda \w+|hemlig\w+|interna \w+)"
    r"|\byour (?:\w+ )?(?:instructions|rules|prompt|guidelines|configuration)"
    r"|\b(?:regler\w*|instruktion\w*|anvisning\w*|order|direktiv\w*|text\w*|allt|vad|det)"
    r" (?:som )?du (?:har )?(?:fick|fatt|foljer|styrs|sett|last)"
    r"|\bapi-?nyck\w*|\bapi key|\bnycke\w* till (?:modell|api|tjanst|server)\w*|\bmiljovariab\w*|"
    r"\benvironment variab\w*|\btraningsdata\b"
    r"|\b(?:kod|text|ord)\w* (?:\w+ ){0,2}mellan (?:markering|avgransar|tecken|staket)\w*|\bmellan markeringarna"
    r"|\ballt (?:\w+ ){0,2}(?:ovan\w*|som star fore|fore den har|i ditt minne|du vet om)\b|"
    r"\beverything above|\bwords above"
    r"|\bsamtalshistorik\w*|\bkonversationshistorik\w*|\bchatt?histori\w*|\bandras? (?:besokare|"
    r"anvandare)\w*|\bandra (?:besokares|anvandares)"
    r"|\bdokument (?:\w+ )?du har tillgang|\bdu har tillgang till|/etc/(?:passwd|shadow)|"
    r"\bkoden (?:baklanges|tecken|bokstav)"
    r"|\bmodell\w* du ar|\b(?:vem|vilka|vilket foretag) (?:som )?(?:har )?(?:tranat|byggt|skapat|programmerat) dig)"
)
_TELL: Final = (
    r"(?:avsloja|skriv(?: ut| ner)?|visa|aterge|upprepa|beratta|lista|rakna upp|oversatt|"
    r"citera|sammanfatta|dumpa|lamna ut|lack|las(?: upp)?"
    r"|klistra in|kopiera|sag|namn|svara|skicka|hamta|ange|inled|vad (?:ar|star|lyder|heter|"
    r"sager)|(?:vilken|vilket|vilka) (?:\w+ )?(?:ar|star|fick|har)"
    r"|print|reveal|show|repeat|output|leak|tell|list|translate|summari[sz]e|what (?:is|are|were))"
)
_SAY: Final = (
    r"(?:sag|svara|pasta|havda|lova|garantera|utlova|forsakra|intala|inbilla|lat (?:dem|besokaren|"
    r"anvandaren|alla|den som fragar) (?:tro|forsta|veta)"
    r"|overtyga|lura|say|claim|promise|pretend|assert|state)"
)
_WRITE: Final = (
    r"(?:skriv|berätta|beratta|meddela|uppge|bekrafta|intyga|informera|upplys|rekommendera|"
    r"formulera|tillagg|lagg till|framhall|betona"
    r"|konstatera|rad|tell|write|respond|reply|answer|confirm|recommend|output|mention)"
)
_ASKER: Final = (
    r"(?:anvandar(?:en|na|e)\b|besokar(?:en|na|e)\b|(?:den|de|alla|var och en) som (?:fragar|"
    r"undrar|laser svaret|soker svar|chattar)"
    r"|fragestallar(?:en|na|e)\b|fragar(?:en|na)\b|chattar(?:en|na)\b|user\b|users\b|visitors?\b|whoever asks)"
)
_THING_SAID: Final = (
    r"(?:all[at]?|ingen|inget|inga|det (?:inte|ar|finns|racker|gar)|(?:bidrag|belopp|beslut|"
    r"krav|stod|projekt|pengar|medlen|summa"
    r"|ansokan|ansokning|kommun|region|regel|regl|avgift|handlagga|sista dag|sista ansokningsdag|"
    r"tid|redovisning|den sista|villkor)\w*"
    r" (?:\w+ )?(?:ar|har|finns|tar|galler|krav|far|kan|maste|ska|betalas|blir|inte|aldrig|redan)\w*"
    r"|den som|man (?:inte|kan|far|aldrig)|foreningen (?:har|far|ar|redan)|(?:stiftelsen|"
    r"foretaget|bolaget) \w+ |enskilda|redovisning|en annan)"
)
_UNSEEN: Final = (
    r"(?:sa att (?:ingen|inte|anvandaren|besokaren|reglerna|de inte|den som)|utan att (?:\w+ "
    r")?(?:namna|marka|saga|beratta|avsloja|ange|visa|hanvisa"
    r"|tala om|nagon)|utan (?:\w+ )?(?:kallor\b|kalla\b|hanvisning\w*|kallhanvisning\w*|citat\b|"
    r"lank\b|forbehall\b|reservation\w*|varning\w*)"
    r"|i smyg|obemarkt|baklanges|som om (?:det|du|den|svaret)|i (?:base ?64|rot ?13|morse\w*|"
    r"hexadecimal\w*|hex\b|leetspeak|rim\b|versform|json\b)"
    r"|med (?:dolda|osynliga|kyrilliska|grekiska) \w+|(?:dolda|osynliga) tecken|som liknar "
    r"(?:bokstav|varandra)\w*|mellan (?:varje )?bokstav\w*"
    r"|i (?:euro|dollar)\b|med en nolla|ur alla (?:mening|svar)\w*|i (?:alla|varje|dina|ditt|"
    r"nasta|kommande) svar|i ett citat\b|ur svaret"
    r"|(?:mot|till|med) (?:hogst|minst|alltid|aldrig)\b|i framtiden\b|ur kallan\b|pa (?:engelska|"
    r"tyska|franska|ryska|arabiska) (?:sa|utan|i stallet)"
    r"|without (?:telling|mentioning|citing|sources|saying))"
)
_OUT: Final = (
    r"(?:(?:med|dar|som har) (?:\w+ )?(?:fragan|samtalet|svaret|historiken|konversationen|"
    r"chatten|(?:anvandarens|besokarens) \w+) (?:i|som|sist|kodad\w*|efter)"
    r"|(?:fragan|samtalet|svaret|konversationen|personnumret|uppgifterna) (?:\w+ )?i (?:en "
    r"|slutet av )?(?:\w+ )?(?:webb)?(?:adress|url|lank)\w*"
    r"|dar de (?:loggar|uppger|fyller|betalar|skriver|lamnar)|verktyg\w* \w*_\w+|\w+_\w+ "
    r"med|\bett skript\b|<script|javascript|iframe|html\b|markdown"
    r"|[a-z]+ punkt (?:se|com|example|nu|org|net|io)\b|[a-z0-9-]+\.example\b|webhook\w*|telefonforsalj\w*)"
)
_PRIVATE: Final = (
    r"(?:personnum\w*|bankkont\w*|kontonum\w*|kortnum\w*|kontokort\w*|bankkod\w*|"
    r"pin-?kod\w*|losenord\w*|bank-?id\w*|inloggningsuppgift\w*|\bkod\b|\bkoder\b)"
)
_W: Final = r"(?:[^\s.!?]+ )"  # a word between

_PATTERNS: Final = (
    # forget what you were told
    rf"{_AT}{_DROP}\b {_W}{{0,5}}{_RULES} {_W}{{0,4}}{_OURS}",
    rf"{_AT}{_DROP}\b {_W}{{0,4}}{_OURS} {_W}{{0,4}}{_RULES}",
    rf"{_AT}{_DROP}\b {_W}{{0,2}}(?:allt|everything|all)\b {_W}{{0,4}}(?:ovan\w*|tidigare|"
    r"innan|hittills|lart dig|fatt|sagt|sagts|above|before|told)",
    rf"\b(?:dina?|your|tidigare|alla) (?:\w+ )?{_RULES} (?:\w+ ){{0,2}}(?:galler (?:inte|ej)"
    r"|ar (?:\w+ )?(?:upphavd|avstangd|borttag|ogiltig|ersatt|inaktiv|ur spel)\w*"
    r"|no longer appl\w*|are (?:void|disabled))(?=.*\b(?:du|dig|din|dina|your?|modell\w*|prompt\w*)\b)",
    r"\bdu (?:behover|ska|maste|far) (?:inte|aldrig|inte langre) (?:langre )?(?:folja|lyda|"
    r"bry dig om) (?:\w+ )?(?:dina|nagra|tidigare|andra|de) ",
    r"\b(?:slut|end|begin|borjan|start)(?: (?:pa|of|av))?(?: (?:the|alla))? (?:kall(?:an|"
    r"or|orna)|prompt\w*|instruktion\w*|kontext\w*|sources?|context"
    r"|instructions?|system\w*)\b",
    rf"\b(?:nu|har|harefter|nedan) (?:foljer|kommer) (?:\w+ ){{0,2}}(?:instruktion|order|direktiv)"
    r"\w*|\bny(?:tt|a)? (?:uppgift|uppdrag|roll|instruktion\w*"
    rf"|order|direktiv|systemprompt|prompt)\s?(?:[:–-]|for dig\b|till {_MACHINE})|\bnew (?:task|"
    r"instructions?|role)\b ?:",
    # you are somebody else
    r"\bdu (?:ar|blir) (?:nu|hadanefter|numera|fran och med nu|fran nu(?: av)?|fr\.?o\.?m\.? "
    r"nu|egentligen|i sjalva verket)[ ,]+(?:en|ett|fri|inte|utan|min|mitt|var|dan\b"
    r"|ingen|(?:i )?\w*lage\w*)\b(?! (?:registrerad|godkand|medlem|ny medlem|inloggad))",
    rf"\bdu ar (?:en|ett|ingen|inte (?:langre )?(?:en|nagon)) (?:\w+ ){{0,3}}{_MACHINE}|\bdu "
    rf"som ar (?:\w+ ){{0,2}}{_MACHINE}|\bsom (?:en )?{_MACHINE} (?:ska|maste|ar) du",
    r"\byou are (?:now|no longer)\b|\bfrom now on,? you\b|\bfran och med nu (?:ska|ar|svarar|"
    r"heter|galler att) ?du\b|\bhadanefter (?:ska|svarar|heter|ar) du\b",
    r"\b(?:utvecklar|gud|felsoknings|jailbreak|superanvandar|administrator|admin|root|debug|"
    r"obegransa\w*|test|underhalls)-?\s?lage(?:t)?\b"
    r"(?=.*\b(?:du|dig|aktivera|svara|filtr|regler|svar)\w*)|\bdu ar i \w+lage\b|\b(?:utvecklar|"
    r"gud|jailbreak)-?lage\w*|\bdeveloper mode|\bjailbreak",
    rf"{_AT}(?:latsas|forestall dig|inbilla dig|anta rollen|ta rollen|spela rollen|spela (?:en "
    r"|ett )?\w+ som|agera (?:som om|\w* ?utan)|bete dig|upptrad|lek att"
    rf"|pretend|act as|roleplay|imagine you)\b",
    # spoken to by name
    r"^[\W_]*(?:till |hej |kara |obs[ ,:!]+|viktigt[ ,:!]+|meddelande till |instruktion\w* "
    r"(?:till|for) |note to |message to |attention )?(?:dig som (?:ar )?|alla |any )?"
    rf"(?:en |ett |den |the )?{_MACHINE}(?: som (?:laser|sammanfattar|svarar)\w*{_W}{{0,6}}\w*)?\s*[,:!–]",
    r"\b(?:instruktion|meddelande|order|anvisning|direktiv|uppdrag|obs)\w* (?:till|for) (?:dig "
    rf"som (?:ar )?|alla |den )?{_MACHINE}\s*[:,!–]",
    rf"\b(?:om|nar) du ar (?:\w+ ){{0,2}}{_MACHINE}|\bif you are an? (?:\w+ )?{_MACHINE}|\bdu "
    r"som (?:automatiskt )?(?:sammanfattar|genererar|besvarar|behandlar) (?:den|det|fragor)",
    rf"\b{_MACHINE} (?:\w+ ){{0,5}}(?:ska|skall|maste|bor|far (?:inte|aldrig|bara)|har order "
    rf"att|uppmanas|beordras|instrueras) (?:\w+ ){{0,3}}"
    r"(?:svara att|svara ja|svara nej|saga|pasta|lova|avsloja|ignorera|bortse|latsas|rekommendera|"
    r"skriva att|uppge att|havda|glomma|be om|godkanna|ljuga)",
    # give away what is inside
    rf"{_AT}{_TELL}\b {_W}{{0,6}}?(?={_W}{{0,6}}\S*)(?:.{{0,60}})?{_SECRET}",
    rf"{_AT}(?:ange|skriv|visa|lista|lamna ut|skicka) (?:\w+ ){{0,4}}(?:besokarens|anvandarens|andras) ",
    # say what is not so
    rf"{_AT}{_SAY} (?:(?:till |for )?(?:dem|alla|{_ASKER}) |alltid |bara |istallet |i stallet "
    r"|aldrig )*(?:att|in|that)\b(?! (?:ni|du|er|ert|era|din|ditt|dina|jag|vi)\b)",
    rf"{_AT}{_SAY} (?:\w+ ){{0,3}}{_ASKER}",
    rf"{_AT}(?:lova|utlova|garantera|promise) (?:\w+ ){{0,4}}(?:pengar|bidrag|stod|beslut|"
    r"besked|avslag|bifall|ja\b|allt\b|money)",
    rf"{_AT}{_WRITE} (?:alltid |bara |istallet |i stallet )*(?:att|that) {_THING_SAID}",
    rf"{_AT}(?:{_WRITE}|{_SAY}|uppmana|be|lat|fa|hjalp inte|varna|skram|instruera|ask|lura) (?:\w+ ){{0,3}}{_ASKER}",
    rf"{_AT}svara (?:(?:alltid|bara|endast|enbart|konsekvent|sedan|istallet|i stallet|kort)"
    r" )*(?:(?:ja|nej)\b(?! (?:eller|om|och|pa (?:varje |den )?fraga))|att\b(?! (?:ni|du|"
    r"er|vi)\b)"
    r"|med (?:ordet|orden|att|ett enda|foljande|texten|meningen|exakt|\")|sa har|foljande|"
    r"pa allt|jakande|nekande|som (?:om|en)|i (?:base|rot|vers|kod|rim)\w*"
    r"|pa (?:engelska|tyska|franska|ryska|arabiska|spanska|ett annat sprak)\b|utan (?:kall|"
    r"hanvis|att)\w*|inte pa (?:fragan|fragor)|fel\b|felaktigt|enligt de (?:har|nya))",
    rf"{_AT}(?:answer|reply|respond|say) (?:only |always |yes|no\b|with (?:\"|the|only|exactly)|in )",
    rf"{_HEAD}(?:hitta pa|dikta upp|fabricera|ljug|gissa|forfalska|forvanska|forvrang|fejka|"
    r"hetsa|hana|forolampa|smutskasta|forlojliga|skuldbelagg|fortala|make up|fabricate|invent)"
    r"\b(?! inte\b)",
    rf"{_AT}(?:avgor|bestam|besluta) (?:\w+ ){{0,2}}(?:sjalv|at (?:dem|kommunen|regionen|handlaggaren)"
    r") (?:\w+ )?(?:om|vem|vilka|att) (?:foreningen|sokande\w*|den|de|nagon|besokar\w*|alla|"
    r"ansok\w*)",
    rf"{_AT}(?:namn|rekommendera|hanvisa till|marknadsfor|gor reklam for|tipsa om|framhall)"
    r" (?:alltid |i stallet |istallet |bara )?(?:handlagga|foretaget|bolaget|stiftelsen|produkten"
    rf"|varumarket|banken|lanet|langivaren|konsult|tjansten \w+ i)\w*",
    rf"{_AT}(?:hanvisa|lank|citera) (?:alltid |bara |i stallet |istallet )?(?:till )?(?:kalla|"
    r"paragraf|kallan|§|dokument) ?(?:nummer )?\d+",
    # keep quiet, dress it up, change it
    rf"{_AT}(?:sag|namn|beratta|avsloja|visa|tala|skriv|erkann|upplys|informera) (?:inte|aldrig|"
    rf"ingenting|inget) (?:\w+ )?(?:for (?:nagon|dem|\w+ som)|{_ASKER}|for {_ASKER}|om (?:att|"
    r"den har|detta"
    r"|dessa|instruk)|att (?:du|detta|den har|det har|instruk|texten|bidraget|sista|nagon|"
    r"svaret)|kallan\b|varfor|vad du)",
    rf"{_AT}(?:skriv|svara|visa|byt|ta bort|stryk|anvand|vand|gom|dolj|lagg|hoj|sank|dubbla|"
    r"rakna upp|oka|minska|andra|ersatt|sag|ange|namn|hitta|formulera|aterge|presentera|oversatt"
    r"|uttryck|koda|utelamna|inled|avsluta|upprepa|blanda|kasta om|satt|infoga|stoppa in|"
    rf"smyg in|baka in|write|encode|put|hide|replace|remove) {_W}{{0,6}}{_UNSEEN}",
    rf"{_AT}(?:byt|ta bort|stryk|dubbla|dubblera|tredubbla|halvera|hoj|sank|rakna upp|oka|"
    rf"minska|multiplicera|lagg (?:till|pa)|utelamna|dolj|gom|fortig|tona ned|kasta om) {_W}{{0,4}}"
    r"(?:belopp\w*|summ(?:a|an|or|orna)|siffr\w*|datum\w*|nollor|negation\w*|forbehall\w*|"
    r"kallhanvisning\w*|kallor(?:na)?|kravet|villkoret|tidsgransen|sista dag\w*)"
    r" (?:\w+ )?(?:med|till|fran|ur|i|nar) (?:\w+ )?(?:nolla|ett ar|tio|hundra|tusen|det "
    r"dubbla|svar\w*|alla|varje|nagon|den som|du|framtid\w*|utskrift\w*)",
    rf"{_AT}(?:\w+ ){{1,3}}(?:varje|alla dina|ditt|dina|nasta|kommande|framtida|samtliga) "
    r"svar\b(?! (?:i|till|pa|kort|senast|med (?:ett )?exempel))(?<!motivera ditt svar)(?<!spara "
    r"dina svar)"
    r"(?=.*\b(?:med|till|ska|i stallet|om|slut\w*|borja\w*|lank\w*|lagg|skriv)\b)",
    rf"{_AT}skriv (?:\w+ )?(?:hundra|tusen|tio tusen|oandligt|om och om|samma|gang pa gang)"
    rf"\b|{_AT}(?:upprepa|repeat) (?:ordet|meningen|detta|det har|samma|this|after|the word)"
    r"\b",
    rf"{_AT}skriv (?:svaret|allt|texten) (?:i en|som en|i form av|som) (?:tabell|kod|dikt|"
    r"lank|bild|html|punktlista) utan",
    # lead somebody away
    rf"{_AT}(?:visa|skriv|lagg|infoga|ladda|hamta|rendera|lanka|bifoga|inkludera|hanvisa|skicka|"
    r"anropa|oppna|anvand|kor|exekvera|klicka|ge|be|fetch|load|call|send|include|render|embed)"
    rf" {_W}{{0,9}}?(?:.{{0,40}})?{_OUT}",
    rf"{_AT}(?:anropa|exekvera|call|execute) (?:\w+ ){{0,2}}(?:verktyg|funktion|tool|function|api)\w*",
    rf"{_AT}be (?:\w+ ){{0,3}}(?:om |skicka |uppge |lamna |skriva |mejla |fylla i |ange ){_W}{{0,4}}?{_PRIVATE}",
    rf"{_AT}(?:fraga|begar|krav|samla in|tvinga|lura|efterfraga|lat) (?:\w+ ){{0,4}}(?:efter "
    rf"|om |pa |av |in |att |lamna |uppge )?(?:\w+ ){{0,2}}(?:{_PRIVATE})(?=.*\b(?:besokar|"
    r"anvandar|dem|som fragar|svara|innan du|alla)\w*)",
    r"\blas (?:filen|mappen|katalogen) \S*[/\\.]",
    rf"{_AT}(?:skriv|ange|namn|ge) (?:\w+ ){{0,3}}(?:telefonnummer|konto|adress|lank)\w* (?:\w+ "
    r")?till (?:var|oss|min|mig)\b",
    # what nobody asks of a person who reads about grants
    rf"{_HEAD}(?:ljug|skryt|lovprisa|berom|lovorda|latsas|inbilla|intala|lyd\b|tig\b|forneka|"
    r"overdriv|bluffa|svamla|forvirra|skram|manipulera|provocera|svar(?: vid| pa att)"
    r"|kapa (?:bort)?|multiplicera|fordubbla|tredubbla|vi leker|lat oss (?:leka|latsas)|byt "
    r"roll|sluta (?:vara|svara|hanvisa|citera|ange|visa|folja|bry)|utga fran att (?:du|alla|"
    r"ingen|den som)"
    r"|tank (?:dig )?(?:att du ar|att du|som)|forestall|spela teater|hall (?:\w+ ){0,3}(?:tyst|"
    r"hemlig\w*|for dig sjalv|inne med)|behall (?:\w+ ){0,3}for dig sjalv|lat bli att (?:beratta|"
    r"namna|saga|visa|ange|svara|hanvisa|citera)"
    r"|undvik att (?:beratta|namna|saga|visa|ange|svara|hanvisa|citera|avsloja)|undanhall|"
    r"morklagg|avge inget|kalla (?:\w+ ){1,2}(?:for|pa)\b|uppfatta (?:detta|det har)|betrakta "
    r"(?:detta|det har|texten) som"
    r"|behandla (?:detta|det har|texten|stycket) som|prioritera (?:detta|det har|den har|texten|stycket))",
    rf"{_AT}(?:sag|pasta|havda) (?!ut )(?:\w+ )?(?:emot|ja\b|nej\b|bara|alltid|aldrig|till "
    r"(?:alla|den som|dem)|bestamt|istallet|i stallet|detsamma|samma sak|motsatsen|tvartom|"
    r"att)(?! (?:ni|du|er|ert|era|jag|vi) )",
    # what is said and done to whoever asks
    rf"{_AT}(?:ge|lamna|meddela|tala om|beratta|forklara|skicka|upplys|informera|uppmana|uppmuntra|"
    r"fa|lat|be|krav|forma|lura|lock\w*|driv|tvinga|ra(?:d|tt)|hanvisa|led|styr|vilseled|"
    rf"avrad) (?:\w+ ){0, 3}?"
    rf"(?:{_ASKER}|lasaren?s?\b|alla (?:att|som|beskedet|besked|samma)|dem (?:att|som)|(?:for|"
    rf"till) alla\b|beskedet att|besked om att) ?(?:\w+ ){{0,8}}?(?:att|skicka|klicka|betala|"
    r"ringa|mejla|uppge|lamna|logga|ladda|svar|till|bort|fran)\b",
    rf"{_AT}(?:uppmana|fa|krav|be|overtala|lura) (?:\w+ ){{0,4}}(?:klicka|mejla|legitimera|"
    r"logga in|betala|swisha|sms:?a|ladda ner|installera)",
    # of the answers
    r"\b(?:svaret|svar) pa (?:varje|alla|samtliga) (?:\w+ )?frag\w*|\b(?:varje|alla) (?:dina "
    r")?svar (?:ska|skall|maste|borjar|slutar|inleds|avslutas)|\b(?:i|till) (?:slutet|borjan|"
    r"inledningen) av (?:varje|alla|ditt|dina|nasta) svar",
    rf"{_AT}svara (?:\w+ )?(?:enbart|endast|bara|alltid|aldrig|konsekvent|uteslutande) (?:med|"
    r"pa|i|att|som|nar|om det)\b(?! de fragor)",
    r"\b(?:du (?:alltid |aldrig |bara |inte |da )?(?:svarar|ljuger|lyder|hittar pa|pastar|"
    r"havdar|latsas|lovar)|(?:svarar|lyder|pastar|havdar|lovar|latsas|sager|skriver|namner)"
    r" du (?:att|inte|aldrig|alltid|bara|dokumentet|reklam|ja|nej|det|den|en|ett|detta)"
    r"|ska du (?:alltid |aldrig |bara )?(?:saga|svara|pasta|havda|lova|latsas|ljuga|namna|"
    r"rekommendera|avsloja|lyda))\b(?! (?:pa (?:kallelsen|fragorna|alla fragor|enkaten|brevet|"
    r"inbjudan|meddelandet)|ja till|nej till))",
    r"\b(?:du ar|du heter|du blir|ar du|heter du) (?:nu |inte (?:langre )?|alltsa )?(?:dan\b|"
    r"civsam|max\b|fri\b|obunden|en (?:fri|annan|illasinnad|elak|hjalpsam|kunnig) \w+|handlaggare|"
    r"chef|advokat|domare|saljare|pirat|en saljare|en pirat|regionens rost|kommunens rost)",
    r"\bdu (?:har )?(?:inte langre |inga |ingen |fri fran |fatt )?(?:nagra )?(?:begransningar|"
    r"sparrar|filter|skyddsregler|inskrankningar|makt att|befogenhet att|tillatelse att bryta|"
    r"tillatelse att lova)|\bfar (?:du )?gora vad du vill|\bfoljer inga (?:regler|order|instruktioner)",
    r"\b(?:ditt|din|dina) (?:nya?|gamla|egentliga|riktiga|verkliga|hemliga|dolda|ursprungliga|"
    r"tidigare|forra|sista|interna) (?:namn|uppgift|uppdrag|roll|jag|personlighet|order|instruktion\w*|"
    r"regler|inledning|text|mal|identitet)",
    r"\b(?:tidigare|foregaende|alla|samtliga|ovanstaende) (?:order|instruktion\w*|kommandon|"
    r"befallningar|systemregler)\w* (?:ar|har|blir) (?:\w+ )?(?:aterkalla|upphav|ogiltig|"
    r"slop|avskaffa|ersat|inaktuell|bortta)\w*",
    r"\b(?:allt|det|vad) du (?:har )?(?:fatt veta|fick veta|minns|lart dig|larde dig|matades "
    r"med|matats med|vet om dig|blivit tillsagd|tranats pa|fick hora)\b|\b(?:den|de|dem|nagon)"
    r" som (?:har )?(?:byggde?t?|skapade?t?|tranade?t?|programmerade?t?|utvecklade?t?) dig",
    r"\b(?:ovan(?:for|nfor)|fore|innan|mellan|bakom) (?:kallan|kallorna|fragan|markering\w*|"
    r"den har raden|dokumentet)\b(?=.*\b(?:text|kod|ord|star|kommer)\w*)|\bsakerhetskod\w*|"
    r"\bkod(?:en)? (?:ovanfor|fore|mellan)",
    r"\b(?:om|nar) en (?:maskin|robot|ai|dator|modell|assistent)\w* (?:laser|behandlar|sammanfattar|"
    r"tolkar|hittar)|\b(?:maskin|robot|ai|modell|program|assistent)(?:en|et)? som (?:laser|"
    r"bearbetar|behandlar|sammanfattar|tolkar|svarar|genererar) ",
    rf"^[\W_]*(?:hej|kara|basta|snalla|lyssna|obs|viktigt|varning|till)[ ,!:]+(?:den |dig |du )?{_MACHINE}",
    r"\b(?:det har|detta|den har) (?:stycket|dokumentet|texten|raden|meningen|kallan|meddelandet)"
    r" (?:har foretrade|gar fore|ersatter|overtrumfar|star over|bestammer|styr|ar en order|"
    r"ar viktigare an) ",
    r"\b(?:slagit|sla|satt|satta|gatt) (?:pa|in|i) (?:felsokning\w*|testlage|underhallslage|"
    r"utvecklarlage|adminlage|debug\w*)",
    # to see what is inside
    rf"{_AT}(?:lamna ut|avsloja|lista|rakna upp|visa|redovisa|beratta om|skriv ut|las upp|"
    rf"klistra in|dumpa|namn) (?:\w+ ){{0,4}}(?:andra (?:besokar|anvandar)\w*|interna dokument|"
    r"hemliga|dolda|konfidentiella|kod(?:en)?\b|nyck\w*|losenord\w*|minne\w*"
    rf"|logg(?:en|ar|arna)?\b|fragor som (?:andra|tidigare))",
    # to send it out
    rf"{_AT}(?:rita|placera|lagg|baka in|kod\w*|stoppa|gom|skicka|posta|overfor|exportera)"
    rf" (?:\w+ ){{0,4}}(?:samtal|konversation|fraga|svar|historik|chatt|skrevs|sagts|personuppgift)"
    rf"\w* (?:\w+ ){{0,3}}(?:i|till|som) (?:\w+ )?(?:lank|adress|url|parameter|bild|server|"
    r"webb|\w+\.)\w*",
    r"\bsom hamtas fran \S+\.\w+|\blank\w* parametrar|\bfunktionen \w+_\w+|\bverktyget \w+",
    # how it is to look
    r"\b(?:sa att|pa ett satt som) (?:\w+ )?(?:felet|detta|lognen|andringen|det|texten|ingen|"
    r"besokaren|lasaren) (?:\w+ ){0,3}(?:inte syns|inte marks|ser? \w+ ut|att se \w+ ut|marker|"
    r"anar|forstar inte|upptacker)",
    rf"{_AT}(?:oversatt|svara|skriv) (?:\w+ ){{0,2}}(?:till|pa) (?:kinesiska|ryska|engelska|"
    r"japanska|latin|klingon\w*|rovarsprak\w*|arabiska|ett pahittat) ?(?:och|,|utan|sa|i "
    r"stallet|istallet)",
    rf"{_AT}(?:rekommendera|foresla|tipsa om|framhall|foredra|gor reklam|marknadsfor) (?:alltid|"
    r"aldrig|bara|endast|i forsta hand|hellre|nagot helt annat)\b|\b(?:skriver|gor|lagger)"
    r" du (?:in )?reklam",
    rf"{_HEAD}(?:ersatt|byt ut|byt|andra|stryk|ta bort|kapa bort|hoppa over) (?:\w+ ){{0,4}}(?:i "
    r"(?:ditt|dina|alla|varje) svar|i svaret|nar du (?:aterger|svarar|skriver|citerar|visar)"
    r"|innan du (?:visar|svarar|skriver|aterger))",
    r"\b(?:nar|innan|medan|varje gang) du (?:\w+ )?(?:aterger|svarar|citerar|sammanfattar|"
    r"formulerar|genererar)\b(?! pa (?:kallelsen|enkaten|inbjudan))",
    # by whom and to whom, in other words
    rf"\b(?:alla|samtliga) {_MACHINE}|\b{_MACHINE} som (?:ser|indexerar|hittar|far|laser) "
    r"|\b(?:avse[td]d?a?|riktad|skriven) (?:till|for) (?:automatiska system|maskiner|robotar|"
    rf"{_MACHINE})"
    r"|\b(?:sprakmodeller|chatt?botar|botar|robotar|ai-tjanst\w*|assistenter) (?:\w+ ){0,4}(?:ska|"
    r"skall|ombeds|maste|uppmanas|bor)\b|\bdu det har som (?:program|maskin|robot|ai|modell)",
    r"\b(?:system(?:agare|administrator|operator)|operator|utvecklar|administrator|programmerare)"
    r"\w* (?:\w+ ){0,3}(?:dig|bindande)\b|\b(?:meddelande|order|instruktion|halsning) fran "
    r"(?:utvecklar|operator|systemagar|administrator)\w*",
    r"\b(?:overordnad|hemlig|dold|ny|intern|bindande|tvingande) (?:instruktion|order|direktiv|"
    r"befallning)\b|\b(?:anvisning|instruktion|order|text|rad)\w* (?:vager tyngre|gar fore|"
    r"star over|slar) [^.!?]*\bdu\b|\buppdatering av systemet ?:",
    r"\b(?:ditt|ert) svar (?:ska|skall|maste|blir) (?:vara|bli|att|innehalla|alltid|aldrig)"
    r"|\bdet (?:ratta|enda|korrekta) svaret ar (?:alltid|att)|\b(?:svaret|svar) ar alltid\b",
    rf"{_AT}(?:uppfor dig|kalla dig|gestalta|imitera|harma|efterlikna) |\bi rollen som \w+ "
    r"(?:\w+ )?(?:du|ska)\b|\b(?:sparrar|begransningar|filter|regler) (?:har|foljer) du\b|"
    r"\bhur du ar (?:installd|programmerad|tranad)",
    r"\b(?:sa fort|sa snart|varje gang|nar) (?:ordet|namnet|amnet) [^.!?]{1,60}? (?:namner|"
    r"skriver|sager|svarar|lagger) du|\bar fragan [^.!?]{1,60}? (?:svarar|skriver|sager) "
    r"du",
    r"\byour (?:new )?(?:goal|task|role|purpose) is\b|\b(?:disregard|ignore) the (?:document|sources|text)",
    # on a condition
    rf"\b(?:nar|om|sa snart|varje gang|if|when) (?:nagon|{_ASKER}|de|man|anyone|someone|asked)"
    rf" (?:\w+ ){{0,2}}(?:fragar|undrar|staller|vill veta|soker|skriver|asks?)\b[^.!?]{{0,80}}?[ "
    r",](?:sa )?(?:ska du |skall du |du |then )?"
    r"(?:svara(?:r du)? (?:att|ja|nej|alltid|med)|sag(?:er du)? (?:att|ja|nej)|lova|pasta|"
    r"havda|rekommendera|svarar du|say|answer|tell)",
    r"\b(?:ar|ar det) din (?:viktigaste |enda |nya |forsta )?(?:uppgift|instruktion|order|"
    r"regel)\b|\bdin (?:enda|nya|viktigaste|hemliga) (?:uppgift|instruktion|roll|order)\b",
)


def _alternatives(pattern: str) -> Iterator[str]:
    """What a pattern is a choice between, outside its brackets."""
    depth, begin, skip, inside = 0, 0, False, False
    for place, letter in enumerate(pattern):
        if skip or letter == "\\":
            skip = not skip
        elif inside or letter == "[":
            inside = letter != "]"
        elif letter == "|" and not depth:
            yield pattern[begin:place]
            begin = place + 1
        else:
            depth += (letter == "(") - (letter == ")")
    yield pattern[begin:]


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Where something may begin, and what is an order when it does; made when it is first asked for, as it takes a while."""
    every = [one for pattern in _PATTERNS for one in _alternatives(pattern)]
    made = []
    for opening in (_AT, _HEAD):
        after = [one.removeprefix(opening) for one in every if one.startswith(opening)]
        every = [one for one in every if not one.startswith(opening)]
        first, *others = _alternatives(opening[len("(?:") : -1])  # a sentence may begin with a word that others follow
        order = re.compile("|".join(after))
        made += [(re.compile(f"(?=(?:{one})())"), order) for one in (first, "|".join(others))]
    return (*made, (re.compile(r"\b()"), re.compile("|".join(every))))


def is_ordering(text: str) -> bool:
    """True when a sentence, as ``orders`` reads it, gives an order."""
    return any(order.match(text, at.end(1)) for opening, order in _compiled() for at in opening.finditer(text))


MARKUP: Final = re.compile(
    r"<\|[^\n]{0,40}?\|>|\[/?(?:INST|SYS|SYSTEM)\]|<</?(?:SYS|SYSTEM)>>|<{2,}\s?/?\s?(?:SLUT|"
    r"KÄLLA|SYSTEM|FRÅGA|END|SISTA|TIDIGARE)\b"
    r"|</?\s?(?:system|assistant|user|instructions?|prompt|admin|developer|instruktion(?:er)?)\b[^>\n]{0,40}>"
    r"|^\W*(?:SYSTEM|ASSISTANT|USER|DEVELOPER|System(?:prompt|meddelande|instruktion)|Human|"
    r"Assistant|ASSISTENT|ANVÄNDARE)\s?:"
    r"|#{2,}\s?(?:[Nn]y(?:a|tt)? |[Nn]ew )?(?:[Ii]nstru[ck]tion|[Ss]ystem|[Pp]rompt|[Uu]ppgift|INSTRU|SYSTEM)\w*\s?:"
    r"|\bBEGIN (?:SYSTEM|PROMPT|INSTRUCTION)|\bEND (?:OF )?(?:SYSTEM|PROMPT|INSTRUCTION)"
)

# words that address or command, whatever else they are: a sentence without any is no order
SPEAKING: Final = frozenset(
    """
    ai anvand anvandaren anvandarna assistant assistent assistenten assistenter aterge beskedet besokaren
    besokarna bestam bot botar boten botten bryt bypass byt chatbot chatbotar chatboten chatgpt chattbot
    chattbotar chattboten civsam copilot dig din dina disregard ditt dolj du folj forestall foretrade
    forget fragar fragestallaren framhall gemini glom gom gpt gudlage ignore jailbreak lagg latsas ljug llm
    lovprisa lyd modellen override oversatt pretend prompten reveal robot robotar roboten sag sakerhetskod
    sakerhetskoden skriv skryt slang sprakmodell sprakmodellen sprakmodeller systemprompt systemprompten tig
    undrar upptrad user users utvecklarlage utvecklarlaget you your
    """.split()
)
# imperatives that look like infinitives: they command where a sentence or a part of one begins
FIRST: Final = frozenset(
    """
    act agera andra ange anropa answer anta asidosatt ask avaktivera avge avgor avrad avsloja avsluta baka basta
    be begar begin behall behandla bekrafta beratta berom besluta bete betona betrakta bifoga bindande blanda
    bluffa bortse bry call citera confirm dikta dold driv dubbla dubblera dumpa efterfraga efterlikna embed
    encode end erkann ersatt execute exekvera exportera fa fabricate fabricera fejka fetch forbise fordubbla
    foredra foregaende foresla forfalska forlojliga formulera forneka forolampa forsakra fortala fortig
    forvanska forvirra forvrang fraga franga garantera ge gestalta gissa gor hall halsning halvera hamta hana
    hanvisa harefter harma havda hej hemlig hetsa hide hitta hoj hoppa ignorera imitera inaktivera inbilla
    include infoga informera inkludera inled instruera instruktion intala intern intyga invent kalla kapa kara
    kasta klicka klistra koda konstatera kopiera koppla kor krav kringga lacka ladda lamna lank lanka las lat
    led lek list lista load lova lovorda lura lyssna make manipulera marknadsfor maskinen meddela meddelande
    mention minska morklagg multiplicera namn nedan new nollstall nu ny nya nytt obs oka oppna order output
    ovanstaende overdriv overfor overge overordnad overtala overtyga pasta placera posta presentera print
    prioritera provocera put rad radera rakna recommend redovisa rekommendera remove render rendera rensa repeat
    replace reply respond rita run samla sammanfatta sank satt say send show skicka skram skryt slut sluta
    smutskasta smyg snalla spela stang starta stoppa strunta stryk styr summarize svamla svar svara svaret
    system ta tala tank tell tidigare tillagg tipsa tona translate tredubbla tvinga undanhall undvik uppdatering
    uppfatta uppfor uppge upphav upplys uppmana uppmuntra upprepa utelamna utga utlova uttryck vad vand varna
    varning vem vi viktigt vilka vilken vilket vilseled visa what write
    """.split()
)

# what tells nothing by itself but goes with an order: it stands beside one
BESIDE: Final = re.compile(
    rf"^[\W_]*(?:{_SAY}|{_WRITE}|{_DROP}|{_TELL}|du (?:ar|far|ska|maste|kan|behover|har)\b|"
    r"inga? (?:regler|filter|undantag)|detta (?:ar|galler)|regel\w* (?:\w+ )?(?:ar|galler)"
    r"|reglerna|filt(?:er|ren|ret)\b|sparrarna|det har ar (?:viktigt|en order)|gor (?:som|"
    r"det|detta)|lyd\b|folj\b|nya regler|ny regel|tack\b|anvand|lagg|fortsatt|borja|upprepa|"
    r"glom|begransningarna)"
)
