"""The LangChain adapter, and the example in the README."""

from __future__ import annotations

import asyncio
import re
from datetime import date

import pytest

from assistant.adapters.langchain import CivsamRetriever, civsam_runnable
from assistant.answer import Assistant
from assistant.domain import Filters, Question
from assistant.errors import QuestionError
from assistant.settings import PREFIX, PROJECT, Settings

TODAY = date(2026, 11, 21)
QUESTION = "Hur mycket är träningspengen i Kumla?"


def test_the_retriever_finds_what_search_finds(assistant: Assistant) -> None:
    documents = CivsamRetriever(assistant=assistant, k=3, today=TODAY).invoke(QUESTION)
    hits = assistant.search(Question(QUESTION, TODAY), 3)
    assert [document.id for document in documents] == [hit.passage.id for hit in hits]
    first, hit = documents[0], hits[0]
    assert first.page_content.endswith(hit.passage.text)
    assert first.metadata["document_id"] == hit.passage.document.id
    assert first.metadata["headings"] == list(hit.passage.headings)
    assert set(first.metadata) >= {"document_id", "title", "headings", "page", "url", "status"}
    assert first.metadata["status"] in {"in_force", "unknown"}


def test_the_retriever_has_filters_and_works_async(assistant: Assistant) -> None:
    retriever = CivsamRetriever(assistant=assistant, today=TODAY, filters=Filters(areas=("Nora",)))
    documents = asyncio.run(retriever.ainvoke("Vilken är sista dagen?"))
    assert documents
    assert "kumla-idrottspeng" not in {document.metadata["document_id"] for document in documents}


def test_the_runnable_answers_with_citations(assistant: Assistant) -> None:
    answer = civsam_runnable(assistant, today=TODAY).invoke(QUESTION)
    expected = assistant.ask(Question(QUESTION, TODAY))
    assert answer["text"] == expected.text
    assert [one["quote"] for one in answer["citations"]] == [one.quote for one in expected.citations]
    assert answer["ai_generated"] is False
    assert f"[{answer['citations'][0]['number']}]" in answer["text"]


def test_the_runnable_knows_the_conversation_and_chains(assistant: Assistant) -> None:
    chain = civsam_runnable(assistant, today=TODAY) | (lambda answer: answer["text"])
    asked = {"question": "Och i Nora?", "history": [{"role": "user", "text": "När söker man i Kumla?"}]}
    assert chain.invoke(asked)
    first, second = chain.batch([QUESTION, asked])
    assert first != second


def test_an_empty_question_is_our_error(assistant: Assistant) -> None:
    with pytest.raises(QuestionError):
        civsam_runnable(assistant).invoke(" ")


def test_the_example_in_the_readme_runs(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"{PREFIX}DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv(f"{PREFIX}CORPUS_DIR", str(settings.corpus_dir))
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    examples = [code for code in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if "langchain" in code]
    assert len(examples) == 1
    assert len([line for line in examples[0].splitlines() if line.strip()]) <= 10
    exec(compile(examples[0], "README.md", "exec"), {})
    assert "kumla" in capsys.readouterr().out.lower()
