"""An Answering for the page's tests: canned answers, a slow one, and the ways it can go wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from assistant.domain import (
    Answer,
    Citation,
    Delta,
    Document,
    Done,
    Hit,
    Outcome,
    PartialDate,
    Passage,
    Question,
    Statement,
    Status,
)
from assistant.errors import IndexMissing, QuestionError
from assistant.language_model.writing import NO_REPLY
from ingest.split import split

T = TypeVar("T")

TODAY = date(2026, 11, 21)
SECRET = "hemlig-fråga-4711"


def document(text: str, **fields: object) -> Document:
    base: dict[str, object] = {
        "id": "prov-bidrag", "title": "Föreningsbidrag i Provköping", "text": text, "sha256": "0" * 64,
        "path": "prov-bidrag.md", "publisher": "Kumla kommun", "kind": "bidragsregler", "municipalities": ("Kumla",),
        "valid_from": PartialDate.parse("2024-05"), "source_url": "https://www.kumla.se/bidrag",
        "completeness": "delvis", "is_fact_sheet": True,
    }  # fmt: skip
    return Document(**(base | fields))  # type: ignore[arg-type]


def passage(of: Document, start: int = 0, end: int | None = None, **fields: object) -> Passage:
    last = len(of.text) if end is None else end
    base: dict[str, object] = {"id": f"{of.id}-{start}", "headings": ("Bidrag", "Så söker du")} | fields
    return Passage(document=of, text=of.text[start:last], start=start, end=last, **base)  # type: ignore[arg-type]


def cite(of: Passage, quote: str, number: int = 1, status: Status = Status.IN_FORCE) -> Citation:
    start = of.document.text.index(quote, of.start)
    return Citation(number, of, quote, start, start + len(quote), status)


TABLE = document(
    "## Bidrag\n\n| Bidrag | När | Belopp |\n|---|---|---|\n| Startbidrag | löpande | 1 000 kr |\n"
    "| Aktivitetsbidrag | 25 februari och 25 augusti | per deltagare |\n\n"
    "- Föreningen ska ha minst tio medlemmar.\n- Styrelsen skriver under ansökan.\n"
)
PLAN = document(
    "Planen beskriver hur parterna arbetar tillsammans. Fullmäktige antog den i december.\n\n"
    + "Den följs upp varje år. " * 40,
    id="prov-plan", title="Plan för samverkan 2018–2021", publisher="Region Örebro län", kind="handlingsplan",
    municipalities=("regionen",), valid_from=PartialDate.parse("2018"), valid_to=PartialDate.parse("2021-12-31"),
    superseded_by=("prov-plan-2022",), source_url="https://example.org/plan.pdf",
    completeness="hel", is_fact_sheet=False,
)  # fmt: skip
NEWER = document(
    "# Plan för samverkan 2022–2030\n\n## Mål\n\nFler ska kunna vara med.\n\n## Uppföljning\n\nPlanen följs upp 2026.\n",
    id="prov-plan-2022", title="Plan för samverkan 2022–2030", publisher="Region Örebro län", kind="handlingsplan",
    municipalities=("regionen",), valid_from=PartialDate.parse("2022"), valid_to=PartialDate.parse("2030"),
    supersedes=("prov-plan",), source_date=PartialDate.parse("2026-03"), completeness="hel", source_url=None,
)  # fmt: skip
NEAR = document("Kontakta föreningsbyrån.", id="nara", title="Kontakt", source_url=None)


def answered(question: Question, **fields: object) -> Answer:
    """Two statements on two sources, one of them a table row and one replaced by something newer."""
    whole_table, plan = passage(TABLE), passage(PLAN, headings=("Uppföljning",), first_page=3, last_page=4)
    base: dict[str, object] = {
        "outcome": Outcome.ANSWERED,
        "lead": "Så här står det i dokumenten:",
        "statements": (
            Statement("Startbidraget är 1 000 kr och söks löpande.", (1,), verified=True),
            Statement("Fullmäktige antog den i december.", (2,), verified=True),
        ),
        "citations": (
            cite(whole_table, "| Startbidrag | löpande | 1 000 kr |"),
            cite(plan, "Fullmäktige antog den i december.", 2, Status.SUPERSEDED),
        ),
        "near_misses": (Hit(passage(NEAR), 0.1),),
        "notices": ("En av källorna har ersatts av en nyare.",),
    }  # fmt: skip
    return Answer(question, **(base | fields))  # type: ignore[arg-type]


def compared(question: Question) -> Answer:
    """Places side by side, with a gap, and rows of a table, in one answer after another."""
    whole = passage(TABLE)
    said = (
        Statement("Kumla – Belopp: Startbidraget är 1 000 kr.", (1,), verified=True),
        Statement("Nora – Belopp: per deltagare", (2,), verified=True),
    )
    quotes = (cite(whole, "1 000 kr"), cite(whole, "per deltagare", 2))
    return answered(question, statements=said, citations=quotes)


def listed(question: Question, count: int = 30) -> Answer:
    """A list that is too long to read at once, from a source that is no longer in force."""
    said = tuple(Statement(f"Punkt {number}", (1,), verified=True) for number in range(count))
    plan = cite(passage(PLAN), "Fullmäktige antog den i december.", status=Status.EXPIRED)
    return answered(question, statements=said, citations=(plan,))


class FakeLibrary:
    """Four documents, cut as real ones are."""

    def __init__(self, *documents: Document) -> None:
        self._documents = documents or (TABLE, PLAN, NEWER, NEAR)

    def documents(self) -> Iterator[Document]:
        return iter(self._documents)

    @property
    def catalogue(self) -> tuple[Document, ...]:
        return tuple(replace(document, text="") for document in self.documents())

    def document_called(self, identifier: str) -> Document | None:
        return next((document for document in self.documents() if document.id == identifier), None)

    def passages_of(self, document: Document) -> tuple[Passage, ...]:
        return split(document)

    def structure(self, kind: str, build: Callable[[Any], T]) -> T:
        return build([])


class FakeAssistant:
    """Chooses by a word in the question: långsam, fel, krasch, inget, ai, jämför, lista …; anything else is answered at once."""

    def __init__(self, pause: float = 0.1) -> None:
        self.pause = pause
        self.asked: list[Question] = []
        self.closed = threading.Event()
        self.generation = FakeLibrary()

    def stream(self, question: Question) -> Iterator[Delta | Done]:
        self.asked.append(question)
        text = question.text.lower()
        if "fel" in text:
            raise IndexMissing(
                "Inget är inläst än", where="/srv/hemligt/data", next_step="Be den som sköter tjänsten läsa in"
            )
        if "krasch" in text:
            raise RuntimeError(f"broken by {question.text}")
        if "vägra" in text:
            raise QuestionError("Frågan går inte att förstå", next_step="Skriv om den")
        if "inget" in text:
            yield Done(answered(question, outcome=Outcome.NOT_FOUND, lead="", statements=(), citations=(), notices=()))
            return
        for word, make in (("jämför", compared), ("lista", listed)):
            if word in text:
                yield Done(make(question))
                return
        if "modellen är nere" in text:
            yield Done(answered(question, notices=(NO_REPLY,)))
            return
        answer = answered(question, model="provmodell" if "ai" in text.split() else None)
        try:
            for _ in range(20 if "långsam" in text else 1):
                for line in answer.text.splitlines(keepends=True):
                    yield Delta(line)
                    time.sleep(self.pause)
            yield Done(answer)
        finally:
            self.closed.set()
