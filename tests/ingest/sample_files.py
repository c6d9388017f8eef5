"""Small PDF and Word files for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, ListFlowable, Paragraph, SimpleDocTemplate, Table

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(pages: Sequence[Sequence[str]], title: str = "") -> bytes:
    """A PDF with these lines on each page; a page without lines has a drawing and no text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setTitle(title)
    for lines in pages:
        canvas.rect(50, 50, 20, 20)
        for number, line in enumerate(lines):
            canvas.drawString(60, 780 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def report() -> bytes:
    """A PDF as a word processor makes it: title, headings in larger type, a list, a table, justified text."""
    styles = getSampleStyleSheet()
    body = styles["BodyText"]
    text = "Föreningar i kommunen kan söka bidrag en gång om året. Ansökan ska ha kommit in senast den 1 mars. " * 4
    parts: list[Flowable] = [
        Paragraph("Riktlinjer för bidrag", styles["Title"]),
        Paragraph(text, body),
        Paragraph("Vilka kan söka", styles["Heading2"]),
        Paragraph("Föreningen ska:", body),
        ListFlowable([Paragraph("ha stadgar", body), Paragraph("ha en styrelse", body)], bulletType="bullet"),
        Paragraph("Belopp", styles["Heading2"]),
        Paragraph(text, body),
        Table([["Bidrag", "Belopp"], ["Startbidrag", "5 000 kr"], ["Grundbidrag", "2 000 kr"]]),
    ]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(parts)
    return buffer.getvalue()


def encrypted(data: bytes, user_password: str) -> bytes:
    """The PDF with a password; an empty one lets anyone open it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password, "ägare", algorithm="RC4-128")
    return _written(writer)


def labelled(data: bytes, roman: int, prefix: str | None = None) -> bytes:
    """The PDF with so many pages numbered i, ii, … and the rest 1, 2, … after the prefix."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    if roman:
        writer.set_page_label(0, roman - 1, PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(roman, len(writer.pages) - 1, PageLabelStyle.DECIMAL, prefix, start=1)
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def docx(body: str, styles: str = "", numbering: str = "", opening: str = "") -> bytes:
    """A Word file with this XML in its body."""
    parts = {
        "word/document.xml": f'{opening}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{WORD}">{numbering}</w:numbering>',
    }
    return archive({name: text.encode() for name, text in parts.items()})


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip file of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()


def paragraph(text: str, properties: str = "", run_properties: str = "") -> str:
    """The XML of one paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run_properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    """The XML of one table row."""
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"
