"""One file becomes one Document and its passages."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from assistant.domain import NATIONAL, REGION, Document, Health, Page, PartialDate, Passage
from assistant.errors import FrontMatterError, Unreadable
from assistant.language.values import MONTHS
from assistant.passages.orders import is_order
from assistant.passages.units import orders_in
from ingest.clean import clean_characters, clean_pages, invisible_characters
from ingest.front_matter import STAFF, FrontMatter, has_lost_its_fence, parse_front_matter, split_front_matter
from ingest.readers import MARKDOWN_SUFFIXES, Reading, check_amount, load, read_data
from ingest.split import PageSpan, first_heading, split

PAGE_BREAK = "\n\n"
_KINDS = {"overenskommelse": "överenskommelse"}
_AREAS = {REGION: "hela Örebro län (regionen)", NATIONAL: "hela landet (nationellt)"}
_COMPLETENESS = {"hel": "helt", "delvis": "delvis", "tunn": "bara till en liten del"}


class ReadData(Protocol):
    """Reads the bytes of a file that is no fact sheet: here, or in a child process."""

    def __call__(self, data: bytes, suffix: str, *, where: str) -> Reading: ...


class Built(NamedTuple):
    """A document that was read: its passages, Swedish warnings, and how the reading went."""

    document: Document
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...]
    health: Health


def build_document(
    path: Path, root: Path, read: ReadData = read_data
) -> tuple[Document, tuple[Passage, ...], tuple[str, ...]]:
    """Read, clean and split ``path``. Returns the document, its passages, and Swedish warnings."""
    return read_document(path, relative_path(path, root), read)[:3]


def read_document(
    path: Path,
    file: str,
    read: ReadData = read_data,
    stated: Mapping[str, Any] = MappingProxyType({}),
    unnamed: Collection[str] = (),
) -> Built:
    """Read, clean and split ``path``, which is called ``file``.

    ``stated`` are fields of the document that are known from elsewhere; its title only counts when the file has none.
    ``unnamed`` are ids that the fields of a fact sheet must not tell.
    """
    data = load(path, where=file)
    matter, reading = _read(data, path.suffix.lower(), file, read)
    if matter and unnamed:
        matter = matter.model_copy(update={"ersatter": tuple(name for name in matter.ersatter if name not in unnamed)})
    check_amount(reading, where=file)
    text, spans = _join(
        clean_pages(reading.pages, is_laid_out=reading.is_laid_out), about_fact_sheet(matter) if matter else ""
    )
    fields = _stated(matter) if matter else _guessed(reading, text, file)
    if stated:
        title = reading.title or first_heading(text) or stated["title"]
        fields = {**fields, **stated, "title": title}
    document = Document(text=text, sha256=hashlib.sha256(data).hexdigest(), path=file, **fields)
    passages = split(document, spans)
    if not passages:
        raise Unreadable("Filen har ingen text att söka i", where=file, next_step="Fyll på filen eller ta bort den")
    invisible = 0 if matter else sum(invisible_characters(page.text) for page in reading.pages)
    if invisible:
        reading = replace(reading, warnings=(*reading.warnings, f"{invisible} osynliga tecken togs bort"))
    reading = replace(reading, warnings=(*reading.warnings, *_orders(document, passages)))
    warnings = tuple(f"{file}: {warning}" for warning in reading.warnings)
    return Built(document, passages, warnings, _health(reading, text))


def _orders(document: Document, passages: Sequence[Passage]) -> Iterator[str]:
    """A warning for every place that gives orders to whoever answers; the words themselves are not repeated."""
    if is_order(document.title):
        yield f"Titeln {_ORDER}"
    for passage in passages:
        if orders_in(passage) or any(map(is_order, passage.headings)):
            page = f" på sidan {passage.printed_page}" if passage.printed_page else ""
            under = next((heading for heading in reversed(passage.headings) if not is_order(heading)), "")
            where = f" under ”{under}”" if under else ""
            yield f"Något{page}{where} {_ORDER}"


_ORDER = "ser ut som en order till den som svarar (en språkmodell). Det visas aldrig i svar. Läs stället i filen"
_TABLE = re.compile(r"^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+\|?[ \t]*$", re.MULTILINE)


def _health(reading: Reading, text: str) -> Health:
    numbered = [page for page in reading.pages if page.number is not None]
    empty = tuple(page.number for page in numbered if page.number is not None and not page.text.strip())
    return Health(len(numbered), empty, len(_TABLE.findall(text)), len(text), reading.warnings)


def relative_path(path: Path, root: Path) -> str:
    """The posix path of a file relative to its root; the file's name when it is its own root."""
    relative = path.relative_to(root) if path != root and path.is_relative_to(root) else Path(path.name)
    return os.fsencode(relative.as_posix()).decode("utf-8", errors="replace")


