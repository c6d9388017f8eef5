"""Passage text → paragraphs, headings, list items and table rows. Pure.

The blocks keep where in the document their words stand, so that a mark can cover exactly the quoted offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from typing import Final, NamedTuple

from assistant.domain import Passage

_RULE: Final = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")
_ITEM: Final = re.compile(r"[-*+•–]\s+|(\d{1,3})[.)]\s+")
_HEADING: Final = re.compile(r"#{1,6}\s+")
_PIPE: Final = re.compile(r"(?<!\\)\|")


class Span(NamedTuple):
    """Offsets in the document, end not included."""

    start: int
    end: int


class Chunk(NamedTuple):
    """A piece of one line; ``start`` is its place in the document, None for words that are not of the passage."""

    text: str
    start: int | None

    def overlap(self, quote: Span) -> Span | None:
        """The part of the chunk that is quoted, as offsets in the chunk."""
        if self.start is None:
            return None
        first, last = (
            max(self.start, quote.start) - self.start,
            min(self.start + len(self.text), quote.end) - self.start,
        )
        return Span(first, last) if first < last else None


class Kind(Enum):
    """What a block is shown as."""

    PARAGRAPH = auto()
    HEADING = auto()
    BULLET = auto()
    NUMBERED = auto()
    HEADER = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item or a table row. The chunks of a row are its cells, of the others its lines."""

    kind: Kind
    chunks: tuple[Chunk, ...]
    number: int | None = None

    def touches(self, quote: Span) -> bool:
        """Whether any of the quoted characters stand in this block."""
        return any(chunk.overlap(quote) for chunk in self.chunks)


def blocks(passage: Passage) -> tuple[Block, ...]:
    """The blocks of the passage, its lead (a repeated header row, an introducing line) first."""
    return tuple(_merge([*_lines(passage.lead, None), *_lines(passage.text, passage.start)]))


def plain_blocks(text: str, start: int = 0) -> tuple[Block, ...]:
    """The blocks of a text that is shown outside its passage; ``start`` is its place in the document."""
    return tuple(_merge([*_lines(text, start)]))


def quoted(all_blocks: Sequence[Block], quote: Span) -> tuple[Block, ...]:
    """The blocks the quote touches, and the header row of a table it stands in."""
    kept: list[Block] = []
    header: Block | None = None
    for block in all_blocks:
        if block.kind is Kind.HEADER:
            header = block
        elif block.kind is not Kind.ROW:
            header = None
        if block.touches(quote):
            if header is not None and header not in kept:
                kept.append(header)
            if block is not header:
                kept.append(block)
    return tuple(kept)


def _lines(text: str, start: int | None) -> Iterator[Chunk]:
    offset = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip()
        indent = len(bare) - len(bare.lstrip())
        yield Chunk(bare[indent:], None if start is None else start + offset + indent)
        offset += len(line)


def _merge(lines: Sequence[Chunk]) -> list[Block]:
    """Lines to blocks: a wrapped line joins what it continues, a |---| line makes the row above it a header."""
    merged: list[Block] = []
    open_block = False
    for line in lines:
        if "|" in line.text and _RULE.fullmatch(line.text):
            if merged and merged[-1].kind is Kind.ROW:
                merged[-1] = replace(merged[-1], kind=Kind.HEADER)
            continue
        block = _block(line)
        if not line.text:
            open_block = False
        elif open_block and block.kind is Kind.PARAGRAPH:
            merged[-1] = replace(merged[-1], chunks=(*merged[-1].chunks, line))
        else:
            merged.append(block)
            open_block = block.kind in {Kind.PARAGRAPH, Kind.BULLET, Kind.NUMBERED}
    return merged


def _block(line: Chunk) -> Block:
    if line.text.startswith("|"):
        return Block(Kind.ROW if line.start is not None else Kind.HEADER, _cells(line))
    if heading := _HEADING.match(line.text):
        return Block(Kind.HEADING, (_cut(line, heading.end(), len(line.text)),))
    if item := _ITEM.match(line.text):
        number = item.group(1)
        kind = Kind.NUMBERED if number else Kind.BULLET
        return Block(kind, (_cut(line, item.end(), len(line.text)),), int(number) if number else None)
    return Block(Kind.PARAGRAPH, (line,))


def _cells(line: Chunk) -> tuple[Chunk, ...]:
    pipes = [found.start() for found in _PIPE.finditer(line.text)]
    if pipes[-1] != len(line.text) - 1:
        pipes.append(len(line.text))
    return tuple(_cut(line, left + 1, right) for left, right in pairwise(pipes)) or (_cut(line, 0, len(line.text)),)


def _cut(line: Chunk, start: int, end: int) -> Chunk:
    """The part of ``line`` between the offsets, without surrounding space."""
    part = line.text[start:end]
    start += len(part) - len(part.lstrip())
    return Chunk(part.strip(), None if line.start is None else line.start + start)
