"""Cut a cleaned text into passages that keep headings, lists and tables together. Pure: offsets in, offsets out."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from assistant.domain import Document, Passage
from assistant.language import swedish

SPLITTER_VERSION = "2"

LIMIT = 1200  # characters; a section up to this size stays whole, and it is about what a small embedder reads
LONGEST_ITEM = 2 * LIMIT  # a list item up to this size is never cut
LONGEST_ROW = 20_000  # a table row up to this size is never cut; no real row is longer
LONGEST_TITLE = 80  # characters of a heading without '#'
BOLD_LINE_LEVEL = 6
LONGEST_INTRODUCTION = 300  # characters of the line that introduces a list
LONGEST_PROSE = 20_000  # characters of one paragraph; anything longer is not prose and is cut at spaces


class PageSpan(NamedTuple):
    """Where one page lies in the document's text."""

    number: int | None
    start: int
    end: int
    physical: int | None = None
    label: str = ""


class Heading(NamedTuple):
    """A heading line: its depth, its words, and its number: 2.1 is (2, 1), and a chapter (2 kap.) is above them all."""

    level: int
    title: str
    number: tuple[int, ...] = ()
    is_chapter: bool = False

    @property
    def depth(self) -> int:
        """How deep the number goes: 0 for a chapter, 2 for 2.1."""
        return 0 if self.is_chapter else len(self.number)


class _Line(NamedTuple):
    text: str
    start: int

    @property
    def first(self) -> int:
        return self.start + len(self.text) - len(self.text.lstrip())

    @property
    def last(self) -> int:
        return self.start + len(self.text.rstrip())


class _Block(NamedTuple):
    kind: str  # heading, text, item, head (header and separator row) or row
    start: int
    end: int
    indent: int = 0
    heading: Heading | None = None
    is_numbered: bool = False


class _Unit(NamedTuple):
    """What is never cut: a paragraph or sentence, a list item, a table row."""

    start: int
    end: int
    lead: str = ""
    keeps_next: bool = False


class _Stretch(NamedTuple):
    start: int
    end: int
    lead: str


def split(document: Document, page_spans: Sequence[PageSpan] = ()) -> tuple[Passage, ...]:
    """The passages of a document, in order and without overlap."""
    starts = [span.start for span in page_spans]
    ordinals: Counter[tuple[str, ...]] = Counter()
    passages = []
    for headings, blocks in _sections(document):
        for stretch in _pack(document.text, blocks, starts):
            text = document.text[stretch.start : stretch.end]
            first = _page_at(stretch.start, page_spans, starts)
            place = f"{document.id}\0{'/'.join(headings)}\0{ordinals[headings]}\0{text}"
            ordinals[headings] += 1
            passages.append(
                Passage(
                    id=hashlib.sha256(place.encode("utf-8")).hexdigest()[:20],
                    document=document,
                    text=text,
                    headings=headings,
                    start=stretch.start,
                    end=stretch.end,
                    first_page=first.number,
                    last_page=_page_at(stretch.end - 1, page_spans, starts).number,
                    lead=stretch.lead,
                    physical_page=first.physical,
                    page_label=first.label,
                )
            )
    return tuple(passages)


def first_heading(text: str) -> str | None:
    """The words of the first heading, None when there is none."""
    return next((block.heading.title for block in _Parser(text).blocks() if block.heading), None)


def looks_like_title(line: str) -> bool:
    """A short line in the shape of a heading: starts with a capital, ends without punctuation, holds no amounts."""
    line = line.strip()
    return 2 <= len(line) <= LONGEST_TITLE and bool(_TITLE.fullmatch(line)) and not _NOT_TITLE.search(line)


def bold_line_level(line: str) -> int:
    """The level of a heading that is only a line in bold, below most that have a style of their own; 0 for other lines."""
    numbered = numbered_heading(line)
    if numbered:
        return min(BOLD_LINE_LEVEL - 3 + max(numbered.depth, 1), BOLD_LINE_LEVEL)
    return BOLD_LINE_LEVEL if looks_like_title(line) else 0


def is_sentence_closed(text: str) -> bool:
    """True when the text ends in a full stop or the like, or in a colon."""
    return bool(_SENTENCE_CLOSED.search(text[-8:]))


def is_list_item(line: str) -> bool:
    """True when the line begins with a bullet, a dash, a number or a letter of a list."""
    return bool(_ITEM.match(line))


_NO_PAGE = PageSpan(None, 0, 0)


def _page_at(offset: int, spans: Sequence[PageSpan], starts: list[int]) -> PageSpan:
    index = bisect_right(starts, offset) - 1
    return spans[index] if index >= 0 else _NO_PAGE


# --- headings ---------------------------------------------------------------------------------------------------

