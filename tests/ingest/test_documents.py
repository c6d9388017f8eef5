"""From file to Document and passages."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from sheets import sheet

from assistant.domain import PartialDate
from assistant.errors import FrontMatterError, PathMissing, Unreadable, UnsupportedType
from ingest.documents import build_document, in_words, relative_path

FACT_SHEET = """---
id: exempelplan
titel: Exempelplan 2022–2025
utgivare: Exempelby kommun
dokumenttyp: overenskommelse
kommun: [Kumla, Örebro]
beslutad: 2021-12-07
giltig_fran: 2022-01-01
giltig_till: 2025
ersatter: exempelplan-2018
kalla_url: https://exempel.se/plan
kalla_datum: 2021-12
hamtad: 2026-11
fullstandighet: delvis
---
## Bidrag
- Startbidrag: 1 000 kr.
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_fact_sheet_becomes_a_document_with_every_field(tmp_path: Path) -> None:
    path = write(tmp_path, "faktablad/plan.md", FACT_SHEET)
    document, passages, warnings = build_document(path, tmp_path)
    assert (document.id, document.title, document.publisher) == (
        "exempelplan",
        "Exempelplan 2022–2025",
        "Exempelby kommun",
    )
    assert (document.kind, document.municipalities) == ("overenskommelse", ("Kumla", "Örebro"))
    assert document.decided == PartialDate.parse("2021-12-07")
    assert (document.valid_from, document.valid_to) == (PartialDate.parse("2022-01-01"), PartialDate.parse("2025"))
    assert (document.supersedes, document.superseded_by) == (("exempelplan-2018",), ())
    assert (document.source_url, document.source_date) == ("https://exempel.se/plan", PartialDate.parse("2021-12"))
    assert (document.retrieved, document.completeness) == (PartialDate.parse("2026-11"), "delvis")
    assert document.is_fact_sheet
    assert document.path == "faktablad/plan.md"
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [passage.headings for passage in passages] == [("Om faktabladet",), ("Bidrag",)]
    assert warnings == ()


def test_a_fact_sheet_says_in_words_what_its_front_matter_says(tmp_path: Path) -> None:
    _, passages, _ = build_document(write(tmp_path, "plan.md", FACT_SHEET), tmp_path)
    assert passages[0].text.split("\n") == [
        "- Titel: Exempelplan 2022–2025.",
        "- Utgivare: Exempelby kommun.",
        "- Dokumenttyp: överenskommelse.",
        "- Gäller: Kumla, Örebro.",
        "- Beslutad: 7 december 2021 (2021-12-07).",
        "- Giltig från 1 januari 2022 till och med 2025.",
        "- Ersätter: exempelplan-2018.",
        "- Källans datum: december 2021.",
        "- Uppgifterna hämtades i november 2026.",
        "- Faktabladet återger källan delvis.",
    ]


def test_unknown_fields_are_not_mentioned(tmp_path: Path) -> None:
    left_out = ("beslutad", "giltig", "ersatter", "kalla")
    lines = [line for line in FACT_SHEET.splitlines(keepends=True) if not line.startswith(left_out)]
    _, passages, _ = build_document(write(tmp_path, "plan.md", "".join(lines)), tmp_path)
    assert not any(word in passages[0].text for word in ("Beslutad", "Giltig", "Ersätter", "Källans datum"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("giltig_fran: 2022-01-01\n", "- Giltig från 1 januari 2022."),
        ("giltig_till: 2025-12-31\n", "- Giltig till och med 31 december 2025."),
    ],
)
def test_half_open_validity(tmp_path: Path, given: str, sentence: str) -> None:
    text = FACT_SHEET.replace("giltig_fran: 2022-01-01\ngiltig_till: 2025\n", given)
    _, passages, _ = build_document(write(tmp_path, "plan.md", text), tmp_path)
    assert sentence in passages[0].text.split("\n")


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2021-12-07", "7 december 2021"),
        ("2021-12", "december 2021"),
        ("2021", "2021"),
        ("2024-02-29", "29 februari 2024"),
    ],
)
def test_dates_in_words_are_no_more_exact_than_known(date: str, words: str) -> None:
    assert in_words(PartialDate.parse(date)) == words


def test_windows_line_ends_and_byte_order_mark_in_a_fact_sheet(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_bytes(b"\xef\xbb\xbf" + FACT_SHEET.replace("\n", "\r\n").encode())
    document, passages, _ = build_document(path, tmp_path)
    assert document.id == "exempelplan"
    assert passages[1].text == "- Startbidrag: 1 000 kr."


def test_a_file_without_front_matter_is_named_by_its_path(tmp_path: Path) -> None:
    path = write(tmp_path, "bidrag/Örebro/lokal_stöd-2024.md", "Brödtext om stöd.")
    document, _, _ = build_document(path, tmp_path)
    assert document.id == "bidrag/Örebro/lokal_stöd-2024"
    assert document.path == "bidrag/Örebro/lokal_stöd-2024.md"
    assert document.title == "lokal stöd 2024"
    assert not document.is_fact_sheet


def test_a_file_that_is_its_own_root_is_named_by_its_stem(tmp_path: Path) -> None:
    path = write(tmp_path, "en/plan.txt", "Brödtext om stöd.")
    document, _, _ = build_document(path, path)
    assert (document.id, document.path) == ("plan", "plan.txt")


def test_a_name_with_decomposed_letters_gives_the_composed_id(tmp_path: Path) -> None:
    document, _, _ = build_document(write(tmp_path, "O\u0308rebro.txt", "Brödtext om stöd."), tmp_path)
    assert document.id == "Örebro"


def test_a_file_name_that_is_no_text_can_still_be_written_down(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/f\xf6rening.txt"))
    try:
        path.write_text("Brödtext om stöd.", encoding="utf-8")
    except OSError:
        pytest.skip("the file system takes only UTF-8 names")
    relative_path(path, tmp_path).encode("utf-8")
    build_document(path, tmp_path)[0].id.encode("utf-8")


def test_the_first_heading_is_the_title(tmp_path: Path) -> None:
    document, passages, _ = build_document(write(tmp_path, "a.md", "# Bidrag\nEtt.\n## Belopp\nTvå."), tmp_path)
    assert document.title == "Bidrag"
    assert [passage.headings for passage in passages] == [(), ("Belopp",)]


def test_front_matter_that_does_not_parse_names_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "blad/fel.md", FACT_SHEET.replace("dokumenttyp: overenskommelse", "dokumenttyp: dikt"))
    with pytest.raises(FrontMatterError, match=r"blad/fel\.md") as caught:
        build_document(path, tmp_path)
    assert "'dikt'" in str(caught.value)


def test_front_matter_that_is_never_closed_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, "fel.md", "---\ntitel: Plan\n\nText utan slut på uppgifterna.\n")
    with pytest.raises(FrontMatterError, match=r"avslutas aldrig.*fel\.md"):
        build_document(path, tmp_path)


