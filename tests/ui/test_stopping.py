"""SIGTERM while answers are on their way: they become whole, or the one who asked is told; and then it is over."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from browsing import ask as ask_on
from browsing import box, needs_chromium, playwright
from page_fakes import TODAY, FakeAssistant

from assistant.domain import Delta, Done, Question
from assistant.settings import Settings
from ui import texts
from ui.chat import Session, View, ask
from ui.doors import Doors
from ui.line import Closing, Line

WORDS = f"{texts.CLOSING}. {texts.CLOSING_NEXT}"
PATIENCE = 90  # seconds a loaded machine may need; what is asked of the service is counted from the signal

CHILD = """
import os, sys, threading
sys.path.insert(0, sys.argv[1])
from page_fakes import FakeAssistant
from assistant.settings import Settings
from ui import app, cli, serving

class Hanging(FakeAssistant):
    def stream(self, question):
        os.write(1, "frågad\\n".encode())
        if "häng" in question.text:
            threading.Event().wait(600)
        yield from super().stream(question)

serving._ANSWERS = float(sys.argv[2])
settings = Settings().model_copy(update={"port": 0})
cli.COMMANDS["chat"] = lambda *_: app.serve(lambda: Hanging(0.05), settings)
sys.exit(cli.main(["chat"]))
"""


class Hanging(FakeAssistant):
    """A question with "häng" gets its first words and then nothing, until the test lets go."""

    def __init__(self) -> None:
        super().__init__(0)
        self.let_go = threading.Event()

    def stream(self, question: Question) -> Iterator[Delta | Done]:
        if "häng" in question.text:
            yield Delta("Först")
            self.let_go.wait(PATIENCE)
        yield from super().stream(question)


async def last(assistant: FakeAssistant, text: str, line: Line) -> View:
    return [view async for view in ask(assistant, Session(), text, limit=2000, today=TODAY, line=line)][-1]


def test_in_the_chat_answers_become_whole_and_the_others_are_told() -> None:
    line, assistant = Line(at_once=2, waiting=5), Hanging()

    async def stopping() -> list[View]:
        asked = [asyncio.create_task(last(assistant, text, line)) for text in ("Vad?", "häng", "häng med", "Sedan?")]
        while line.length != 3:  # the first is answered, two hang, and the last one waits in line
            await asyncio.sleep(0.01)
        await line.drain(0.2)
        assistant.let_go.set()
        return [*await asyncio.gather(*asked), await last(assistant, "Ny?", line)]

    whole, hung, also_hung, waited, late = asyncio.run(stopping())
    assert whole.answer
    for view, text in ((hung, "häng"), (also_hung, "häng med"), (waited, "Sedan?")):
        problem = view.conversation[-1].problem
        assert problem
        assert " ".join(problem) == WORDS
        assert view.box == text, "the question stays, to be asked again"
    assert (late.status, late.box, late.conversation) == (WORDS, "Ny?", ())


def test_by_another_door_they_are_told_too() -> None:
    line, let_go = Line(), threading.Event()
    doors = Doors(Hanging, Settings(), line)

    async def stopping() -> list[object]:
        work = (lambda _: "klart", lambda _: let_go.wait(PATIENCE))
        running = [asyncio.create_task(doors.run(one)) for one in work]
        await asyncio.sleep(0)
        await line.drain(0.2)
        let_go.set()
        return [*await asyncio.gather(*running, return_exceptions=True), doors.inside]

    done, told, inside = asyncio.run(stopping())
    assert done == "klart"
    assert isinstance(told, Closing)
    assert inside == 0


def test_nobody_is_waited_for_when_nobody_is_there_or_it_is_in_a_hurry() -> None:
    async def stopping() -> float:
        started = time.monotonic()
        await Line().drain(PATIENCE)
        crowded = Line()
        crowded.join()
        await crowded.drain(PATIENCE, lambda: True)
        return time.monotonic() - started

    assert asyncio.run(stopping()) < PATIENCE / 2


@contextmanager
def running(seconds: float) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command in a process of its own, and its address."""
    command = [sys.executable, "-c", CHILD, os.path.dirname(__file__), str(seconds)]  # noqa: PTH120
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUTF8": "1"}
    ) as child:
        try:
            (address,) = re.findall(r"http://\S+", heard(child))
            yield child, address
        finally:
            child.kill()


def heard(child: subprocess.Popen[str]) -> str:
    assert child.stdout
    return child.stdout.readline().strip()


def test_a_process_that_is_told_to_stop_answers_first_and_is_gone_in_time() -> None:
    with running(5) as (child, address), ThreadPoolExecutor() as pool, httpx.Client(base_url=address) as client:

        def posted(text: str) -> httpx.Response:
            return client.post("/api/v1/ask", json={"question": text}, timeout=PATIENCE)

        replies = [pool.submit(posted, text) for text in ("långsam", "häng")]
        assert [heard(child), heard(child)] == ["frågad"] * 2
        child.send_signal(signal.SIGTERM)
        started = time.monotonic()
        whole, hung = (reply.result(PATIENCE) for reply in replies)
        assert (whole.status_code, whole.json()["outcome"]) == (200, "answered")
        assert (hung.status_code, hung.json()) == (503, {"error": WORDS})
        assert hung.headers["Retry-After"]
        assert child.wait(PATIENCE) == 143
        assert time.monotonic() - started < PATIENCE / 2, "although one of its threads would go on for ten minutes"
        with pytest.raises(httpx.ConnectError):
            httpx.get(address)
        assert child.stderr
        assert "Traceback" not in child.stderr.read()


@needs_chromium
def test_a_visitor_gets_the_whole_answer_or_is_told(browser: Any) -> None:
    with running(5) as (child, address):
        contexts = [browser.new_context() for _ in range(2)]
        slow, hanging = (context.new_page() for context in contexts)
        for page, text in ((slow, "långsam"), (hanging, "häng")):
            page.set_default_timeout(PATIENCE * 1000)
            page.goto(address)
            box(page).wait_for()
            ask_on(page, text)
            assert heard(child) == "frågad"
        child.send_signal(signal.SIGTERM)
        slow.locator('[data-testid="bot"] >> nth=-1').locator("a.cite").first.wait_for()
        playwright.expect(hanging.locator("#samtal")).to_contain_text(texts.CLOSING_NEXT, timeout=PATIENCE * 1000)
        assert box(hanging).input_value() == "häng"
        for context in contexts:
            context.close()
        assert child.wait(PATIENCE) == 143
