"""Swedish words, stems and sentences. What may change with tuning (which words are stop words) is not tested here."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import swedish

ANY_TEXT = st.text(max_size=300)
SWEDISH_WORD = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzåäö"), min_size=1, max_size=30)
PROSE = st.lists(
    st.sampled_from(
        "Föreningen ansöker. 19 kap. 25 a § t.ex. bl.a. m.m. den 1. mars Beslut! Varför? ”Ja.” (Nej.) … 1 500 kr, \n - • "
        "Region Örebro län. kl. 14.30 2024-05-01. e-tjänst. s. 12. Å Ä Ö".split(" ")
    ),
    max_size=30,
).map(" ".join)


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in swedish.sentences(text)]


# --- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Föreningsbidrag i Örebro", ["föreningsbidrag", "i", "örebro"]),
        ("ÅTERBETALNING", ["återbetalning"]),
        ("a\u030aterbetalning", ["återbetalning"]),  # å written as two characters
        ("LOK-stöd", ["lok", "stöd"]),
        ("20\u00a0000 kr", ["20000", "kr"]),
        ("1 000 000", ["1000000"]),
        ("den 31 123 personer", ["den", "31123", "personer"]),  # a known price of joining thousands
        ("stöd\u00adet", ["stödet"]),  # a soft hyphen
        ("nolla\u200bbredd", ["nollabredd"]),
        ("_understruket_", ["understruket"]),
        ("…!?", []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert swedish.words(text) == words


@given(ANY_TEXT)
def test_words_are_normalised_once_and_for_all(text: str) -> None:
    for word in swedish.words(text):
        assert word
        assert swedish.words(word) == [word]


@given(ANY_TEXT)
def test_content_words_are_some_of_the_words_in_order(text: str) -> None:
    remaining = iter(swedish.words(text))
    assert all(word in remaining for word in swedish.content_words(text))


@given(ANY_TEXT)
def test_letters_written_in_one_or_two_characters_are_the_same_words(text: str) -> None:
    assert swedish.words(unicodedata.normalize("NFD", text)) == swedish.words(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "forms",
    [
        ("förening", "föreningen", "föreningar", "föreningarna", "föreningens"),
        ("kommun", "kommunen", "kommuner", "kommunerna", "kommunens"),
        ("bidrag", "bidraget", "bidragen", "bidragets"),
    ],
)
def test_inflected_forms_share_their_stem(forms: tuple[str, ...]) -> None:
    assert len({swedish.stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("får", "far"), ("län", "lan"), ("mål", "mal"), ("stöd", "stod")])
def test_swedish_letters_are_letters_of_their_own(one: str, other: str) -> None:
    assert swedish.stem(one) != swedish.stem(other)
    assert swedish.words(one) != swedish.words(other)
    assert swedish.fold(one) == other


@given(st.integers(0, 10**9).map(str))
def test_a_number_is_its_own_stem_and_its_own_gram(number: str) -> None:
    assert swedish.stem(number) == number
    assert swedish.grams(number) == (number,)


@given(SWEDISH_WORD)
def test_grams_cover_the_word(word: str) -> None:
    grams = swedish.grams(word)
    if len(word) <= swedish.GRAM:
        assert grams == (word,)
    else:
        assert all(len(gram) == swedish.GRAM for gram in grams)
        assert grams[0] + "".join(gram[-1] for gram in grams[1:]) == word


# --- sentences --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Ansökan ska innehålla stadgar, budget m.m. och skickas in.",
        "Stöd ges till t.ex. Röda Korset och bl.a. Scouterna.",
        "Enligt 19 kap. 25 a § gäller detta.",
        "Prop. 2009/10:55 beskriver politiken.",
        "Ansök senast den 1. Mars är sista månaden.",
        "Medlen betalas ut kl. 14 den 3 maj.",
        "Det gäller fr.o.m. 2024 och t.o.m. 2026.",
        "Ring tel. 019-58 80 00 på vardagar.",
        "Bidraget är 1.500 kr per år.",
        "Dnr. 2018/492 är numret.",
    ],
)
def test_abbreviations_paragraphs_and_dates_do_not_end_a_sentence(text: str) -> None:
    assert said(text) == [text]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Beslut fattas i juni. Pengarna kommer i augusti.", ["Beslut fattas i juni.", "Pengarna kommer i augusti."]),
        ("Får vi söka? Ja! Skicka in.", ["Får vi söka?", "Ja!", "Skicka in."]),
        ("Planen gäller till 2025. Den följs upp.", ["Planen gäller till 2025.", "Den följs upp."]),
        ("Hon sa ”ja.” Örebro svarade.", ["Hon sa ”ja.”", "Örebro svarade."]),
        ("Se nedan … Ärendet är öppet.", ["Se nedan …", "Ärendet är öppet."]),
        ("  Ett.\n\nTvå.  ", ["Ett.", "Två."]),
        ("utan punkt", ["utan punkt"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert said(text) == sentences


@given(st.one_of(ANY_TEXT, PROSE))
def test_sentences_cover_everything_but_white_space_in_order(text: str) -> None:
    position = 0
    for start, end in swedish.sentences(text):
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()