_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)")
_SETEXT = re.compile(r" {0,3}(?:={3,}|-{3,})[ \t]*")
_NUMBERED = re.compile(r"(?:(\d{1,2}(?:\.\d{1,2}){0,3})\.?|(\d{1,3})[ ]kap\.)[ \t]+([A-ZÅÄÖÉ].*)")
_TITLE = re.compile(r"[A-ZÅÄÖÉ”\"»][^\t|]*[^\s.,;:!?…–|-]")
_NOT_TITLE = re.compile(r"@|https?:|www\.|  |\d{3} \d{3}|\d[ ]?(?:kr|kronor|%|procent)\b|%|\d{3}-\d")
_SENTENCE_CLOSED = re.compile(r"[.!?:…][\"”’»)\]]*\s*\Z")


def _sections(document: Document) -> Iterator[tuple[tuple[str, ...], list[_Block]]]:
    """Runs of blocks below one heading, with the heading path."""
    blocks = _Parser(document.text).blocks()
    top = [block.heading.title for block in blocks if block.heading and block.heading.level == 1]
    hidden = document.title if len(top) == 1 and not _is_numbered(blocks) else None
    path: list[Heading] = []
    section: list[_Block] = []
    for block in blocks:
        if block.heading is None:
            section.append(block)
            continue
        if section:
            yield _titles(path, hidden), section
            section = []
        path = [*_parents(path, block.heading), block.heading]
    if section:
        yield _titles(path, hidden), section


def _titles(path: list[Heading], hidden: str | None) -> tuple[str, ...]:
    """The path as words. The one top heading that repeats the document's title says nothing new."""
    return tuple(heading.title for heading in path if heading.level > 1 or heading.title != hidden)


def _is_numbered(blocks: list[_Block]) -> bool:
    return any(block.heading and block.heading.number for block in blocks)


def _parents(path: list[Heading], new: Heading) -> list[Heading]:
    if new.number:
        return [old for old in path if old.number and old.depth < new.depth and _encloses(old, new)]
    return [old for old in path if old.level < new.level]


def _encloses(outer: Heading, inner: Heading) -> bool:
    return outer.is_chapter or inner.number[: len(outer.number)] == outer.number


def _marked_heading(line: str) -> Heading | None:
    found = _ATX.match(line)
    if not found:
        return None
    title = found.group(2).rstrip()
    bare = title.rstrip("#")
    return Heading(len(found.group(1)), bare.rstrip() if bare[-1:].isspace() else title)


def _underlined_heading(lines: list[_Line], number: int) -> Heading | None:
    """A setext heading: one short line above a line of = or -."""
    text = lines[number].text.strip()
    if not text or len(text) > LONGEST_TITLE or "|" in text or number + 1 == len(lines):
        return None
    below = lines[number + 1].text
    if not _SETEXT.fullmatch(below) or _SETEXT.fullmatch(text) or (number and lines[number - 1].text.strip()):
        return None
    return Heading(1 if "=" in below else 2, text)


def numbered_heading(line: str) -> Heading | None:
    """A heading such as "1. Syfte", "3.2 Villkor" or "2 kap. Ansökan", None for any other line."""
    found = _NUMBERED.fullmatch(line.strip()) if len(line) <= 2 * LONGEST_TITLE else None
    if not found or not looks_like_title(found.group(3)):
        return None
    points, chapter, _ = found.groups()
    number = tuple(int(part) for part in (chapter or points).split("."))
    return Heading(len(number), line.strip(), number, is_chapter=bool(chapter))


def _unmarked_headings(lines: list[_Line]) -> dict[int, Heading]:
    """Headings of a text without '#', by line number. Conservative: in doubt a line stays text."""
    filled = [number for number, line in enumerate(lines) if line.text.strip()]
    numbered = {number: numbered_heading(lines[number].text) for number in filled}
    found: dict[int, Heading] = {}
    for place, number in enumerate(filled[:-1]):
        previous, following = filled[place - 1] if place else None, filled[place + 1]
        heading, text = numbered[number], lines[number].text
        if heading:
            around = [numbered[other] for other in (previous, following) if other is not None]
            if not any(other and other.depth == heading.depth for other in around):
                found[number] = heading
        elif looks_like_title(text) and not is_list_item(text) and not numbered[following]:
            above = lines[previous].text if previous is not None and previous == number - 1 else ""
            if _stands_alone(above) and _is_body(lines[following].text, adjacent=following == number + 1):
                found[number] = Heading(1, text.strip())
    return found


def _stands_alone(above: str) -> bool:
    return not above or is_sentence_closed(above) or is_list_item(above)


