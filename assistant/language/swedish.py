"""Swedish words for retrieval: normalising, stop words, stems, character n-grams, sentences. Pure.

å, ä and ö are letters of their own and are kept. Stems are Snowball's Swedish (PyStemmer). Character 4-grams inside words
let *föreningsbidragets* meet *bidrag*; the measurements behind that choice are in evals/README.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import Stemmer

ANALYSER_VERSION = "sv-3"
GRAM = 4
LEAST_PART = 3  # letters of the last part of a compound

_WORD = re.compile(r"\w+(?:[-/:.]\w+)*")
_PART = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_IGNORED = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")

STOP_WORDS = frozenset(
    """
    alla allt all att av bara bli blir blev blivit både båda de dem den denna dennes deras dess dessa
    det detta dig din dina dit ditt dock du då där därför efter ej eller en ens er era ert ett från för
    ge ger genom gäller gör göra ha han hade har hela hen henne hennes hit hon hos hur här i in inför
    ingen inget inom inte ja jag ju just kan kanske kom kommer kunde kunna man med mellan men mig min
    mina mitt mot mycket måste ni nu nya när någon något några nån nåt nä och också om oss på sig sin
    sina sitt ska skall skulle som så sådan sådana ta tar till upp ut utan vad var vara vart varit varje
    vars vem vems vi vid vilka vilkas vilken vilket vill vår våra vårt än är även över åt är ä å o te va
    e dom dej mej sej nåt nåra hurdan ifall sen finns finnas får få fick fått the a an of to and in is
    are for can we our do does how what when which who if only have has my i it on with be
    much get must you your need needs before after any there this that these those was were will would should could about into
    did been they them their us than then some such or not he she his her its please want wants
    """.split()
)

# Words that ask rather than name a matter: they are searched for, but an answer need not repeat them.
ASKING_WORDS = frozenset(
    """
    behöver behövs betyder bidra bor enligt fixa förklara fråga frågar funkar gjort går gå gäller hanterar hej hjälp hjälpa
    hände händer hör händelse innebär jobbar kommer kosta kostar krävs lista låter lång långt länge menas mer mycket många måste
    möjligt ordna ordnar räkna räknas se skicka skickar skillnaden skriva skulle slags sorts säga säger sätt tack tell
    tycker undrar
    veta vill visa är något stora stor stort olika gång gånger idag fortfarande just egentligen hos tidigast störst
    utanför innanför bakom framför bland bredvid alltså annars dessutom direkt ens fram gärna helst helt ibland igen igång
    ihop inne kvar längre nog nyss nära oftast precis redan samma samtidigt själv själva tillbaka tillsammans tyvärr typ
    ungefär verkligen väl ändå äntligen egen egna annan annat hela använda används börja börjar dra erbjuda erbjuder fungera
    fungerar fortsätta handlar heter hitta hittar hittas håller hört kolla kräver köra ligger läsa låta passar pratar räcker
    räknar satsa står ställa ställer sätta talar tror tänker tänkt tänkte vet väljer vända vänder ur ska skall borde brukar
    """.split()
)
ASKING_WEIGHT = 0.25

_STEMMER = Stemmer.Stemmer("swedish")


def normalise(text: str) -> str:
    """NFKC, casefolded, without invisible characters; numbers written with spaces are joined (20 000 → 20000)."""
    text = _IGNORED.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return _THOUSANDS.sub("", text)


_FOLDED = str.maketrans("åäáàâãöøóòôéèêëüúùûíìîïñç", "aaaaaaoooooeeeeuuuuiiiinc")


def fold(word: str) -> str:
    """A word without marks over its letters (å → a), for matching text that was written without them."""
    return word.translate(_FOLDED)


_REFERENCE = re.compile(
    r"\bse (?:till exempel |även |också )?[a-z0-9]+(?:-[a-z0-9]+)+(?:(?:, | och )[a-z0-9]+(?:-[a-z0-9]+)+)*"
    r"|\([a-z0-9]+(?:-[a-z0-9]+)+\)"
)


def words(text: str) -> list[str]:
    """The words of a text, normalised, in order; parts of hyphenated words are words of their own.

    References to other documents ("se orten-foreningsbidrag") are not words of this text.
    """
    return _PART.findall(_REFERENCE.sub(" ", normalise(text)))


def is_content(word: str) -> bool:
    """True for words that carry meaning in a question: no stop words, no single letters."""
    return word not in STOP_WORDS and (len(word) > 1 or word.isdigit())


def content_words(text: str) -> list[str]:
    """The content words of a text, in order."""
    return [word for word in words(text) if is_content(word)]


_ELIDED = re.compile(
    r"\b(\w{3,})-(?=(?:, \w+-)*,? (?:och|eller|samt) (?:\w+- (?:och|eller|samt) )?(\w{6,})(?<!isk)(?<!iska)(?<!iskt)\b(?!-))"
)


def elided(text: str) -> dict[str, str]:
    """What stands for a compound whose last part comes later, and the word with that part: kvinno- och tjejjourer."""
    return dict(_ELIDED.findall(normalise(text))) if "- " in text or "-," in text else {}


def completes(word: str, first: str, whole: str) -> bool:
    """True when a word is what its first part stands for beside a whole one: kvinnojour in kvinno- och tjejjourer."""
    last = word.removeprefix(first)
    return last != word and len(last) >= LEAST_PART and stem(whole).endswith(stem(last))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Snowball stem of a normalised word; numbers are their own stem."""
    return word if word.isdigit() else str(_STEMMER.stemWord(word))


