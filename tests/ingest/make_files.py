"""Makes the files in ``files/`` from the texts beside them. Run it by hand: ``python -m tests.ingest.make_files``.

Needs LibreOffice (Debian: libreoffice-writer) for what a word processor makes; the tests only need the finished files.
"""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pypdfium2 as pdfium
import yaml
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from reportlab.lib.colors import Color, black
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

FILES = Path(__file__).parent / "files"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in {
        "office": "office", "style": "style", "text": "text", "table": "table", "fo": "xsl-fo-compatible",
        "meta": "meta", "svg": "svg-compatible", "draw": "drawing",
    }.items()
)  # fmt: skip
FONT = "Liberation Serif"
STYLES = f"""
<style:style style:name="Standard" style:family="paragraph">
 <style:paragraph-properties fo:margin-bottom="0.2cm" fo:text-align="justify"/>
 <style:text-properties style:font-name="{FONT}" fo:font-family="{FONT}" fo:font-size="11pt" fo:language="sv" fo:country="SE"/>
</style:style>
<style:style style:name="Plain" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard">
 <style:paragraph-properties fo:text-align="start"/><style:text-properties fo:font-size="22pt" fo:font-weight="bold"/>
</style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
 style:parent-style-name="Standard" style:default-outline-level="1">
 <style:paragraph-properties fo:text-align="start" fo:margin-top="0.3cm"/>
 <style:text-properties fo:font-size="16pt" fo:font-weight="bold"/>
</style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
 style:parent-style-name="Standard" style:default-outline-level="2">
 <style:paragraph-properties fo:text-align="start" fo:margin-top="0.2cm"/>
 <style:text-properties fo:font-size="13pt" fo:font-weight="bold"/>
</style:style>
<style:style style:name="Bold" style:family="paragraph" style:parent-style-name="Standard">
 <style:paragraph-properties fo:text-align="start"/><style:text-properties fo:font-weight="bold"/>
</style:style>
<style:style style:name="Footnote" style:family="paragraph" style:parent-style-name="Standard">
 <style:text-properties fo:font-size="9pt"/>
</style:style>
<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
 <style:list-level-properties text:list-level-position-and-space-mode="label-alignment">
 <style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.6cm" fo:margin-left="0.6cm"/>
 </style:list-level-properties></text:list-level-style-bullet></text:list-style>
<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix=".">
 <style:list-level-properties text:list-level-position-and-space-mode="label-alignment">
 <style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.6cm" fo:margin-left="0.6cm"/>
 </style:list-level-properties></text:list-level-style-number></text:list-style>
<text:notes-configuration text:note-class="footnote" style:num-format="1" text:start-numbering-at="document"/>
"""
AUTOMATIC = """
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin-top="1.5cm" fo:margin-bottom="1.5cm" fo:margin-left="2.2cm" fo:margin-right="2.2cm"/>
 <style:header-style><style:header-footer-properties fo:min-height="1cm" fo:margin-bottom="0.5cm"/></style:header-style>
 <style:footer-style><style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.5cm"/></style:footer-style>
</style:page-layout>
<style:style style:name="Break" style:family="paragraph" style:parent-style-name="Standard">
 <style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="Two" style:family="section"><style:section-properties>
 <style:columns fo:column-count="2" fo:column-gap="0.6cm"/></style:section-properties></style:style>
<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.15cm"
 fo:border="0.5pt solid #000000"/></style:style>
<style:style style:name="CellText" style:family="paragraph" style:parent-style-name="Standard">
 <style:paragraph-properties fo:text-align="start" fo:margin-bottom="0cm"/></style:style>
<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>
"""


def main() -> None:
    """Write every file anew."""
    for name in ("plan", "bidrag", "overenskommelse"):
        known = load(name)
        (FILES / f"{name}.pdf").write_bytes(office(flat_odt(known), "pdf"))
    agreement = load("overenskommelse")
    for kind in ("odt", "docx"):
        (FILES / f"overenskommelse.{kind}").write_bytes(office(flat_odt(agreement), kind))
        (FILES / f"bidrag.{kind}").write_bytes(office(flat_odt(load("bidrag")), kind))
    pdf = FILES / "overenskommelse.pdf"
    pdf.write_bytes(labelled(pdf.read_bytes()))
    (FILES / "broschyr.pdf").write_bytes(brochure(load("broschyr")))
    (FILES / "skannad.pdf").write_bytes(scanned(load("skannad")))


def load(name: str) -> dict[str, Any]:
    """The text of a file, as written by hand."""
    known: dict[str, Any] = yaml.safe_load((FILES / f"{name}.yaml").read_text(encoding="utf-8"))
    return known


# --- by LibreOffice ---------------------------------------------------------------------------------------------


