"""Putting every case to the assistant. Same assistant, same cases, same day: same scores, only the seconds differ."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Protocol

from tqdm import tqdm

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


@dataclass(frozen=True, slots=True)
class RunResult:
    """All cases of one run, in the order of the cases."""

    today: date
    results: tuple[CaseResult, ...]

    @property
    def generations(self) -> tuple[str, ...]:
        """The index generations that answered; more than one means the index was swapped during the run."""
        return tuple(dict.fromkeys(result.answer.generation for result in self.results))


def run(assistant: Answering, cases: Sequence[Case], *, today: date) -> RunResult:
    """Ask every case. Shows a progress bar when a person watches."""
    watched = tqdm(cases, desc="Frågor", unit="fråga", disable=not sys.stderr.isatty())
    return RunResult(today, tuple(_run_case(assistant, case, today) for case in watched))


def question_of(case: Case, today: date) -> Question:
    """The last turn as the question, the turns before it as the user's earlier lines."""
    *earlier, last = case.turns
    return Question(text=last, today=today, history=tuple(Turn(role="user", text=text) for text in earlier))


def _run_case(assistant: Answering, case: Case, today: date) -> CaseResult:
    question = question_of(case, today)
    start = perf_counter()
    answer = assistant.ask(question)
    asked = perf_counter()
    hits = tuple(assistant.search(question, k=DEPTH))
    found = perf_counter()
    return CaseResult(case, answer, hits, score(case, answer, hits), asked - start, found - asked)
