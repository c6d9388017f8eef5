"""A tiny world: two documents, and an assistant that says exactly what a test tells it to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from types import SimpleNamespace

import pytest

from assistant.domain import Answer, Citation, Document, Hit, Outcome, Passage, Question, Statement, Status
from evals.cases import Case
from evals.record import Row, row
from evals.run import run
from evals.sources import ByDocument, by_document

TODAY = date(2026, 1, 15)
TEXTS = {
    "boll": "Bidraget är 2 000 kr. Ansök senast 31 mars 2025. Minst fyra medlemmar.",
    "sång": "Bidraget är 500 kr. Ansök senast 1 oktober.",
}
SECTIONS = {"Belopp": (0, 21), "Tider": (22, 48), "Krav": (49, 70)}


def document(name: str = "boll") -> Document:
    return Document(id=name, title=f"Bidrag till {name}", text=TEXTS[name], sha256=name * 2, path=f"{name}.md")


def passage(name: str = "boll", section: str = "Belopp", page: int | None = None) -> Passage:
    source = document(name)
    start, end = SECTIONS[section]
    end = min(end, len(source.text))
    return Passage(
        id=f"{name}-{section}-{page}",
        document=source,
        text=source.text[start:end],
        headings=(source.title, section),
        start=start,
        end=end,
        first_page=page,
        last_page=page,
    )


def citation(number: int = 1, name: str = "boll", section: str = "Belopp") -> Citation:
    found = passage(name, section)
    return Citation(number, found, found.text, found.start, found.end, Status.IN_FORCE)


def answer(
    *said: str | tuple[str, tuple[int, ...]], citations: tuple[Citation, ...] | None = None, **changes
) -> Answer:
    """Statements as text (citing 1) or (text, numbers); without statements the outcome is not_found."""
    parts = [(part, (1,)) if isinstance(part, str) else part for part in said]
    made = Answer(
        question=Question("?", TODAY),
        outcome=Outcome.ANSWERED if said else Outcome.NOT_FOUND,
        lead="Det här står i dokumenten." if said else "Det hittades inte.",
        statements=tuple(Statement(text, numbers, verified=True) for text, numbers in parts),
        citations=((citation(),) if said else ()) if citations is None else citations,
        generation="gen-0001",
    )
    return replace(made, **changes)


def hits(*places: tuple[str, str]) -> tuple[Hit, ...]:
    return tuple(Hit(passage(*place), score=1 / rank) for rank, place in enumerate(places, start=1))


def case(**changes) -> Case:
    data = {
        "id": "A1",
        "tags": ["prov"],
        "turns": ["Hur mycket är bidraget?"],
        "answerable": "true",
        "relevant": [{"document": "boll", "section": "Belopp"}],
        "nuggets": [{"name": "2 000 kr", "any": ["2 000 kr"]}],
        **changes,
    }
    return Case.model_validate(data)


def unanswerable(**changes) -> Case:
    return case(**{"id": "O1", "answerable": "false", "nuggets": [], **changes})


def everything() -> ByDocument:
    """All that is indexed."""
    places = [(name, section) for name in TEXTS for section in (SECTIONS if name == "boll" else ("Belopp", "Tider"))]
    return by_document(passage(name, section) for name, section in places)


def rows(assistant: Puppet, cases) -> list[Row]:
    """The rows of a run."""
    return [row(result, everything()) for result in run(assistant, cases, today=TODAY)]


@dataclass
class Puppet:
    """An assistant with a script: question text to answer and hits. Remembers what it was asked."""

    answers: dict[str, Answer]
    found: tuple[Hit, ...] = ()
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        return self.answers[question.text]

    def search(self, question: Question, k: int) -> tuple[Hit, ...]:
        return self.found[:k]


@pytest.fixture
def build() -> SimpleNamespace:
    """The functions above, reachable from every test."""
    parts = (document, passage, citation, answer, hits, case, unanswerable, everything, rows)
    return SimpleNamespace(puppet=Puppet, today=TODAY, **{part.__name__: part for part in parts})