@lru_cache(maxsize=200_000)
def grams(word: str) -> tuple[str, ...]:
    """Character 4-grams inside one word; a shorter word is its own gram."""
    if len(word) <= GRAM or word.isdigit():
        return (word,)
    return tuple(word[i : i + GRAM] for i in range(len(word) - GRAM + 1))


_ABBREVIATIONS = frozenset(
    """
    t.ex bl.a m.m m.fl d.v.s dvs o.s.v osv s.k t.o.m fr.o.m f.d p.g.a pga e.d o.d m.a.o kap kl nr st ca
    jfr resp prop bet dnr s sid tel tfn inkl exkl max min mom art ev forts ggr v kr a b f
    """.split()
)
_BOUNDARY = re.compile(r"[.!?…]{1,3}[\"”’)\]]{0,2}(?=\s+[\"”(\[–-]?\s?[A-ZÅÄÖ0-9])")
_LONGEST_ABBREVIATION = 12


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the sentences of a text, without surrounding white space.

    Abbreviations (t.ex., bl.a., kap.), ordinals ("den 1. ") and numbers ("19 kap. 25 a §") do not end a sentence.
    """
    start = 0
    for found in _BOUNDARY.finditer(text):
        before = text[max(start, found.start() - _LONGEST_ABBREVIATION) : found.start()].split()
        last = before[-1].lstrip('("”[') if before else ""
        if found.group().startswith(".") and _goes_on(last, text[found.end() : found.end() + 4]):
            continue
        yield from _trimmed(text, start, found.end())
        start = found.end()
    yield from _trimmed(text, start, len(text))


INTERROGATIVE = r"(?:när|hur|vilk\w+|vem|vad|var|vart|varför)\b"
_WONDERS = re.compile(
    rf"\b(?:undrar|veta|frågar|vet inte|säga|berätta|svara på)[,:]? (?=(?:(?:till|från|för|i|på|av|med) )?{INTERROGATIVE})",
    re.IGNORECASE,
)
_BEGINS_ASKING = re.compile(rf"\W*(?:{INTERROGATIVE}|(?:finns|kan|får|måste|gäller|går|ska|behöver)\b)", re.IGNORECASE)


def asking_part(text: str) -> str:
    """The sentences of a text that end with a question mark, or all of it when none or each does: "… i Nora. När söker vi?".

    Where none does: what somebody wonders, "Styrelsen undrar när man söker. Vi har ingen dator.", and what begins as a question.
    """
    parts = [text[start:end] for start, end in sentences(text)]
    asking = [part for part in parts if part.rstrip('"”’) ').endswith("?")]
    if not asking and len(parts) > 1:
        asking = [part[wonders.end() :] for part in parts if (wonders := _WONDERS.search(part))]
        asking = asking or [part for part in parts if _BEGINS_ASKING.match(part)]
    return " ".join(asking) or text


def _goes_on(last: str, following: str) -> bool:
    """True when a full stop after this word belongs to the word: an abbreviation, an ordinal or an initial."""
    if last.casefold() in _ABBREVIATIONS or (last.isdigit() and len(last) < 3):
        return True
    return len(last) == 1 and last.isupper() and following.strip()[:1].isupper()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def listed(names: Iterable[str]) -> str:
    """Names counted up as one says them: "A, B och C"."""
    *first, last = names
    return f"{', '.join(first)} och {last}" if first else last
