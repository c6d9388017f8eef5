"""Word documents: word/document.xml read straight from the zip, as Markdown. No macros, no external entities."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from assistant.domain import Page
from assistant.errors import Unreadable
from ingest.readers import Reading
from ingest.readers.archive import Archive, opened
from ingest.readers.dates import find_date
from ingest.readers.tables import markdown_table
from ingest.split import bold_line_level

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_TEXT = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}txbxContent"})
_CHARACTERS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_DC, _DCTERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
_WHITE = re.compile(r"[Ff][0-9A-Fa-f](?:[Ff][0-9A-Fa-f]){2}")
SMALLEST = 5  # half points: smaller type cannot be read on paper
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(slots=True)
class _Styles:
    """What the styles and lists of the document mean, and how far the numbered lists got."""

    levels: dict[str, int] = field(default_factory=dict)  # heading styles; 0 is the title
    contents: set[str] = field(default_factory=set)  # styles of the table of contents
    lists: dict[str, tuple[str, int]] = field(default_factory=dict)  # styles of list paragraphs
    formats: dict[tuple[str, int], str] = field(default_factory=dict)  # list and depth → decimal, bullet, …
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)
    bold: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)  # styles of text that is not shown


def read(data: bytes, *, where: str) -> Reading:
    """Headings, paragraphs, lists and tables as one page without a number."""
    if data.startswith(_OLE):
        raise Unreadable(
            "Dokumentet är lösenordsskyddat eller sparat i Words gamla format",
            where=where,
            next_step="Öppna det i Word och spara det som .docx utan lösenord",
        )
    with opened(data, where=where, damaged=_damaged(where)) as archive:
        document = archive.part("word/document.xml")
        styles = _styles(archive.part("word/styles.xml"), archive.part("word/numbering.xml"))
        notes = archive.part("word/footnotes.xml")
        stated_title, stated_date = _metadata(archive)
        warnings = archive.warnings()
    if document is None:
        raise _damaged(where)
    hidden = _drop_hidden(document, styles)
    if hidden:
        warnings += (f"{hidden} stycken text som inte syns togs bort",)
    text = "\n".join([*_blocks(document, styles), *_notes(document, notes)])
    title = _TITLE.search(text)
    return Reading(
        (Page(None, text),), title.group(1) if title else stated_title, find_date(text) or stated_date, warnings
    )


def _metadata(archive: Archive) -> tuple[str | None, str | None]:
    """The title and the day of the last change that the file states."""
    core = archive.part("docProps/core.xml")
    if core is None:
        return None, None
    title = " ".join((core.findtext(f"{_DC}title") or "").split())
    changed = (core.findtext(f"{_DCTERMS}modified") or "")[:10]
    return title or None, changed if re.fullmatch(r"\d{4}-\d{2}-\d{2}", changed) else None


def _drop_hidden(document: etree._Element, styles: _Styles) -> int:
    """Take away runs that no reader of the page sees; says how many held text."""
    dropped = 0
    for run in list(document.iter(f"{_W}r")):
        look = run.find(f"{_W}rPr")
        if look is not None and _is_hidden(run, look, styles):
            dropped += any((part.text or "").strip() for part in run.iter(f"{_W}t"))
            run.getparent().remove(run)
    return dropped


def _is_hidden(run: etree._Element, look: etree._Element, styles: _Styles) -> bool:
    vanish = look.find(f"{_W}vanish")
    if vanish is not None:
        return vanish.get(f"{_W}val") not in ("0", "false")
    if _value(look, f"{_W}rStyle") in styles.hidden:
        return True
    size = _value(look, f"{_W}sz") or ""
    if size.isdigit() and int(size) < SMALLEST:
        return True
    if not _WHITE.fullmatch(_value(look, f"{_W}color") or "") or look.find(f"{_W}highlight") is not None:
        return False
    # White on a ground of another colour is a common head of a table; where the ground is unknown the text stays.
    return look.find(f"{_W}shd") is None and not any(
        owner.tag in (f"{_W}tbl", f"{_W}txbxContent") or owner.find(f"{_W}pPr/{_W}shd") is not None
        for owner in run.iterancestors()
    )


def _notes(document: etree._Element, notes: etree._Element | None) -> Iterator[str]:
    """The footnotes in the order in which the text refers to them."""
    known = {} if notes is None else {note.get(f"{_W}id"): note for note in notes.iterfind(f"{_W}footnote")}
    for number, mark in enumerate(document.iter(f"{_W}footnoteReference"), 1):
        note = known.get(mark.get(f"{_W}id"))
        text = "" if note is None else " ".join(filter(None, map(_text, note.iter(f"{_W}p"))))
        if text:
            yield from ("", f"{number} {text}")


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
        if based_on in known.bold or style.find(f"{_W}rPr/{_W}b") is not None:
            known.bold.add(identifier)
        if style.find(f"{_W}rPr/{_W}vanish") is not None:
            known.hidden.add(identifier)
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
    if _is_bold(paragraph, style in styles.bold) and (level := bold_line_level(text)):
        return f"{'#' * level} {text}", False
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


def _is_bold(paragraph: etree._Element, by_style: bool) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if _text(run)]
    marks = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(runs) and all(
        by_style if mark is None else mark.get(f"{_W}val") not in ("0", "false") for mark in marks
    )


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
