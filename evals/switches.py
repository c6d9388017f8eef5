"""Turns parts of the search off while something is measured, and on again afterwards. Only benchmarks use this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import ModuleType

from assistant.retrieval import ranking, retrieve


@contextmanager
def changed(module: ModuleType, **values: object) -> Iterator[None]:
    """Give a module's names other values for a while. Raises AttributeError for a name that it does not have."""
    before = {name: getattr(module, name) for name in values}
    try:
        for name, value in values.items():
            setattr(module, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


def everything() -> AbstractContextManager[None]:
    """The search as it is."""
    return nullcontext()


def dense_weight(weight: float) -> AbstractContextManager[None]:
    """Another share for the dense leg, between 0 and 1."""
    legs: Mapping[str, float] = {**ranking.LEG_WEIGHTS, "lexical": 1 - weight, "dense": weight}
    return changed(ranking, LEG_WEIGHTS=legs, LEARNT_LEG_WEIGHTS=legs)


def without_relevance() -> AbstractContextManager[None]:
    """Passages keep the score that the legs gave them: no best sentence, in words or in meaning, no kinds of answer."""
    return changed(retrieve, BEST_UNIT=0.0, NEAREST_UNIT=0.0)


def without_document_score() -> AbstractContextManager[None]:
    """A passage is not lifted by the others of its document."""
    return changed(ranking, DOCUMENT_WEIGHT=0.0)


def without_entities() -> AbstractContextManager[None]:
    """No steering by place, year or validity."""
    return changed(ranking, place_factor=lambda *_: 1.0, time_factor=lambda *_: 1.0)
