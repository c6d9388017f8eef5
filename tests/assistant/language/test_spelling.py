"""Misspelt words become the words of the index that were meant, and words that are right are left alone."""

from __future__ import annotations

import pytest

from assistant.composition import compose
from assistant.language import vocabulary
from assistant.language.spelling import Speller

WORDS = {
    "förening": 40, "föreningen": 20, "föreningsbidrag": 30, "foreningsbidrag": 2, "bidrag": 50, "bidra": 3, "äldre": 9,
    "ansökningsdag": 5, "kumla": 12, "örebro": 12, "stöd": 30, "förklarar": 3, "vatten": 2, "läger": 4, "redan": 8,
    "överenskommelse": 7, "hällefors": 4,
}  # fmt: skip
SWEDISH = {"katten", "hund", "klubb", "klubben", "resan", "vann", "föräldrar", "lager", "sista"}
NOTHING = vocabulary.build({})


def repaired(text: str, listed: vocabulary.Vocabulary = NOTHING) -> str:
    return Speller(tuple(WORDS), tuple(WORDS.values()), SWEDISH.__contains__).repaired(text, listed.knows)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("förenign", "förening"),  # two letters have changed places
        ("föreingen", "föreningen"),  # one is missing
        ("bidraag", "bidrag"),  # one too many
        ("bidrsg", "bidrag"),  # the key beside
        ("anskningsdg", "ansökningsdag"),  # a long word may have two faults
        ("Örebor", "Örebro"),
        ("aldre i Orebro", "äldre i Örebro"),
        ("foreningsbidrag", "föreningsbidrag"),  # also when the index has it without dots, from an address
        ("stod till foraldrar", "stöd till föräldrar"),  # the index need not have it if Swedish does
        ("overenskomelse", "överenskommelse"),
        ("vicka bidrag", "vilka bidrag"),
        ("nä ä sista dan", "när är sista dagen"),
    ],
)
def test_misspelt_words_are_read_as_they_were_meant(written: str, meant: str) -> None:
    assert repaired(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Har föreningen fått bidrag?",
        "Kan katten få resan betald?",  # near vatten and redan, but words of their own
        "hundklubben",  # put together of words that are known
        "Vem vann?",
        "LOK-stöd och e-postadress",  # parts of words joined by a hyphen stand as they are
        "hus",  # too short to tell
        "31 mars 2024",
        "Where do the members apply?",
        "",
    ],
)
def test_words_that_are_right_are_left_alone(text: str) -> None:
    assert repaired(text) == text


def test_a_word_that_an_editor_has_written_down_is_right() -> None:
    listed = vocabulary.build({"talspråk": {"bidragg": ["bidrag"]}})
    assert repaired("bidragg", listed) == "bidragg"
    assert repaired("bidragg") == "bidrag"


def test_dots_are_set_only_where_none_are_written() -> None:
    assert repaired("läger eller lager åt äldre") == "läger eller lager åt äldre"


def test_an_index_without_words_repairs_nothing() -> None:
    assert Speller((), (), lambda _: False).repaired("förenign i Kumal", NOTHING.knows) == "förenign i Kumal"


def test_other_letters_are_told_but_not_dots_or_spoken_forms() -> None:
    speller = Speller(tuple(WORDS), tuple(WORDS.values()), SWEDISH.__contains__)
    assert speller.changes("nä kan förenign i Orebro söka bidrga", NOTHING.knows) == (
        ("förenign", "förening"),
        ("bidrga", "bidrag"),
    )
    assert speller.changes("Kan föreningen få bidrag?", NOTHING.knows) == ()
    assert compose.spelling_notice((("förenign", "förening"),)) == ("Jag läste ”förenign” som ”förening”.",)
    assert compose.spelling_notice(()) == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("vad ger orebros kommun till klubben i laxa", "vad ger örebros kommun till klubben i laxå"),
        ("Hur stort ar Orebros stod for klubben", "Hur stort är Örebros stöd för klubben"),
        ("Vad gäller för Ötebros förening?", "Vad gäller för Örebros förening?"),
        ("Vlka stöd finns för föreningen?", "Vilka stöd finns för föreningen?"),
        ("Stöd för Vlka", "Stöd för Vlka"),
    ],
)
def test_places_and_first_words_are_read_as_they_were_meant(written: str, meant: str) -> None:
    words = ["stöd", "förening", "föreningen", "klubben", "kommun", "är", "för", "stort"]
    speller = Speller(words, [9] * len(words), lambda word: word in {"ger", "till", "stort", "gäller", "finns"})
    assert speller.repaired(written, lambda word: False) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Finns det stöd i Grythyttan?", "Finns det stöd i Hällefors?"),
        ("Finns det stöd i ostansjo?", "Finns det stöd i Hallsberg?"),
        ("När är Grythyttans marknad?", "När är Grythyttans marknad?"),  # no money is sought there
        ("Får Vintrosas förening stöd?", "Får Örebro förening stöd?"),
        ("Finns det stöd i frövi?", "Finns det stöd i Lindesberg?"),
        ("Vad gör Frövi folkhögskola?", "Vad gör Frövi folkhögskola?"),  # the index has the word: it is a name there
        ("Vad händer på skolan i Frövi folkhögskola?", "Vad händer på skolan i Frövi folkhögskola?"),
    ],
)
def test_a_place_is_read_as_its_municipality_but_not_what_is_called_after_it(written: str, meant: str) -> None:
    words = ["stöd", "förening", "frövi", "folkhögskola", "skolan", "händer", "gör", "finns"]
    speller = Speller(words, [9] * len(words), lambda word: word in words)
    assert speller.repaired(written, lambda word: False) == meant


def test_a_place_is_told_to_have_been_read_as_its_municipality() -> None:
    told = compose.spelling_notice((("Frövi", "Lindesberg"), ("bidrga", "bidrag")))
    assert told == ("Jag läste ”bidrga” som ”bidrag”.", "”Frövi” läste jag som Lindesberg, kommunen där orten ligger.")
