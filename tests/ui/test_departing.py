"""Pages that have been left, and that nothing of them is kept when they are too many."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from page_fakes import FakeAssistant

from assistant.settings import Settings
from ui.chat import Session
from ui.departing import Departures
from ui.layout import build, forget
from ui.line import Line
from ui.page_states import PageStates


def visits(*steps: str) -> list[str]:
    """What is forgotten when pages come (``+a``) and go (``-a``)."""
    forgotten: list[str] = []
    going: dict[str, list[asyncio.Event]] = {}

    async def held(scope: Any, receive: Callable[[], Awaitable[Any]], send: object) -> None:
        await receive()

    async def all_of_them() -> None:
        middleware = Departures(held, forgotten.append, left=1)
        tasks = []
        for step in steps:
            page = step[1:]
            if step[0] == "+":
                gone = asyncio.Event()
                going.setdefault(page, []).append(gone)
                scope = {"type": "http", "path": f"/gradio_api/heartbeat/{page}"}
                tasks.append(asyncio.create_task(middleware(scope, gone.wait, None)))  # type: ignore[arg-type]
            else:
                going[page].pop().set()
            for _ in range(3):
                await asyncio.sleep(0)
        for events in going.values():
            for event in events:
                event.set()
        seen = list(forgotten)
        await asyncio.gather(*tasks)
        forgotten[:] = seen

    asyncio.run(all_of_them())
    return forgotten


@pytest.mark.parametrize(
    ("steps", "forgotten"),
    [
        ("+a +b +c", []),  # all are open
        ("+a -a", []),  # may come back
        ("+a -a +b -b", ["a"]),
        ("+a +b -b -a +c -c", ["b", "a"]),  # in the order they left
        ("+a -a +a +b -b", []),  # came back, and is open
        ("+a +a -a +b -b +c -c", ["b"]),  # one of its two connections broke
    ],
)
def test_of_the_pages_that_were_left_only_the_last_ones_are_kept(steps: str, forgotten: list[str]) -> None:
    assert visits(*steps.split()) == forgotten


def test_a_page_that_was_left_is_let_go_of_when_its_time_is_over() -> None:
    forgotten: list[str] = []

    async def at_once(*_: object) -> None:
        pass

    async def two() -> None:
        middleware = Departures(at_once, forgotten.append, stays=0.2)
        for page in "ab":
            await middleware({"type": "http", "path": f"/gradio_api/heartbeat/{page}"}, None, None)  # type: ignore[arg-type]
        while len(forgotten) < 2:
            await asyncio.sleep(0.01)

    async def long() -> None:
        middleware = Departures(at_once, forgotten.append, stays=3600.0)
        await middleware({"type": "http", "path": "/gradio_api/heartbeat/c"}, None, None)  # type: ignore[arg-type]
        await asyncio.sleep(0.3)

    asyncio.run(asyncio.wait_for(two(), 30))
    asyncio.run(long())
    assert forgotten == ["a", "b"]


def test_other_requests_pass() -> None:
    reached: list[str] = []

    async def inside(scope: Any, *_: object) -> None:
        reached.append(scope["path"])

    middleware = Departures(inside, reached.append)
    asyncio.run(middleware({"type": "http", "path": "/om"}, None, None))  # type: ignore[arg-type]
    assert reached == ["/om"]


def test_a_page_that_is_opened_has_its_conversation_and_describes_nothing() -> None:
    page = build(FakeAssistant(), Settings(), Line())
    states = PageStates()
    states.set_blocks(page)
    (state,) = (number for number, block in page.blocks.items() if block.stateful)
    box = next(number for number, block in page.blocks.items() if getattr(block, "elem_id", None) == "samtal")
    first, second = states["ena"], states["andra"]
    assert states["ena"] is first
    assert isinstance(first[state], Session)
    assert first[state] is not second[state]
    first._update_value_in_config(box, "det som sagts")
    first._update_config(box)
    assert list(first.components) == []


def test_nothing_of_a_forgotten_page_is_left_in_gradio() -> None:
    page = build(FakeAssistant(), Settings(), Line())
    (state,) = (number for number, block in page.blocks.items() if block.stateful)
    kept, gone = (weakref.ref(page.state_holder[name][state]) for name in ("kvar", "borta"))
    queue = page._queue
    queue.pending_messages_per_session["borta"] = asyncio.Queue()
    queue.pending_event_ids_session["borta"] = set()
    forget(page, "borta")
    forget(page, "aldrig-sedd")
    gc.collect()
    assert isinstance(kept(), Session)
    assert gone() is None
    assert not any("borta" in place for place in (queue.pending_messages_per_session, queue.pending_event_ids_session))
    assert set(page.state_holder.time_last_used) == {"kvar"}
