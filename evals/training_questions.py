"""The questions that editors expect, with the sections and units that answer them, drawn in batches.

A question and what answers it are learned as a pair, with the answers of the batch's other questions as what does not answer it
(Karpukhin et al. 2020, "Dense Passage Retrieval for Open-Domain Question Answering"). Other questions of the same section
count as answers too. Pieces are dropped from questions, so that none of them comes to mean the whole (Iyyer et al. 2015, "Deep
Unordered Composition Rivals Syntactic Methods for Text Classification").

What people ask of a document that has no answer to it is learned as being near itself, and nothing that answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from assistant.domain import Passage
from assistant.passages.units import units_of
from assistant.retrieval.expected import Expected, expected_from
from assistant.retrieval.storage import embedding_text
from assistant.retrieval.weighing import told
from evals.training_pairs import Batch, Ints, Rows, rows_of
from ingest.progress import Progress
from ingest.questions import read_questions, read_unanswered
from ingest.reading import find_sources, read_all
from ingest.structures import Read, Refused

BATCH = 768
UNANSWERED = 192  # questions without an answer beside each batch
DROPPED = 0.3  # share of a question's pieces
FEWEST = 3  # pieces of a question that any are dropped from


@dataclass(frozen=True)
class Answered:
    """An expected question, the passages of the section that answers it, and the unit in them; no unit when all of it does."""

    question: str
    section: tuple[str, ...]
    unit: str = ""


class Kind(Enum):
    """What a question is paired with."""

    QUESTION = "another question of the same section"
    SECTION = "the section"
    UNIT = "the sentence, item or row, with its title and headings"


def read_answered(sheets: Path, questions: Path) -> tuple[list[Answered], list[str], list[Refused]]:
    """Every question of a folder of question files, held against a folder of sheets: those answered, those not.

    Last the files that cannot be used.
    """
    read, _ = read_all(list(find_sources([sheets])), {}, Progress())
    reads = [Read(one.document, one.passages) for _, one in read if not one.document.staff_only]
    files = sorted(questions.glob("*.yaml"))
    found = read_questions(files, reads)
    passages = {document.id: passages for document, passages in reads}
    answered = [_answered(one, passages[one.document]) for one in expected_from(found.records)]
    unanswered = [question for file in files if file.stem in passages for question in read_unanswered(file)]
    return answered, unanswered, found.refused


def _answered(expected: Expected, passages: Sequence[Passage]) -> Answered:
    section = [passage for passage in passages if _answers(expected, passage.start, passage.end)]
    units = [unit for passage in section for unit in units_of(passage) if _answers(expected, unit.start, unit.end)]
    unit = told(units[0]) if units and not expected.whole else ""
    return Answered(expected.question, tuple(map(embedding_text, section)), unit)


def _answers(expected: Expected, start: int, end: int) -> bool:
    return any(start < to and end > at for at, to in expected.places)


class Questions:
    """Draws batches of (question, what answers it), as pieces; a kind at a time, in turn."""

    def __init__(
        self, answered: Sequence[Answered], unanswered: Sequence[str], tokenizer: Tokenizer, rng: np.random.Generator
    ) -> None:
        self._rng = rng
        self._questions = _in_pieces(tokenizer, [one.question for one in answered])
        self._unanswered = _in_pieces(tokenizer, unanswered)
        texts = {text: number for number, text in enumerate(dict.fromkeys(_texts(answered)))}
        self._texts = _in_pieces(tokenizer, list(texts))
        self._passages = [np.array([texts[text] for text in one.section], np.int64) for one in answered]
        self._units = np.array([texts.get(one.unit, -1) for one in answered], np.int64)
        sections = {section: number for number, section in enumerate(dict.fromkeys(one.section for one in answered))}
        self._sections = np.array([sections[one.section] for one in answered], np.int64)
        together: dict[int, list[int]] = defaultdict(list)
        for number, section in enumerate(self._sections.tolist()):
            together[section].append(number)
        self._together = [np.array(together[section], np.int64) for section in self._sections.tolist()]
        self._pools = {kind: np.arange(len(answered)) for kind in Kind} | {Kind.UNIT: np.flatnonzero(self._units >= 0)}
        self._kinds = [kind for kind, pool in self._pools.items() if len(pool)]

    def draw(self, step: int) -> Batch:
        """The batch of a step: as many questions as there are, at most ``BATCH``."""
        kind = self._kinds[step % len(self._kinds)]
        pool = self._pools[kind]
        numbers = self._rng.choice(pool, min(BATCH, len(pool)), replace=False)
        asked = [self._dropped(self._questions[number]) for number in numbers.tolist()]
        found = [self._found(number, kind) for number in numbers.tolist()]
        answers = self._units if kind is Kind.UNIT else self._sections
        return Batch(rows_of(asked), rows_of(found), answers[numbers], self._without_answer())

    def _without_answer(self) -> tuple[Rows, Rows] | None:
        """Questions that nothing answers, each twice with other pieces dropped."""
        if not self._unanswered:
            return None
        several = min(UNANSWERED, len(self._unanswered))
        numbers = self._rng.choice(len(self._unanswered), several, replace=False).tolist()
        first, second = ([self._dropped(self._unanswered[number]) for number in numbers] for _ in range(2))
        return rows_of(first), rows_of(second)

    def _dropped(self, pieces: Ints) -> Ints:
        """The pieces of a question, some of them dropped."""
        kept: Ints = pieces[self._rng.random(len(pieces)) > DROPPED] if len(pieces) >= FEWEST else pieces
        return kept if len(kept) else pieces

    def _found(self, number: int, kind: Kind) -> Ints:
        """The pieces of what answers a question; of the section for one that no other question shares it with."""
        if kind is Kind.UNIT:
            return self._texts[int(self._units[number])]
        others = self._together[number]
        others = others[others != number]
        if kind is Kind.QUESTION and len(others):
            return self._dropped(self._questions[int(self._rng.choice(others))])
        return self._texts[int(self._rng.choice(self._passages[number]))]


def _texts(answered: Sequence[Answered]) -> Iterator[str]:
    for one in answered:
        yield from (*one.section, *([one.unit] if one.unit else []))


def _in_pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Ints]:
    return [np.array(found.ids, np.int64) for found in tokenizer.encode_batch(texts, add_special_tokens=False)]
