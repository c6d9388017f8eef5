"""Word documents: word/document.xml read straight from the zip, as Markdown. No macros, no external entities."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from assistant.domain import Page
from assistant.errors import Unreadable
from ingest.readers import Reading
from ingest.readers.dates import find_date
from ingest.readers.tables import markdown_table
from ingest.split import looks_like_title

LARGEST_PART = 60_000_000  # bytes of XML unpacked; a plan of 1,000 pages has about 10 million
LARGEST_TOTAL = 500_000_000  # bytes of everything unpacked, pictures included
LARGEST_RATIO = 200  # unpacked to packed; ordinary Word XML packs 10 to 40 times
SMALL_PART = 1_000_000  # bytes: below this the ratio does not matter
BOLD_LINE_LEVEL = 6  # a short line in bold is a heading below all that have a heading style

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_TEXT = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}txbxContent"})
_CHARACTERS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, etree.XMLSyntaxError,
    EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(slots=True)
class _Styles:
    """What the styles and lists of the document mean, and how far the numbered lists got."""

    levels: dict[str, int] = field(default_factory=dict)  # heading styles; 0 is the title
    contents: set[str] = field(default_factory=set)  # styles of the table of contents
    lists: dict[str, tuple[str, int]] = field(default_factory=dict)  # styles of list paragraphs
    formats: dict[tuple[str, int], str] = field(default_factory=dict)  # list and depth → decimal, bullet, …
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)


def read(data: bytes, *, where: str) -> Reading:
    """Headings, paragraphs, lists and tables as one page without a number."""
    if data.startswith(_OLE):
        raise Unreadable(
            "Dokumentet är lösenordsskyddat eller sparat i Words gamla format",
            where=where,
            next_step="Öppna det i Word och spara det som .docx utan lösenord",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive, where)
            document = _part(archive, "word/document.xml")
            styles = _styles(_part(archive, "word/styles.xml"), _part(archive, "word/numbering.xml"))
    except _BROKEN as error:
        raise _damaged(where) from error
    if document is None:
        raise _damaged(where)
    text = "\n".join(_blocks(document, styles))
    title = _TITLE.search(text)
    return Reading((Page(None, text),), title.group(1) if title else None, find_date(text))


def _check_size(archive: zipfile.ZipFile, where: str) -> None:
    """Refuse a file that would unpack to more than any real document does."""
    parts = archive.infolist()
    inflated = [part for part in parts if part.file_size > max(SMALL_PART, LARGEST_RATIO * part.compress_size)]
    if inflated or sum(part.file_size for part in parts) > LARGEST_TOTAL:
        raise Unreadable(
            "Dokumentet packar upp till orimligt mycket data",
            where=where,
            next_step="Spara det på nytt i Word, utan bilder",
        )


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    if name not in archive.namelist():
        return None
    with archive.open(name) as file:
        data = file.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        raise zipfile.BadZipFile(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:  # Word never writes one; it can only be an attack
        raise zipfile.BadZipFile(name)
    return root


# --- styles and lists -------------------------------------------------------------------------------------------


def _styles(styles: etree._Element | None, numbering: etree._Element | None) -> _Styles:
    known = _Styles()
    for style in () if styles is None else styles.iterfind(f"{_W}style"):
        identifier = style.get(f"{_W}styleId") or ""
        name = (_value(style, f"{_W}name") or "").lower()
        based_on = _value(style, f"{_W}basedOn") or ""
        outline = _value(style, f"{_W}pPr/{_W}outlineLvl")
        if name == "title":
            known.levels[identifier] = 0
        elif outline and outline.isdigit() and int(outline) < 9:
            known.levels[identifier] = int(outline) + 1
        elif name.startswith("heading ") and name[8:].isdigit():
            known.levels[identifier] = int(name[8:])
        elif based_on in known.levels:
            known.levels[identifier] = known.levels[based_on]
        elif name.startswith("toc "):
            known.contents.add(identifier)
        list_number = _value(style, f"{_W}pPr/{_W}numPr/{_W}numId")
        if list_number:
            known.lists[identifier] = (list_number, int(_value(style, f"{_W}pPr/{_W}numPr/{_W}ilvl") or 0))
    if numbering is not None:
        known.formats = _list_formats(numbering)
    return known


def _list_formats(numbering: etree._Element) -> dict[tuple[str, int], str]:
    abstract = {
        (kind.get(f"{_W}abstractNumId"), int(level.get(f"{_W}ilvl") or 0)): _value(level, f"{_W}numFmt") or "bullet"
        for kind in numbering.iterfind(f"{_W}abstractNum")
        for level in kind.iterfind(f"{_W}lvl")
    }
    numbers = {
        number.get(f"{_W}numId") or "": _value(number, f"{_W}abstractNumId")
        for number in numbering.iterfind(f"{_W}num")
    }
    return {
        (number, depth): shape
        for number, kind in numbers.items()
        for (owner, depth), shape in abstract.items()
        if owner == kind
    }


def _value(element: etree._Element, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get(f"{_W}val")


# --- text -------------------------------------------------------------------------------------------------------


def _blocks(document: etree._Element, styles: _Styles) -> Iterator[str]:
    """Lines of Markdown, with an empty one between blocks but not between list items."""
    in_list = False
    walk = etree.iterwalk(document, events=("start",))
    for _, element in walk:
        block = ""
        is_item = False
        if element.tag == _FALLBACK:
            walk.skip_subtree()
        elif element.tag == f"{_W}tbl":
            walk.skip_subtree()
            block = markdown_table(_rows(element))
        elif element.tag == f"{_W}p":
            block, is_item = _paragraph(element, styles)
        if block:
            if not (is_item and in_list):
                yield ""
            yield block
            in_list = is_item


def _paragraph(paragraph: etree._Element, styles: _Styles) -> tuple[str, bool]:
    """(one line of Markdown, whether it is a list item)."""
    text = _text(paragraph)
    style = _value(paragraph, f"{_W}pPr/{_W}pStyle") or ""
    if not text or style in styles.contents:
        return "", False
    if style in styles.levels:
        has_title = 0 in styles.levels.values()
        return f"{'#' * min(styles.levels[style] + has_title, 6) or '#'} {text}", False
    marker = _marker(paragraph, style, styles)
    if marker:
        return marker + text, True
    if looks_like_title(text) and _is_bold(paragraph):
        return f"{'#' * BOLD_LINE_LEVEL} {text}", False
    return text, False


def _marker(paragraph: etree._Element, style: str, styles: _Styles) -> str:
    """The indented bullet or number of a list item, "" for other paragraphs."""
    number, depth = styles.lists.get(style, ("0", 0))
    number = _value(paragraph, f"{_W}pPr/{_W}numPr/{_W}numId") or number
    depth = min(int(_value(paragraph, f"{_W}pPr/{_W}numPr/{_W}ilvl") or depth), 8)
    if number == "0":
        return ""
    shape = styles.formats.get((number, depth), "bullet")
    styles.counts[number, depth] += 1
    for deeper in range(depth + 1, 9):
        styles.counts[number, deeper] = 0
    count = styles.counts[number, depth]
    if shape in ("bullet", "none"):
        return "  " * depth + "- "
    return "  " * depth + (f"{chr(96 + count)}) " if shape == "lowerLetter" and count <= 26 else f"{count}. ")


def _is_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if _text(run)]
    marks = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(runs) and all(mark is not None and mark.get(f"{_W}val") not in ("0", "false") for mark in marks)


def _text(element: etree._Element) -> str:
    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start",))
    for _, part in walk:
        if part is not element and part.tag in _NOT_TEXT:
            walk.skip_subtree()
        elif part.tag == f"{_W}t":
            parts.append(part.text or "")
        elif part.tag in _CHARACTERS:
            parts.append(_CHARACTERS[part.tag])
    return " ".join("".join(parts).split())


def _rows(table: etree._Element) -> list[list[str]]:
    """The cells of a table; a merged cell is repeated downwards, so that every row can be read alone."""
    rows: list[list[str]] = []
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table:
            continue
        cells: list[str] = []
        for cell in row.iterfind(f"{_W}tc"):
            text = " ".join(filter(None, (_text(paragraph) for paragraph in cell.iter(f"{_W}p"))))
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merged is not None and merged.get(f"{_W}val") != "restart"
            if goes_on and rows and len(cells) < len(rows[-1]):
                text = rows[-1][len(cells)]
            width = int(_value(cell, f"{_W}tcPr/{_W}gridSpan") or 1)
            cells += [text, *[""] * (min(width, 50) - 1)]
        rows.append(cells)
    return rows


def _damaged(where: str) -> Unreadable:
    return Unreadable(
        "Word-dokumentet är skadat",
        where=where,
        next_step="Öppna det i Word, spara det på nytt som .docx och läs in igen",
    )
