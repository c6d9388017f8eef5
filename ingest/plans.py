"""Plan files (corpus/planer) → records with places. A quote that is not in its document refuses the whole file.

Checked besides the schema: ids are unique, a name has no words but those of its quote or heading, a stated count stands in
its quote, and both ends of a link exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from assistant.errors import DocumentError
from assistant.language import swedish
from assistant.language.values import NUMBER_WORDS
from assistant.structured.plans import SEPARATOR
from ingest.plan_schema import FACTS, PlanCount, PlanFile, PlanNode, Quoted
from ingest.structures import Place, Read, Refused, Structure, locate
from ingest.yaml_faults import Fault, Steps, explain, name_of, refusal
from ingest.yaml_lines import Item, YamlFault, read_mapping

GUIDE = "corpus/README.md, Planer"
Record = dict[str, Any]


class Opened(NamedTuple):
    """A file that the schema admits, and the item that knows its lines."""

    path: Path
    item: Item
    plan: PlanFile


def read_plans(files: Sequence[Path], reads: Sequence[Read]) -> Structure:
    """Every plan whose file is right, and the files that are not."""
    documents = {read.document.id: read for read in reads}
    opened: list[Opened] = []
    refused: list[Refused] = []
    for file in files:
        try:
            opened.append(_open(file))
        except DocumentError as error:
            refused.append(Refused(file, error))
    known = {one.plan.plan: {step.node.id for step in _walk(one.plan.noder)} for one in opened}
    records: list[Record] = []
    for one in opened:
        try:
            _once(one, opened)
            records.append(_record(one.plan, documents, known))
        except Fault as fault:
            what = f"Fältet {name_of(fault.place)!r} {fault.what}"
            refused.append(
                Refused(one.path, refusal(what, one.path, one.item.line_of(fault.place), GUIDE, awaits=fault.awaits))
            )
    return Structure(records, refused)


def _open(file: Path) -> Opened:
    try:
        item = read_mapping(file)
        return Opened(file, item, PlanFile.model_validate(item.data))
    except YamlFault as fault:
        raise refusal(f"Filen går inte att använda: {fault.what}", file, fault.line, GUIDE) from fault
    except ValidationError as error:
        raise explain(error, item, PlanFile, file, GUIDE) from error


def _once(one: Opened, opened: Sequence[Opened]) -> None:
    if any(other.plan.plan == one.plan.plan for other in opened if other is not one):
        raise Fault(f"har värdet {one.plan.plan!r}, som också står i en annan fil", ("plan",))
    seen: set[str] = set()
    for node, place, _ in _walk(one.plan.noder):
        if node.id in seen:
            raise Fault(f"har värdet {node.id!r}, som står två gånger", (*place, "id"))
        seen.add(node.id)


def _record(plan: PlanFile, documents: Mapping[str, Read], known: Mapping[str, set[str]]) -> Record:
    find = _Finder(plan.dokument, documents)
    find.read(plan.dokument, ("dokument",))
    ended = plan.giltighet
    return {
        "id": plan.plan,
        "name": plan.namn,
        "document": plan.dokument,
        "called": list(plan.kallas),
        "ended": str(ended.till) if ended else None,
        "validity": find.place(ended, ("giltighet",)) if ended else None,
        "nodes": [_node(step, find) for step in _walk(plan.noder)],
        "counts": [_count(one, ("antal", i), find) for i, one in enumerate(plan.antal)],
        "missing": [
            {"what": one.vad, "place": find.place(one, ("saknas", i))} for i, one in enumerate(plan.saknas)
        ],
        "links": [
            {
                "source": _end(one.fran or plan.plan, ("kopplingar", i, "fran"), documents, known),
                "target": _end(one.till, ("kopplingar", i, "till"), documents, known),
                "place": find.place(one, ("kopplingar", i)),
            }
            for i, one in enumerate(plan.kopplingar)
        ],
    }  # fmt: skip


class Step(NamedTuple):
    """A node, its place in the file and the ids of the nodes above it."""

    node: PlanNode
    place: Steps
    path: tuple[str, ...]


def _walk(nodes: Sequence[PlanNode], above: Steps = ("noder",), path: tuple[str, ...] = ()) -> Iterator[Step]:
    """Every node, a parent before its children."""
    for number, node in enumerate(nodes):
        place = (*above, number)
        yield Step(node, place, path)
        yield from _walk(node.under, (*place, "under"), (*path, node.id))


class _Finder:
    """Finds quotes in the documents that were read in."""

    def __init__(self, own: str, documents: Mapping[str, Read]) -> None:
        self._own, self._documents = own, documents

    def read(self, document: str | None, place: Steps) -> Read:
        identifier = document or self._own
        if identifier not in self._documents:
            raise Fault(f"pekar på {identifier!r}, som inte finns bland dokumenten", place, awaits=identifier)
        return self._documents[identifier]

    def place(self, quoted: Quoted, place: Steps) -> list[Any]:
        read = self.read(quoted.dokument, (*place, "dokument"))
        return self.locate(read, quoted.citat, quoted.avsnitt, (*place, "citat"))

    def locate(self, read: Read, quote: str, section: str | None, place: Steps) -> list[Any]:
        try:
            return list(locate(read, quote, section))
        except ValueError as error:
            raise Fault(str(error), place) from error


def _node(step: Step, find: _Finder) -> Record:
    node, place, path = step
    read = find.read(node.dokument, (*place, "dokument"))
    if node.citat and not node.rubrik:
        said, found = node.citat, find.locate(read, node.citat, node.avsnitt, (*place, "citat"))
    elif node.rubrik and not node.citat:
        said, found = node.rubrik, _under(read, node.rubrik, (*place, "rubrik"))
    else:
        raise Fault("ska ha antingen citat eller rubrik", place)
    name = node.namn or said
    if invented := [word for word in swedish.words(name) if word not in swedish.words(said)]:
        raise Fault(f"har ord som inte står i citatet eller rubriken: {', '.join(invented)}", (*place, "namn"))
    facts: dict[str, Quoted | None] = {fact: getattr(node, fact) for fact in FACTS}
    return {
        "id": node.id,
        "kind": node.typ,
        "name": name,
        "place": found,
        "path": list(path),
        "in_heading": node.rubrik is not None,
        "uncertain": find.place(node.osakert, (*place, "osakert")) if node.osakert else None,
        "remark": find.place(node.anmarkning, (*place, "anmarkning")) if node.anmarkning else None,
        "facts": {fact: find.place(quoted, (*place, fact)) for fact, quoted in facts.items() if quoted},
    }


def _under(read: Read, heading: str, place: Steps) -> list[Any]:
    """All that stands under a heading, to the end of its first passage."""
    passage = next((one for one in read.passages if heading in one.headings[-1:]), None)
    if passage is None:
        raise Fault(f"har värdet {heading!r}, som inte är en rubrik i {read.document.id}", place)
    return list(Place(read.document.id, passage.start, passage.end))


def _count(count: PlanCount, place: Steps, find: _Finder) -> Record:
    """A count that its quote says, in figures or as a word."""
    words, number = swedish.words(count.citat), count.antal
    if str(number) not in words and (number >= len(NUMBER_WORDS) or NUMBER_WORDS[number] not in words):
        raise Fault(f"har värdet {number}, som inte står i citatet", (*place, "antal"))
    return {"kind": count.typ, "number": number, "place": find.place(count, place)}


def _end(name: str, place: Steps, documents: Mapping[str, Read], known: Mapping[str, set[str]]) -> str:
    """One end of a link: a plan, plan#node or document that exists."""
    plan, _, node = name.partition(SEPARATOR)
    if node and node not in known.get(plan, set()):
        raise Fault(f"har värdet {name!r}, men noden {node!r} finns inte i planen {plan!r}", place)
    if plan not in known and plan not in documents:
        raise Fault(f"har värdet {name!r}, som varken är en plan eller ett dokument", place)
    return name
