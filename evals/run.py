"""Putting every case to the assistant. Same assistant, same cases, same day: same scores, only the seconds differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Protocol

from assistant.domain import Answer, Hit, Question, Turn
from evals.cases import Case
from evals.score import Scores, score

DEPTH = 10  # hits asked for: MRR and nDCG are measured at 10


class Answering(Protocol):
    """What an eval needs from an assistant."""

    def ask(self, question: Question) -> Answer:
        """The whole, checked answer."""
        ...

    def search(self, question: Question, k: int) -> tuple[Hit, ...]:
        """At most k passages, best first."""
        ...


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case with what the assistant said and found, and what that is worth."""

    case: Case
    answer: Answer
    hits: tuple[Hit, ...]
    scores: Scores
    ask_seconds: float
    search_seconds: float


def run(assistant: Answering, cases: Iterable[Case], *, today: date) -> Iterator[CaseResult]:
    """Ask every case, one when the next result is wanted."""
    return (run_case(assistant, case, today) for case in cases)


def question_of(case: Case, today: date) -> Question:
    """The last turn as the question, the turns before it as the user's earlier lines."""
    *earlier, last = case.turns
    return Question(text=last, today=today, history=tuple(Turn(role="user", text=text) for text in earlier))


def run_case(assistant: Answering, case: Case, today: date) -> CaseResult:
    """Ask one case."""
    question = question_of(case, today)
    start = perf_counter()
    answer = assistant.ask(question)
    asked = perf_counter()
    hits = tuple(assistant.search(question, k=DEPTH))
    found = perf_counter()
    return CaseResult(case, answer, hits, score(case, answer, hits), asked - start, found - asked)
