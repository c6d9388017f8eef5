"""Does it notice when the answer is not there? ``python -m evals.bench_left_out``.

Every answerable case is asked of a knowledge base that lacks its right sections, then its right documents. A refusal is right,
and so is an answer that shows one of the facts from somewhere else; any other answer is a false one. The method is the
"leave one out" of SQuAD 2.0's unanswerable questions, without new questions having to be written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tqdm import tqdm

from assistant.adapters.embedding import load_embedder
from assistant.answer import Assistant
from assistant.domain import Answer, Document, Hit, Outcome, Passage
from assistant.language.vocabulary import FILE, Vocabulary, load_vocabulary
from assistant.retrieval.retrieve import Retriever
from assistant.retrieval.storage import Generation
from assistant.settings import load_settings
from assistant.wiring import open_retriever
from evals.bench_table import Part, Row, table
from evals.cases import Case, load_cases
from evals.intervals import wilson
from evals.measures import nugget_recall_whole
from evals.retrieval import found_by, place_of
from evals.run import question_of
from ingest.pipeline import ingest

ENOUGH = 60  # hits that are looked through for those that are left

Forgets = Callable[[Passage], bool]


class Partial:
    """A generation that does not know of some passages."""

    def __init__(self, whole: Generation, forgets: Forgets) -> None:
        self._whole = whole
        self._forgets = forgets

    def passages_of(self, document: Document) -> tuple[Passage, ...]:
        """Every passage of one document that is left."""
        return tuple(passage for passage in self._whole.passages_of(document) if not self._forgets(passage))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)


class Forgetful(Retriever):
    """A retriever that finds nothing of what it is told to forget."""

    def __init__(self, whole: Retriever) -> None:
        self.__dict__.update(whole.__dict__)
        self._whole = whole.generation
        self._forgets: Forgets = lambda _: False

    def forget(self, forgets: Forgets) -> None:
        """From now on these passages, and no others, are not there."""
        self._forgets = forgets
        self.generation = Partial(self._whole, forgets)  # type: ignore[assignment]

    def search(self, query: Any, today: date, k: int, *args: Any, **named: Any) -> tuple[Hit, ...]:
        """The best k hits of what is left."""
        hits = super().search(query, today, max(k, ENOUGH), *args, **named)
        return tuple(hit for hit in hits if not self._forgets(hit.passage))[:k]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the questions went: counts."""

    asked: int = 0
    false_answers: int = 0
    partial: int = 0


def section_of(case: Case) -> Forgets:
    """The right sections of a case."""
    return lambda passage: bool(found_by(place_of(passage), case.relevant))


def document_of(case: Case) -> Forgets:
    """The right documents of a case, whole."""
    names = {gold.document for gold in case.relevant}
    return lambda passage: passage.document.id in names


def tally(
    assistant: Assistant,
    retriever: Forgetful,
    cases: Sequence[Case],
    today: date,
    forgetting: Callable[[Case], Forgets],
) -> Tally:
    """Ask all; what is answered from data beside the passages (grant cards, plans) is left out."""
    asked = false = partial = 0
    for case in tqdm(cases, disable=not sys.stderr.isatty()):
        forgets = forgetting(case)
        retriever.forget(forgets)
        answer = assistant.ask(question_of(case, today))
        if any(forgets(citation.passage) for citation in answer.citations) or _shows_a_fact(case, answer):
            continue
        asked += 1
        false += answer.outcome is Outcome.ANSWERED
        partial += answer.outcome is Outcome.PARTIAL
    return Tally(asked, false, partial)


def measure(data_dir: Path, today: date) -> Part:
    """The corpus is indexed into ``data_dir``; shares of the questions that got an answer, dev and test."""
    settings = load_settings(data_dir=data_dir)
    ingest([settings.corpus_dir], data_dir, load_embedder(settings))
    opened: list[Forgetful] = []

    def forgetful(folder: Path) -> Retriever:
        opened.append(Forgetful(open_retriever(settings, folder)))
        return opened[-1]

    vocabulary: Vocabulary = load_vocabulary(settings.corpus_dir / FILE)
    assistant = Assistant(data_dir, forgetful, vocabulary, settings.question_limit)
    cases = [case for case in load_cases() if case.answerable and case.relevant]
    try:
        return Part(
            "Besvarbara frågor när svaret har tagits bort",
            [
                _row(f"{name}, {side}", tally(assistant, opened[0], _of(cases, side), today, forgetting))
                for name, forgetting in (("Avsnittet borta", section_of), ("Dokumentet borta", document_of))
                for side in ("dev", "test")
            ],
        )
    finally:
        assistant.close()


def _of(cases: Sequence[Case], side: str) -> list[Case]:
    return [case for case in cases if case.side == side]


def _shows_a_fact(case: Case, answer: Answer) -> bool:
    return (nugget_recall_whole(case, answer) or 0.0) > 0


def _row(name: str, result: Tally) -> Row:
    if not result.asked:
        return Row(name, {"frågor": "0"})
    low, high = wilson(result.false_answers, result.asked) or (0.0, 1.0)
    share = result.false_answers / result.asked
    return Row(
        name,
        {
            "frågor": str(result.asked),
            "falskt svar": f"{share:.2f} ({low:.2f}–{high:.2f})".replace(".", ","),
            "delvis": f"{result.partial / result.asked:.2f}".replace(".", ","),
        },
    )


def main() -> int:
    """Print the table."""
    with TemporaryDirectory() as folder:
        sys.stdout.write(table(measure(Path(folder), date.today())) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
