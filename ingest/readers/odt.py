"""OpenDocument text (LibreOffice): content.xml read straight from the zip, as Markdown."""

from __future__ import annotations

import re
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

MOST_COLUMNS = 60
MOST_REPEATED = 50  # times that one cell is repeated; sheets end in a million empty ones
DEEPEST = 40  # of anything inside anything

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TEXT, _TABLE, _STYLE, _FO, _OFFICE = (
    "{" + _SPACE.format(name) + "}" for name in ("text", "table", "style", "xsl-fo-compatible", "office")
)
_META = "{" + _SPACE.format("meta") + "}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SKIPPED = frozenset([
    f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}table-of-content", f"{_TEXT}alphabetical-index",
    f"{_TEXT}note", f"{_TEXT}bibliography", f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph",
])  # fmt: skip
_FAINT = re.compile(r"#f[0-9a-f]f[0-9a-f]f[0-9a-f]", re.IGNORECASE)


@dataclass(slots=True)
class _Style:
    parent: str = ""
    is_bold: bool | None = None
    is_hidden: bool = False


@dataclass(slots=True)
class _Context:
    styles: dict[str, _Style]
    numbered: dict[str, set[int]]  # list style → levels with numbers
    hidden: int = 0
    notes: list[str] = field(default_factory=list)

    def chain(self, name: str) -> list[_Style]:
        """The style and those it is based on."""
        found: list[_Style] = []
        while name in self.styles and len(found) < DEEPEST:
            found.append(self.styles[name])
            name = found[-1].parent
        return found

    def is_title(self, name: str) -> bool:
        """True for the style of the document's title, and for those based on it."""
        for _ in range(DEEPEST):
            if name in ("Title", "Rubrik"):
                return True
            name = self.styles[name].parent if name in self.styles else ""
        return False

    def is_bold(self, name: str) -> bool:
        """True when the style, or the nearest it is based on that says anything, is bold."""
        return next((bool(style.is_bold) for style in self.chain(name) if style.is_bold is not None), False)

    def is_hidden(self, name: str) -> bool:
        """True when the text cannot be seen."""
        return any(style.is_hidden for style in self.chain(name))


def read(data: bytes, *, where: str) -> Reading:
    """Headings, paragraphs, lists and tables as one page without a number; footnotes come last."""
    damaged = Unreadable(
        "OpenDocument-filen är skadad",
        where=where,
        next_step="Öppna den i LibreOffice, spara den på nytt som .odt och läs in igen",
    )
    with opened(data, where=where, damaged=damaged) as archive:
        content, styles = archive.part("content.xml"), archive.part("styles.xml")
        warnings = archive.warnings()
        stated_title, stated_date = _metadata(archive)
    body = None if content is None else content.find(f"{_OFFICE}body/{_OFFICE}text")
    if content is None or body is None:
        raise damaged
    context = _Context({}, {})
    for part in (styles, content):
        if part is not None:
            _learn(part, context)
    blocks = [*_blocks(body, context, 0), *context.notes]
    text = "\n".join(blocks).strip()
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    if context.hidden:
        warnings += (f"{context.hidden} stycken text som inte syns togs bort",)
    title = stated_title or (found.group(1) if found else None)
    return Reading((Page(None, text),), title, find_date(text) or stated_date, warnings)


def _metadata(archive: Archive) -> tuple[str | None, str | None]:
    root = archive.part("meta.xml")
    if root is None:
        return None, None
    title = " ".join((root.findtext(f".//{_DC}title") or "").split())
    changed = root.findtext(f".//{_DC}date") or root.findtext(f".//{_META}creation-date") or ""
    return title or None, changed[:10] if re.match(r"\d{4}-\d{2}-\d{2}", changed) else None


def _learn(root: etree._Element, context: _Context) -> None:
    for style in root.iter(f"{_STYLE}style"):
        letters = style.find(f"{_STYLE}text-properties")
        known = _Style(style.get(f"{_STYLE}parent-style-name") or "")
        if letters is not None:
            weight = letters.get(f"{_FO}font-weight")
            known.is_bold = None if weight is None else weight in ("bold", "600", "700", "800", "900")
            is_faint = bool(_FAINT.fullmatch(letters.get(f"{_FO}color") or ""))
            tiny = re.fullmatch(r"([0-2](?:\.\d+)?)pt", letters.get(f"{_FO}font-size") or "")
            ground = letters.get(f"{_FO}background-color") or "transparent"
            known.is_hidden = (
                letters.get(f"{_TEXT}display") == "none" or bool(tiny) or (is_faint and ground == "transparent")
            )
        context.styles[style.get(f"{_STYLE}name") or ""] = known
    for style in root.iter(f"{_TEXT}list-style"):
        context.numbered[style.get(f"{_STYLE}name") or ""] = {
            int(level.get(f"{_TEXT}level") or 1)
            for level in style.iter(f"{_TEXT}list-level-style-number")
            if level.get(f"{_STYLE}num-format")
        }


