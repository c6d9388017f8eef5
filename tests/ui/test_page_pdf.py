"""A page of a PDF as a picture: what is marked, what is not, and the file itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from page_fakes import PLAN, TABLE, cite, document, passage
from page_server import serving
from pdf_fakes import FILES, PdfAssistant, PdfLibrary
from PIL import Image

from assistant.settings import Settings
from ui import texts
from ui.library import quote_address
from ui.original import file_address, original_address, text_fragment
from ui.pdf_pages import PdfPages
from ui.sources import card


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def library(data: Path) -> PdfLibrary:
    return PdfLibrary(data, "plan.pdf", "bidrag.pdf")


@pytest.fixture(scope="module")
def client(data: Path, library: PdfLibrary) -> Iterator[httpx.Client]:
    with serving(lambda: PdfAssistant(library), Settings(data_dir=data)) as address:
        yield httpx.Client(base_url=address, timeout=60)


def test_the_page_is_drawn_with_the_quote_marked_where_it_stands(library: PdfLibrary, data: Path) -> None:
    citation = library.citation()
    pages = PdfPages(data)
    drawn = pages.picture(citation.passage.document, 2, citation.quote)
    assert drawn
    image = Image.open(io.BytesIO(drawn.png))
    assert (image.width, image.height) == (drawn.width, drawn.height)
    assert drawn.boxes
    for box in drawn.boxes:  # there is ink under every mark
        place = [
            round(box.x0 * image.width),
            round(box.y0 * image.height),
            round(box.x1 * image.width),
            round(box.y1 * image.height),
        ]
        darkest, lightest = image.convert("L").crop(tuple(place)).getextrema()  # type: ignore[arg-type]
        assert darkest < 120 < lightest
    again = pages.picture(citation.passage.document, 2)
    assert again is drawn


def test_words_that_do_not_stand_on_the_page_are_not_marked(library: PdfLibrary, data: Path) -> None:
    drawn = PdfPages(data).picture(library.citation().passage.document, 2, "Detta står inte i filen någonstans alls.")
    assert drawn
    assert drawn.boxes == ()


@pytest.mark.parametrize("number", [0, 99])
def test_a_page_that_is_not_there_is_not_drawn(library: PdfLibrary, data: Path, number: int) -> None:
    assert PdfPages(data).picture(library.citation().passage.document, number) is None


def test_a_file_that_is_broken_is_not_drawn_and_harms_nobody(tmp_path: Path) -> None:
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / f"{'0' * 64}.pdf").write_bytes(b"%PDF-1.7\n" + b"\x00skrap" * 500)
    assert PdfPages(tmp_path).picture(document("Text.\n", path="trasig.pdf"), 1) is None


def test_the_quote_leads_to_its_page_and_the_text_says_where_pages_begin(
    client: httpx.Client, library: PdfLibrary
) -> None:
    html = client.get(quote_address(library.citation())).text
    assert "Sida 2 av 3." in html
    assert texts.PAGE_MARKED in html
    assert 'class="markerat"' in html
    assert '<mark id="citat"' in html
    assert html.count('class="sidbrytning"') == 3
    assert 'id="sida-2"' in html
    other = client.get(quote_address(library.citation()).replace("#", "&sida=3#")).text
    assert 'class="markerat"' not in other
    assert texts.PAGE_NOT_MARKED not in other
    assert '<mark id="citat"' in other


def test_the_first_page_is_shown_when_nobody_came_for_a_quote(client: httpx.Client) -> None:
    html = client.get("/dokument/plan").text
    assert "Sida 1 av 3." in html
    assert texts.PAGE_BEFORE not in html
    assert f'?sida=2#bild">{texts.PAGE_AFTER}' in html
    assert texts.PAGE_NOT_DRAWN in client.get("/dokument/plan?sida=77").text


def test_the_picture_and_the_file_are_served(client: httpx.Client) -> None:
    reply = client.get("/sida/2/plan")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/png")
    assert reply.content.startswith(b"\x89PNG")
    original = client.get("/original/plan")
    assert original.headers["content-type"] == "application/pdf"
    assert original.content == (FILES / "plan.pdf").read_bytes()
    for missing in ("/sida/9/plan", "/sida/1/finns-inte", "/original/finns-inte"):
        assert client.get(missing).status_code == 404
        assert texts.FILE_MISSING in client.get(missing).text
    assert client.get("/sida/x/plan").status_code == 404


def test_a_card_leads_to_the_picture_and_to_the_file_at_the_page(library: PdfLibrary) -> None:
    html = card(library.citation())
    assert "#bild" in html
    assert 'href="/original/plan#page=2"' in html
    assert texts.NO_SOURCE not in html


def test_the_original_opens_at_the_quoted_place_when_the_words_are_its_own() -> None:
    web = cite(
        passage(replace(PLAN, source_url="https://example.org/plan"), physical_page=None),
        "Fullmäktige antog den i december.",
    )
    assert original_address(web.passage.document, web) == (
        "https://example.org/plan#:~:text=Fullm%C3%A4ktige%20antog%20den%20i%20december."
    )
    pdf = cite(passage(PLAN, physical_page=4), "Fullmäktige antog den i december.")
    assert original_address(pdf.passage.document, pdf) == "https://example.org/plan.pdf#page=4"
    sheet = cite(passage(TABLE), "löpande")
    assert original_address(sheet.passage.document, sheet) == "https://www.kumla.se/bidrag"  # our words are not there
    assert original_address(PLAN) == "https://example.org/plan.pdf"
    assert file_address(TABLE) is None


def test_long_quotes_are_found_by_their_ends() -> None:
    words = "- Ett två tre fyra fem sex sju åtta nio tio, elva\n- tolv-tretton & fjorton"
    assert text_fragment(words) == "#:~:text=Ett%20tv%C3%A5%20tre%20fyra,tolv%2Dtretton%20%26%20fjorton"
    assert text_fragment("") == ""
