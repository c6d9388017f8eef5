"""The cases that come with Civsam agree with the corpus: places exist, facts stand there, traps are no facts.

A case that fails here can never be answered right, however good the answers become.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from evals.cases import DEFAULT_CASES, Case, load_cases
from evals.normalise import contains_normalised, normalise
from ingest.front_matter import split_front_matter

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "dokument"
SECTIONS: dict[str, dict[str, str]] = {}
for path in sorted(CORPUS.glob("*.md")):
    _, body = split_front_matter(path.read_text(encoding="utf-8"))
    parts = [part.partition("\n") for part in re.split(r"^## ", body, flags=re.MULTILINE)[1:]]
    SECTIONS[path.stem] = {heading.strip(): normalise(f"{heading}\n{text}") for heading, _, text in parts}

each_file = pytest.mark.parametrize("file", sorted(DEFAULT_CASES.glob("*.yaml")), ids=lambda file: file.stem)


@each_file
def test_every_place_stands_in_the_corpus(file):
    lost = [
        (case.id, gold.document, gold.section)
        for case in load_cases([file])
        for gold in case.relevant
        if gold.document not in SECTIONS or (gold.section and gold.section not in SECTIONS[gold.document])
    ]
    assert not lost


@each_file
def test_every_fact_stands_in_one_of_its_places(file):
    """Facts that follow from the text (``derived``) are left out: they need not stand there."""
    lost = [
        (case.id, nugget.name)
        for case in load_cases([file])
        for nugget in case.nuggets
        if not nugget.derived and not any(shows(text, nugget.any) for text in gold_texts(case))
    ]
    assert not lost


@each_file
def test_no_trap_is_an_accepted_form(file):
    """An answer that shows the fact in any accepted form would then be marked as wrong."""
    both = [
        (case.id, trap, form)
        for case in load_cases([file])
        for nugget in case.nuggets
        for form in nugget.any
        for trap in case.forbidden
        if shows(normalise(form), (trap,))
    ]
    assert not both


def test_no_question_is_asked_twice():
    asked: dict[tuple[str, ...], str] = {}
    twice = [
        (case.id, asked[turns])
        for case in load_cases()
        if asked.setdefault(turns := tuple(normalise(turn) for turn in case.turns), case.id) != case.id
    ]
    assert not twice


def gold_texts(case: Case) -> list[str]:
    """The normalised text of each place of ``case``: a section, or the whole document when none is named."""
    texts = [SECTIONS.get(gold.document, {}) for gold in case.relevant]
    return [
        sections.get(gold.section, "") if gold.section else "\n".join(sections.values())
        for gold, sections in zip(case.relevant, texts, strict=True)
    ]


def shows(text: str, forms: tuple[str, ...]) -> bool:
    """True when the normalised ``text`` holds one of ``forms``."""
    return any(contains_normalised(text, normalise(form)) for form in forms)


def test_there_are_enough_cases_of_every_kind():
    cases = load_cases()
    kinds = Counter(case.kind for case in cases if not case.answerable and case.kind)
    assert sum(case.answerable for case in cases) >= 380
    assert sum(not case.answerable for case in cases) >= 135
    assert len(kinds) == 6
    assert min(kinds.values()) >= 16
