"""In a child process: one page of a PDF as a picture, and where a quote stands on it. A broken file costs only the child."""

from __future__ import annotations

import json
import struct
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

WIDTH: Final = 1240  # of the picture: sharp on a screen, and still readable when it is enlarged
MOST_PIXELS: Final = 6_000_000  # a page may be a poster
SAME: Final = 0.98  # of the letters under the boxes and in the quote; with fewer, the place is not exact
HEAD: Final = struct.Struct(">Q")  # the length of what is told about the picture


def main(path: str, number: int, memory: int) -> None:
    """The quote comes on standard input; what is told about the picture as JSON, and the picture, on standard output."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    quote = sys.stdin.buffer.read().decode("utf-8", "replace")
    about, picture = drawn(Path(path).read_bytes(), number, quote)
    told = json.dumps(about).encode("ascii")
    sys.stdout.buffer.write(HEAD.pack(len(told)) + told + picture)


def drawn(data: bytes, number: int, quote: str) -> tuple[dict[str, Any], bytes]:
    """Page ``number`` (from 1) as PNG, with its size in pixels, how many pages there are, and the boxes of the quote."""
    import pypdfium2 as pdfium

    from ingest.readers.pdf_marks import quote_boxes

    document = pdfium.PdfDocument(data)
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(WIDTH / width, (MOST_PIXELS / (width * height)) ** 0.5)
    image = page.render(scale=scale).to_pil().convert("RGB").quantize(64)
    file = BytesIO()
    image.save(file, format="PNG")
    boxes = [(box.x0, box.y0, box.x1, box.y1) for box in quote_boxes(data, number, quote)] if quote else []
    if boxes and not page.get_rotation() and not _is_exact(page, boxes, quote):
        boxes = []
    return {"width": image.width, "height": image.height, "pages": len(document), "boxes": boxes}, file.getvalue()


def _is_exact(page: Any, boxes: Sequence[tuple[float, ...]], quote: str) -> bool:
    """Whether the letters under the boxes are those of the quote. If they are not, nothing may be marked."""
    text = page.get_textpage()
    left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    found: Counter[str] = Counter()
    for x0, y0, x1, y1 in boxes:
        inset = (y1 - y0) / 4  # boxes of lines that stand close may touch
        under = text.get_text_bounded(
            left + x0 * width, top - (y1 - inset) * height, left + x1 * width, top - (y0 + inset) * height
        )
        found += _letters(under)
    wanted = _letters(quote)
    return 2 * (found & wanted).total() >= SAME * (found.total() + wanted.total())


def _letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
