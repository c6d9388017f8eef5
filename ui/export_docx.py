"""A saved file as a Word document, with real headings, lists and links, and Swedish as its language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

from ui import texts
from ui.export_content import Piece, Role

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_STYLES: Final = {
    Role.TITLE: "Title",
    Role.QUESTION: "Heading 1",
    Role.HEADING: "Heading 2",
    Role.SOURCE: "Heading 3",
    Role.BULLET: "List Bullet",
    Role.QUOTE: "Intense Quote",
}
_HYPERLINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def word_document(pieces: Sequence[Piece]) -> bytes:
    """The file's bytes."""
    import docx

    document = docx.Document()
    _describe(document)
    for piece in pieces:
        paragraph = document.add_paragraph(style=_STYLES.get(piece.role))
        run = paragraph.add_run(piece.text)
        run.italic = True if piece.role is Role.NOTE else None
        if piece.url:
            paragraph.add_run(" ")
            _add_link(paragraph, piece.url)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Document) -> None:
    """Title, language and today's date, instead of what the template says of itself."""
    from docx.oxml.ns import qn

    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = texts.EXPORT_TITLE, texts.TITLE, texts.TITLE
    properties.comments, properties.language = "", "sv-SE"
    properties.created = properties.modified = datetime.now(UTC)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")


def _add_link(paragraph: Paragraph, url: str) -> None:
    """A link that shows its address, so that it is there on paper too."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    run = paragraph.add_run(url)
    run.underline, run.font.color.rgb = True, RGBColor(0x05, 0x56, 0x5F)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, _HYPERLINK, is_external=True))
    run._r.addprevious(link)
    link.append(run._r)