def _is_body(line: str, *, adjacent: bool) -> bool:
    """True when the line can be the text below a heading (a line that goes on in lower case is its second half)."""
    stripped = line.strip()
    if is_list_item(line) or stripped.startswith("|"):
        return True
    is_prose = len(stripped) > LONGEST_TITLE or is_sentence_closed(stripped)
    return is_prose and not (adjacent and stripped[0].islower())


# --- blocks -----------------------------------------------------------------------------------------------------

_ITEM = re.compile(r"[ \t]*(?:[-*+•▪●◦‣–]|\d{1,3}[.)]|[a-zåäö]\))[ \t]+\S")
_SEPARATOR = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")


class _Parser:
    """Reads a text line by line into blocks."""

    def __init__(self, text: str) -> None:
        self._lines = _lines(text)
        self._fences = _fences(self._lines)
        self._blocks: list[_Block] = []
        self._is_open = False  # whether the next line may still belong to the last block
        marked = any(_marked_heading(line.text) for line in self._lines)
        self._unmarked = {} if marked else _unmarked_headings(self._lines)

    def blocks(self) -> list[_Block]:
        """All blocks in order."""
        number = 0
        while number < len(self._lines):
            number += self._take(number)
        return self._blocks

    def _take(self, number: int) -> int:
        """Put the line into a block; says how many lines were used."""
        line = self._lines[number]
        if not line.text.strip():
            self._is_open = False
            return 1
        if number in self._fences:
            return self._add("text", number, self._fences[number])
        heading = self._unmarked.get(number) or _marked_heading(line.text)
        if heading:
            return self._add("heading", number, 1, heading)
        heading = _underlined_heading(self._lines, number)
        if heading:
            return self._add("heading", number, 2, heading)
        return self._take_text(number)

    def _take_text(self, number: int) -> int:
        line = self._lines[number]
        if self._starts_table(number):
            return self._add("head", number, 2)
        if self._is_row(line.text):
            return self._add("row", number, 1)
        if is_list_item(line.text):
            return self._add("item", number, 1)
        last = self._blocks[-1] if self._blocks else None
        if last and (
            (self._is_open and last.kind in ("text", "item")) or (last.kind == "item" and line.first - line.start >= 2)
        ):
            self._blocks[-1] = last._replace(end=line.last)
            self._is_open = True
            return 1
        return self._add("text", number, 1)

    def _add(self, kind: str, number: int, used: int, heading: Heading | None = None) -> int:
        first, last = self._lines[number], self._lines[number + used - 1]
        is_numbered = kind == "item" and first.text.lstrip()[0].isalnum()
        self._blocks.append(_Block(kind, first.first, last.last, first.first - first.start, heading, is_numbered))
        self._is_open = kind != "heading"
        return used

    def _starts_table(self, number: int) -> bool:
        if "|" not in self._lines[number].text or number + 1 == len(self._lines) or self._in_table():
            return False
        below = self._lines[number + 1].text
        return "|" in below and bool(_SEPARATOR.fullmatch(below))

    def _is_row(self, line: str) -> bool:
        return line.lstrip().startswith("|") or ("|" in line and self._in_table() and not is_list_item(line))

    def _in_table(self) -> bool:
        return self._is_open and self._blocks[-1].kind in ("head", "row")


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(_Line(line, start))
        start += len(line) + 1
    return lines


def _fences(lines: list[_Line]) -> dict[int, int]:
    """First line → number of lines of each code fence. One that is never closed is ordinary text."""
    marks = [number for number, line in enumerate(lines) if _FENCE.match(line.text)]
    return {first: last - first + 1 for first, last in zip(marks[::2], marks[1::2], strict=False)}


# --- packing ----------------------------------------------------------------------------------------------------


def _pack(text: str, blocks: list[_Block], page_starts: Sequence[int]) -> Iterator[_Stretch]:
    """Whole sections where they fit, else as many units as fit. None goes over a page break: a quote has one page."""
    first, last = blocks[0].start, blocks[-1].end
    is_one_page = bisect_right(page_starts, first) == bisect_right(page_starts, last - 1)
    if last - first <= LIMIT and is_one_page:
        yield _Stretch(first, last, "")
        return
    for _, units in groupby(_units(text, blocks), key=lambda unit: bisect_right(page_starts, unit.start)):
        yield from _packed(list(units))


def _packed(units: list[_Unit]) -> Iterator[_Stretch]:
    """As many units as fit. The last two passages share what is left evenly."""
    position = 0
    while position < len(units):
        first = position
        rest = units[-1].end - units[first].start
        goal = rest / 2 if LIMIT < rest <= 2 * LIMIT else LIMIT
        position += 1
        while position < len(units) and _still_fits(units, first, position, goal):
            position += 1
        position = _without_loose_end(units, first, position)
        yield _Stretch(units[first].start, units[position - 1].end, units[first].lead)


