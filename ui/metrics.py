"""What the service counts for those who run it, in Prometheus' text format. Numbers only: no label ever holds anything
that a visitor wrote."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from assistant.domain import Delta, Done, Hit, Outcome, Question
from assistant.errors import QuestionError
from ui import logs
from ui.lazy import Lazy, Served
from ui.library import Library

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
REFUSED: Final = "refused"  # the question cannot be asked: empty, too long
FAILED: Final = "failed"
STOPPED: Final = "stopped"  # the visitor left or stopped it
OUTCOMES: Final = (*(outcome.value for outcome in Outcome), REFUSED, FAILED, STOPPED)
FIRST, WHOLE = "first_words", "whole_answer"
BUCKETS: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)  # seconds

disable_created_metrics()  # type: ignore[no-untyped-call]  # when a counter was made is nothing anybody needs


class Remembering(Protocol):
    """Something that keeps answers, and counts how often one was there."""

    @property
    def hits(self) -> int: ...
    @property
    def misses(self) -> int: ...
    def __len__(self) -> int: ...


class _Memory(Collector):
    """What a memory of answers has counted, as it is when somebody looks."""

    def __init__(self, memory: Remembering) -> None:
        self._memory = memory

    def collect(self) -> Iterator[Metric]:
        memory = self._memory
        yield CounterMetricFamily("civsam_memory_hits", "Answers that were remembered.", memory.hits)
        yield CounterMetricFamily("civsam_memory_misses", "Answers that had to be made.", memory.misses)
        yield GaugeMetricFamily("civsam_memory_answers", "Answers that are remembered now.", len(memory))


class Metrics:
    """The counters of one running page."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._outcomes = Counter("civsam_questions", "Questions by how they ended.", ["outcome"], registry=registry)
        self._searches = Counter("civsam_searches", "Searches for passages, without an answer.", registry=registry)
        self._written = Counter("civsam_model_answers", "Answers that a language model wrote.", registry=registry)
        self._seconds = Histogram(
            "civsam_answer_seconds", "Seconds to the first words and to the whole answer.", ["stage"],
            buckets=BUCKETS, registry=registry,
        )  # fmt: skip
        self._ready = Gauge("civsam_ready", "1 when the knowledge base is open.", registry=registry)
        self._generation = Gauge("civsam_generation", "Number of the serving generation.", registry=registry)
        self._lines = Gauge("civsam_in_line", "Questions under way or waiting, by door.", ["door"], registry=registry)
        for outcome in OUTCOMES:
            self._outcomes.labels(outcome)
        for stage in (FIRST, WHOLE):
            self._seconds.labels(stage)

    def watch(self, door: str, length: Callable[[], int]) -> None:
        """Tell how many are in the line of a door, each time somebody looks."""
        self._lines.labels(door).set_function(length)

    def watch_memory(self, memory: Remembering) -> None:
        """Tell what the memory of answers counts. Once for each Metrics."""
        self._registry.register(_Memory(memory))

    def searched(self) -> None:
        self._searches.inc()

    def began(self, seconds: float) -> None:
        """The first words of an answer came."""
        self._seconds.labels(FIRST).observe(seconds)

    def ended(self, outcome: str, seconds: float, *, by_model: bool = False) -> None:
        """A question is done with. Seconds count only where there was an answer."""
        self._outcomes.labels(outcome).inc()
        if outcome in set(Outcome):
            self._seconds.labels(WHOLE).observe(seconds)
        if by_model:
            self._written.inc()

    def text(self, served: Lazy) -> bytes:
        """Everything, as it is now. What serves is asked for only when it is open already."""
        self._ready.set(served.ready)
        self._generation.set(_number(served.generation) if served.ready else 0)
        return generate_latest(self._registry)


class Counted:
    """Served whose questions are counted and timed."""

    def __init__(self, served: Served, metrics: Metrics) -> None:
        self._served = served
        self._metrics = metrics
        memory = getattr(served, "memory", None)
        if memory is not None:
            metrics.watch_memory(memory)

    @property
    def generation(self) -> Library:
        return self._served.generation

    def search(self, question: Question, k: int) -> Sequence[Hit]:
        self._metrics.searched()
        return self._served.search(question, k)

    def stream(self, question: Question) -> Iterator[Delta | Done]:
        started = time.perf_counter()
        outcome, by_model, has_begun = STOPPED, False, False
        generation: str | None = None
        stream = self._served.stream(question)
        try:
            for event in stream:
                if not has_begun:
                    has_begun = True
                    self._metrics.began(time.perf_counter() - started)
                if isinstance(event, Done):
                    outcome, by_model = event.answer.outcome.value, event.answer.ai_generated
                    generation = event.answer.generation
                yield event
        except QuestionError:
            outcome = REFUSED
            raise
        except Exception:
            outcome = FAILED
            raise
        finally:
            seconds = time.perf_counter() - started
            self._metrics.ended(outcome, seconds, by_model=by_model)
            logs.ended(outcome, seconds, generation)
            close = getattr(stream, "close", None)
            if close is not None:
                close()  # at once, as without counting: the answer may hold a model's connection


def _number(generation: Library) -> int:
    """4 of "gen-0004"; 0 where it has no name."""
    digits = str(getattr(generation, "name", "")).rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0
