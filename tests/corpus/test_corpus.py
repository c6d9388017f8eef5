"""The corpus as data: each document can be read, references hold, nothing was lost from the sheets it came from."""

from __future__ import annotations

import re
import unicodedata
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ingest.front_matter import FrontMatter, parse_front_matter, split_front_matter

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted((ROOT / "corpus" / "dokument").glob("*.md"))
SHEETS = ROOT.parent / "shared" / "fakta"
LAST_HEADING = "## Datum och källa"

# Notes that an editor once wrote to another editor. A reader never saw "the extract", so they are not allowed in the
# text. Headings may keep them, because questions in the evaluation point at headings.
EDITORIAL = (
    "utdrag",
    "avklipp",
    "ur minnet",
    "ögonblicksbild",
    "använd inte den",
    "räkna inte upp",
    "källtexten",
    "bryts)",
    "ej funn",
    "ej hitt",
    "framgår ej",
    "framgår inte av utdrag",
    "(slutsats",
    "(räknat",
    "belagt",
    "kunnat beläggas",
    "det som syns",
    "odatera",
    "obs:",
    "todo",
    "fixme",
)
COPY_HOSTS = ("docplayer.", "lawinsider.", "pharmpdf.", "5dok.")

MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
NUMBER = re.compile(r"\d+(?:[ \u00a0]\d{3}(?!\d))*(?:[.,]\d+)*")
DATE = re.compile(rf"\d{{4}}-\d{{2}}(?:-\d{{2}})?|\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?", re.IGNORECASE)
# "(se region-ung-peng)", "se a, b och c": ids are lower case words joined by hyphens.
REFERENCE = re.compile(r"\bse ([a-z0-9]+(?:-[a-z0-9]+)+)")

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)


def read(path: Path) -> tuple[FrontMatter, str]:
    source, body = split_front_matter(path.read_text(encoding="utf-8"))
    assert source is not None, f"{path.name} saknar uppgifterna mellan ---"
    return parse_front_matter(source, file=path.name), body


def body_of(path: Path) -> str:
    return split_front_matter(path.read_text(encoding="utf-8"))[1]


def headings(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if re.match(r"#{1,6} ", line)]


def sheet_for(path: Path) -> Path:
    if not SHEETS.is_dir():
        pytest.skip("faktabladen som korpusen skrevs från finns inte bredvid projektet")
    sheet = SHEETS / path.name
    if not sheet.is_file():
        pytest.skip(f"{path.name} har inget ursprungligt faktablad")
    return sheet


def test_there_are_documents() -> None:
    assert DOCUMENTS


def test_every_sheet_has_become_a_document() -> None:
    if not SHEETS.is_dir():
        pytest.skip("faktabladen som korpusen skrevs från finns inte bredvid projektet")
    sheets = {path.stem for path in SHEETS.glob("*.md")} - {"INDEX"}
    assert sheets <= {path.stem for path in DOCUMENTS}


@each_document
def test_front_matter_parses_and_id_is_the_file_name(path: Path) -> None:
    matter, _ = read(path)
    assert matter.id == path.stem


@each_document
def test_fields_stand_in_the_order_of_the_schema(path: Path) -> None:
    source, _ = split_front_matter(path.read_text(encoding="utf-8"))
    assert source is not None
    written = re.findall(r"^(\w+):", source, re.MULTILINE)
    assert written == [name for name in FrontMatter.model_fields if name in written]


@each_document
def test_text_is_composed_unicode_with_unix_line_ends(path: Path) -> None:
    raw = path.read_bytes().decode("utf-8")
    assert raw == unicodedata.normalize("NFC", raw)
    assert not set(raw) & {"\ufeff", "\ufffd", "\r", "\t", "\u200b", "\u00ad"}
    assert raw.endswith("\n")


@each_document
def test_body_starts_with_a_second_level_heading(path: Path) -> None:
    body = body_of(path).lstrip("\n")
    assert body.startswith("## ")
    assert all(heading.startswith("## ") for heading in headings(body))
    assert len(headings(body)) == len(set(headings(body)))


@each_document
def test_every_section_has_text(path: Path) -> None:
    sections = re.split(r"^## .*$", body_of(path), flags=re.MULTILINE)[1:]
    assert all(section.strip() for section in sections)


@each_document
def test_dates_and_sources_stand_last(path: Path) -> None:
    found = headings(body_of(path))
    if LAST_HEADING in found:
        assert found[-1] == LAST_HEADING
        section = body_of(path).split(LAST_HEADING, 1)[1].strip()
        assert all(line.startswith("- ") and line.endswith(".") for line in section.splitlines())


@each_document
def test_no_editorial_words_outside_headings(path: Path) -> None:
    text = "\n".join(line for line in body_of(path).splitlines() if not line.startswith("#")).casefold()
    assert [word for word in EDITORIAL if word in text] == []


@each_document
def test_a_copy_at_a_third_party_is_called_a_copy(path: Path) -> None:
    matter, body = read(path)
    host = urlsplit(matter.kalla_url or "").hostname or ""
    if any(name in host for name in COPY_HOSTS):
        section = body.partition(LAST_HEADING)[2]
        assert "kopia" in section and "tredje part" in section


@each_document
def test_references_lead_to_documents(path: Path) -> None:
    known = {document.stem for document in DOCUMENTS}
    assert set(REFERENCE.findall(body_of(path))) <= known


def test_superseded_documents_exist_and_nobody_supersedes_itself() -> None:
    supersedes = {path.stem: read(path)[0].ersatter for path in DOCUMENTS}
    for newer, older in supersedes.items():
        assert newer not in older
        assert set(older) <= set(supersedes), f"{newer} ersätter ett dokument som inte finns"
        assert len(older) == len(set(older))


def test_nobody_is_superseded_in_a_circle() -> None:
    try:
        TopologicalSorter({path.stem: read(path)[0].ersatter for path in DOCUMENTS}).prepare()
    except CycleError as error:
        pytest.fail(f"dokument ersätter varandra i en cirkel: {' → '.join(error.args[1])}")


@each_document
def test_headings_of_the_sheet_are_kept_in_order(path: Path) -> None:
    ours = iter(headings(body_of(path)))
    sheet = headings(body_of(sheet_for(path)))
    assert [heading for heading in sheet if heading not in ours] == []


@each_document
def test_numbers_and_dates_of_the_sheet_are_kept(path: Path) -> None:
    ours, sheet = body_of(path), body_of(sheet_for(path))
    assert set(NUMBER.findall(sheet)) - set(NUMBER.findall(ours)) == set()
    assert set(DATE.findall(sheet)) - set(DATE.findall(ours)) == set()
