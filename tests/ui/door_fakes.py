"""The fake assistant with what the other doors need: search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from page_fakes import NEAR, PLAN, TABLE, FakeAssistant, passage
from starlette.testclient import TestClient

from assistant.domain import Hit, Question
from assistant.errors import IndexMissing
from assistant.settings import Settings


class DoorFake(FakeAssistant):
    """Answers like FakeAssistant, without pauses. A question with "fel" has no index."""

    def __init__(self) -> None:
        super().__init__(pause=0)

    def search(self, question: Question, k: int) -> tuple[Hit, ...]:
        self.asked.append(question)
        if "fel" in question.text:
            raise IndexMissing("Inget är inläst än", where="/srv/hemligt/data", next_step="Läs in dokumenten")
        found = [Hit(passage(document), 1.0 / rank) for rank, document in enumerate((TABLE, PLAN, NEAR), 1)]
        return tuple(found[:k])


@contextmanager
def opened(fake: DoorFake, settings: Settings) -> Iterator[TestClient]:
    """A client of the whole application, border and all."""
    from ui.app import create_app

    with TestClient(create_app(lambda: fake, settings), base_url="http://127.0.0.1:7860") as client:
        yield client
