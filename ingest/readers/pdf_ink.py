"""What is drawn on a PDF page besides words: rules and boxes, coloured grounds and pictures, by PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

MOST_OBJECTS = 20_000  # looked at on a page; a map may have a million
MOST_SEGMENTS = 400  # of one path: longer ones are drawings
DEEPEST = 4  # forms inside forms
THIN = 3.0  # points: a thinner box is a rule
SHORTEST = 6.0  # points: a shorter rule is part of a drawing
WHOLE = 0.85  # of the page: a box or picture that covers so much is its ground
WHITE = (255, 255, 255)

Box = tuple[float, float, float, float]
ToPage = Callable[[float, float, float, float], Box]
Matrix = tuple[float, float, float, float, float, float]


class Rule(NamedTuple):
    """A straight line along the page (``is_level``) or down it: where it stands, and from where to where it runs."""

    is_level: bool
    at: float
    start: float
    end: float


class _Ground(NamedTuple):
    box: Box
    colour: tuple[int, int, int] | None  # None for a picture


@dataclass(slots=True)
class Ink:
    """The rules, and the grounds in the order in which they were laid."""

    rules: list[Rule] = field(default_factory=list)
    grounds: list[_Ground] = field(default_factory=list)
    is_picture: bool = False

    def under(self, x: float, y: float) -> tuple[int, int, int] | None:
        """The colour at a point: white where nothing lies, None where a picture does."""
        for (x0, y0, x1, y1), colour in reversed(self.grounds):
            if x0 <= x <= x1 and y0 <= y <= y1:
                return colour
        return WHITE


def ink_of(page: pdfium.PdfPage, to_page: ToPage, width: float, height: float) -> Ink:
    """What is drawn on a page of this size."""
    ink = Ink()
    for kind, item, matrix in _objects(page):
        box = _bounds(item, matrix, to_page)
        if box is None:
            continue
        x0, y0, x1, y1 = box
        is_whole = (min(x1, width) - max(x0, 0)) * (min(y1, height) - max(y0, 0)) > WHOLE * width * height
        if kind != raw.FPDF_PAGEOBJ_PATH:
            ink.grounds.append(_Ground(box, None))
            ink.is_picture |= is_whole and kind == raw.FPDF_PAGEOBJ_IMAGE
            continue
        colour = _fill(item)
        if colour and x1 - x0 > THIN and y1 - y0 > THIN:
            ink.grounds.append(_Ground(box, colour))
        if not is_whole:
            ink.rules += _rules(item, box, matrix, to_page)
    return ink


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[int, Any, Matrix | None]]:
    """Paths, pictures and shadings, also those inside forms. Iterative: the nesting is limited."""
    left = MOST_OBJECTS
    stack: list[tuple[Any, int, Matrix | None, int]] = [(page, 0, None, 0)]
    while stack:
        owner, index, matrix, depth = stack.pop()
        count = raw.FPDFPage_CountObjects(owner) if depth == 0 else raw.FPDFFormObj_CountObjects(owner)
        while index < count and left > 0:
            item = raw.FPDFPage_GetObject(owner, index) if depth == 0 else raw.FPDFFormObj_GetObject(owner, index)
            index, left = index + 1, left - 1
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_FORM:
                if depth < DEEPEST:
                    stack += [(owner, index, matrix, depth), (item, 0, _inner(item, matrix), depth + 1)]
                    break
            elif kind != raw.FPDF_PAGEOBJ_TEXT:
                yield kind, item, matrix


def _inner(form: Any, outer: Matrix | None) -> Matrix | None:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(form, found):
        return outer
    return _product((found.a, found.b, found.c, found.d, found.e, found.f), outer)


def _product(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    (a, b, c, d, e, f), (p, q, r, s, t, u) = inner, outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _bounds(item: Any, matrix: Matrix | None, to_page: ToPage) -> Box | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    return to_page(*_moved(left, bottom, right, top, matrix))


def _moved(left: float, bottom: float, right: float, top: float, matrix: Matrix | None) -> Box:
    if matrix is None:
        return left, bottom, right, top
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)


def _fill(item: Any) -> tuple[int, int, int] | None:
    """The colour a path is filled with, None for one that is only drawn, or that can be seen through."""
    mode, is_stroked = ctypes.c_int(), raw.FPDF_BOOL()
    if not raw.FPDFPath_GetDrawMode(item, mode, is_stroked) or mode.value == raw.FPDF_FILLMODE_NONE:
        return None
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(item, *parts) or parts[3].value < 200:
        return None
    return parts[0].value, parts[1].value, parts[2].value


def _rules(item: Any, box: Box, matrix: Matrix | None, to_page: ToPage) -> list[Rule]:
    count = raw.FPDFPath_CountSegments(item)
    if count <= 5:
        return _edges(box)
    if count > MOST_SEGMENTS:
        return []
    rules: list[Rule] = []
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO or not raw.FPDFPathSegment_GetPoint(segment, x, y):
            return []
        if kind == raw.FPDF_SEGMENT_MOVETO:
            rules += _outline(points, matrix, to_page)
            points = []
        points.append((x.value, y.value))
    return rules + _outline(points, matrix, to_page)


def _outline(points: list[tuple[float, float]], matrix: Matrix | None, to_page: ToPage) -> list[Rule]:
    if len(points) < 2:
        return []
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return _edges(to_page(*_moved(min(xs), min(ys), max(xs), max(ys), matrix)))


def _edges(box: Box) -> list[Rule]:
    """A thin box is one rule, any other four."""
    x0, y0, x1, y1 = box
    if y1 - y0 <= THIN:
        return [Rule(True, (y0 + y1) / 2, x0, x1)] if x1 - x0 >= SHORTEST else []
    if x1 - x0 <= THIN:
        return [Rule(False, (x0 + x1) / 2, y0, y1)] if y1 - y0 >= SHORTEST else []
    if x1 - x0 < SHORTEST or y1 - y0 < SHORTEST:
        return []
    return [Rule(True, y0, x0, x1), Rule(True, y1, x0, x1), Rule(False, x0, y0, y1), Rule(False, x1, y0, y1)]
