"""Cleaning: characters, hyphens, running heads, hard-wrapped lines."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Page
from ingest.clean import clean_characters, clean_pages, is_bullet


def clean(*texts: str, numbered: bool = False) -> list[str]:
    pages = [Page(number if numbered else None, text) for number, text in enumerate(texts, 1)]
    return [page.text for page in clean_pages(pages)]


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("a\u030angman", "ångman"),
        ("o\ufb03ce \ufb01nns \ufb02era \ufb00 \ufb04", "office finns flera ff ffl"),
        ("bi\u00addrag", "bidrag"),
        ("bi\ufffedrag", "bidrag"),
        ("bi\u00ad\ndrag", "bidrag"),
        ("20\u00a0000\u202fkr\u2009nu", "20 000 kr nu"),
        ("för\u200be\u2060ning\ufeff", "förening"),
        ("\u202eomvänd\u202c \u2066text\u2069", "omvänd text"),
        ("dold\U000e0041\U000e0042 text", "dold text"),
        ("rad\r\nnästa\rtredje", "rad\nnästa\ntredje"),
        ("\uf0b7 Stadgar\n\uf0a7Protokoll", "- Stadgar\n- Protokoll"),
        ("\u2022 Stadgar\n  \u2022 Protokoll", "- Stadgar\n  - Protokoll"),
        ("\x7f\nha stadgar", "- ha stadgar"),
        ("mitt i \uf0b7 raden", "mitt i  raden"),
        ("icke\u2011bindande", "icke-bindande"),
        ("trasig \ud800 surrogat\x00", "trasig  surrogat"),
    ],
)
def test_characters(dirty: str, cleaned: str) -> None:
    assert clean_characters(dirty) == cleaned


@given(st.text())
def test_clean_characters_gives_text_that_can_be_stored(text: str) -> None:
    cleaned = clean_characters(text)
    cleaned.encode("utf-8")
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set("\r\x00\u00ad\ufffe\u00a0\u200b\u202e\ufeff")


@given(st.text(alphabet="abc åäö.-–:•|#\n123 ", max_size=300))
def test_cleaning_twice_changes_nothing_in_the_characters(text: str) -> None:
    once = clean_characters(text)
    assert clean_characters(once) == once


@given(st.lists(st.text(alphabet="abcÅÄ .,-–\n1#|", max_size=200), max_size=5))
def test_pages_stay_pages_and_keep_their_letters(texts: list[str]) -> None:
    pages = [Page(None, text) for text in texts]
    cleaned = clean_pages(pages)
    assert [page.number for page in cleaned] == [page.number for page in pages]
    letters = [letter for text in texts for letter in text if letter.isalpha()]
    assert [letter for page in cleaned for letter in page.text if letter.isalpha()] == letters


@pytest.mark.parametrize(
    ("wrapped", "joined"),
    [
        ("bi-\ndrag", "bidrag"),
        ("kultur-\noch fritid", "kultur- och fritid"),
        ("idrotts-\neller kulturförening", "idrotts- eller kulturförening"),
        ("barn-\nsamt ungdomsverksamhet", "barn- samt ungdomsverksamhet"),
        ("mark-\nrespektive vattenområden", "mark- respektive vattenområden"),
        ("RF-\nSISU", "RF-SISU"),
        ("EU-\nbidrag", "EU-bidrag"),
        ("e-\npost", "e-post"),
        ("covid-19-\nstöd", "covid-19-stöd"),
        ("2022–\n2025", "2022–2025"),
        ("18-\n25 år", "18-25 år"),
        ("- ett\n- två", "- ett\n- två"),
    ],
)
def test_hyphens_at_line_ends(wrapped: str, joined: str) -> None:
    assert clean(wrapped) == [joined]
    assert clean(wrapped, numbered=True) == [joined]


WRAPPED = """Föreningar i kommunen kan söka bidrag en gång om året. Ansökan
ska ha kommit in senast den 1 mars, och till den ska föreningen
bifoga stadgar och protokoll."""
UNWRAPPED = WRAPPED.replace("\n", " ")


def test_hard_wrapped_lines_become_one_paragraph() -> None:
    assert clean(WRAPPED) == [UNWRAPPED]
    assert clean(WRAPPED, numbered=True) == [UNWRAPPED]


def test_paragraphs_with_blank_lines_between_stay_apart() -> None:
    assert clean(f"{WRAPPED}\n\n{WRAPPED}") == [f"{UNWRAPPED}\n\n{UNWRAPPED}"]


def test_items_headings_and_rows_keep_their_lines() -> None:
    text = (
        "# Bidrag för föreningar som har sitt säte i någon av länets kommuner\n"
        "- Startbidrag för nya föreningar som har funnits i högst ett år och som\n"
        "  har minst tio medlemmar\n"
        "- Grundbidrag\n"
        "| Bidrag för barn och unga mellan 7 och 20 år | Belopp per deltagare |\n"
        "|---|---|\n"
        "| Aktivitetsbidrag till föreningar i kommunen | 10 kr för varje deltagare |"
    )
    joined = text.replace("som\n  har", "som har")
    assert clean(text) == [joined]


def test_a_heading_after_a_paragraph_on_a_page_is_not_swallowed() -> None:
    page = f"{WRAPPED}\nVillkor för stödet\n{WRAPPED}"
    assert clean(page, numbered=True) == [f"{UNWRAPPED}\n\nVillkor för stödet\n{UNWRAPPED}"]


def test_short_lines_such_as_an_address_stay_lines() -> None:
    text = f"{WRAPPED}\n\nKulturenheten\nStorgatan 1\n700 00 Orten"
    assert clean(text) == [f"{UNWRAPPED}\n\nKulturenheten\nStorgatan 1\n700 00 Orten"]


def test_text_with_a_paragraph_a_line_is_left_alone() -> None:
    text = f"{UNWRAPPED}\nRegion Örebro län\nOmråde kultur\n{UNWRAPPED}"
    assert clean(text) == [text]


def test_running_heads_feet_and_page_numbers_go() -> None:
    bodies = [WRAPPED.replace("bidrag", word).replace("stadgar", word) for word in ("stöd", "medel", "lån", "hjälp")]
    pages = [f"Riktlinjer 2024\n{body}\nSida {number} av 4" for number, body in enumerate(bodies, 1)]
    cleaned = clean(*pages, numbered=True)
    assert [" ".join(text.split()) for text in cleaned] == [" ".join(body.split()) for body in bodies]


def test_feet_that_come_before_the_text_in_the_file_go() -> None:
    pages = [
        f"Riktlinjer 2024\nSida {n}\nKulturenheten\nOrten\nAlla {word} ska stå kvar." for n, word in enumerate("abc")
    ]
    assert clean(*pages, numbered=True) == [f"Alla {word} ska stå kvar." for word in "abc"]


def test_a_head_on_most_pages_goes_and_a_line_on_few_pages_stays() -> None:
    pages = [f"Riktlinjer 2024\nStycke {word} handlar om stöd." for word in ("ett", "två", "tre", "fyra")]
    cleaned = clean("Framsida utan huvud.", *pages, numbered=True)
    assert cleaned[0] == "Framsida utan huvud."
    assert cleaned[1:] == [f"Stycke {word} handlar om stöd." for word in ("ett", "två", "tre", "fyra")]


def test_two_pages_are_too_few_for_running_heads() -> None:
    assert clean("Samma rad\nEtt.", "Samma rad\nTvå.", numbered=True) == ["Samma rad\nEtt.", "Samma rad\nTvå."]


def test_a_line_in_the_middle_of_every_page_stays() -> None:
    pages = [f"{word} a.\n{word} b.\nTel 019-1\n{word} c.\n{word} d." for word in ("Ett", "Två", "Tre")]
    assert all("Tel 019-1" in text for text in clean(*pages, numbered=True))


@pytest.mark.parametrize("number", ["7", "- 7 -", "Sida 7", "sid. 7", "7 (12)", "7/12", "7 av 12", "iv"])
def test_lone_page_numbers_go_from_pages_but_not_from_text(number: str) -> None:
    assert clean(f"Stycke om stöd.\n{number}", numbered=True) == ["Stycke om stöd."]
    assert number in clean(f"Stycke om stöd.\n\n{number}")[0]


def test_a_sentence_over_a_page_break_is_moved_to_where_it_begins() -> None:
    first = f"{UNWRAPPED} Föreningen ska också lämna en redovisning till för-"
    assert clean(f"{first}\n1", "valtningen senast i maj. Nästa mening.\n2", numbered=True) == [
        f"{first[:-1]}valtningen senast i maj.",
        "Nästa mening.",
    ]


def test_a_new_sentence_on_the_next_page_stays_there() -> None:
    assert clean(UNWRAPPED, "Nästa mening.", numbered=True) == [UNWRAPPED, "Nästa mening."]


def test_contents_lines_of_a_pdf_go() -> None:
    page = "Innehåll\n1 Syfte ........ 3\n2 Villkor . . . . . . 12\nSjälva texten."
    assert clean(page, numbered=True) == ["Innehåll\nSjälva texten."]


@pytest.mark.parametrize(("text", "expected"), [("•", True), (" \uf0b7 ", True), ("• Text", False), ("", False)])
def test_is_bullet(text: str, expected: bool) -> None:
    assert is_bullet(text) is expected
