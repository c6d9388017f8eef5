"""The numbers for those who run the service: right, and without a word of what anybody asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from page_fakes import SECRET, TODAY, FakeAssistant, FakeLibrary
from page_server import serving

from assistant.domain import Question
from assistant.errors import IndexMissing, QuestionError
from assistant.settings import Settings
from assistant.wiring import load
from ui.lazy import Lazy
from ui.metrics import OUTCOMES, Counted, Metrics
from ui.operation_routes import operation_router


class Empty(FakeLibrary):
    def documents(self) -> Iterator[object]:  # type: ignore[override]
        return iter(())


class Broken(FakeLibrary):
    def documents(self) -> Iterator[object]:  # type: ignore[override]
        raise ValueError("closed")


def value(text: str, series: str) -> float:
    """The number behind the name of a series with its labels."""
    found = re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
    assert found, f"{series} is not in\n{text}"
    return float(found[1])


def outcomes(text: str) -> dict[str, float]:
    return {outcome: value(text, f'civsam_questions_total{{outcome="{outcome}"}}') for outcome in OUTCOMES}


def client_of(load: object, *, opened: bool = True, host: str = "127.0.0.1") -> TestClient:
    lazy = Lazy(load)  # type: ignore[arg-type]
    if opened:
        lazy.get()
    app = FastAPI()
    app.include_router(operation_router(lazy, Metrics()))
    return TestClient(app, client=(host, 4711))


def test_questions_by_every_door_are_counted_and_no_text_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with serving(lambda: FakeAssistant(0)) as address, httpx.Client(base_url=address, timeout=60) as client:
        for word in ("Vad", "inget", "vägra", "fel", "krasch", "ai"):
            client.post("/api/v1/ask", json={"question": f"{word} {SECRET} 19811218-9876"})
        client.post("/enkel", data={"fraga": f"Vilka {SECRET}?"}, headers={"Origin": address.rstrip("/")})
        reply = client.get("/metrics")
        assert client.get("/readyz").json() == {"status": "redo"}
        assert client.get("/healthz").json() == {"status": "ok"}
    assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    counted = outcomes(reply.text)
    assert counted["answered"] >= 2
    assert (counted["not_found"], counted["refused"], counted["failed"], counted["stopped"]) == (1, 1, 2, 0)
    assert value(reply.text, "civsam_model_answers_total") == 1
    whole = value(reply.text, 'civsam_answer_seconds_count{stage="whole_answer"}')
    assert whole == counted["answered"] + counted["not_found"]
    assert value(reply.text, 'civsam_answer_seconds_bucket{le="+Inf",stage="whole_answer"}') == whole
    assert value(reply.text, "civsam_ready") == 1
    assert value(reply.text, 'civsam_in_line{door="chat"}') == value(reply.text, 'civsam_in_line{door="other"}') == 0
    for word in (SECRET, "4711", "9876", "Vilka", "Startbidrag", "prov-bidrag"):
        assert word not in reply.text
        assert word not in caplog.text


def test_a_label_is_one_of_a_few_known_words() -> None:
    metrics = Metrics()
    served = Counted(FakeAssistant(0), metrics)
    for number in range(50):
        tuple(served.stream(Question(f"{SECRET} {number}", TODAY)))
        with pytest.raises(QuestionError):
            tuple(served.stream(Question(f"vägra {SECRET} {number}", TODAY)))
    text = metrics.text(Lazy(lambda: served)).decode()
    labels = set(re.findall(r'(\w+)="([^"]*)"', text))
    assert {name for name, _ in labels} <= {"outcome", "stage", "le", "door"}
    assert {of for name, of in labels if name == "outcome"} == set(OUTCOMES)
    assert SECRET not in text


def test_who_leaves_is_counted_as_stopped_and_the_answer_is_let_go() -> None:
    metrics, fake = Metrics(), FakeAssistant(0)
    stream = Counted(fake, metrics).stream(Question("långsam", TODAY))
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert fake.closed.is_set()
    assert outcomes(metrics.text(Lazy(lambda: fake)).decode())["stopped"] == 1


def test_the_lengths_of_the_lines_and_the_generation_are_told_as_they_are_now() -> None:
    metrics, fake, waiting = Metrics(), FakeAssistant(0), [3]
    metrics.watch("chat", lambda: waiting[0])
    lazy = Lazy(lambda: fake)
    assert value(metrics.text(lazy).decode(), "civsam_ready") == 0
    lazy.get()
    fake.generation.name = "gen-0012"  # type: ignore[attr-defined]
    assert value(metrics.text(lazy).decode(), "civsam_generation") == 12
    waiting[0] = 7
    assert value(metrics.text(lazy).decode(), 'civsam_in_line{door="chat"}') == 7


def test_remembered_answers_are_counted_as_they_are_now(settings: Settings) -> None:
    opened = load(settings, remembered=5)
    lazy = Lazy(lambda: Counted(opened, metrics))
    metrics = Metrics()
    try:
        for text in ("Hur mycket är lägerpengen?", "Hur  mycket är lägerpengen? ", f"Vem är {SECRET}?"):
            tuple(lazy.stream(Question(text, TODAY)))
        told = metrics.text(lazy).decode()
    finally:
        opened.close()
    assert value(told, "civsam_memory_hits_total") == 1
    assert value(told, "civsam_memory_misses_total") == value(told, "civsam_memory_answers") == 2
    assert SECRET not in told


def test_not_ready_before_the_knowledge_base_is_open_or_when_it_cannot_be_read() -> None:
    def load() -> FakeAssistant:
        raise IndexMissing("Inget är inläst än", where="/srv/hemligt")

    starting = client_of(load, opened=False).get("/readyz")
    assert (starting.status_code, starting.json()) == (503, {"status": "startar"})
    for library in (Empty(), Broken()):
        fake = FakeAssistant(0)
        fake.generation = library
        told = client_of(lambda fake=fake: fake).get("/readyz")
        assert (told.status_code, told.json()) == (503, {"status": "kan inte svara"})


def test_the_numbers_are_for_this_machine_alone() -> None:
    assert client_of(lambda: FakeAssistant(0)).get("/metrics").status_code == 200
    assert client_of(lambda: FakeAssistant(0), host="::1").get("/metrics").status_code == 200
    for header in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"):
        refused = client_of(lambda: FakeAssistant(0)).get("/metrics", headers={header: "127.0.0.1"})
        assert refused.status_code == 403
        assert "civsam_" not in refused.text
    for host in ("10.0.0.7", "testclient"):
        assert client_of(lambda: FakeAssistant(0), host=host).get("/metrics").status_code == 403