# --- text -------------------------------------------------------------------------------------------------------


def _blocks(parent: etree._Element, context: _Context, depth: int) -> Iterator[str]:
    """Lines of Markdown, with an empty one before each block."""
    if depth > DEEPEST:
        return
    for element in parent:
        if element.tag in (f"{_TEXT}h", f"{_TEXT}p"):
            block = _paragraph(element, context)
            if block:
                yield from ("", block)
        elif element.tag == f"{_TEXT}list":
            yield ""
            yield from _list(element, context, element.get(f"{_TEXT}style-name") or "", 1)
        elif element.tag == f"{_TABLE}table":
            yield from ("", markdown_table(_rows(element, context)))
        elif element.tag not in _SKIPPED:
            yield from _blocks(element, context, depth + 1)


def _paragraph(element: etree._Element, context: _Context) -> str:
    text, style = _text(element, context), element.get(f"{_TEXT}style-name") or ""
    if not text:
        return ""
    if context.is_title(style):
        return f"# {text}"
    if element.tag == f"{_TEXT}h":
        level = element.get(f"{_TEXT}outline-level") or "1"
        return f"{'#' * min(int(level) + 1 if level.isdigit() else 2, 6)} {text}"
    if context.is_bold(style) and (depth := bold_line_level(text)):
        return f"{'#' * depth} {text}"
    return text


def _list(element: etree._Element, context: _Context, style: str, level: int) -> Iterator[str]:
    if level > DEEPEST:
        return
    is_numbered = level in context.numbered.get(style, ())
    for number, item in enumerate(element.iterfind(f"{_TEXT}list-item"), 1):
        marker = f"{number}. " if is_numbered else "- "
        for part in item:
            if part.tag == f"{_TEXT}list":
                yield from _list(part, context, part.get(f"{_TEXT}style-name") or style, level + 1)
            elif part.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                text = _text(part, context)
                if part.tag == f"{_TEXT}h" and text:  # numbered headings are kept in lists
                    yield from ("", _paragraph(part, context), "")
                elif text:
                    yield "  " * (level - 1) + marker + text
                    marker = "  "


def _text(element: etree._Element, context: _Context) -> str:
    if context.is_hidden(element.get(f"{_TEXT}style-name") or ""):
        context.hidden += any(map(str.strip, element.itertext()))
        return ""
    parts = [element.text or ""]
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, part in walk:
        if part is element:
            continue
        if event == "end":
            parts.append(part.tail or "")
        elif part.tag in _SKIPPED or context.is_hidden(part.get(f"{_TEXT}style-name") or ""):
            _aside(part, context)
            walk.skip_subtree()
        elif part.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
            parts.append(" ")
        else:
            parts.append(part.text or "")
    return " ".join("".join(parts).split())


def _aside(part: etree._Element, context: _Context) -> None:
    """A footnote is kept for the end of the document; hidden text is counted."""
    if part.tag != f"{_TEXT}note":
        context.hidden += part.tag not in _SKIPPED
        return
    body = part.find(f"{_TEXT}note-body")
    words = " ".join("".join(body.itertext()).split()) if body is not None else ""
    citation = part.findtext(f"{_TEXT}note-citation") or ""
    if words:
        context.notes += ["", f"{citation} {words}".strip()]


def _rows(table: etree._Element, context: _Context) -> list[list[str]]:
    """The cells of a table; one that spans rows is repeated, so that every row can be read alone."""
    rows: list[list[str]] = []
    spans: dict[int, tuple[int, str]] = {}  # column → (rows left, text)
    for row in table.iter(f"{_TABLE}table-row"):
        if next(row.iterancestors(f"{_TABLE}table")) is not table:
            continue
        cells: list[str] = []
        for cell in row.iterfind("*"):
            if cell.tag == f"{_TABLE}covered-table-cell":
                left, text = spans.get(len(cells), (0, ""))
                spans[len(cells)] = (left - 1, text)
                cells.append(text if left > 0 else "")
            elif cell.tag == f"{_TABLE}table-cell":
                text = " ".join(filter(None, (_text(p, context) for p in cell.iter(f"{_TEXT}p", f"{_TEXT}h"))))
                spans[len(cells)] = (_number(cell, "number-rows-spanned") - 1, text)
                cells += [text] * min(_number(cell, "number-columns-repeated"), MOST_REPEATED)
        rows.append(cells[:MOST_COLUMNS])
    return rows


def _number(cell: etree._Element, name: str) -> int:
    value = cell.get(f"{_TABLE}{name}") or ""
    return int(value[:4]) if value.isascii() and value.isdigit() else 1
