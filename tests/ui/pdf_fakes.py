"""Two PDF files as they are after an ingest: documents, passages, and the files in a data directory."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from page_fakes import FakeAssistant, answered, cite

from assistant.domain import Citation, Delta, Document, Done, Passage, Question, Statement
from ingest import kept
from ingest.documents import build_document

FILES = Path(__file__).resolve().parents[1] / "ingest/files"


class PdfLibrary:
    """The documents of some of the files that the readers are tested with."""

    def __init__(self, data_dir: Path, *names: str) -> None:
        self._read = [build_document(FILES / name, FILES)[:2] for name in names]
        (data_dir / kept.FOLDER).mkdir(parents=True)
        for name, (document, _) in zip(names, self._read, strict=True):
            shutil.copy(FILES / name, data_dir / kept.FOLDER / f"{document.sha256}.pdf")

    def documents(self) -> Iterator[Document]:
        return (document for document, _ in self._read)

    @property
    def catalogue(self) -> tuple[Document, ...]:
        return tuple(replace(document, text="") for document in self.documents())

    def document_called(self, identifier: str) -> Document | None:
        return next((document for document in self.documents() if document.id == identifier), None)

    def passages_of(self, document: Document) -> tuple[Passage, ...]:
        return next(passages for one, passages in self._read if one.id == document.id)

    def citation(self, document_id: str = "plan") -> Citation:
        """A whole line on the second page of a document."""
        document = next(one for one in self.documents() if one.id == document_id)
        passage = next(one for one in self.passages_of(document) if one.physical_page == 2)
        line = next(one for one in passage.text.splitlines() if len(one) > 30 and not one.startswith("|"))
        return cite(passage, line)


class PdfAssistant(FakeAssistant):
    """Answers with one line of a PDF."""

    def __init__(self, library: PdfLibrary) -> None:
        super().__init__(0)
        self.generation = library  # type: ignore[assignment]

    def stream(self, question: Question) -> Iterator[Delta | Done]:
        citation = self.generation.citation()  # type: ignore[attr-defined]
        said = (Statement(citation.quote, (1,), verified=True),)
        yield Done(answered(question, statements=said, citations=(citation,), near_misses=(), notices=()))
