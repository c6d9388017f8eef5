"""PDF files such as a region makes, held against what was written by hand: words, headings, cells, pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import Document, Passage
from ingest.documents import build_document
from ingest.readers import ocr
from tests.ingest.make_files import FILES, load

WORDS, HEADINGS, CELLS = 0.99, 0.95, 0.95
NAMES = ("plan", "bidrag", "broschyr", "overenskommelse")

Block = tuple[str, Any]


def pages_of(known: dict[str, Any]) -> list[list[Block]]:
    """The blocks of every page in reading order."""
    return [list(_blocks(page)) for page in known.get("pages") or [known["blocks"]]]


def _blocks(page: Any) -> Iterator[Block]:
    parts = [*page["main"], *page["side"]] if isinstance(page, dict) else page
    for part in parts:
        kind, content = next(iter(part.items()))
        if kind == "columns":
            yield from _blocks(content)
        else:
            yield kind, content


def words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub("[¹²³]", "", text))


def expected_text(blocks: list[Block]) -> str:
    parts = []
    for kind, content in blocks:
        if kind == "table":
            parts += [cell for row in content for cell in row]
        elif kind == "numbered":
            parts += [f"{number}. {item}" for number, item in enumerate(content, 1)]
        else:
            parts += content if kind == "list" else [content]
    return "\n".join(parts)


def in_order(found: list[str], expected: list[str]) -> float:
    """The share of the words that stand in the right order, of those there should be or those there are."""
    same = sum(match.size for match in SequenceMatcher(None, found, expected, autojunk=False).get_matching_blocks())
    return same / max(len(found), len(expected))


def read(name: str, kind: str = "pdf") -> tuple[Document, tuple[Passage, ...], tuple[str, ...]]:
    return build_document(FILES / f"{name}.{kind}", FILES)


def rows_in(text: str) -> list[list[str]]:
    lines = [line for line in text.split("\n") if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def headings_in(text: str) -> list[str]:
    return [line.lstrip("# ") for line in text.split("\n") if line.startswith("#")]


@pytest.mark.parametrize("name", NAMES)
def test_words_come_in_reading_order(name: str) -> None:
    document, _, warnings = read(name)
    expected = "\n".join(expected_text(blocks) for blocks in pages_of(load(name)))
    assert in_order(words(document.text), words(expected)) >= WORDS
    assert warnings == ()


@pytest.mark.parametrize("name", NAMES)
def test_headings_are_found_and_nothing_else_is_one(name: str) -> None:
    document, _, _ = read(name)
    expected = [
        content for page in pages_of(load(name)) for kind, content in page if kind in ("title", "h", "h1", "h2")
    ]
    assert in_order(headings_in(document.text), expected) >= HEADINGS


@pytest.mark.parametrize("kind", ["pdf", "docx", "odt"])
def test_cells_stand_in_their_row_and_column(kind: str) -> None:
    document, _, _ = read("bidrag", kind)
    expected = next(content for kind, content in pages_of(load("bidrag"))[0] if kind == "table")
    found = rows_in(document.text)
    right = sum(
        cell == other for row, line in zip(expected, found, strict=True) for cell, other in zip(row, line, strict=True)
    )
    assert right >= CELLS * sum(map(len, expected))


@pytest.mark.parametrize("name", [*NAMES, "skannad"])
def test_every_sentence_is_on_its_page(name: str) -> None:
    known = load(name)
    if name == "skannad" and not ocr.is_installed():
        pytest.skip("tesseract med svenska är inte installerat")
    labels = known.get("labels")
    _, passages, _ = read(name)
    for place, blocks in enumerate(pages_of(known), 1):
        for kind, content in blocks:
            if kind in ("table", "list", "numbered") or "pages_of" in known:
                continue
            if kind in ("p", "note"):
                last = " ".join(words(content)[-5:])
                owners = [passage for passage in passages if last in " ".join(words(passage.text))]
                assert [passage.physical_page for passage in owners] == [place], content
                if labels and labels[place - 1].isdigit():
                    assert owners[0].first_page == int(labels[place - 1])
    assert all(passage.first_page == passage.last_page for passage in passages)


def test_sections_are_on_the_page_where_they_stand() -> None:
    _, passages, _ = read("bidrag")
    pages = {passage.headings[-1]: passage.first_page for passage in passages if passage.headings}
    expected: dict[str, int] = load("bidrag")["pages_of"]
    assert {heading: pages[heading] for heading in expected} == expected
    continued = next(passage for passage in passages if "Digitaliseringsbidrag" in passage.text)
    assert continued.first_page == 2
    assert continued.lead.startswith("| Bidrag | Vad det ger |"), "the head of the table is told again"


def test_columns_are_never_mixed() -> None:
    """Every paragraph and list item comes out whole, in one line."""
    for name in ("plan", "broschyr"):
        document, _, _ = read(name)
        for blocks in pages_of(load(name)):
            for kind, content in blocks:
                for part in content if kind == "list" else [content]:
                    assert re.sub("[¹²³]", "", part) in document.text


@pytest.mark.parametrize("kind", ["pdf", "docx", "odt"])
def test_numbered_sections_lie_inside_each_other(kind: str) -> None:
    _, passages, _ = read("overenskommelse", kind)
    paths = {passage.headings[-1]: passage.headings for passage in passages if passage.headings}
    assert paths["3.1 Sammansättning"][-2:] == ("3 Samverkansråd", "3.1 Sammansättning")
    assert paths["3.2 Arbetssätt"][-2:] == ("3 Samverkansråd", "3.2 Arbetssätt")
    assert "5 Uppföljning" not in paths["6 Giltighet"]


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_the_same_agreement_from_a_word_processor(kind: str) -> None:
    document, _, _ = read("overenskommelse", kind)
    expected = "\n".join(expected_text(blocks) for blocks in pages_of(load("overenskommelse")))
    assert in_order(words(document.text), words(expected)) >= WORDS


def test_a_scanned_page_is_read_or_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    _, passages, warnings = read("skannad")
    assert warnings == ("skannad.pdf: sidan 2 saknar text",)
    assert {passage.first_page for passage in passages} == {1}


@pytest.mark.skipif(not ocr.is_installed(), reason="tesseract med svenska är inte installerat")
def test_a_scanned_page_is_read_by_ocr() -> None:
    document, _, warnings = read("skannad")
    expected = "\n".join(expected_text(blocks) for blocks in pages_of(load("skannad")))
    assert in_order(words(document.text), words(expected)) >= WORDS
    assert warnings == ("skannad.pdf: sidan 2 lästes med texttolkning (OCR) och kan ha fel",)


def test_the_files_are_small() -> None:
    assert all(path.stat().st_size < 80_000 for path in Path(FILES).iterdir())
