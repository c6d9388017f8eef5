"""From the lines of a PDF to Markdown: headings by outline, size, weight and number; paragraphs, lists, tables, notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from ingest.clean import hyphen_glue
from ingest.readers.pdf_columns import is_marker
from ingest.readers.pdf_lines import Column, Line
from ingest.split import is_list_item, is_sentence_closed, looks_like_title, numbered_heading

LARGER = 1.12  # times the size of the running text: a heading
SMALLER = 0.93  # times: a note, a caption
PARAGRAPH_GAP = 1.35  # times the usual distance between lines: a new paragraph
INDENT = 0.8  # times the size: the first line of a paragraph
LONGEST_HEADING = 160  # characters
LONGEST_BOLD = 90  # characters of a heading that is only bold
DEEPEST = 6

_HASH = re.compile(r"^(\s*)(#+\s)")  # a line of a program or the like, that must not look like a heading
_NOTE = re.compile(r"(\d{1,3}[.)]?)\s?(?=[A-ZÅÄÖ])")
_NUMBER = re.compile(
    r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s|(?:bilaga|kapitel|avsnitt|del)\s\d|\d{1,2}\s*(?:kap|§)", re.IGNORECASE
)


_DOTS = re.compile(r"(?:\. ?){4,}\s*\d{1,3}$")
_CONTENTS = re.compile(r"(?:^|\s)\d{1,3}$")
_CONTENTS_TITLE = re.compile(r"innehåll(?:sförteckning)?", re.IGNORECASE)
_SECOND_BULLET = re.compile(r"^- [-•▪◦] ")


@dataclass(slots=True)
class Block:
    """A heading, paragraph, list item or table. ``outline`` is its level in the outline of the file."""

    kind: str  # heading, text, item, table or note
    text: str
    line: Line
    last: Line
    depth: int = 0
    outline: int = 0
    table: list[list[str]] = field(default_factory=list)
    is_continued: bool = False  # a table that began on the page before


Outline = Mapping[tuple[int, str], int]  # (page from 0, words in lower case) → level from 1


def blocks_of(pages: Sequence[Sequence[Column]], size: float, outline: Outline) -> list[list[Block]]:
    """The blocks of every page, headings with their depth, what runs over a page break put together."""
    found = [_page_blocks(columns, size, outline, place) for place, columns in enumerate(pages)]
    _level([block for page in found for block in page if block.kind == "heading"], size)
    _join_pages(found)
    return found


def title_of(pages: Sequence[Sequence[Block]], size: float) -> str | None:
    """The heading on the first page with text that is set larger than all other headings, or with which it begins."""
    first = next((page for page in pages if page), [])
    headings = [block for page in pages for block in page if block.kind == "heading"]
    largest = max(headings, key=lambda block: block.line.size, default=None)
    if largest is None:
        return None
    is_alone = sum(block.line.size == largest.line.size for block in headings) == 1
    if is_alone and largest.line.size >= LARGER * size and any(block is largest for block in first):
        return largest.text
    return first[0].text if first[0].kind == "heading" else None


def markdown(blocks: Sequence[Block]) -> str:
    """One page as Markdown."""
    parts: list[str] = []
    before: Block | None = None
    for block in blocks:
        if not (before and before.kind == "item" and block.kind == "item"):
            parts.append("")
        parts.append(_written(block))
        before = block
    return "\n".join(parts).strip("\n")


def _written(block: Block) -> str:
    if block.kind == "heading":
        return f"{'#' * min(max(block.depth, 1), DEEPEST)} {block.text}"
    if block.kind == "item":
        return "  " * min(block.depth, 4) + block.text
    if block.kind != "table":
        return _HASH.sub(r"\1\\\2", block.text)
    rows = ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in block.table]
    return "\n".join(rows if block.is_continued else [rows[0], "|" + "---|" * len(block.table[0]), *rows[1:]])


# --- blocks of a page -------------------------------------------------------------------------------------------


def _page_blocks(columns: Sequence[Column], size: float, outline: Outline, place: int) -> list[Block]:
    blocks: list[Block] = []
    for column in columns:
        found = _column_blocks(column, size, outline, place)
        if blocks and found and _runs_on(blocks[-1], found[0]):
            blocks[-1] = _joined(blocks[-1], found.pop(0))
        blocks += found
    blocks = _without_contents(blocks)
    return [*(b for b in blocks if b.kind != "note"), *(b for b in blocks if b.kind == "note")]


def _without_contents(blocks: Sequence[Block]) -> list[Block]:
    """Without the lines of a table of contents: they answer nothing, and name every heading on the wrong page."""
    found: list[Block] = []
    in_contents = False
    for block in blocks:
        last = [row[-1] for row in block.table] if block.kind == "table" else [block.text]
        is_line = bool(last) and all(map(_CONTENTS.search, last))
        if _DOTS.search(block.text) or (in_contents and is_line):
            continue
        in_contents = block.kind == "heading" and bool(_CONTENTS_TITLE.fullmatch(block.text))
        found.append(block)
    return found


def _column_blocks(column: Column, size: float, outline: Outline, place: int) -> list[Block]:
    gaps = [below.y0 - above.y0 for above, below in pairwise(column.lines) if below.y0 - above.y0 > 1.0]
    pitch = min(median(gaps), 2.2 * size) if gaps else 0.0
    blocks: list[Block] = []
    for number, line in enumerate(column.lines):
        if line.table is not None:
            blocks.append(Block("table", "", line, line, table=line.table))
            continue
        above = column.lines[number - 1] if number else None
        below = column.lines[number + 1] if number + 1 < len(column.lines) else None
        level = outline.get((place, _bare(line.text)), 0)
        last = blocks[-1] if blocks else None
        if last and last.kind != "table" and not level and _continues(last, line, column, pitch, size):
            blocks[-1] = _joined(last, Block(last.kind, line.text, line, line))
            continue
        kind = "heading" if level or _is_heading(line, above, below, column, size, pitch) else "text"
        if kind == "text" and is_list_item(line.text):
            kind = "item"
        if kind != "heading" and _is_note(line, size):
            kind = "note"
        text = _NOTE.sub(r"\1 ", line.text, count=1) if kind == "note" else _SECOND_BULLET.sub("- ", line.text)
        blocks.append(Block(kind, text, line, line, outline=level))
    return _with_depths(_without_broken_headings(blocks))


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _is_heading(line: Line, above: Line | None, below: Line | None, column: Column, size: float, pitch: float) -> bool:
    text = line.text
    if len(text) > LONGEST_HEADING or not any(map(str.isalpha, text)) or text[-1] in ",;":
        return False
    if line.size >= LARGER * size:
        return not is_list_item(text) or text[0].isdigit()
    if text[-1] == "." or len(text) > LONGEST_BOLD or text[0].islower():
        return False
    ends = below is None or _parts(line, below, column, pitch)
    begins = above is None or _parts(above, line, column, pitch)
    if line.size < size - 0.6 or not ends:
        return False
    if line.is_bold:
        return begins and (bool(_NUMBER.match(text)) or looks_like_title(text) or text[-1] in "?:")
    is_alone = above is None or _is_apart(above, line, pitch)
    return is_alone and numbered_heading(text) is not None and below is not None


def _parts(above: Line, below: Line, column: Column, pitch: float) -> bool:
    """True when the line below is no continuation of the one above."""
    if below.table is not None or above.style != below.style or _is_apart(above, below, pitch):
        return True
    return not _is_full(above, below, column) and not below.text[:1].islower()


def _is_apart(above: Line, below: Line, pitch: float) -> bool:
    return below.y0 - above.y0 > PARAGRAPH_GAP * max(pitch, 1.05 * above.size) or below.y0 < above.y0


def _is_note(line: Line, size: float) -> bool:
    return line.size <= SMALLER * size and bool(_NOTE.match(line.text))


def _continues(block: Block, line: Line, column: Column, pitch: float, size: float) -> bool:
    """True when the line goes on where the block above it ends."""
    last, text = block.last, line.text
    if line.size != last.size and abs(line.size - last.size) > 0.6:
        return False
    if block.kind == "heading":
        is_same = line.style == last.style and not _is_apart(last, line, max(pitch, 1.3 * line.size))
        goes_on = text[:1].islower() or block.text.endswith("-") or _is_full(last, line, column)
        is_below = abs(line.x0 - last.x0) < line.size or abs(line.x0 + line.x1 - last.x0 - last.x1) < 2 * line.size
        return (
            is_same
            and goes_on
            and is_below
            and not _NUMBER.match(text)
            and len(block.text) + len(text) < LONGEST_HEADING
        )
    if hyphen_glue(block.text, text) is not None and line.y0 > last.y0:
        return not is_list_item(text)
    if is_list_item(text) and not (
        text[0] in "–-"
        and text[2:3].islower()
        and not is_sentence_closed(block.text)
        and block.kind == "text"
        and not block.text.endswith(":")
    ):
        return False
    if _is_apart(last, line, pitch):
        return False
    if line.is_bold and not last.is_bold and looks_like_title(text) and not _is_full(last, line, column):
        return False
    is_closed = is_sentence_closed(block.text)
    if block.kind == "text" and line.x0 - last.x0 > INDENT * size and last is not block.line and is_closed:
        return False
    if block.kind == "item" and last is block.line and line.x0 < last.x0 - 1 and is_closed:
        return False
    if _is_full(last, line, column):
        return True
    return text[:1].islower() and not is_closed and last.x1 - last.x0 > 0.4 * (column.x1 - column.x0)


def _is_full(last: Line, line: Line, column: Column) -> bool:
    """True when the first word of the line had no room at the end of the line before."""
    return last.x1 + line.first_word + 0.2 * line.size >= column.x1 - 0.5 * line.size


def _joined(block: Block, more: Block) -> Block:
    glue = hyphen_glue(block.text, more.text)
    text = f"{block.text} {more.text}" if glue is None else block.text[:-1] + glue + more.text.lstrip()
    return replace(block, text=text, last=more.last)


def _without_broken_headings(blocks: Sequence[Block]) -> list[Block]:
    """Large type that runs on as a sentence is a preamble, not a heading."""
    return [
        replace(block, kind="text")
        if block.kind == "heading" and not block.outline and _is_sentence(block.text)
        else block
        for block in blocks
    ]


def _is_sentence(text: str) -> bool:
    return (text.endswith(".") and len(text) > LONGEST_BOLD / 2) or text.count(". ") > 1


def _with_depths(blocks: Sequence[Block]) -> list[Block]:
    """List items with their depth, from how far they are indented."""
    edges: list[float] = []
    found: list[Block] = []
    for block in blocks:
        if block.kind != "item":
            edges = []
            found.append(block)
            continue
        while edges and block.line.x0 < edges[-1] - 4:
            edges.pop()
        if not edges or block.line.x0 > edges[-1] + 4:
            edges.append(block.line.x0)
        found.append(replace(block, depth=len(edges) - 1))
    return found


# --- over columns and pages -------------------------------------------------------------------------------------


def _runs_on(block: Block, more: Block) -> bool:
    """True when a paragraph goes on in the next column or on the next page."""
    if more.kind != "text" or block.kind not in ("text", "item") or abs(block.last.size - more.line.size) > 0.6:
        return False
    if block.last.is_bold != more.line.is_bold or is_marker(more.text.split(" ", 1)[0]):
        return False
    if hyphen_glue(block.text, more.text) is not None:
        return True
    return more.text[:1].islower() and not is_sentence_closed(block.text)


def _join_pages(pages: Sequence[list[Block]]) -> None:
    filled = [page for page in pages if page]
    for page, following in pairwise(filled):
        last = next((i for i in range(len(page) - 1, -1, -1) if page[i].kind != "note"), None)
        if last is None:
            continue
        if page[last].kind == "table" and following[0].kind == "table":
            _join_tables(pages, page[last], following)
        elif _runs_on(page[last], following[0]):
            _move_sentence(page, last, following)


def _move_sentence(page: list[Block], last: int, following: list[Block]) -> None:
    """A sentence that runs over is moved whole to the page where it begins."""
    from assistant.language import swedish

    more = following[0]
    _, end = next(iter(swedish.sentences(more.text)))
    page[last] = _joined(page[last], replace(more, text=more.text[:end]))
    rest = more.text[end:].lstrip()
    if rest:
        following[0] = replace(more, text=rest)
    else:
        del following[0]


def _join_tables(pages: Sequence[list[Block]], table: Block, following: list[Block]) -> None:
    """The second part of a table: its repeated head goes, and a row that was cut is put together."""
    more = following[0]
    if len(more.table[0]) != len(table.table[0]) or abs(more.line.x0 - table.line.x0) > 12:
        return
    head = table.table[0]
    rows = more.table
    if not table.is_continued:
        more.text = "\0".join(head)
    else:
        more.text = table.text
        head = table.text.split("\0")
    rows = rows[1:] if rows[0] == head else rows
    if rows and not rows[0][0] and any(rows[0]) and table.table[1:]:
        table.table[-1] = [_cells(above, below) for above, below in zip(table.table[-1], rows[0], strict=True)]
        rows = rows[1:]
    if rows:
        following[0] = replace(more, table=rows, is_continued=True)
    else:
        del following[0]


def _cells(above: str, below: str) -> str:
    glue = hyphen_glue(above, below)
    return f"{above} {below}".strip() if glue is None else above[:-1] + glue + below


# --- depth of headings ------------------------------------------------------------------------------------------


def _level(headings: Sequence[Block], size: float) -> None:
    """Set the depth of every heading: by outline where the file has one, else by type and number."""
    known = {block.line.style: block.outline for block in headings if block.outline}
    kinds = sorted({_rank(block) for block in headings if not block.outline and block.line.style not in known})
    lowest = max(known.values(), default=0)
    for block in headings:
        if block.outline:
            block.depth = block.outline
        elif block.line.style in known:
            block.depth = known[block.line.style]
        else:
            block.depth = kinds.index(_rank(block)) + 1 + (lowest if block.line.size <= LARGER * size else 0)


def _rank(block: Block) -> tuple[float, bool, int]:
    """Large before small, bold before plain, 2 before 2.1."""
    found = _NUMBER.match(block.text)
    depth = found.group(1).count(".") if found and found.group(1) else 0
    return -block.line.size, not block.line.is_bold, depth