def _read(data: bytes, suffix: str, file: str, read: ReadData) -> tuple[FrontMatter | None, Reading]:
    if suffix not in MARKDOWN_SUFFIXES:
        return None, read(data, suffix, where=file)
    from ingest.readers import markdown

    text, warnings = markdown.decode(data, where=file)
    source, body = split_front_matter(text)
    if source is None:
        if text.split("\n", 1)[0].rstrip() == "---":
            raise FrontMatterError(
                "Uppgifterna överst i filen börjar med --- men avslutas aldrig",
                where=file,
                next_step="Skriv --- på en egen rad efter den sista uppgiften",
            )
        if has_lost_its_fence(text):
            raise FrontMatterError(
                "Filen börjar med uppgifter som id och titel, men raden --- före dem saknas",
                where=file,
                next_step="Skriv --- ensamt på filens allra första rad, och på en egen rad efter den sista uppgiften",
            )
        return None, markdown.read_text(body, warnings)
    return parse_front_matter(source, file=file), markdown.read_text(body, warnings)


def _join(pages: Sequence[Page], opening: str) -> tuple[str, tuple[PageSpan, ...]]:
    """Pages as one text, with where each of them lies."""
    parts, spans, position = [], [], 0
    for page in (Page(None, opening), *pages):
        if page.text:
            parts.append(page.text)
            spans.append(PageSpan(page.number, position, position + len(page.text), page.physical, page.label))
            position += len(page.text) + len(PAGE_BREAK)
    return PAGE_BREAK.join(parts), tuple(spans)


def _stated(matter: FrontMatter) -> dict[str, Any]:
    """The fields of a document as its editor states them."""
    return {
        "id": matter.id,
        "title": matter.titel,
        "publisher": matter.utgivare,
        "kind": matter.dokumenttyp,
        "municipalities": matter.kommun,
        "decided": matter.beslutad,
        "valid_from": matter.giltig_fran,
        "valid_to": matter.giltig_till,
        "supersedes": matter.ersatter,
        "source_url": matter.kalla_url,
        "source_date": matter.kalla_datum,
        "retrieved": matter.hamtad,
        "completeness": matter.fullstandighet,
        "staff_only": matter.atkomst == STAFF,
        "is_fact_sheet": True,
    }


def _guessed(reading: Reading, text: str, file: str) -> dict[str, Any]:
    """The fields of a document without front matter: its path and what the file itself says."""
    name = PurePosixPath(file)
    heading = (
        None if reading.is_laid_out else first_heading(text)
    )  # a PDF says itself which of its headings is the title
    title = reading.title or heading or name.stem.replace("-", " ").replace("_", " ").strip() or name.stem
    identifier = unicodedata.normalize("NFC", name.with_suffix("").as_posix())
    return {"id": identifier, "title": title, "source_date": _date(reading.date)}


def _date(text: str | None) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError:
        return None


def about_fact_sheet(matter: FrontMatter) -> str:
    """What the front matter says, as Swedish sentences that can be searched and quoted."""
    areas = ", ".join(_AREAS.get(area, area) for area in matter.kommun)
    sentences = [
        f"Titel: {matter.titel}",
        f"Utgivare: {matter.utgivare}",
        f"Dokumenttyp: {_KINDS.get(matter.dokumenttyp, matter.dokumenttyp)}",
        f"Gäller: {areas}" if areas else "",
        f"Beslutad: {_with_iso(matter.beslutad)}" if matter.beslutad else "",
        _validity(matter.giltig_fran, matter.giltig_till),
        f"Ersätter: {', '.join(matter.ersatter)}" if matter.ersatter else "",
        f"Källans datum: {_with_iso(matter.kalla_datum)}" if matter.kalla_datum else "",
        f"Uppgifterna hämtades {_when(matter.hamtad)}",
        f"Faktabladet återger källan {_COMPLETENESS[matter.fullstandighet]}",
    ]
    bullets = [
        f"- {sentence}" if sentence.endswith((".", "!", "?")) else f"- {sentence}."
        for sentence in sentences
        if sentence
    ]
    return clean_characters("\n".join(["## Om faktabladet", *bullets]))


def _validity(first: PartialDate | None, last: PartialDate | None) -> str:
    if first and last:
        return f"Giltig från {in_words(first)} till och med {in_words(last)}"
    if first:
        return f"Giltig från {in_words(first)}"
    return f"Giltig till och med {in_words(last)}" if last else ""


def in_words(when: PartialDate) -> str:
    """A date in Swedish, no more exact than it is known: 7 december 2021, december 2021, 2021."""
    if when.first == when.last:
        return f"{when.first.day} {_month(when.first)} {when.first.year}"
    return f"{_month(when.first)} {when.first.year}" if len(str(when)) == 7 else f"{when.first.year}"


def _with_iso(when: PartialDate) -> str:
    return f"{in_words(when)} ({when})" if when.first == when.last else in_words(when)


def _when(when: PartialDate) -> str:
    if when.first == when.last:
        return f"den {in_words(when)}"
    return f"i {in_words(when)}" if len(str(when)) == 7 else in_words(when)


def _month(day: date) -> str:
    return MONTHS[day.month - 1]
