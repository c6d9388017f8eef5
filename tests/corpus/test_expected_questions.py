"""The editors' questions as data: each document has some, with and without an answer, and none is an eval case's."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

from assistant.language.swedish import normalise, words
from evals.cases import load_cases
from ingest.questions import UNANSWERED

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "corpus" / "fragor").glob("*.yaml"))
LEAST = 10  # questions for a document, of each kind


def questions(*, answered: bool = True, unanswered: bool = True) -> dict[str, list[str]]:
    """The questions of each document."""
    found = {}
    for file in FILES:
        sections = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
        without = sections.pop(UNANSWERED, [])
        with_answer = [one for quotes in sections.values() for several in quotes.values() for one in several]
        found[file.stem] = [*(with_answer if answered else ()), *(without if unanswered else ())]
    return found


def test_each_document_has_questions_with_and_without_an_answer() -> None:
    documents = {file.stem for file in (ROOT / "corpus" / "dokument").glob("*.md")}
    for several in (questions(unanswered=False), questions(answered=False)):
        assert {name for name, asked in several.items() if len(asked) >= LEAST} == documents


def test_no_document_has_the_same_question_twice() -> None:
    for name, several in questions().items():
        twice = [one for one, times in Counter(map(normalise, several)).items() if times > 1]
        assert not twice, f"{name}: {twice}"


def test_none_is_the_question_of_a_case() -> None:
    """What the answers are measured with is not what they are found by."""

    def bare(text: str) -> str:
        return " ".join(words(normalise(text)))

    asked = {bare(text) for case in load_cases() for text in (case.turns[-1], *case.paraphrases)}
    same = [one for several in questions().values() for one in several if bare(one) in asked]
    assert not same
