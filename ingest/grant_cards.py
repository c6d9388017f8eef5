"""Grant cards from the editors' files, checked word for word against their documents. One bad card never stops the others.

A file is named after its document: bidrag/orten-foreningsbidrag.yaml holds the cards of orten-foreningsbidrag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import GrantCardError
from assistant.grants import deadlines
from assistant.grants.cards import Field, Grant, Quote, Time, record_of
from assistant.grants.deadlines import Relative, Rolling, Unstated, WeekRule
from assistant.language.swedish import normalise
from assistant.language.values import values
from ingest.grant_schema import CardEntry, TimeEntry
from ingest.structures import Read, Refused, Structure
from ingest.yaml_lines import Item, YamlFault, read_list

_NEXT = "Rätta kortet och läs in igen. Fälten förklaras i corpus/bidrag/README.md"
_ANY_TIME = re.compile(r"löpande|när som helst|hela året|året om|ingen sista dag|permanent")


class _Wrong(Exception):
    """A field that does not hold, by its place in the card."""

    def __init__(self, place: tuple[str | int, ...], what: str) -> None:
        self.place, self.what = place, what


def read_cards(files: Sequence[Path], reads: Sequence[Read]) -> Structure:
    """The cards of every file, held against the documents that were read."""
    by_id = {read.document.id: read for read in reads}
    records: list[dict[str, Any]] = []
    refused: list[Refused] = []
    seen: dict[str, str] = {}
    for file in files:
        try:
            items = read_list(file, "kort")
            read = _read_of(file, by_id)
        except YamlFault as fault:
            where = f"{file}, rad {fault.line}" if fault.line else str(file)
            what = f"Filen med bidragskort går inte att använda: {fault.what}"
            refused.append(Refused(file, GrantCardError(what, where=where, next_step=_NEXT)))
            continue
        except GrantCardError as error:
            refused.append(Refused(file, error))
            continue
        for item in items:
            try:
                grant = read_card(item, read, file)
                _refuse_second(grant, seen, f"{file}, rad {item.line}")
            except GrantCardError as error:
                refused.append(Refused(file, error))
            else:
                records.append(record_of(grant))
    return Structure(records, refused)


def read_card(item: Item, read: Read, file: Path) -> Grant:
    """One card. Raises GrantCardError with file, line, card, field and what is allowed."""
    try:
        entry = CardEntry.model_validate(item.data)
        return _card(entry, read, file.name)
    except ValidationError as error:
        faults = [(tuple(fault["loc"]), _sentence(dict(fault))) for fault in error.errors()]
    except _Wrong as wrong:
        faults = [(wrong.place, f"Fältet {_named(wrong.place)!r} {wrong.what}")]
    name = item.data.get("id", "utan id") if isinstance(item.data, dict) else "utan id"
    lines = ", ".join(dict.fromkeys(str(item.line_of(place)) for place, _ in faults))
    raise GrantCardError(
        ". ".join(sentence for _, sentence in faults), where=f"{file}, rad {lines}, kort {name}", next_step=_NEXT
    )


def _read_of(file: Path, by_id: Mapping[str, Read]) -> Read:
    if file.stem not in by_id:
        missing = GrantCardError(
            f"Korten hör till dokumentet {file.stem!r}, som inte finns bland dem som lästes in",
            where=str(file),
            next_step="Ge filen samma namn som dokumentets id, eller ta bort den",
        )
        missing.awaits = file.stem
        raise missing
    return by_id[file.stem]


def _refuse_second(grant: Grant, seen: dict[str, str], place: str) -> None:
    if grant.id in seen:
        raise GrantCardError(
            f"Kortet {grant.id!r} finns två gånger",
            where=f"{seen[grant.id]} och {place}",
            next_step="Ge varje kort ett eget id",
        )
    seen[grant.id] = place


def _card(entry: CardEntry, read: Read, file: str) -> Grant:
    document = read.document
    quote = _find(read, entry.citat, ("citat",))
    for name, value in (("namn", entry.namn), ("givare", entry.givare or document.publisher or "")):
        if normalise(value) not in normalise(document.text):
            raise _Wrong((name,), f"har värdet {value!r}, som inte står i dokumentet")
    fields = {field: tuple(_quotes(read, entry, field, quote)) for field in Field if getattr(entry, field)}
    areas = tuple(entry.kommun or document.municipalities)
    for area in entry.kommun or ():
        if area not in document.municipalities and normalise(area) not in normalise(document.text):
            raise _Wrong(("kommun",), f"har värdet {area!r}, som inte står i dokumentet")
    said = (quote, *(one for several in fields.values() for one in several))
    return Grant(
        id=entry.id,
        name=entry.namn,
        giver=entry.givare or document.publisher or "",
        areas=areas,
        document=document,
        file=file,
        quote=quote,
        status=entry.status,
        status_quote=_find(read, entry.status_citat, ("status_citat",)) if entry.status_citat else None,
        kinds=entry.foreningar,
        purposes=entry.andamal,
        times=tuple(_time(read, entry, number, quote) for number in range(len(entry.tid))),
        ages=entry.alder,
        ages_quote=_stating(said, [age for age in entry.alder or () if age is not None], "alder"),
        members=entry.medlemmar,
        members_quote=_stating(said, [entry.medlemmar] if entry.medlemmar is not None else [], "medlemmar"),
        fields=fields,
    )


def _quotes(read: Read, entry: CardEntry, field: Field, near: Quote) -> Iterator[Quote]:
    for number, words in enumerate(getattr(entry, field)):
        yield _find(read, words, (str(field), number), near)


def _find(read: Read, words: str, place: tuple[str | int, ...], near: Quote | None = None) -> Quote:
    """Where the words stand: inside ``near`` when they do, else the first time in the document."""
    document = read.document
    start = document.text.find(words, near.start, near.end) if near else -1
    if start < 0:
        starts = [found.start() for found in re.finditer(re.escape(words), document.text)]
        if not starts:
            raise _Wrong(place, f"har orden {words!r}, som inte står ordagrant i dokumentet {document.id!r}")
        start = next((start for start in starts if _is_text(read, start, start + len(words))), -1)
    if start < 0:
        raise _Wrong(place, f"har orden {words!r}, som bara står i en rubrik eller över två avsnitt")
    return Quote(words, start, start + len(words))


def _is_text(read: Read, start: int, end: int) -> bool:
    """True when the words lie inside one passage, so that they can be cited: not in a heading."""
    return any(passage.start <= start and end <= passage.end for passage in read.passages)


def _time(read: Read, card: CardEntry, number: int, card_quote: Quote) -> Time:
    entry = card.tid[number]
    place = ("tid", number)
    quote = _find(read, entry.citat, (*place, "citat"), card_quote) if entry.citat else card_quote
    deadline = deadlines.parse(entry.nar)
    said = normalise(quote.text)
    match deadline:
        case Unstated():
            holds = True
        case Rolling():
            holds = bool(_ANY_TIME.search(said))
        case Relative() | WeekRule():
            holds = normalise(entry.nar) in said.replace("v. ", "vecka ")
        case _:
            holds = values(entry.nar) <= values(quote.text) | values(card.namn)  # the year may stand in the name
    if not holds:
        raise _Wrong((*place, "nar"), f"har värdet {entry.nar!r}, som inte står i citatet {quote.text!r}")
    if entry.avser and normalise(entry.avser) not in normalise(read.document.text):
        raise _Wrong((*place, "avser"), f"har värdet {entry.avser!r}, som inte står i dokumentet")
    return Time(entry.nar, deadline, quote, entry.avser or "")


def _stating(said: Sequence[Quote], numbers: Sequence[int], field: str) -> Quote | None:
    """The quote of the card that states the numbers."""
    if not numbers:
        return None
    wanted = {f"n:{number}" for number in numbers}
    found = next((quote for quote in said if wanted <= values(quote.text)), None)
    if found is None:
        raise _Wrong((field,), f"har {' och '.join(map(str, numbers))}, som inte står i något av kortets citat")
    return found


def _sentence(fault: dict[str, object]) -> str:
    place = fault["loc"]
    assert isinstance(place, tuple)
    if fault["type"] == "missing":
        return f"Fältet {_named(place)!r} saknas"
    if fault["type"] == "extra_forbidden":
        model = TimeEntry if len(place) > 1 else CardEntry
        return f"Fältet {_named(place)!r} finns inte. Tillåtna fält: {', '.join(model.model_fields)}"
    if fault["type"] == "model_type":
        return "Kortet ska vara fält med namn och värden"
    return (
        f"Fältet {_named(place)!r} har värdet {fault['input']!r} men {str(fault['msg']).removeprefix('Value error, ')}"
    )


def _named(place: tuple[str | int, ...]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
