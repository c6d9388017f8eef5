"""One deadline, one retry, and a rest after three failures in a row."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from assistant.adapters.fakes import ScriptedChatModel
from assistant.adapters.patience import FAILURES, PAUSE, REST, PatientChatModel
from assistant.errors import ModelUnavailable

DOWN = ModelUnavailable("Nere", next_step="Vänta")


class Clock:
    """Stands still until somebody sleeps or moves it."""

    now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Silent:
    """Never says a word."""

    name = "tyst"

    def stream(self, system: str, user: str) -> Iterator[str]:
        threading.Event().wait(3)
        yield "för sent"


def patient(*replies: object, timeout: float = 30) -> tuple[PatientChatModel, ScriptedChatModel, Clock]:
    clock, inner = Clock(), ScriptedChatModel(*replies)  # type: ignore[arg-type]
    return PatientChatModel(inner, timeout, clock, clock.sleep), inner, clock


def fail(model: PatientChatModel) -> ModelUnavailable:
    with pytest.raises(ModelUnavailable) as caught:
        list(model.stream("a", "b"))
    return caught.value


def test_a_first_failure_is_tried_once_more() -> None:
    model, inner, clock = patient(DOWN, "Hej.")
    assert "".join(model.stream("a", "b")) == "Hej."
    assert (len(inner.asked), clock.now) == (2, PAUSE)


def test_a_second_failure_is_the_last() -> None:
    model, inner, _ = patient(DOWN)
    assert fail(model) is DOWN
    assert len(inner.asked) == 2


def test_what_has_begun_is_not_tried_again() -> None:
    model, inner, _ = patient(["Hej", DOWN])
    fail(model)
    assert len(inner.asked) == 1


def test_there_is_no_retry_when_no_time_is_left() -> None:
    model, inner, _ = patient(DOWN, timeout=PAUSE)
    fail(model)
    assert len(inner.asked) == 1


def test_after_three_failures_it_is_left_alone_for_a_minute() -> None:
    model, inner, clock = patient(DOWN)
    for _ in range(FAILURES):
        fail(model)
    asked = len(inner.asked)
    assert "vilar" in fail(model).what
    clock.now += REST - 1
    fail(model)
    assert len(inner.asked) == asked, "not asked while it rests"
    clock.now += 2
    fail(model)
    assert len(inner.asked) == asked + 2, "asked again"
    fail(model)
    assert len(inner.asked) == asked + 2, "and one more failure is enough to rest again"


def test_one_good_reply_begins_the_count_again() -> None:
    model, _, _ = patient(*[DOWN] * 4, "Hej.", *[DOWN] * 4, "Hej.")
    for expected in (False, False, True, False, False, True):
        if expected:
            assert "".join(model.stream("a", "b")) == "Hej."
        else:
            fail(model)


def test_a_silent_model_is_left_at_the_deadline() -> None:
    started = time.perf_counter()
    error = fail(PatientChatModel(Silent(), timeout=0.3))
    assert 0.25 < time.perf_counter() - started < 2
    assert "0.3 sekunder" in error.what


def test_a_bug_in_a_model_ends_as_unavailable() -> None:
    class Broken:
        name = "trasig"

        def stream(self, system: str, user: str) -> Iterator[str]:
            raise KeyError("sk-hemlig")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading, "excepthook", lambda _: None)
        assert "sk-hemlig" not in str(fail(PatientChatModel(Broken(), timeout=5, sleep=lambda _: None)))
