"""Waiting one's turn, and a conversation that is there again after a reload."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable

import pytest
from page_fakes import TODAY, FakeAssistant

from ui import texts
from ui.chat import Session, View, ask, come_back
from ui.limits import Limits
from ui.line import Crowded, Line
from ui.returning import Conversations

FIRST, SECOND, THIRD = ("a" * 32, "b" * 32, "c" * 32)


async def views(session: Session, text: str, line: Line, seen: Callable[[View], object] = lambda _: None) -> list[View]:
    found = []
    async for view in ask(FakeAssistant(0.02), session, text, limit=2000, today=TODAY, line=line):
        found.append(view)
        seen(view)
    return found


def test_the_second_waits_is_told_so_and_is_answered_and_the_third_keeps_its_question() -> None:
    line = Line(at_once=1, waiting=1)

    async def three() -> list[list[View]]:
        return list(await asyncio.gather(*(views(Session(), f"Fråga {n}", line) for n in range(3))))

    first, second, third = asyncio.run(three())
    assert texts.in_line(1) in [view.status for view in second]
    assert texts.in_line(1) not in [view.status for view in first]
    assert first[-1].answer
    assert second[-1].answer
    (refused,) = third
    assert (refused.box, refused.alarming, refused.conversation) == ("Fråga 2", True, ())
    assert refused.status == f"{texts.CROWDED}. {texts.CROWDED_NEXT}"


def test_what_is_quick_is_not_told_and_what_is_not_is() -> None:
    async def told(quick: float, pause: float, line: Line) -> list[View]:
        asked = ask(FakeAssistant(pause), Session(), "Fråga", limit=2000, today=TODAY, line=line, quick=quick)
        return [view async for view in asked]

    async def both(quick: float) -> tuple[list[View], list[View]]:
        line = Line(at_once=1)
        first, second = await asyncio.gather(told(quick, 0.02, line), told(quick, 0.02, line))
        return first, second

    for views in asyncio.run(both(60.0)):
        (last,) = views
        assert (last.answer is not None, last.box, last.busy) == (True, "", False)
    first, second = asyncio.run(both(0.001))
    assert (first[0].status, first[0].box, first[-1].box) == (texts.SEARCHING, "", None)
    assert (second[0].status, second[0].box) == (texts.in_line(1), "")
    assert {view.box for view in second[1:]} == {None}
    assert second[-1].answer


def test_who_waits_may_stop_and_those_behind_move_up() -> None:
    line = Line(at_once=1, waiting=5)
    waiting = Session()

    def stop_in_line(view: View) -> None:
        if view.status == texts.in_line(1):
            waiting.stop()

    async def both() -> list[list[View]]:
        return list(await asyncio.gather(views(Session(), "Först", line), views(waiting, "Sedan", line, stop_in_line)))

    _, stopped = asyncio.run(both())
    assert stopped[-1].status == texts.STOPPED_STATUS
    assert waiting.conversation[-1].stopped
    assert not waiting.busy


def test_a_place_that_is_left_twice_makes_room_once() -> None:
    async def leave() -> int:
        line = Line(at_once=1, waiting=2)
        first, second, third = (line.join() for _ in range(3))
        with pytest.raises(Crowded):
            line.join()
        first.leave()
        first.leave()
        await third.closer()
        return second.ahead * 10 + third.ahead

    assert asyncio.run(leave()) == 1


def test_a_page_that_is_loaded_again_gets_a_copy_of_its_conversation() -> None:
    known, old, new = Conversations(), Session(), Session()
    assert not known.greet(old, FIRST)
    asyncio.run(views(old, "Vilka bidrag finns?", Line()))
    assert known.greet(new, f"{SECOND} {FIRST}")
    assert new.conversation == old.conversation
    asyncio.run(views(new, "Och sedan?", Line()))
    assert len(old.conversation) == 1  # a tab that was doubled goes on by itself


@pytest.mark.parametrize("words", ["", "kort", f"{THIRD} {SECOND}", f"{THIRD} {FIRST}x", f"{'A' * 32} {FIRST}", FIRST])
def test_nobody_gets_a_conversation_without_its_word(words: str) -> None:
    known, old, new = Conversations(), Session(), Session()
    known.greet(old, FIRST)
    asyncio.run(views(old, "Vilka bidrag finns?", Line()))
    assert not known.greet(new, words)
    assert new.conversation == ()


def test_a_conversation_is_kept_no_longer_than_its_page() -> None:
    known, old = Conversations(), Session()
    known.greet(old, FIRST)
    asyncio.run(views(old, "Vilka bidrag finns?", Line()))
    del old
    gc.collect()
    assert not known.greet(Session(), f"{SECOND} {FIRST}")


def test_an_answer_that_the_reload_cut_off_is_asked_for_again_with_its_limits() -> None:
    fake, known, old, new = FakeAssistant(0.02), Conversations(), Session(), Session()
    limits = Limits(areas=("Kumla",))
    known.greet(old, FIRST)

    async def reload() -> list[View]:
        cut = ask(fake, old, "långsam fråga", limit=2000, today=TODAY, limits=limits)
        await anext(cut)
        await cut.aclose()
        assert known.greet(new, f"{SECOND} {FIRST}")
        fake.pause = 0
        return [view async for view in come_back(fake, new, limit=2000, today=TODAY)]

    last = asyncio.run(reload())[-1]
    assert last.answer
    assert len(last.conversation) == 1
    assert fake.asked[-1].filters.areas == ("Kumla",)
    assert new.limits == limits


def test_a_conversation_that_was_done_comes_back_as_it_was() -> None:
    session = Session()
    asyncio.run(views(session, "Vilka bidrag finns?", Line()))

    async def back() -> list[View]:
        return [view async for view in come_back(FakeAssistant(), session, limit=2000, today=TODAY)]

    (view,) = asyncio.run(back())
    assert (view.status, view.conversation) == (texts.CAME_BACK, session.conversation)
