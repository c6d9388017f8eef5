"""The boxes of a quote lie where its words stand on the page."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.documents import build_document
from ingest.readers.pdf_marks import Rectangle, quote_boxes
from tests.ingest.make_files import FILES

WIDTH, HEIGHT = A4
LINE = "Ansökan ska ha kommit in senast den 31 mars."


def drawn(x: float = 60, y: float = 700, turn: int = 0, page_turn: int = 0) -> bytes:
    """A page with one line; ``turn`` turns the line, ``page_turn`` the page, in degrees."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.translate(x, y)
    canvas.rotate(turn)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(0, 0, LINE)
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(buffer))
    writer.pages[0].rotate(page_turn)
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def test_a_line_is_marked_where_it_stands() -> None:
    (box,) = quote_boxes(drawn(), 1, LINE)
    assert box.x0 * WIDTH == pytest.approx(60, abs=1)
    assert box.y0 * HEIGHT < HEIGHT - 700 < box.y1 * HEIGHT
    assert box.y1 - box.y0 < 20 / HEIGHT


def test_part_of_a_line() -> None:
    (whole,), (part,) = quote_boxes(drawn(), 1, LINE), quote_boxes(drawn(), 1, "senast den 31 mars")
    assert whole.x0 < part.x0 < part.x1 <= whole.x1
    assert (part.y0, part.y1) == (whole.y0, whole.y1)


@pytest.mark.parametrize(("turn", "page_turn"), [(90, 0), (270, 0), (180, 0), (0, 90), (0, 180), (0, 270), (90, 90)])
def test_turned_text_and_turned_pages(turn: int, page_turn: int) -> None:
    """The line begins at the middle of the sheet, so one corner of its box is near the middle of the page as shown."""
    (box,) = quote_boxes(drawn(WIDTH / 2, HEIGHT / 2, turn, page_turn), 1, LINE)
    width, height = (HEIGHT, WIDTH) if page_turn % 180 else (WIDTH, HEIGHT)
    wide, high = (box.x1 - box.x0) * width, (box.y1 - box.y0) * height
    lies_down = (turn - page_turn) % 180 == 0
    assert (wide > 200 and high < 20) if lies_down else (high > 200 and wide < 20)
    assert min(abs(box.x0 - 0.5), abs(box.x1 - 0.5)) < 0.03
    assert min(abs(box.y0 - 0.5), abs(box.y1 - 0.5)) < 0.03
    angle = (turn - page_turn) % 360  # to the right, upwards, to the left, downwards
    middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    ahead = {0: middle[0] > 0.6, 90: middle[1] < 0.4, 180: middle[0] < 0.4, 270: middle[1] > 0.6}
    assert ahead[angle]


def test_every_sentence_of_the_files_can_be_marked_on_its_page() -> None:
    marked = total = 0
    for name in ("plan", "bidrag", "broschyr", "overenskommelse"):
        data = (FILES / f"{name}.pdf").read_bytes()
        _, passages, _ = build_document(FILES / f"{name}.pdf", FILES)
        for passage in passages:
            for line in filter(str.strip, passage.text.split("\n")):
                if line.startswith("|---"):
                    continue
                total += 1
                assert passage.physical_page is not None
                marked += bool(quote_boxes(data, passage.physical_page, line))
    assert marked == total


def test_a_hyphenated_quote_has_a_box_for_each_line() -> None:
    data = (FILES / "plan.pdf").read_bytes()
    boxes = quote_boxes(
        data,
        2,
        "Kommunen öppnar skolornas matsalar för föreningsmöten efter klockan 17.\n"
        "- Kulturenheten utreder om det gamla stationshuset kan bli föreningarnas hus.",
    )
    assert len(boxes) == 4
    assert all(box.x1 < 0.5 for box in boxes), "in the left column only"
    assert [box.y0 for box in boxes] == sorted(box.y0 for box in boxes)


@pytest.mark.parametrize(
    ("data", "page", "quote"),
    [
        (drawn(), 1, "Det här står inte på sidan alls"),
        (drawn(), 2, LINE),
        (drawn(), 0, LINE),
        (b"%PDF-1.7 skadad %%EOF", 1, LINE),
        (drawn(), 1, "–"),
    ],
)
def test_what_is_not_there_gives_no_boxes(data: bytes, page: int, quote: str) -> None:
    assert quote_boxes(data, page, quote) == ()


def test_rectangles_are_shares_of_the_page() -> None:
    (box,) = quote_boxes(drawn(WIDTH - 245, 700), 1, LINE)
    assert box == Rectangle(box.x0, box.y0, 1.0, box.y1), "what runs out of the page ends at its edge"
