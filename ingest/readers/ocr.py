"""Text from pictures of pages, by Tesseract with Swedish where it is installed (Debian: tesseract-ocr-swe)."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import time
from collections.abc import Sequence

import pypdfium2 as pdfium
from pypdfium2 import raw

from assistant.settings import load_settings

RESOLUTION = 200  # dots per inch: more costs time and gives hardly better text from office scans
MOST_OBJECTS = 8_000  # on a page: more are a drawing, which takes long to render
LARGEST_SIDE = 4000  # dots
NEXT_STEP = (
    "Installera tesseract-ocr och tesseract-ocr-swe, eller kör texttolkning (OCR) på filen, "
    "eller spara originalet som PDF med text"
)


@functools.cache
def is_installed() -> bool:
    """True when Tesseract and its Swedish model can be run."""
    program = shutil.which("tesseract")
    if not program:
        return False
    try:
        known = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return "swe" in known.stdout.split()


def read_pages(document: pdfium.PdfDocument, places: Sequence[int]) -> dict[int, str]:
    """Page (from 0) → text, for as many of the pages as CIVSAM_OCR_SECONDS has time for."""
    deadline = time.monotonic() + load_settings().ocr_seconds
    found: dict[int, str] = {}
    for place in places:
        left = deadline - time.monotonic()
        if left < 1.0:
            break
        try:
            found[place] = _read(document, place, left)
        except (OSError, subprocess.SubprocessError, pdfium.PdfiumError):
            continue  # the page is flagged as being without text
    return found


def _read(document: pdfium.PdfDocument, place: int, seconds: float) -> str:
    page = document[place]
    try:
        if not 1 <= raw.FPDFPage_CountObjects(page) <= MOST_OBJECTS:
            return ""
        width, height = page.get_size()
        scale = min(RESOLUTION / 72, LARGEST_SIDE / max(width, height, 1.0))
        bitmap = page.render(scale=scale, grayscale=True)
        stride, rows = bitmap.stride, bytes(bitmap.buffer)
        lines = [rows[row * stride : row * stride + bitmap.width] for row in range(bitmap.height)]
        picture = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
        bitmap.close()
    finally:
        page.close()
    done = subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", "swe", "--dpi", str(round(scale * 72))],
        input=picture,
        capture_output=True,
        timeout=seconds,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return paragraphs(done.stdout.decode("utf-8", "replace"))


def paragraphs(text: str) -> str:
    """Tesseract's lines put together to paragraphs, which it separates with blank lines."""
    blocks = re.split(r"\n\s*\n", text.replace("\f", "\n").strip())
    return "\n\n".join(_paragraph(block.splitlines()) for block in blocks if block.strip())


def _paragraph(lines: Sequence[str]) -> str:
    from ingest.clean import clean_characters, hyphen_glue
    from ingest.split import is_list_item

    text = ""
    for line in filter(None, (clean_characters(line).strip() for line in lines)):
        last = text.rsplit("\n", 1)[-1]
        glue = hyphen_glue(last, line)
        if glue is not None:
            text = text[:-1] + glue + line
        else:
            text += ("\n" if text and is_list_item(line) else " " if text else "") + line
    return text
