"""Thousands of questions with the words that answer them: how many are refused, and how often is the right line quoted?

    python -m evals.bench_questions            both halves, every question
    python -m evals.bench_questions --every 10 each tenth

``evals/questions`` has a file for each document in the form of ``corpus/fragor``. Nothing is found or learnt by them. ``read``
are those of the documents whose answers are read when rules are made; of those that are ``kept`` only the sums are looked at.
They tell less of one answer than a case does, no fact and nothing forbidden, but more of many.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from tqdm import tqdm

from assistant.adapters.embedding import load_embedder
from assistant.answer import Assistant
from assistant.domain import Answer, Outcome, Question
from assistant.retrieval.storage import Generation
from assistant.settings import load_settings
from assistant.wiring import load
from evals.bench_table import Part, Row, table
from evals.intervals import wilson
from ingest.pipeline import ingest
from ingest.questions import read_questions, read_unanswered
from ingest.structures import Read

FOLDER = Path(__file__).parent / "questions"
HALVES = {"read": "lästa", "kept": "undanlagda"}


class Asked(NamedTuple):
    """A question of a document, and the places in it that answer; none for what it has no answer to."""

    text: str
    document: str
    places: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Tally:
    """How questions went: counts."""

    asked: int = 0
    refused: int = 0
    unsure: int = 0
    document: int = 0
    section: int = 0
    line: int = 0

    def add(self, one: Asked, answer: Answer) -> None:
        """Count one question and its answer."""
        own = [citation for citation in answer.citations if citation.passage.document.id == one.document]
        self.asked += 1
        self.refused += answer.outcome is Outcome.NOT_FOUND
        self.unsure += answer.outcome is Outcome.PARTIAL
        self.document += bool(own)
        self.section += any(_meets(c.passage.start, c.passage.end, one.places) for c in own)
        self.line += any(_meets(c.start, c.end, one.places) for c in own)


def _meets(start: int, end: int, places: Sequence[tuple[int, int]]) -> bool:
    return any(start < to and at < end for at, to in places)


def questions(folder: Path, generation: Generation) -> list[Asked]:
    """Every question of a folder. Raises ValueError when the words that answer one do not stand in its document."""
    found: list[Asked] = []
    for file in sorted(folder.glob("*.yaml")):
        document = generation.document_called(file.stem)
        reads = [Read(document, generation.passages_of(document))] if document else []
        structure = read_questions([file], reads)
        if structure.refused:
            raise ValueError(f"{file.name}: {structure.refused[0].error}")
        found += [one for record in structure.records for one in _of_record(record)]
        found += [Asked(text, file.stem) for text in read_unanswered(file)]
    return found


def _of_record(record: dict[str, Any]) -> Iterator[Asked]:
    for answer in record["answers"]:
        places = tuple((start, end) for start, end in answer["places"])
        for text in answer["questions"]:
            yield Asked(text, record["document"], places)


def tally(assistant: Assistant, asked: Sequence[Asked], today: date) -> tuple[Tally, Tally]:
    """Ask all; the counts of those that the documents answer, and of those that they do not."""
    answerable, unanswerable = Tally(), Tally()
    for one in tqdm(asked, disable=not sys.stderr.isatty()):
        (answerable if one.places else unanswerable).add(one, assistant.ask(Question(one.text, today)))
    return answerable, unanswerable


def _share(count: int, of: int) -> str:
    low, high = wilson(count, of) or (0.0, 1.0)
    return f"{count / of:.3f} ({low:.3f}–{high:.3f})".replace(".", ",") if of else "–"


def rows(name: str, answerable: Tally, unanswerable: Tally) -> list[Row]:
    """The shares as two rows of a table."""
    of, out = answerable.asked, unanswerable.asked
    found = {"uteblivet": answerable.refused, "osäkert": answerable.unsure, "rätt dokument": answerable.document}
    found |= {"rätt avsnitt": answerable.section, "rätt rad": answerable.line}
    silent = {"uteblivet": unanswerable.refused, "osäkert": unanswerable.unsure}
    silent |= {"falskt svar": out - unanswerable.refused - unanswerable.unsure}
    return [
        Row(f"{name}, besvarbara", {"frågor": str(of)} | {key: _share(count, of) for key, count in found.items()}),
        Row(f"{name}, obesvarbara", {"frågor": str(out)} | {key: _share(count, out) for key, count in silent.items()}),
    ]


def measure(data_dir: Path, today: date, every: int) -> Part:
    """The corpus is indexed into ``data_dir``; shares of the questions of each half, each ``every``-th of them asked."""
    settings = load_settings(data_dir=data_dir)
    ingest([settings.corpus_dir], data_dir, load_embedder(settings))
    assistant = load(settings)
    try:
        found: list[Row] = []
        for half, name in HALVES.items():
            asked = questions(FOLDER / half, assistant.generation)[::every]
            found += rows(name, *tally(assistant, asked, today))
        return Part("Frågor med de ord som svarar", found)
    finally:
        assistant.close()


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, metavar="N")
    every = max(1, parser.parse_args().every)
    with TemporaryDirectory() as folder:
        sys.stdout.write(table(measure(Path(folder), date.today(), every)) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
