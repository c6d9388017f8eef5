"""The gate on the real corpus: true statements made false are caught, true ones in other words get through."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest
from mutations import ALTERATIONS, Altered, false_statements, true_statements

from assistant.domain import Passage
from assistant.retrieval import storage
from assistant.settings import Settings
from assistant.verification.citing import flaws

LEAST = 1000
KEPT = 0.99
ROUNDS = 2


@pytest.fixture(scope="module")
def passages(real_settings: Settings) -> Iterator[tuple[Passage, ...]]:
    generation = storage.open_current(real_settings.data_dir)
    yield tuple(generation.passages())
    generation.close()


def show(cases: list[Altered]) -> str:
    return "\n".join(f"{case.kind}: {case.true!r} → {case.false!r}" for case in cases[:10])


def test_every_altered_statement_is_caught_against_its_whole_passage(passages: tuple[Passage, ...]) -> None:
    choose = random.Random(11)
    cases = [case for _ in range(ROUNDS) for stored in passages for case in false_statements(stored, choose)]
    kinds = Counter(case.kind for case in cases)
    assert len({(case.true, case.false) for case in cases}) >= LEAST
    assert set(kinds) == set(ALTERATIONS), kinds
    passed = [case for case in cases if not flaws(case.false, (case.passage,))]
    assert passed == [], show(passed)


def test_true_statements_in_other_words_get_through(passages: tuple[Passage, ...]) -> None:
    choose = random.Random(12)
    cases = [case for stored in passages for case in true_statements(stored, choose)]
    assert len(cases) >= LEAST
    stopped = [case for case in cases if flaws(case.false, (case.passage,))]
    assert len(stopped) <= (1 - KEPT) * len(cases), f"{len(stopped)} of {len(cases)}\n{show(stopped)}"
