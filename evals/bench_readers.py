"""How fast PDF files are read: ``python -m evals.bench_readers [FILE_OR_FOLDER ...] [--peers]``.

Pages a second of our reader (columns, tables, headings, hidden text) against bare text extraction with pypdf, pypdfium2 and,
with ``--peers`` and where it is installed, pdfplumber: the same files in the same run, the best of five. Without files those
of the tests are read, each repeated to forty pages.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
from pypdf import PdfReader, PdfWriter

from assistant.settings import PROJECT
from ingest.readers import read_data

ROUNDS = 5
PAGES = 40
OURS, PYPDF = "civsam", "pypdf"
WANTED = 0.7  # of the speed of pypdf


def civsam(data: bytes) -> int:
    """Our reader; the number of pages."""
    return len(read_data(data, ".pdf", where="bench").pages)


def with_pypdf(data: bytes) -> int:
    """Bare text by pypdf."""
    return len([page.extract_text() for page in PdfReader(io.BytesIO(data)).pages])


def with_pdfium(data: bytes) -> int:
    """Bare text by PDFium."""
    document = pdfium.PdfDocument(data)
    return len([document[place].get_textpage().get_text_range() for place in range(len(document))])


def with_pdfplumber(data: bytes) -> int:
    """Bare text by pdfplumber."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return len([page.extract_text() for page in document.pages])


def repeated(data: bytes) -> bytes:
    """The file with its pages over and over."""
    pages = len(PdfReader(io.BytesIO(data)).pages)
    writer = PdfWriter()
    for _ in range(max(1, PAGES // pages)):
        writer.append(io.BytesIO(data))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def speeds(readers: dict[str, Callable[[bytes], int]], data: bytes) -> dict[str, float]:
    """Pages a second of each reader, the best of the rounds; they take turns, so that a busy machine is busy for all."""
    best = dict.fromkeys(readers, 0.0)
    for _ in range(ROUNDS):
        for name, read in readers.items():
            start = time.perf_counter()
            pages = read(data)
            best[name] = max(best[name], pages / (time.perf_counter() - start))
    return best


def say(line: str) -> None:
    """One line for the one who runs this."""
    sys.stdout.write(f"{line}\n")


def main(arguments: list[str]) -> int:
    """Print a table; 1 when our reader is slower than is wanted on some file."""
    readers: dict[str, Callable[[bytes], int]] = {OURS: civsam, PYPDF: with_pypdf, "pypdfium2": with_pdfium}
    if "--peers" in arguments:
        readers["pdfplumber"] = with_pdfplumber
    named = [Path(name) for name in arguments if not name.startswith("-")] or [PROJECT / "tests" / "ingest" / "files"]
    files = [path for place in named for path in ([place] if place.is_file() else sorted(place.glob("*.pdf")))]
    is_slow = False
    say("| Fil | " + " | ".join(f"{name}, sidor/s" for name in readers) + " | civsam/pypdf |")
    say("|---|" + "---:|" * (len(readers) + 1))
    for path in files:
        data = repeated(path.read_bytes())
        if not with_pypdf(data) or path.stem == "skannad":  # reading a picture is another matter
            continue
        found = speeds(readers, data)
        ratio = found[OURS] / found[PYPDF]
        is_slow |= ratio < WANTED
        say(f"| {path.name} | " + " | ".join(f"{value:.0f}" for value in found.values()) + f" | {ratio:.2f} |")
    return int(is_slow)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
