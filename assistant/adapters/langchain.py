"""Civsam for people who build with LangChain: its search as a retriever, its answers as a runnable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda
from pydantic import Field

from assistant.domain import Answer, Citation, Filters, Hit, Question
from assistant.question.query import history_from
from assistant.validity import status_of


class Searching(Protocol):
    """What the retriever needs of the assistant."""

    def search(self, question: Question, k: int) -> tuple[Hit, ...]: ...


class Asking(Protocol):
    """What the runnable needs of the assistant."""

    def ask(self, question: Question) -> Answer: ...


class CivsamRetriever(BaseRetriever):  # type: ignore[misc]  # mypy does not read langchain_core
    """The passages that suit a question, best first. ``today`` decides what is in force; None is the real day."""

    assistant: Any = Field(repr=False)
    k: int = Field(default=8, ge=1)
    today: date | None = None
    filters: Filters = Filters()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        searching: Searching = self.assistant
        today = self.today or date.today()
        hits = searching.search(Question(query, today, filters=self.filters), self.k)
        return [document_of(hit, today) for hit in hits]


def civsam_runnable(assistant: Asking, *, today: date | None = None, filters: Filters | None = None) -> RunnableLambda:
    """A question in, the answer out: ``text``, ``outcome``, ``citations``, ``notices``, ``ai_generated``.

    The question is a text, or ``{"question", "history": [{"role", "text"}]}``. Raises QuestionError.
    """

    def ask(asked: str | Mapping[str, Any]) -> dict[str, Any]:
        text, history = (asked, ()) if isinstance(asked, str) else (asked["question"], asked.get("history", ()))
        question = Question(text, today or date.today(), history_from(history), filters or Filters())
        answer = assistant.ask(question)
        return {
            "text": answer.text,
            "outcome": answer.outcome.value,
            "citations": [_citation(citation) for citation in answer.citations],
            "notices": list(answer.notices),
            "ai_generated": answer.ai_generated,
        }

    return RunnableLambda(ask, name="civsam")


def document_of(hit: Hit, today: date) -> Document:
    """A hit as LangChain's Document; the lead of a cut table stands first, since its rows mean little without it."""
    passage, source = hit.passage, hit.passage.document
    content = f"{passage.lead}\n{passage.text}" if passage.lead else passage.text
    metadata = {
        "document_id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "headings": list(passage.headings),
        "page": passage.first_page,
        "page_label": passage.printed_page or None,
        "url": source.source_url,
        "status": status_of(source, today).value,
        "score": hit.score,
    }
    return Document(page_content=content, metadata=metadata, id=passage.id)


def _citation(citation: Citation) -> dict[str, Any]:
    passage, source = citation.passage, citation.passage.document
    return {
        "number": citation.number,
        "document_id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "headings": list(passage.headings),
        "page": passage.first_page,
        "page_label": passage.printed_page or None,
        "quote": citation.quote,
        "url": source.source_url,
        "status": citation.status.value,
    }
