"""Files made to break a reader: bombs, loops, depth without end, absurd numbers, and files that are merely very large."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(objects: dict[int, bytes], root: int = 1) -> bytes:
    """A PDF of these objects, with a right cross-reference table."""
    parts, offsets, position = [b"%PDF-1.7\n"], {}, 9
    for number, body in objects.items():
        offsets[number] = position
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        position += len(parts[-1])
    last = max(objects)
    table = b"".join(
        b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 65535 f \n" for n in range(last + 1)
    )
    end = b"xref\n0 %d\n%btrailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        last + 1, table, last + 1, root, position,
    )  # fmt: skip
    return b"".join(parts) + end


def stream(data: bytes, extra: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object."""
    if packed:
        data, extra = zlib.compress(data, 9), extra + b"/Filter/FlateDecode"
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (extra, len(data), data)


def one_page(
    content: bytes, extra: dict[int, bytes] | None = None, page: bytes = b"", *, packed: bool = False
) -> bytes:
    """A page with this content."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%b>>>>" % page,
        4: stream(content, packed=packed),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }
    return pdf(objects | (extra or {}))


TEXT = b"BT /F 11 Tf 50 700 Td (Bidrag soks senast den 30 april.) Tj ET\n"


def many_pages(count: int, content: bytes) -> bytes:
    """So many pages, all with the same content."""
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 10 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count),
        4: stream(content),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    return pdf(objects | dict.fromkeys(range(10, 10 + count), page))


def hostile_pdfs(*, quick: bool = False) -> Iterator[tuple[str, bytes]]:
    """(name, bytes); ``quick`` leaves out those that are merely large."""
    if not quick:
        yield from _large_pdfs()
    yield (
        "rutnat",
        one_page(
            TEXT + b"".join(b"%d %d 3 3 re S\n" % (x % 190 * 3, x // 190 * 4) for x in range(39_000)), packed=True
        ),
    )
    yield (
        "djup-form",
        one_page(
            b"/X Do",
            {
                n: stream(
                    b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (n + 1)
                )
                for n in range(20, 3000)
            },
            b"/XObject<</X 20 0 R>>",
        ),
    )
    yield (
        "form-i-sig-sjalv",
        one_page(
            b"/X Do",
            {
                20: stream(
                    TEXT + b"/X Do /X Do",
                    b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 20 0 R>>>>",
                )
            },
            b"/XObject<</X 20 0 R>>",
        ),
    )
    yield (
        "forgrenade-former",
        one_page(
            b"/X Do",
            {
                n: stream(
                    b"/X Do " * 10,
                    b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (n + 1),
                )
                for n in range(20, 32)
            }
            | {32: stream(TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")},
            b"/XObject<</X 20 0 R>>",
        ),
    )
    yield (
        "sidtrad-i-ring",
        pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999>>"}),
    )
    yield (
        "djupt-sidtrad",
        pdf(
            {1: b"<</Type/Catalog/Pages 2 0 R>>"}
            | {n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, 5000)}
        ),
    )
    yield "en-miljard-sidor", pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 1000000000>>"})
    outline = {1: b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>"}
    yield (
        "innehall-i-ring",
        one_page(
            TEXT,
            outline
            | {6: b"<</First 7 0 R/Last 7 0 R>>", 7: b"<</Title(A)/Next 7 0 R/First 7 0 R/Parent 6 0 R/Dest[3 0 R]>>"},
        ),
    )
    yield (
        "innehall-utan-slut",
        one_page(
            TEXT,
            outline
            | {6: b"<</First 20 0 R>>"}
            | {n: b"<</Title(A)/Next %d 0 R/Dest[3 0 R/Fit]>>" % (n + 1) for n in range(20, 200_000)},
        ),
    )
    yield (
        "sidnummer-i-ring",
        one_page(TEXT, {1: b"<</Type/Catalog/Pages 2 0 R/PageLabels 6 0 R>>", 6: b"<</Kids[6 0 R 6 0 R]>>"}),
    )
    yield "djupa-listor", one_page(TEXT + b"[" * 500_000, packed=True)
    yield "djup-ordbok", pdf({1: b"<</A" * 100_000 + b">>" * 100_000, 2: b"<<>>"})
    yield "enorm-sida", one_page(b"BT /F 900000 Tf 1 1 Td (Stor) Tj ET").replace(b"[0 0 595 842]", b"[0 0 9e9 9e9]")
    yield (
        "enorm-bild",
        one_page(
            b"/I Do",
            {
                20: stream(
                    b"\0" * 1000,
                    b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8",
                    packed=True,
                )
            },
            b"/XObject<</I 20 0 R>>",
        ),
    )
    yield "nan-och-oandligt", one_page(b"BT /F 1e38 Tf 1e38 0 0 1e38 1e38 -1e38 Tm (Ord) Tj ET " + TEXT)
    yield (
        "javascript",
        one_page(TEXT, {1: b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"}),
    )


def _large_pdfs() -> Iterator[tuple[str, bytes]]:
    line = b"BT /F 9 Tf 50 %d Td (En rad med ord om bidrag till alla foreningar i kommunen under aret.) Tj ET\n"
    full = b"".join(line % y for y in range(780, 60, -12))
    yield "tio-tusen-sidor", many_pages(10_000, full)
    yield "sextio-tusen-sidor", many_pages(60_000, TEXT)
    yield "hundra-megabyte", one_page(TEXT, {9: stream(bytes(range(256)) * 400_000)})
    yield "bomb", one_page(b"q Q " * 50_000_000, packed=True)
    yield "dubbel-bomb", one_page(b"", {4: _twice(b"q Q\n" * 30_000_000)})
    yield "tusen-rader-text", one_page(TEXT * 200_000, packed=True)
    yield (
        "ord-overallt",
        one_page(
            b"".join(b"BT /F 5 Tf %d %d Td (ord) Tj ET\n" % (x * 7 % 590, x * 13 % 840) for x in range(60_000)),
            packed=True,
        ),
    )
    yield (
        "alla-bokstaver-for-sig",
        one_page(
            b"".join(b"BT /F 9 Tf %d %d Td (a) Tj ET\n" % (x % 100 * 6, 830 - x // 100 * 2) for x in range(40_000)),
            packed=True,
        ),
    )
    yield (
        "miljon-linjer",
        one_page(b"".join(b"%d 10 m %d 800 l S\n" % (x % 590, x % 590) for x in range(500_000)), packed=True),
    )


def _twice(data: bytes) -> bytes:
    packed = zlib.compress(zlib.compress(data, 9), 9)
    return b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%b\nendstream" % (len(packed), packed)


def _zip(parts: dict[str, bytes], count: int = 0) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
        for number in range(count):
            file.writestr(f"word/media/{number}.png", b"")
    return buffer.getvalue()


def _word(body: bytes, opening: bytes = b"") -> bytes:
    return _zip(
        {
            "word/document.xml": opening
            + b'<w:document xmlns:w="%b"><w:body>%b</w:body></w:document>' % (WORD.encode(), body)
        }
    )


def hostile_files() -> Iterator[tuple[str, str, bytes]]:
    """(name, suffix, bytes)."""
    for name, data in hostile_pdfs():
        yield name, ".pdf", data
    laughs = (
        b'<!DOCTYPE a [<!ENTITY a "skratt">'
        + b"".join(b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]>"
    )
    paragraph = b"<w:p><w:r><w:t>Bidrag</w:t></w:r></w:p>"
    yield "skratt", ".docx", _word(b"<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", laughs)
    yield "zip-bomb", ".docx", _zip({"word/document.xml": b" " * 300_000_000})
    yield "zip-bomb", ".odt", _zip({"content.xml": b" " * 300_000_000})
    yield "hundra-tusen-delar", ".docx", _zip({"word/document.xml": b"<a/>"}, 100_000)
    yield "djup-xml", ".docx", _word(b"<w:tbl><w:tr><w:tc>" * 50_000)
    yield "djupa-tabeller", ".docx", _word(b"<w:tbl><w:tr><w:tc>" * 80 + paragraph + b"</w:tc></w:tr></w:tbl>" * 80)
    yield "miljon-stycken", ".docx", _word(paragraph * 1_000_000)
    yield (
        "bred-tabell",
        ".docx",
        _word(
            b"<w:tbl>"
            + b"<w:tr>"
            + b'<w:tc><w:tcPr><w:gridSpan w:val="50"/></w:tcPr>%b</w:tc>' % paragraph * 20_000
            + b"</w:tr>" * 1
            + b"</w:tbl>"
        ),
    )
    yield "djup-html", ".html", b"<div>" * 200_000 + b"Bidrag"
    yield "djupa-listor", ".html", b"<ul><li>" * 50_000 + b"Bidrag"
    yield "stor-html", ".html", b"<p>Bidrag till foreningar i kommunen.</p>" * 1_000_000
    yield (
        "bred-tabell",
        ".html",
        b"<table>" + b"<tr>" + b"<td colspan=1000 rowspan=1000>a</td>" * 2000 + b"</tr></table>",
    )
    yield "skratt", ".html", laughs + b"<p>&j;</p>"
    yield "en-lang-rad", ".txt", b"bidrag " * 5_000_000
    yield "bara-radbrytningar", ".txt", b"a\n" * 10_000_000
    yield "streck", ".txt", b"- " * 10_000_000
    yield "djupa-citat", ".md", b">" * 200_000 + b" Bidrag"
    yield "klamrar", ".md", b"[" * 200_000 + b"Bidrag" + b"](" * 200_000
    yield "stjarnor", ".md", b"*a _b " * 200_000
    yield "tabellrader", ".md", b"| a | b |\n|---|---|\n" + b"| 1 | 2 |\n" * 500_000
