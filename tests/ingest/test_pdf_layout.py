"""How pages are set: columns, tables without rules, boxes, running heads, contents."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from ingest.readers import Reading, read_data
from tests.ingest.make_files import lines

STYLES = getSampleStyleSheet()
TEXT = "Kommunen ska verka för att föreningar får bra villkor under hela året. Ansökan prövas inom sex veckor. "


def p(text: str, style: str = "BodyText") -> Paragraph:
    return Paragraph(text, STYLES[style])


def built(parts: Sequence[Flowable], foot: str = "") -> Reading:
    def draw(canvas: Canvas, document: SimpleDocTemplate) -> None:
        if foot:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(60, 30, foot.format(chapter="AB"[document.page % 2], page=document.page))

    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(list(parts), onFirstPage=draw, onLaterPages=draw)
    return read_data(buffer.getvalue(), ".pdf", where="fil")


def drawn(
    columns: Sequence[tuple[float, float, list[dict[str, str]]]], boxes: Sequence[tuple[float, ...]] = ()
) -> Reading:
    """Columns (left edge, width, blocks), drawn line by line across the page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for box in boxes:
        canvas.rect(*box)
    found = [line for x, width, blocks in columns for line in lines(blocks, x, width, 780)]
    for y, x, text, font, size in sorted(found, key=lambda line: -line[0]):
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)
    canvas.save()
    return read_data(buffer.getvalue(), ".pdf", where="fil")


def test_a_table_without_rules_whose_cells_wrap() -> None:
    cell = "Ersättning för hyra av lokal och inköp av material upp till ett belopp som nämnden bestämmer varje år"
    rows = [["Stöd", "Beskrivning", "Datum"], *([f"Stöd {n}", p(cell), f"{n} mars"] for n in range(1, 6))]
    table = Table(rows, colWidths=[3 * cm, 8 * cm, 3 * cm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    text = (
        built([p("Stödformer", "Heading1"), p(TEXT * 2), table, p("Efter tabellen", "Heading2"), p(TEXT)]).pages[0].text
    )
    assert "| Stöd | Beskrivning | Datum |\n|---|---|---|\n" in text
    assert all(f"| Stöd {n} | {cell} | {n} mars |" in text for n in range(1, 6))
    assert text.endswith(f"## Efter tabellen\n\n{TEXT.strip()}")


def test_a_merged_cell_and_a_dark_head() -> None:
    table = Table(
        [["Bidrag", "Period", "Sista dag"], ["Aktivitetsstöd", "Vår", "25 februari"], ["", "Höst", "25 augusti"]],
        style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("SPAN", (0, 1), (0, 2)), ("BACKGROUND", (0, 0), (-1, 0), "navy"),
               ("TEXTCOLOR", (0, 0), (-1, 0), "white")],
    )  # fmt: skip
    assert "| Aktivitetsstöd | Höst | 25 augusti |" in built([table]).pages[0].text


def test_three_columns_that_the_file_has_line_by_line() -> None:
    said = [TEXT.replace("Kommunen", name) * 3 for name in ("Regionen", "Staten", "Föreningsrådet")]
    reading = drawn([(50 + 175 * n, 155, [{"h1": f"Spalt {n}"}, {"p": text}]) for n, text in enumerate(said)])
    assert reading.pages[0].text == "\n\n".join(f"# Spalt {n}\n\n{text.strip()}" for n, text in enumerate(said))


def test_a_box_beside_the_text_comes_after_it() -> None:
    note = "Stödet söks i e-tjänsten och kräver legitimation."
    reading = drawn([(50, 300, [{"p": TEXT * 6}]), (360, 150, [{"p": note}])], boxes=[(354, 700, 170, 95)])
    assert reading.pages[0].text == f"{(TEXT * 6).strip()}\n\n{note}"


def test_headings_at_the_same_place_of_every_page_are_no_running_heads() -> None:
    parts = [
        part for n in range(1, 6) for part in (p(f"Mål {n}", "Heading1"), p(f"Mål {n} handlar om stöd."), PageBreak())
    ]
    reading = built(parts, foot="Plan för stöd, sida {page}")
    assert [page.text for page in reading.pages] == [f"# Mål {n}\n\nMål {n} handlar om stöd." for n in range(1, 6)]


def test_feet_that_change_with_the_chapter_go_by_their_page_number() -> None:
    parts = [part for n in range(1, 5) for part in (p(f"Stycke {n} handlar om stöd."), PageBreak())]
    reading = built(parts, foot="Kapitel {chapter} {page}")
    assert [page.text for page in reading.pages] == [f"Stycke {n} handlar om stöd." for n in range(1, 5)]


def test_two_pages_are_enough_for_a_foot_with_the_page_number() -> None:
    reading = built([p("Det första."), PageBreak(), p("Det andra.")], foot="Tallsjö kommun sida {page}")
    assert [page.text for page in reading.pages] == ["Det första.", "Det andra."]


def test_a_page_of_contents_is_left_out() -> None:
    contents = [p(f"{n} Kapitel {'.' * 60} {n + 1}") for n in range(1, 4)]
    chapters = [part for n in range(1, 4) for part in (PageBreak(), p(f"{n} Kapitel", "Heading1"), p(TEXT))]
    reading = built([p("Riktlinjer", "Title"), p("Innehåll", "Heading2"), *contents, *chapters])
    assert "...." not in reading.pages[0].text
    assert [page.text.split("\n")[0].lstrip("# ") for page in reading.pages[1:]] == [
        "1 Kapitel",
        "2 Kapitel",
        "3 Kapitel",
    ]


def test_the_same_text_on_every_page_is_still_text() -> None:
    assert all(
        page.text == "Samma sak."
        for page in built([part for _ in range(4) for part in (p("Samma sak."), PageBreak())]).pages
    )
