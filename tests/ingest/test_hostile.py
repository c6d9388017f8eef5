"""Files made to break a reader: each is read or refused in Swedish within its limits, and the next good file is read.

Those with broken page labels end PDFium itself: then the file is read once more, by pypdf.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest

from assistant.errors import DocumentError
from evals import hostile_files as hostile
from evals.fuzz_readers import mutated
from ingest.guard import GuardedReader
from ingest.readers import read_data
from tests.ingest.make_files import FILES

QUICK = dict(hostile.hostile_pdfs(quick=True))
SECONDS = 30.0


@pytest.fixture(scope="module")
def reader() -> Iterator[GuardedReader]:
    with pytest.MonkeyPatch.context() as patch, GuardedReader() as opened:
        patch.setenv("CIVSAM_OCR_SECONDS", "0")
        yield opened


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_pdf_is_read_or_refused_and_the_next_file_is_read(reader: GuardedReader, name: str) -> None:
    start = time.monotonic()
    try:
        assert reader.read(QUICK[name], ".pdf", where=name).pages
    except DocumentError as error:
        assert error.where == name and error.next_step
    assert time.monotonic() - start < SECONDS
    assert reader.peak_memory() < 1 << 30
    assert "mars" in reader.read("Sök före mars.".encode(), ".txt", where="b").pages[0].text


@pytest.mark.parametrize("name", ["innehall-i-ring", "sidnummer-i-ring", "nan-och-oandligt", "javascript"])
def test_what_is_broken_around_the_text_does_not_cost_the_text(reader: GuardedReader, name: str) -> None:
    assert "Bidrag soks senast den 30 april." in reader.read(QUICK[name], ".pdf", where=name).pages[0].text


def test_damaged_copies_of_the_files(reader: GuardedReader) -> None:
    for path in sorted(FILES.iterdir()):
        if path.suffix not in (".pdf", ".docx", ".odt"):
            continue
        for number in range(6):
            data = mutated(path.read_bytes(), random.Random(f"{path.name}{number}"))
            try:
                assert reader.read(data, path.suffix, where="fil").pages
            except DocumentError as error:
                assert error.where == "fil" and error.next_step
        assert reader.read(path.read_bytes(), path.suffix, where="fil") == read_data(
            path.read_bytes(), path.suffix, where="fil"
        )
