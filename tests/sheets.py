"""A small invented corpus, and a world to read it into. Nothing here is true about any municipality."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assistant.adapters.static_embedding import StaticEmbedder
from assistant.domain import Document, Passage
from assistant.ports import Embedder
from assistant.retrieval import storage
from assistant.retrieval.storage import Generation
from assistant.settings import Settings
from ingest.pipeline import IngestReport, ingest

TODAY = date(2026, 11, 21)
FRONT_MATTER = {
    "utgivare": "Kumla kommun",
    "dokumenttyp": "bidragsregler",
    "kommun": "Kumla",
    "hamtad": "2026-11",
    "fullstandighet": "hel",
}


def sheet(identifier: str, body: str, **fields: str) -> str:
    """The text of a fact sheet; ``fields`` are added to its front matter."""
    matter = {"id": identifier, "titel": f"Provblad {identifier}"} | FRONT_MATTER | fields
    lines = [f"{name}: {value}" for name, value in matter.items()]
    return "\n".join(["---", *lines, "---", "", body.strip(), ""])


SHEETS = {
    "kumla-idrottspeng.md": sheet(
        "kumla-idrottspeng",
        """
## Vem kan söka

- Idrottsföreningar med säte i Kumla som har minst 12 medlemmar mellan 7 och 20 år.
- Föreningen ska ha varit registrerad hos Skatteverket i minst 6 månader.

## Belopp

| Bidrag | När | Belopp |
|---|---|---|
| Startpeng | löpande | 1 500 kr, en gång |
| Träningspeng | 10 mars och 10 september | 40 kr per deltagare |
| Lägerpeng | 15 maj | 75 procent av kostnaden, högst 8 000 kr |

## Ansökan

Ansökan görs i kommunens e-tjänst. Den ska innehålla stadgar, årsmötesprotokoll m.m. och en budget.
Beslut lämnas senast den 30 juni. Beslutet går inte att överklaga.
""",
        titel="Idrottspeng i Kumla",
        giltig_fran="2024-01-01",
        kalla_url="https://www.kumla.se/idrottspeng",
    ),
    "nora-kulturpeng.md": sheet(
        "nora-kulturpeng",
        """
## Vad pengarna går till

- Konserter, teater och utställningar som är öppna för alla.
- Resor ersätts inte.

## Sista dag

- Sista ansökningsdag är den 3 oktober.
""",
        titel="Kulturpeng i Nora",
        utgivare="Nora kommun",
        kommun="Nora",
        giltig_fran="2025",
    ),
    "samverkansplan-2018.md": sheet(
        "samverkansplan-2018",
        """
## Mål

1. Fler mötesplatser för unga.
2. Enklare kontakt mellan föreningar och regionen.

## Uppföljning

- Planen följs upp vartannat år av beredningen för tillväxt.
""",
        titel="Samverkansplan 2018–2021",
        utgivare="Region Örebro län",
        dokumenttyp="handlingsplan",
        kommun="regionen",
        giltig_fran="2018",
        giltig_till="2021-12-31",
    ),
    "samverkansplan-2022.md": sheet(
        "samverkansplan-2022",
        """
## Mål

1. Fler digitala mötesplatser för unga.
2. En gemensam ingång för föreningar.

## Uppföljning

- Planen följs upp varje år av regionala tillväxtnämnden.
""",
        titel="Samverkansplan 2022–2030",
        utgivare="Region Örebro län",
        dokumenttyp="handlingsplan",
        kommun="regionen",
        giltig_fran="2022",
        giltig_till="2030",
        ersatter="samverkansplan-2018",
    ),
    "anteckningar/bygdegard.txt": (
        "Om bygdegården i byn\n\nBygdegården renoverades våren 2023. Golvet i stora salen byttes mot ek.\n"
        "Föreningen lånar ut salen till loppis varje lördag.\n"
    ),
    "sida.html": (
        '<!doctype html><html lang="sv"><head><title>Skridskobanan</title></head><body><main>'
        "<h1>Skridskobanan</h1><p>Skridskobanan öppnar när det har varit minus fem grader i tre dygn. "
        "Banan sköts av frivilliga och är öppen till klockan nio på kvällen.</p></main></body></html>\n"
    ),
}


def write_sheets(folder: Path, sheets: dict[str, str] = SHEETS) -> Path:
    """Write files by relative path; returns the folder."""
    for name, text in sheets.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def indexed(folder: Path, sheets: dict[str, str] = SHEETS) -> Settings:
    """Sheets written into a folder and indexed there with the built-in embedder, as settings."""
    made = Settings(data_dir=folder / "data", corpus_dir=write_sheets(folder / "corpus", sheets))
    assert not ingest([made.corpus_dir], made.data_dir, StaticEmbedder()).failed
    return made


@dataclass
class World:
    """A folder with documents, a data directory, and what an ingest between them needs."""

    folder: Path
    data_dir: Path
    embedder: Embedder
    reports: list[IngestReport] = field(default_factory=list)

    def write(self, name: str, text: str) -> Path:
        write_sheets(self.folder, {name: text})
        return self.folder / name

    def ingest(self, *, rebuild: bool = False) -> IngestReport:
        self.reports.append(ingest([self.folder], self.data_dir, self.embedder, rebuild=rebuild))
        return self.reports[-1]

    def generation(self) -> Generation:
        return storage.open_current(self.data_dir)

    def served(self) -> dict[str, Document]:
        """What the serving generation holds, by id."""
        generation = self.generation()
        try:
            return {document.id: document for document in generation.documents()}
        finally:
            generation.close()

    def generations(self) -> list[str]:
        return sorted(path.name for path in self.data_dir.glob("gen-*"))

    def holds(self, words: str) -> bool:
        """True when any file of the data directory has these words, as bytes."""
        return any(words.encode() in path.read_bytes() for path in self.data_dir.rglob("*") if path.is_file())


def document(text: str, **fields: Any) -> Document:
    """A document that no file stands behind."""
    stated: dict[str, Any] = {"id": "prov", "title": "Provblad", "sha256": "0" * 64, "path": "prov.md"} | fields
    return Document(text=text, **stated)


def passage(of: Document, start: int = 0, end: int | None = None, **fields: Any) -> Passage:
    """A stretch of a document as a passage."""
    last = len(of.text) if end is None else end
    stated: dict[str, Any] = {"id": f"{of.id}-{start}", "headings": ("Bidrag",)} | fields
    return Passage(document=of, text=of.text[start:last], start=start, end=last, **stated)
