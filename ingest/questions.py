"""Question files (corpus/fragor) → the questions of each document with the places that answer them.

A file is named after its document: fragor/orten-foreningsbidrag.yaml holds the questions of orten-foreningsbidrag. One that no
longer stands in its document never stops the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.domain import Passage
from assistant.errors import DocumentError
from ingest.structures import Read, Refused, Structure, occurrences
from ingest.yaml_faults import Fault, name_of, refusal
from ingest.yaml_lines import Item, YamlFault, read_mapping

GUIDE = "corpus/README.md, Frågor"
WHOLE = "hela"  # in place of a quote: the section as a whole answers
UNANSWERED = "svaras inte"  # in place of a heading: what people ask of the document, and it has no answer to
UNDER = " > "  # between the heading of a section and the one it stands under


def read_questions(files: Sequence[Path], reads: Sequence[Read]) -> Structure:
    """The questions of every file, held against the documents that were read: one record for each document.

    What a document has no answer to is only checked for its form: nothing is answered by it (``read_unanswered``).
    """
    documents = {read.document.id: read for read in reads}
    records: list[dict[str, Any]] = []
    refused: list[Refused] = []
    for file in files:
        try:
            item = read_mapping(file)
        except YamlFault as fault:
            refused.append(Refused(file, refusal(f"Filen går inte att använda: {fault.what}", file, fault.line, GUIDE)))
            continue
        if file.stem not in documents:
            what = f"Frågorna hör till dokumentet {file.stem!r}, som inte finns bland dem som lästes in"
            refused.append(Refused(file, refusal(what, file, None, GUIDE, awaits=file.stem)))
            continue
        answers = []
        for found in _answers(item, documents[file.stem]):
            if isinstance(found, Fault):
                refused.append(Refused(file, _told(found, file, item)))
            else:
                answers.append(found)
        if answers:
            records.append({"document": file.stem, "answers": answers})
    return Structure(records, refused)


def read_unanswered(file: Path) -> list[str]:
    """What the document of a file has no answer to, for the embedded model to learn from; of a faulty file nothing."""
    try:
        return _questions(read_mapping(file).data.get(UNANSWERED, []))
    except (YamlFault, ValueError):
        return []


def _told(fault: Fault, file: Path, item: Item) -> DocumentError:
    return refusal(
        f"{name_of(fault.place)!r} {fault.what}", file, item.line_of_name(tuple(map(str, fault.place))), GUIDE
    )


def _answers(item: Item, read: Read) -> Iterator[dict[str, Any] | Fault]:
    """Each quote as places with its questions, or what is wrong with it."""
    for section, quotes in item.data.items():
        if section == UNANSWERED:
            try:
                _questions(quotes)
            except ValueError as error:
                yield Fault(str(error), (section,))
            continue
        if not isinstance(quotes, dict) or not quotes:
            yield Fault("ska ha ord ur avsnittet, och under dem frågorna som de svarar på", (section,))
            continue
        passages = [passage for passage in read.passages if UNDER.join(passage.headings) == section]
        if not passages:
            yield Fault(f"är inget avsnitt i {read.document.id}", (section,))
            continue
        for quote, questions in quotes.items():
            try:
                yield {
                    "places": _places(read, passages, quote),
                    "whole": quote == WHOLE,
                    "questions": _questions(questions),
                }
            except ValueError as error:
                yield Fault(str(error), (section, quote))


def _places(read: Read, passages: Sequence[Passage], quote: str) -> list[list[int]]:
    """Where the words stand, as the start and end of each; the passages themselves when all of the section answers."""
    if quote == WHOLE:
        return [[passage.start, passage.end] for passage in passages]
    found = [
        [passage.start + at, passage.start + at + len(quote)]
        for passage in passages
        for at in occurrences(passage.text, quote)
    ]
    if not found:
        raise ValueError(f"står inte ordagrant i det avsnittet i {read.document.id}")
    if len(found) > 1:
        raise ValueError(f"står på {len(found)} ställen i det avsnittet i {read.document.id}; ta med fler ord")
    return found


def _questions(value: object) -> list[str]:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one.strip() for one in value):
        raise ValueError("ska ha en lista med frågor, var och en som text")
    return [re.sub(r"\s+", " ", one).strip() for one in value]
