"""Names of places: Sweden's municipalities outside the county, which no document here is about. Pure.

The names are those of the municipalities in 2026 (public facts). Names that are also common words (Ale, Mark, Vara …) count
only with a capital inside a sentence, where every name does.
"""

from __future__ import annotations

from assistant import swedish

OTHER_MUNICIPALITIES = frozenset(
    """
    alingsås alvesta aneby arboga arjeplog arvidsjaur arvika avesta bengtsfors berg bjurholm bjuv boden bollebygd
    bollnäs borgholm borlänge borås botkyrka boxholm bromölla bräcke burlöv båstad dalarna dals-ed danderyd dorotea
    eksjö emmaboda enköping eskilstuna eslöv essunga fagersta falkenberg falköping falun filipstad finspång flen
    forshaga färgelanda gagnef gislaved gnesta gnosjö gotland grums grästorp gullspång gällivare gävle göteborg
    götene habo hagfors hallstahammar halmstad hammarö haninge haparanda heby hedemora helsingborg herrljunga hjo
    hofors huddinge hudiksvall hultsfred hylte härjedalen härnösand härryda hässleholm håbo höganäs högsby hörby
    höör jokkmokk järfälla jönköping kalix kalmar karlsborg karlshamn karlskrona karlstad katrineholm kinda kiruna
    klippan knivsta kramfors kristianstad kristinehamn krokom kungsbacka kungsör kungälv kävlinge köping laholm
    landskrona leksand lerum lessebo lidingö lidköping linköping ljungby ljusdal lomma ludvika luleå lycksele
    lysekil malmö malung malå mariestad markaryd mellerud mjölby mora motala mullsjö munkedal munkfors mölndal
    mönsterås mörbylånga nacka norberg nordanstig nordmaling norrköping norrtälje norsjö nybro nykvarn nyköping
    nynäshamn nässjö ockelbo olofström orsa orust osby oskarshamn ovanåker oxelösund pajala partille perstorp piteå
    ragunda robertsfors ronneby rättvik salem sandviken sigtuna simrishamn sjöbo skara skellefteå skinnskatteberg
    skurup skövde smedjebacken sollefteå sollentuna solna sorsele sotenäs staffanstorp stenungsund stockholm
    storfors storuman strängnäs strömstad strömsund sundbyberg sundsvall sunne surahammar svalöv svedala svenljunga
    säffle säter sävsjö söderhamn söderköping södermanland södertälje sölvesborg sörmland tanum tibro tidaholm tierp
    timrå tjörn tomelilla torsby torsås tranemo tranås trelleborg trollhättan trosa tyresö täby töreboda uddevalla
    ulricehamn umeå uppsala uppvidinge vadstena vaggeryd valdemarsvik vallentuna vansbro varberg vaxholm vellinge
    vetlanda vilhelmina vimmerby vindeln vingåker vänersborg vännäs värmdö värmland värnamo västervik västerås
    västmanland växjö ydre ystad älmhult älvdalen älvkarleby älvsbyn ängelholm öckerö ödeshög örkelljunga
    örnsköldsvik östergötland östersund österåker östhammar överkalix övertorneå
    """.split()
)


def elsewhere(text: str) -> tuple[str, ...]:
    """The places outside the county that a text names, also in the genitive and without a capital, in order."""
    found = (word if word in OTHER_MUNICIPALITIES else word.removesuffix("s") for word in swedish.words(text))
    return tuple(dict.fromkeys(word for word in found if word in OTHER_MUNICIPALITIES))
