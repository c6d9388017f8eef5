"""The visitors of ``evals.bench_load``, in a process of their own: locust makes them, and each does what a browser does.

A visitor opens the page, holds the connection by which the server knows that it is there, asks some questions with thought
between them, leaves, and another comes. One of four asks by ``/api/v1/ask`` instead. The plan comes as JSON on standard
input; each question is told as a line of JSON on standard output, and last how many seconds of the processor they all took.
SIGTERM ends it before its time.
"""

from __future__ import annotations  # noqa: I001

from locust import User, events  # first: it makes waiting cooperative, before what waits is imported
from locust.env import Environment

import json
import random
import signal
import sys
import time
import uuid
from dataclasses import dataclass
from time import monotonic
from typing import Any, ClassVar

import gevent
import requests
from gevent.event import Event

from evals.load_replies import FAILED, Asked, api_outcome, chat_outcome, events_of, says_waiting, sheet_question

PATIENCE = 60  # seconds
VISIT = (2, 6)  # questions


@dataclass(frozen=True)
class Plan:
    """What the visitors do. With ``seconds`` 0 all ask once, at the same moment."""

    address: str
    users: int
    seconds: float
    think: float
    questions: tuple[str, ...]
    sheets: int
    seed: int = 1


class Visitor(User):  # type: ignore[misc]
    """One at a time in the same place: when a visitor leaves, the next one comes."""

    abstract = True
    plan: ClassVar[Plan]
    door: ClassVar[str]
    began: ClassVar[float]
    together: ClassVar[Event]
    known: ClassVar[dict[str, Any]] = {}

    def on_start(self) -> None:
        self.choose = random.Random(self.plan.seed + id(self))

    def wait_time(self) -> float:
        return self.plan.think * self.choose.uniform(0.5, 1.5)

    def question(self) -> str:
        """One of five is about a sheet whose version shows."""
        if self.choose.random() < 0.2:
            return sheet_question(self.choose.randrange(self.plan.sheets))
        return self.choose.choice(self.plan.questions)

    def tell(self, asked: Asked) -> None:
        sys.stdout.write(json.dumps(asked.as_json(), ensure_ascii=False) + "\n")

    def ask(self, session: requests.Session, seen: dict[str, Any]) -> None:
        """One question, whatever becomes of it."""
        started = monotonic()
        told: list[float] = []
        outcome, fault, generation = FAILED, "", ""
        versions: tuple[str, ...] = ()
        try:
            if self.door == "chat":
                last = self.by_chat(session, seen, lambda: told.append(monotonic() - started))
                outcome, versions, fault = chat_outcome(last)
            else:
                reply = session.post(
                    self.plan.address + "api/v1/ask", json={"question": self.question()}, timeout=PATIENCE
                )
                outcome, versions, fault = api_outcome(reply.status_code, reply.json())
                generation = reply.json().get("generation", "")
        except Exception as error:  # whatever it is, a visitor would have met it
            fault = f"{type(error).__name__}: {str(error)[:120]}"
        seconds, at = monotonic() - started, started - self.began
        self.tell(Asked(self.door, at, seconds, outcome, told[0] if told else None, versions, generation, fault))

    def by_chat(self, session: requests.Session, seen: dict[str, Any], waits: Any) -> dict[str, Any]:
        """The last message about a question that is asked as the page asks it."""
        asking = {
            "data": [None, "", [], [], False, "", self.question()],
            "event_data": None,
            "fn_index": seen["fn_index"],
            "trigger_id": seen["trigger_id"],
            "session_hash": seen["session"],
        }
        return self.event(session, asking, waits)

    def event(self, session: requests.Session, asking: dict[str, Any], waits: Any = lambda: None) -> dict[str, Any]:
        """The last message about an event of the page."""
        join = self.plan.address + "gradio_api/queue/join"
        session.post(join, json=asking, timeout=PATIENCE).raise_for_status()
        follow = self.plan.address + "gradio_api/queue/data"
        with session.get(
            follow, params={"session_hash": asking["session_hash"]}, stream=True, timeout=PATIENCE
        ) as stream:
            last: dict[str, Any] = {}
            for event in events_of(stream.iter_content(None)):
                if says_waiting(event):
                    waits()
                if event.get("msg") == "process_completed":
                    last = event
        return last

    def open_page(self, session: requests.Session) -> dict[str, Any]:
        """What a browser knows when it has the page; from then on it holds a connection."""
        session.get(self.plan.address, timeout=PATIENCE).raise_for_status()
        if not self.known:  # the page itself holds it, so a browser never asks for it
            self.known.update(session.get(self.plan.address + "config", timeout=PATIENCE).json())
        events = self.known["dependencies"]
        ask = next(one for one in events if len(one["targets"]) == 2 and len(one["inputs"]) == 7)
        seen = {"fn_index": ask["id"], "trigger_id": ask["targets"][0][0], "session": uuid.uuid4().hex[:11]}
        for one in events:
            if any(what == "load" for _, what in one["targets"]):  # a browser does so by itself
                self.event(
                    session, {"data": [], "event_data": None, "fn_index": one["id"], "session_hash": seen["session"]}
                )
        return seen

    def stay(self, seen: dict[str, Any]) -> None:
        try:
            with requests.get(
                f"{self.plan.address}gradio_api/heartbeat/{seen['session']}", stream=True, timeout=3600
            ) as held:
                for _ in held.iter_content(None):
                    pass
        except requests.RequestException:  # the server has stopped
            return

    def visit(self) -> None:
        """From the page opened to the page left."""
        with requests.Session() as session:
            seen: dict[str, Any] = {}
            held = None
            if self.door == "chat":
                try:
                    seen = self.open_page(session)
                except Exception as error:
                    fault = f"sidan: {type(error).__name__}: {str(error)[:120]}"
                    self.tell(Asked(self.door, monotonic() - self.began, 0.0, FAILED, fault=fault))
                    return
                held = gevent.spawn(self.stay, seen)
            try:
                if not self.plan.seconds:
                    self.together.wait()
                    self.ask(session, seen)
                    gevent.sleep(PATIENCE)
                for _ in range(self.choose.randint(*VISIT) if self.plan.seconds else 0):
                    gevent.sleep(self.wait_time())
                    self.ask(session, seen)
            finally:
                if held is not None:
                    held.kill()

    tasks: ClassVar[list[Any]] = [visit]


def run(plan: Plan) -> None:
    """All visitors, until the time is over."""
    together = Event()
    common = {"plan": plan, "began": monotonic(), "together": together, "abstract": False}
    chat = type("ByChat", (Visitor,), {**common, "door": "chat", "weight": 3})
    api = type("ByApi", (Visitor,), {**common, "door": "api", "weight": 1})
    environment = Environment(user_classes=[chat, api], events=events)
    runner = environment.create_local_runner()
    enough = Event()
    gevent.signal_handler(signal.SIGTERM, enough.set)
    runner.start(plan.users, spawn_rate=plan.users if not plan.seconds else max(1, plan.users / max(1.0, plan.think)))
    if plan.seconds:
        enough.wait(plan.seconds)
    else:
        gevent.sleep(5 + plan.users / 10)  # every page is open
        together.set()
        gevent.sleep(PATIENCE * 0.75)
    runner.quit()
    sys.stdout.write(json.dumps({"processor": time.process_time()}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    wanted = json.loads(sys.stdin.read())
    run(Plan(**{**wanted, "questions": tuple(wanted["questions"])}))
