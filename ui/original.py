"""The way to the original: its own address, at the quoted words on a web page or at the page of a PDF. Pure."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from assistant.domain import Citation, Document, Passage
from ui.blocks import plain_blocks
from ui.library import is_pdf
from ui.markup import web_address

_MOST_WORDS: Final = 8  # a fragment with more is given by its first and last words
_ENDS: Final = 4  # words from each end
_WORD: Final = re.compile(r"\S+")


def original_address(document: Document, citation: Citation | None = None) -> str | None:
    """The address of the source, at the quoted place when the document is the source's own words; None without one.

    A fact sheet is in our words, so that nothing quoted from it stands in the original.
    """
    url = web_address(document.source_url)
    if url is None or document.is_fact_sheet or citation is None or "#" in url:
        return url
    if is_pdf(document) or urlsplit(url).path.lower().endswith(".pdf"):
        return url + page_fragment(citation.passage)
    return url + text_fragment(citation.quote)


def file_address(document: Document, passage: Passage | None = None) -> str | None:
    """Where the PDF file itself is had from us, at the passage's page; None when the document is no PDF."""
    if not is_pdf(document):
        return None
    return f"/original/{quote(document.id, safe='/')}{page_fragment(passage) if passage else ''}"


def page_fragment(passage: Passage) -> str:
    """What opens a PDF at the page of the passage."""
    return f"#page={passage.physical_page}" if passage.physical_page else ""


def text_fragment(words: str) -> str:
    """What makes a browser show the words on a web page: all of them when they are few, else the first and the last."""
    chunks = [chunk.text for block in plain_blocks(words) for chunk in block.chunks if chunk.text]
    if not chunks:
        return ""
    first, last = _WORD.findall(chunks[0]), _WORD.findall(chunks[-1])
    if len(chunks) == 1 and len(first) <= _MOST_WORDS:
        return f"#:~:text={_written(first)}"
    return f"#:~:text={_written(first[:_ENDS])},{_written(last[-_ENDS:])}"


def _written(words: list[str]) -> str:
    """Percent-encoded; a dash, a comma and & mean something in a fragment."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