@pytest.mark.parametrize("first", ["", "\n", "\n\n---\n", "–-\n", "—\n", "--\n", "\ufeff"])
def test_a_sheet_that_has_lost_its_first_line_is_refused(tmp_path: Path, first: str) -> None:
    path = tmp_path / "blad.md"
    path.write_text(first + sheet("blad", "## A\n\n- B.").removeprefix("---\n"), encoding="utf-8")
    with pytest.raises(FrontMatterError, match="raden --- före dem saknas") as caught:
        build_document(path, tmp_path)
    assert caught.value.where == "blad.md"
    assert "allra första rad" in caught.value.next_step


@pytest.mark.parametrize(
    "text",
    [
        "Titel: Möte\nUtgivare: Byn\n\nVi sågs.\n",
        "titel: ett ord som börjar en mening\n\nVi sågs.\n",
        "# Kommun\n\nkommun: Kumla\nid: 3\n",
        "https://www.kumla.se\nid:3\n\nVi sågs.\n",
    ],
)
def test_a_text_that_only_looks_a_little_like_a_sheet_is_a_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "text.md"
    path.write_text(text, encoding="utf-8")
    assert build_document(path, tmp_path)[0].id == "text"


def test_front_matter_is_only_read_in_markdown(tmp_path: Path) -> None:
    document, _, _ = build_document(write(tmp_path, "plan.txt", FACT_SHEET), tmp_path)
    assert document.id == "plan"
    assert "utgivare: Exempelby kommun" in document.text


@pytest.mark.parametrize("text", ["\n\n \n", "# Bara en rubrik\n", "<!-- bara en kommentar -->"])
def test_a_document_without_text_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Unreadable, match=r"tom\.md"):
        build_document(write(tmp_path, "tom.md", text), tmp_path)


def test_errors_name_the_file_relative_to_the_root(tmp_path: Path) -> None:
    with pytest.raises(PathMissing, match=r"Plats: mapp/saknas\.md\."):
        build_document(tmp_path / "mapp" / "saknas.md", tmp_path)
    with pytest.raises(UnsupportedType, match=r"Plats: bild\.png\."):
        build_document(write(tmp_path, "bild.png", "x"), tmp_path)


def test_passages_are_slices_of_the_cleaned_text(tmp_path: Path) -> None:
    text = (
        "# Stöd\r\n\r\nF\u00f6r\u00adeningar f\u00e5r 20\u00a0000 kr. Kultur-\r\noch fritid.\r\n\r\n* Punkt **ett**\r\n"
    )
    document, passages, _ = build_document(write(tmp_path, "a.md", text), tmp_path)
    assert [passage.text for passage in passages] == ["Föreningar får 20 000 kr. Kultur- och fritid.\n\n- Punkt ett"]
    assert all(passage.text == document.text[passage.start : passage.end] for passage in passages)
    assert all(passage.document is document for passage in passages)


def test_warnings_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "gammal.txt"
    path.write_bytes("Föreningar på landsbygden får stöd.".encode("cp1252"))
    document, _, warnings = build_document(path, tmp_path)
    assert document.text == "Föreningar på landsbygden får stöd."
    assert len(warnings) == 1 and warnings[0].startswith("gammal.txt: ")


def test_the_date_a_page_states_is_the_source_date(tmp_path: Path) -> None:
    document, _, _ = build_document(
        write(tmp_path, "a.txt", "Text om stöd.\n\nSenast uppdaterad: den 27 april 2021"), tmp_path
    )
    assert document.source_date == PartialDate.parse("2021-04-27")


def test_building_twice_gives_the_same_passages(tmp_path: Path) -> None:
    path = write(tmp_path, "plan.md", FACT_SHEET)
    assert build_document(path, tmp_path) == build_document(path, tmp_path)


SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def test_saved_web_texts_split_into_sections_with_sensible_titles() -> None:
    seeds = sorted(SEEDS.glob("*.txt"))
    if not seeds:
        pytest.skip("the saved source texts are not beside this checkout")
    for path in seeds:
        document, passages, warnings = build_document(path, SEEDS)
        assert warnings == ()
        assert " " in document.title and document.title != path.stem.replace("_", " ")
        assert "Hade du nytta av" not in document.text
        assert all(passage.text == document.text[passage.start : passage.end] for passage in passages)
        words = set(path.read_text(encoding="utf-8").split())
        kept = set(document.text.split())
        assert len(words - kept) <= 12, f"{path.name} lost {sorted(words - kept)}"
