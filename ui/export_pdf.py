"""A saved file as PDF, with a font of its own inside, so that å, ä, ö, – and ” look the same everywhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from ui import texts
from ui.export_content import Piece, Role

_FONT, _BOLD, _ITALIC = "Vera", "VeraBd", "VeraIt"
_INSTEAD: Final = {"\u2010": "-", "\u2011": "-", "\u202f": "\u00a0", "\u2009": " ", "\u2192": "->"}
_MISSING: Final = "?"
_MARGIN: Final = 57  # points, 2 cm


def pdf(pieces: Sequence[Piece]) -> bytes:
    """The file's bytes. A character the font lacks is shown as a question mark, and the file says so."""
    from reportlab.platypus import SimpleDocTemplate

    known = _characters()
    shown = [Piece(piece.role, _shown(piece.text, known), piece.url) for piece in pieces]
    if any("\0" in piece.text for piece in shown):
        shown.insert(1, Piece(Role.NOTE, texts.EXPORT_SYMBOLS))
    file = BytesIO()
    document = SimpleDocTemplate(
        file, title=texts.EXPORT_TITLE, author=texts.TITLE, lang="sv-SE", creator=texts.TITLE,
        leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN,
    )  # fmt: skip
    document.build([_paragraph(piece) for piece in shown], onFirstPage=_number, onLaterPages=_number)
    return file.getvalue()


def _paragraph(piece: Piece) -> Any:
    from reportlab.platypus import Paragraph

    text = escape(piece.text.replace("\0", _MISSING))
    if piece.url:
        address = quoteattr(piece.url)
        text += f' <a href={address} color="#05565f"><u>{escape(piece.url)}</u></a>'
    return Paragraph(text, _styles()[piece.role], bulletText="•" if piece.role is Role.BULLET else None)


@cache
def _styles() -> dict[Role, Any]:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    body = ParagraphStyle("text", fontName=_FONT, fontSize=10, leading=14.5, spaceAfter=5)

    def heading(name: str, size: float, before: float) -> ParagraphStyle:
        return ParagraphStyle(
            name, body, fontName=_BOLD, fontSize=size, leading=size * 1.3, spaceBefore=before, keepWithNext=1
        )

    quote = {"leftIndent": 14, "borderPadding": (2, 4, 2, 8), "backColor": HexColor("#f0f4f4")}
    return {
        Role.TITLE: heading("titel", 17, 0),
        Role.QUESTION: heading("fråga", 13, 16),
        Role.HEADING: heading("rubrik", 11.5, 10),
        Role.SOURCE: heading("källa", 10, 8),
        Role.PARAGRAPH: body,
        Role.LINK: body,
        Role.BULLET: ParagraphStyle("punkt", body, leftIndent=14, bulletIndent=2, bulletFontName=_FONT),
        Role.QUOTE: ParagraphStyle("citat", body, **quote),
        Role.NOTE: ParagraphStyle("notis", body, fontName=_ITALIC),
    }


@cache
def _characters() -> frozenset[int]:
    """Registers the fonts, which come with reportlab, and tells what they can show."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = [TTFont(name, f"{name}.ttf") for name in (_FONT, _BOLD, _ITALIC)]
    for font in fonts:
        registerFont(font)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))


def _shown(text: str, known: frozenset[int]) -> str:
    """``text`` with what the font can show; \\0 where it has nothing."""
    composed = unicodedata.normalize("NFC", text)
    replaced = "".join(_INSTEAD.get(character, character) for character in composed)
    return "".join(character if ord(character) in known else "\0" for character in replaced)


def _number(canvas: Any, document: Any) -> None:
    canvas.saveState()
    canvas.setFont(_FONT, 8)
    canvas.drawRightString(document.pagesize[0] - _MARGIN, _MARGIN / 2, texts.page_number(document.page))
    canvas.restoreState()
