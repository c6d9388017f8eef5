"""The words of a PDF page with their boxes, by PDFium: where each stands, in which type, and which are hidden.

Lengths are points. ``x`` runs to the right and ``y`` downwards from the upper left corner of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers.pdf_ink import Ink, Rule, ink_of

SMALLEST = 2.5  # points: smaller type cannot be read on paper
FAINT = 24  # of 255, in each of red, green and blue: type so like its ground cannot be seen
MOST_CHARACTERS = 200_000  # of one page; no page that anyone reads has more
BOLD = 600  # weight of a font, 400 is plain and 700 bold
QUARTER = math.pi / 2
OFF_PAGE = 2.0  # points outside the page that still count as on it

_WORD = re.compile(r"[^\s\0]+")
_BOLD_NAME = re.compile(r"bold|black|heavy|-bd|demi", re.IGNORECASE)
_HYPHEN_MARK = "\ufffe"  # what PDFium puts for a hyphen at the end of a line
_INVISIBLE = 3  # text render mode: neither filled nor stroked, as under a scanned picture


class Type(NamedTuple):
    """How a stretch of text is set: size in points, weight, direction in quarter turns, whether it can be seen."""

    size: float
    is_bold: bool
    quarter: int = 0
    is_hidden: bool = False


@dataclass(slots=True)
class Word:
    """A word and its box; ``place`` is its place in the order of the file."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    type: Type
    place: int = 0

    @property
    def middle(self) -> float:
        """Half-way between the upper and lower edge."""
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class Sheet:
    """One page: its size, its words in the order of the file, the rules and boxes drawn on it."""

    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    hidden: int = 0  # words that a reader of the page cannot see; they are left out
    is_picture: bool = False  # whether a picture covers most of the page
    aside: list[Word] = field(default_factory=list)  # words that run in another direction, turned upright
    quarter: int = 0  # quarter turns between the page as shown and the coordinates of its words


class _Frame(NamedTuple):
    """From PDF space (y upwards, before rotation) to the page as shown."""

    left: float
    bottom: float
    width: float
    height: float
    turns: int

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """(x0, y0, x1, y1) as shown."""
        x0, x1, y0, y1 = left - self.left, right - self.left, bottom - self.bottom, top - self.bottom
        if self.turns == 1:
            return y0, x0, y1, x1
        if self.turns == 2:
            return self.width - x1, y0, self.width - x0, y1
        if self.turns == 3:
            return self.height - y1, self.width - x1, self.height - y0, self.width - x0
        return x0, self.height - y1, x1, self.height - y0

    @property
    def shown(self) -> tuple[float, float]:
        """Width and height as shown."""
        return (self.height, self.width) if self.turns % 2 else (self.width, self.height)


