"""Names of places: the county's municipalities, and those outside it, which no document here is about. Pure.

The names are those of the municipalities in 2026 (public facts). Names that are also common words (Ale, Mark, Vara …) count
only with a capital inside a sentence, where every name does.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.domain import MUNICIPALITIES, REGION
from assistant.language import swedish

FUZZY_PLACE = 83  # rapidfuzz ratio above which a misspelt word is taken for a municipality
_REGION_WORDS = re.compile(r"\bregion(?:en|ens|alt|ala)?\b|\bregion örebro\b|\blänet|\blänets\b|\börebro län")
_NOT_THE_TOWN = re.compile(r"\bregion(?:en)? örebro(?: läns?)?\b|\börebro läns?\b")

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

LOCALITIES = {  # places inside the municipalities by whose names people call where they live (public facts); no common words
    "Askersund": "olshammar rönneshytta zinkgruvan åsbro",
    "Degerfors": "svartå åtorp",
    "Hallsberg": "hjortkvarn pålsboda svennevad sköllersta vretstorp östansjö",
    "Hällefors": "grythyttan hjulsjö sikfors sävsnäs",
    "Karlskoga": "granbergsdal linnebäck",
    "Kumla": "hällabrottet kvarntorp sannahed åbytorp",
    "Laxå": "finnerödja hasselfors röfors tived",
    "Lekeberg": "fjugesta mullhyttan",
    "Lindesberg": "fellingsbro frövi guldsmedshyttan gusselby linde ramsberg rockhammar storå stråssa vedevåg",
    "Ljusnarsberg": "bångbro hörken kopparberg ställberg ställdalen yxsjöberg",
    "Nora": "dalkarlsberg gyttorp järnboås pershyttan striberg",
    "Örebro": "axberg brickebacken dyltabruk ervalla garphyttan glanshammar hampetorp hovsta kilsmo latorp mosås odensbacken"
    " varberga vintrosa vivalla ölmbrotorp",
}
_LOCALITY = {swedish.fold(name): place for place, names in LOCALITIES.items() for name in names.split()}


def of_locality(word: str) -> str | None:
    """The municipality in which a place lies, also in the genitive: fellingsbro, kopparbergs; None for any other word."""
    bare = swedish.fold(word)
    return _LOCALITY.get(bare) or _LOCALITY.get(bare.removesuffix("s"))


def place_of(word: str) -> str | None:
    """The municipality that a word names, or in which the place that it names lies; None for any other word."""
    return municipality_of(word.casefold()) or of_locality(word.casefold())


def elsewhere(text: str) -> tuple[str, ...]:
    """The places outside the county that a text names, also in the genitive and without a capital, in order."""
    found = (word if word in OTHER_MUNICIPALITIES else word.removesuffix("s") for word in swedish.words(text))
    return tuple(dict.fromkeys(word for word in found if word in OTHER_MUNICIPALITIES))


def find_areas(text: str) -> tuple[str, ...]:
    """The municipalities a text names (also in the genitive and lightly misspelt), and the region, in order."""
    folded = swedish.normalise(text)
    without_county = _NOT_THE_TOWN.sub(" ", folded)
    found: dict[str, None] = {}
    for word in swedish.words(without_county):
        place = municipality_of(word)
        if place:
            found[place] = None
    if _REGION_WORDS.search(folded):
        found[REGION] = None
    return tuple(found)


_BY_NAME = {name.casefold(): name for name in MUNICIPALITIES}
_OF_A_PLACE = re.compile(
    rf"({'|'.join(_BY_NAME)})s?(?:förening|klubb|sällskap|organisation|bo(?:r|rna)?$|are(?:n|na)?$|lag(?:et)?$)"
)
_BY_BARE_NAME = {swedish.fold(name): place for name, place in _BY_NAME.items()}  # as written without å, ä and ö


def is_from_a_place(word: str) -> bool:
    """True for a word for who is from a municipality, which is no name: Kumlaförening, Norabor."""
    return bool(_OF_A_PLACE.match(word))


@lru_cache(maxsize=20_000)
def municipality_of(word: str) -> str | None:
    """The municipality that a word names, also in the genitive, lightly misspelt or with who is from there: Kumlaförening."""
    bare = word.removesuffix("s")
    if place := _BY_BARE_NAME.get(word) or _BY_BARE_NAME.get(bare):
        return place
    if word in _BY_NAME or bare in _BY_NAME:
        return _BY_NAME.get(word) or _BY_NAME[bare]
    if len(word) < 5:
        return None
    if compound := _OF_A_PLACE.match(word):
        return _BY_NAME[compound.group(1)]
    for name, place in _BY_NAME.items():
        if len(name) >= 5 and name[0] == word[0] and max(fuzz.ratio(word, name), fuzz.ratio(bare, name)) >= FUZZY_PLACE:
            return place
    return None
