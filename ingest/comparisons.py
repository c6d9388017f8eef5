"""Comparison files (corpus/jamforelser) → records with places. A quote that is not in its document refuses the whole file.

Checked besides the schema: names without figures, every version's documents exist, and what a change is agrees with its
quotes: a change and what stays the same have at least two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from assistant.errors import DocumentError
from assistant.language import values
from assistant.structured.changes import CHANGED
from ingest.plan_schema import Aspect, ComparisonFile, VersionQuote
from ingest.structures import Read, Refused, Structure, locate
from ingest.yaml_faults import Fault, Steps, explain, name_of, refusal
from ingest.yaml_lines import Item, YamlFault, read_mapping

GUIDE = "corpus/README.md, Jämförelser"
BOTH = "båda"  # the version of a quote that speaks of the change itself


class Versions(NamedTuple):
    """The names of the versions, and which of them each document is."""

    names: tuple[str, ...]
    owners: Mapping[str, str]


def read_comparisons(files: Sequence[Path], reads: Sequence[Read]) -> Structure:
    """Every comparison whose file is right, and the files that are not."""
    documents = {read.document.id: read for read in reads}
    records: list[dict[str, Any]] = []
    refused: list[Refused] = []
    for file in files:
        try:
            records.append(_read(file, documents, {record["id"] for record in records}))
        except DocumentError as error:
            refused.append(Refused(file, error))
    return Structure(records, refused)


def _read(file: Path, documents: Mapping[str, Read], taken: set[str]) -> dict[str, Any]:
    try:
        item = read_mapping(file)
        comparison = ComparisonFile.model_validate(item.data)
        if comparison.jamforelse in taken:
            raise Fault(f"har värdet {comparison.jamforelse!r}, som också står i en annan fil", ("jamforelse",))
        return _record(comparison, documents)
    except YamlFault as fault:
        raise refusal(f"Filen går inte att använda: {fault.what}", file, fault.line, GUIDE) from fault
    except ValidationError as error:
        raise explain(error, item, ComparisonFile, file, GUIDE) from error
    except Fault as fault:
        raise _refused(fault, file, item) from fault


def _refused(fault: Fault, file: Path, item: Item) -> DocumentError:
    what, line = f"Fältet {name_of(fault.place)!r} {fault.what}", item.line_of(fault.place)
    return refusal(what, file, line, GUIDE, awaits=fault.awaits)


def _record(comparison: ComparisonFile, documents: Mapping[str, Read]) -> dict[str, Any]:
    names = tuple(version.namn for version in comparison.versioner)
    owners: dict[str, str] = {}
    for number, version in enumerate(comparison.versioner):
        place: Steps = ("versioner", number)
        for document in version.dokument:
            _existing(document, documents, (*place, "dokument"))
            owners[document] = version.namn
    return {
        "id": comparison.jamforelse,
        "name": comparison.namn,
        "called": list(comparison.kallas),
        "versions": [{"name": one.namn, "documents": list(one.dokument)} for one in comparison.versioner],
        "aspects": [
            _aspect(aspect, ("aspekter", number), Versions(names, owners), documents)
            for number, aspect in enumerate(comparison.aspekter)
        ],
    }


def _aspect(aspect: Aspect, place: Steps, versions: Versions, documents: Mapping[str, Read]) -> dict[str, Any]:
    _without_figures(aspect.namn, (*place, "namn"))
    said = [_said(quoted, (*place, "citat", number), versions, documents) for number, quoted in enumerate(aspect.citat)]
    if aspect.slag == CHANGED and len(said) < 2 and said[0]["version"] is not None:
        raise Fault("ska ha minst två citat när slag är ändrat: ett för varje version", (*place, "citat"))
    return {"name": aspect.namn, "called": list(aspect.kallas), "change": aspect.slag, "said": said}


def _said(quoted: VersionQuote, place: Steps, versions: Versions, documents: Mapping[str, Read]) -> dict[str, Any]:
    read = _existing(quoted.dokument, documents, (*place, "dokument"))
    known = (*versions.names, BOTH)
    if quoted.version and quoted.version not in known:
        raise Fault(f"har värdet {quoted.version!r} men ska vara ett av: {', '.join(known)}", (*place, "version"))
    version = quoted.version or versions.owners.get(quoted.dokument)
    try:
        found = locate(read, quoted.citat, quoted.avsnitt)
    except ValueError as error:
        raise Fault(str(error), (*place, "citat")) from error
    return {"version": None if version == BOTH else version, "place": list(found)}


def _existing(document: str, documents: Mapping[str, Read], place: Steps) -> Read:
    if document not in documents:
        raise Fault(f"pekar på {document!r}, som inte finns bland dokumenten", place, awaits=document)
    return documents[document]


def _without_figures(name: str, place: Steps) -> None:
    """A name is put before a quote, and a figure may only come from a quote."""
    if values.has_number(name):
        raise Fault(f"har värdet {name!r} men ska vara utan siffror och räkneord", place)