def _still_fits(units: list[_Unit], first: int, position: int, goal: float) -> bool:
    """True when the passage comes closer to its goal with the next unit than without it, and not over the limit."""
    now, then = units[position - 1].end - units[first].start, units[position].end - units[first].start
    return then <= LIMIT and (units[position - 1].keeps_next or now + then <= 2 * goal)


def _without_loose_end(units: list[_Unit], first: int, position: int) -> int:
    """Move an introduction at the end of a passage to the next one, unless it is all there is."""
    kept = position
    while kept > first and kept < len(units) and units[kept - 1].keeps_next:
        kept -= 1
    return kept if kept > first else position


_LONGEST_WHOLE = {"item": LONGEST_ITEM, "head": LONGEST_ROW, "row": LONGEST_ROW}


def _units(text: str, blocks: list[_Block]) -> Iterator[_Unit]:
    leads = _leads(text, blocks)
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.end - block.start <= _LONGEST_WHOLE.get(block.kind, LIMIT):
            yield _Unit(block.start, block.end, leads[index], _keeps_next(text, block, following))
        else:
            for start, end in _sentences(text, block.start, block.end):
                yield _Unit(start, end, leads[index])


def _keeps_next(text: str, block: _Block, following: _Block | None) -> bool:
    """An introduction stays with what it introduces, the head of a table with its first row."""
    if following is None or block.kind == "row":
        return False
    if block.kind == "head":
        return following.kind == "row"
    last_line = text[block.start : block.end].rsplit("\n", 1)[-1]
    if last_line.endswith(":"):
        return block.kind == "text" or following.indent > block.indent or following.kind != "item"
    if block.kind == "item":  # a numbered aim above "Aktiviteter:" and its list
        introduces = text[following.start : following.end].endswith(":")
        return following.kind == "text" and introduces and following.end - following.start <= LONGEST_TITLE
    return len(last_line) <= LONGEST_TITLE and not is_sentence_closed(last_line)


def _leads(text: str, blocks: list[_Block]) -> list[str]:
    """For each block what a reader needs first when a passage begins there: table head, or list introduction."""
    return [row or item for row, item in zip(_row_leads(text, blocks), _item_leads(text, blocks), strict=True)]


def _row_leads(text: str, blocks: list[_Block]) -> Iterator[str]:
    head = ""
    for block in blocks:
        if block.kind == "head":
            head = text[block.start : block.end] if block.end - block.start <= LIMIT else ""
        yield head if block.kind == "row" else ""
        head = head if block.kind in ("head", "row") else ""


def _item_leads(text: str, blocks: list[_Block]) -> Iterator[str]:
    introduction = ""
    parents: list[_Block] = []
    previous: _Block | None = None
    for block in blocks:
        while parents and (block.kind != "item" or parents[-1].indent >= block.indent):
            parents.pop()
        if block.kind != "item":
            yield ""
        else:
            if previous is None or previous.kind != "item":
                introduction = _introduction(text, previous)
            elif not parents and previous.is_numbered != block.is_numbered and previous.indent == block.indent:
                introduction = ""  # another list begins
            yield "\n".join(filter(None, [introduction, *(_first_line(text, parent) for parent in parents[-2:])]))
            parents.append(block)
        previous = block


def _introduction(text: str, block: _Block | None) -> str:
    """The last sentence of the paragraph before a list, when it ends in a colon."""
    if block is None or block.kind != "text" or text[block.end - 1] != ":":
        return ""
    tail = text[max(block.start, block.end - LONGEST_INTRODUCTION - 1) : block.end].rsplit("\n", 1)[-1]
    *_, (start, _) = swedish.sentences(tail)
    return tail[start:] if len(tail) - start <= LONGEST_INTRODUCTION else ""


def _first_line(text: str, block: _Block) -> str:
    line = text[block.start : block.end].split("\n", 1)[0].strip()
    return line if len(line) <= LONGEST_INTRODUCTION else ""


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > LONGEST_PROSE:
        yield from _short_pieces(text, start, end)
        return
    for first, last in swedish.sentences(text[start:end]):
        yield from _short_pieces(text, start + first, start + last)


def _short_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch without outer space, cut at spaces (or anywhere at last) while it is longer than a passage."""
    while True:
        while start < end and text[start].isspace():
            start += 1
        if end - start <= LIMIT:
            break
        places = [text.rfind(mark, start + LIMIT // 2, start + LIMIT) + 1 for mark in ("\n", "; ", ", ", " ")]
        cut = next((place for place in places if place), start + LIMIT)
        yield start, start + len(text[start:cut].rstrip())
        start = cut
    stop = start + len(text[start:end].rstrip())
    if stop > start:
        yield start, stop
