"""Logs for programs: a line of JSON for each request, and not a word of what anybody asked or from where."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import httpx
import pytest
from browsing import answered, needs_chromium, visiting
from page_fakes import SECRET, TODAY, FakeAssistant
from page_server import serving

from assistant.domain import Question
from assistant.errors import SettingsError
from assistant.settings import load_settings
from ui.logs import CHAT, UNKNOWN, log_as_json
from ui.metrics import Counted, Metrics

FIELDS = {"time", "route", "status", "seconds", "outcome", "generation"}
PERSON = "19811218-9876"


@contextmanager
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to standard error with CIVSAM_LOG=json."""
    written, root, requests = io.StringIO(), logging.getLogger(), logging.getLogger("civsam.requests")
    handlers, level = root.handlers[:], root.level
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", written)
        log_as_json()
    try:
        yield written
    finally:
        requests.setLevel(logging.NOTSET)
        root.handlers[:] = handlers
        root.setLevel(level)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line_for_every_request_and_no_word_of_what_was_planted(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = f"{SECRET} {PERSON}"
    from_elsewhere = {"X-Forwarded-For": "203.0.113.7", "Referer": f"https://prov.se/{PERSON}", "User-Agent": PERSON}
    with (
        logged(monkeypatch) as written,
        serving(lambda: FakeAssistant(0)) as address,
        httpx.Client(base_url=address, headers=from_elsewhere) as client,
    ):
        for word in ("Vad", "inget", "vägra", "fel", "krasch"):
            client.post("/api/v1/ask", json={"question": f"{word} {planted}"})
        client.post("/api/v1/ask", content=f'{{"question": "{planted}')
        client.post("/enkel", data={"fraga": f"Vilka {planted}?"}, headers={"Origin": address.rstrip("/")})
        for path in ("/", f"/dokument?sok={planted}", f"/dokument/{planted}", f"/{planted}", f"/gradio_api/{planted}"):
            client.get(path)
        client.put(f"/{planted}")
    said = lines(written)
    requests = [line for line in said if "route" in line]
    assert all(set(line) == FIELDS for line in requests)
    assert [(line["route"], line["status"], line["outcome"]) for line in requests] == [
        ("/api/v1/ask", 200, "answered"), ("/api/v1/ask", 200, "not_found"), ("/api/v1/ask", 422, "refused"),
        ("/api/v1/ask", 503, "failed"), ("/api/v1/ask", 500, "failed"), ("/api/v1/ask", 400, None),
        ("/enkel", 200, "answered"), ("/", 200, None), ("/dokument", 200, None), ("/dokument/{identifier:path}", 404, None),
        (UNKNOWN, 404, None), (UNKNOWN, 404, None), (UNKNOWN, 404, None),
    ]  # fmt: skip
    for line in requests:
        assert datetime.fromisoformat(line["time"]).tzinfo is not None
        assert line["seconds"] >= 0
    messages = [line for line in said if "route" not in line]
    assert {line["level"] for line in messages} == {"warning", "error"}, "the two that failed are told too"
    for word in (SECRET, "4711", "9876", "Vilka", "127.0.0.1", "203.0.113.7", "prov.se"):
        assert word not in written.getvalue()


def test_a_fault_that_nobody_caught_is_told_by_its_kind_and_place_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with logged(monkeypatch) as written:
        try:
            raise RuntimeError(f"broken by {SECRET}")
        except RuntimeError:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n%s", SECRET)
        logging.getLogger("ui.prov").warning("Två\nrader")
    fault, warning = lines(written)
    assert (fault["fault"], fault["message"]) == ("RuntimeError", "Exception in ASGI application")
    assert "test_logs.py" in fault["places"]
    assert SECRET not in written.getvalue()
    assert warning["message"] == "Två\nrader"


def test_a_question_that_came_by_no_request_has_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with logged(monkeypatch) as written:
        tuple(Counted(FakeAssistant(0), Metrics()).stream(Question(SECRET, TODAY)))
    (line,) = lines(written)
    assert set(line) == FIELDS
    assert (line["route"], line["status"], line["outcome"]) == (CHAT, None, "answered")


@needs_chromium
def test_a_question_in_the_chat_has_a_line_of_its_own(browser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        logged(monkeypatch) as written,
        serving(lambda: FakeAssistant(0)) as address,
        visiting(browser, address) as page,
    ):
        answered(page, f"Vad {SECRET}?")
        answered(page, f"Vilka {SECRET}?")
    chat = [line for line in lines(written) if line.get("route") == CHAT]
    assert [(line["status"], line["outcome"]) for line in chat] == [(None, "answered")] * 2
    assert "/gradio_api/queue/join" in {line.get("route") for line in lines(written)}
    assert SECRET not in written.getvalue()


def test_the_setting_is_json_or_nothing() -> None:
    assert load_settings({"CIVSAM_LOG": "json"}).log == "json"
    with pytest.raises(SettingsError, match="CIVSAM_LOG"):
        load_settings({"CIVSAM_LOG": "xml"})


def test_without_the_setting_no_request_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with serving(lambda: FakeAssistant(0)) as address:
        httpx.get(f"{address}om")
    assert not [record for record in caplog.records if record.name == "civsam.requests"]