def flat_odt(known: dict[str, Any]) -> str:
    """The document as flat OpenDocument XML."""
    pages = known.get("pages") or [known["blocks"]]
    notes = [next(iter(b.values())) for page in pages for b in page if "note" in b]
    body = "".join(
        xml(block, notes, breaks=bool(number) and not place)
        for number, page in enumerate(pages)
        for place, block in enumerate(page)
    )
    head = known.get("running_head", "")
    header = f"<style:header><text:p>{head}</text:p></style:header>" if head else ""
    footer = "<style:footer><text:p>Sida <text:page-number/> (<text:page-count/>)</text:p></style:footer>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.text"><office:meta xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{known['title']}</dc:title></office:meta>"
        f"<office:styles>{STYLES}</office:styles><office:automatic-styles>{AUTOMATIC}</office:automatic-styles>"
        f'<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">'
        f"{header}{footer}</style:master-page></office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def xml(block: dict[str, Any], notes: list[str], *, breaks: bool = False) -> str:
    """One block. A page break stands in a paragraph of its own, so that headings keep their styles."""
    (kind, content), opening = next(iter(block.items())), '<text:p text:style-name="Break"/>' if breaks else ""
    if kind == "columns":
        inner = "".join(xml(part, notes) for part in content)
        return f'{opening}<text:section text:style-name="Two" text:name="S{id(block)}">{inner}</text:section>'
    if kind in ("list", "numbered"):
        style = "Bullets" if kind == "list" else "Numbers"
        items = "".join(f"<text:list-item><text:p>{words(item, notes)}</text:p></text:list-item>" for item in content)
        return f'{opening}<text:list text:style-name="{style}">{items}</text:list>'
    if kind == "table":
        return opening + table(content)
    if kind == "note":
        return opening
    if kind in ("h1", "h2"):
        level = kind[1]
        name = f"Heading_20_{level}"
        return (
            f'{opening}<text:h text:style-name="{name}" text:outline-level="{level}">{words(content, notes)}</text:h>'
        )
    name = {"title": "Title", "h": "Bold", "p": "Plain"}[kind]
    return f'{opening}<text:p text:style-name="{name}">{words(content, notes)}</text:p>'


def table(rows: list[list[str]]) -> str:
    """A table whose first row is repeated on every page."""
    lines = [
        '<table:table-row table:style-name="Row">'
        + "".join(
            f'<table:table-cell table:style-name="Cell" office:value-type="string">'
            f'<text:p text:style-name="CellText">{words(cell, [])}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    ]
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    head = f"<table:table-header-rows>{lines[0]}</table:table-header-rows>"
    return f'<table:table table:name="T">{columns}{head}{"".join(lines[1:])}</table:table>'


def words(text: str, notes: list[str]) -> str:
    """Text with places where long words may be hyphenated, and with footnotes in place of raised numbers."""
    text = re.sub(r"\w{10,}", hyphenated, escape(text))
    for mark, note in zip("¹²³", notes, strict=False):
        text = text.replace(
            mark,
            f'<text:note text:note-class="footnote"><text:note-citation>{note[0]}</text:note-citation><text:note-body>'
            f'<text:p text:style-name="Footnote">{escape(note[2:])}</text:p></text:note-body></text:note>',
        )
    return text


def hyphenated(word: re.Match[str]) -> str:
    """Soft hyphens between a consonant and a syllable that begins with one, never nearer an end than three letters."""
    return re.sub(r"(?<=\w{3}[bdfghklmnprstv])(?=[bdfghjklmnprstv][aeiouyåäö]\w{2})", "\u00ad", word.group())


def office(document: str, kind: str) -> bytes:
    """The document converted by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.fodt"
        source.write_text(document, encoding="utf-8")
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", kind,
             "--outdir", folder, str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return (Path(folder) / f"a.{kind}").read_bytes()


def labelled(data: bytes) -> bytes:
    """The first page as i, the rest as 1, 2, 3."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.set_page_label(0, 0, PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(1, len(writer.pages) - 1, PageLabelStyle.DECIMAL, start=1)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


# --- by a PDF library -------------------------------------------------------------------------------------------

MAIN, SIDE = (56, 300), (390, 150)  # left edge and width, in points


def brochure(known: dict[str, Any]) -> bytes:
    """Two columns of different width, drawn from top to bottom across both."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setTitle(known["title"])
    for page in known["pages"]:
        canvas.setFillColor(Color(0.88, 0.94, 0.9))
        canvas.rect(SIDE[0] - 12, 380, SIDE[1] + 24, 410, stroke=0, fill=1)
        canvas.setFillColor(black)
        drawn = [*lines(page["main"], *MAIN, 770), *lines(page["side"], *SIDE, 764)]
        for y, x, text, font, size in sorted(drawn, key=lambda line: -line[0]):
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(
    blocks: list[dict[str, str]], x: float, width: float, y: float
) -> Iterator[tuple[float, float, str, str, float]]:
    """(y, x, text, font, size) of every line of a column."""
    for block in blocks:
        kind, text = next(iter(block.items()))
        font, size = {"title": ("Helvetica-Bold", 22), "h1": ("Helvetica-Bold", 13), "p": ("Helvetica", 10)}[kind]
        for line in simpleSplit(text, font, size, width):
            yield y, x, line, font, size
            y -= size * 1.3
        y -= 7


def scanned(known: dict[str, Any]) -> bytes:
    """Two pages, the second as a picture in shades of grey."""
    pages = [printed([blocks]) for blocks in known["pages"]]
    picture = pdfium.PdfDocument(pages[1])[0].render(scale=150 / 72, grayscale=True).to_pil()
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=40)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawImage(ImageReader(jpeg), 0, 0, *A4)
    canvas.save()
    writer = PdfWriter()
    for data in (pages[0], buffer.getvalue()):
        writer.append(io.BytesIO(data))
    writer.add_metadata({"/Title": known["title"]})
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def printed(pages: list[list[dict[str, str]]]) -> bytes:
    """Pages of one column."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for blocks in pages:
        for y, x, text, font, size in lines(blocks, 70, 440, 760):
            canvas.setFont(font, size * 1.15)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


if __name__ == "__main__":
    main()