def frame_of(page: pdfium.PdfPage) -> _Frame:
    """Where the visible part of a page lies, and how it is turned."""
    left, bottom, right, top = page.get_bbox()
    return _Frame(left, bottom, right - left, top - bottom, page.get_rotation() // 90)


def read_sheet(page: pdfium.PdfPage) -> Sheet:
    """The words of a page and what is drawn on it."""
    frame = frame_of(page)
    ink = ink_of(page, frame.box, *frame.shown)
    sheet = Sheet(*frame.shown, rules=ink.rules, is_picture=ink.is_picture)
    textpage = page.get_textpage()
    try:
        words = _Reader(textpage, frame, ink).words()
    finally:
        textpage.close()
    seen = [word for word in words if not word.type.is_hidden and _is_on(word, sheet)]
    sheet.hidden = len(words) - len(seen)
    quarters = Counter(word.type.quarter for word in seen)
    main = quarters.most_common(1)[0][0] if quarters else 0
    sheet.words = [_upright(word, main, sheet) for word in seen if word.type.quarter == main]
    sheet.aside = [_upright(word, word.type.quarter, sheet) for word in seen if word.type.quarter != main]
    sheet.quarter = main
    if main % 2:
        sheet.width, sheet.height, sheet.rules = sheet.height, sheet.width, []
    return sheet


def _is_on(word: Word, sheet: Sheet) -> bool:
    return (
        word.x1 > -OFF_PAGE
        and word.y1 > -OFF_PAGE
        and word.x0 < sheet.width + OFF_PAGE
        and word.y0 < sheet.height + OFF_PAGE
    )


def _upright(word: Word, quarter: int, sheet: Sheet) -> Word:
    """The word where it would be if the page were turned so that it reads from left to right."""
    if quarter == 1:  # upwards
        return replace(word, x0=sheet.height - word.y1, x1=sheet.height - word.y0, y0=word.x0, y1=word.x1)
    if quarter == 3:  # downwards
        return replace(word, x0=word.y0, x1=word.y1, y0=sheet.width - word.x1, y1=sheet.width - word.x0)
    if quarter == 2:
        return replace(
            word, x0=sheet.width - word.x1, x1=sheet.width - word.x0,
            y0=sheet.height - word.y1, y1=sheet.height - word.y0,
        )  # fmt: skip
    return word


def turned_back(box: tuple[float, float, float, float], sheet: Sheet) -> tuple[float, float, float, float]:
    """A box in the coordinates of the words as it is on the page as shown."""
    x0, y0, x1, y1 = box
    if sheet.quarter == 1:
        return y0, sheet.width - x1, y1, sheet.width - x0
    if sheet.quarter == 3:
        return sheet.height - y1, x0, sheet.height - y0, x1
    if sheet.quarter == 2:
        return sheet.width - x1, sheet.height - y1, sheet.width - x0, sheet.height - y0
    return box


def characters(textpage: pdfium.PdfTextPage) -> str:
    """The text of a page with one Python character for each character that PDFium counts."""
    count = min(textpage.count_chars(), MOST_CHARACTERS)
    text: str = textpage.get_text_range(0, count) if count > 0 else ""
    if len(text) == count:
        return text
    codes = (raw.FPDFText_GetUnicode(textpage, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\0" for code in codes)


# The two functions that are called for every word, with plain addresses: the wrappers cost more than the calls.
_OBJECT_OF = ctypes.cast(raw.FPDFText_GetTextObject, ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int))
_BOX_OF = ctypes.cast(
    raw.FPDFText_GetLooseCharBox, ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
)


class _Reader:
    def __init__(self, textpage: pdfium.PdfTextPage, frame: _Frame, ink: Ink) -> None:
        self._page = textpage.raw
        self._text = characters(textpage)
        self._address = ctypes.cast(textpage.raw, ctypes.c_void_p).value
        self._frame = frame
        self._ink = ink
        self._types: dict[int, Type] = {}
        self._bold: dict[int, bool] = {}
        self._rect = raw.FS_RECTF()
        self._rect_address = ctypes.addressof(self._rect)
        self._matrix = raw.FS_MATRIX()
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._name = ctypes.create_string_buffer(128)

    def words(self) -> list[Word]:
        text = self._text
        found: list[Word] = []
        for match in _WORD.finditer(text):
            start, end = match.span()
            for first, last in self._pieces(text, start, end):
                word = self._word(text[first:last], first, last, len(found))
                if word:
                    found.append(word)
        return found

    def _pieces(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The word cut after a hyphen at the end of a line, and where its type or line changes."""
        if end - start > 1 and self._object(start) == self._object(end - 1) and _HYPHEN_MARK not in text[start:end]:
            return [(start, end)]
        pieces, first = [], start
        before = self._type(start)
        for place in range(start + 1, end):
            now = self._type(place)
            changes = now != before and (abs(now.size - before.size) > 0.5 or now[2:] != before[2:])
            if text[place - 1] == _HYPHEN_MARK or changes or self._jumps(place):
                pieces.append((first, place))
                first = place
            before = now
        return [*pieces, (first, end)]

    def _jumps(self, place: int) -> bool:
        """True when the character stands far from the one before it, on another line or in another column."""
        if self._object(place) == self._object(place - 1):
            return False
        left, right = self._box(place - 1), self._box(place)
        height = max(left[3] - left[1], 1.0)
        return abs(right[3] - left[3]) > height or right[0] - left[2] > height or left[0] - right[2] > height

    def _word(self, text: str, first: int, last: int, place: int) -> Word | None:
        left, right = self._box(first), self._box(last - 1)
        kind = self._type(first)
        x0, y0, x1, y1 = left[0], left[1], right[2], right[3]
        if kind.quarter or y1 != left[3]:
            x0, x1 = min(left[0], right[0]), max(left[2], right[2])
            y0, y1 = min(left[1], right[1]), max(left[3], right[3])
        if x1 <= x0 and y1 <= y0:
            return None
        return Word(text.replace(_HYPHEN_MARK, "-"), x0, y0, x1, y1, kind, place)

    def _box(self, index: int) -> tuple[float, float, float, float]:
        if not _BOX_OF(self._address, index, self._rect_address):
            return 0.0, 0.0, 0.0, 0.0
        rect = self._rect
        return self._frame.box(rect.left, rect.bottom, rect.right, rect.top)

    def _object(self, index: int) -> int:
        return _OBJECT_OF(self._address, index) or 0

    def _type(self, index: int) -> Type:
        address = self._object(index)
        found = self._types.get(address)
        if found is None:
            found = self._types[address] = self._read_type(index)
        return found

    def _read_type(self, index: int) -> Type:
        size = float(raw.FPDFText_GetFontSize(self._page, index))
        if raw.FPDFText_GetMatrix(self._page, index, self._matrix):
            size *= (self._matrix.c**2 + self._matrix.d**2) ** 0.5
        angle = raw.FPDFText_GetCharAngle(self._page, index)
        quarter = (-round(angle / QUARTER) - self._frame.turns) % 4 if angle >= 0 else 0  # PDFium turns clockwise
        item = raw.FPDFText_GetTextObject(self._page, index)
        return Type(round(size * 2) / 2, self._is_bold(item, index), quarter, self._is_hidden(item, index, size))

    def _is_bold(self, item: Any, index: int) -> bool:
        font = ctypes.cast(raw.FPDFTextObj_GetFont(item), ctypes.c_void_p).value if item else None
        if font is None:
            return False
        if font not in self._bold:
            self._bold[font] = raw.FPDFText_GetFontWeight(self._page, index) >= BOLD or self._is_named_bold(index)
        return self._bold[font]

    def _is_named_bold(self, index: int) -> bool:
        raw.FPDFText_GetFontInfo(self._page, index, self._name, 128, ctypes.c_int())
        return bool(_BOLD_NAME.search(self._name.value.decode("utf-8", "replace")))

    def _is_hidden(self, item: Any, index: int, size: float) -> bool:
        if not item:
            return False
        if size < SMALLEST:
            return True
        x0, y0, x1, y1 = self._box(index)
        under = self._ink.under((x0 + x1) / 2, (y0 + y1) / 2)
        if raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE:
            return under is not None
        if under is None:
            return False  # on a picture: nobody knows which colour is there
        if not raw.FPDFPageObj_GetFillColor(item, *self._colour):
            return False
        red, green, blue, opacity = (part.value for part in self._colour)
        likeness = max(abs(a - b) for a, b in zip((red, green, blue), under, strict=True))
        return opacity < FAINT or likeness < FAINT
