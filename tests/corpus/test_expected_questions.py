"""The editors' questions as data: each document has some, none is written twice for one place, and none is an eval case's."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

from assistant.swedish import normalise, words
from evals.cases import load_cases

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "corpus" / "fragor").glob("*.yaml"))
LEAST = 10  # questions for a document


def questions() -> dict[str, list[str]]:
    """The questions of each document."""
    found = {}
    for file in FILES:
        sections = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
        found[file.stem] = [one for quotes in sections.values() for several in quotes.values() for one in several]
    return found


def test_each_document_has_questions() -> None:
    documents = {file.stem for file in (ROOT / "corpus" / "dokument").glob("*.md")}
    assert {name for name, several in questions().items() if len(several) >= LEAST} == documents


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
