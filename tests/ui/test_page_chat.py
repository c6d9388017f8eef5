from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator

import pytest
from hostile import HOSTILE, Page, assert_harmless
from markdown_it import MarkdownIt
from page_fakes import SECRET, TODAY, FakeAssistant, answered

from assistant.domain import Citation, Delta, Done, Question, Statement
from ui import texts
from ui.as_text import answer_text
from ui.chat import Answering, Session, View, ask, retry
from ui.limits import Limits
from ui.messages import Exchange, Problem, answer_html, history, messages, question_html, reply_html
from ui.stream import Reader

QUESTION = Question("Vilka bidrag finns?", TODAY)


def asked(text: str, *, session: Session | None = None, by: Answering | None = None, limit: int = 2000) -> list[View]:
    async def collect() -> list[View]:
        views = ask(by or FakeAssistant(0), session or Session(), text, limit=limit, today=TODAY)
        return [view async for view in views]

    return asyncio.run(collect())


def test_an_answer_goes_from_searching_to_done() -> None:
    views = asked("  Vilka bidrag finns?  ")
    assert views[0].busy
    assert views[0].box == ""
    assert views[0].status == texts.SEARCHING
    assert not views[-1].busy
    assert views[-1].answer is not None
    assert views[-1].conversation[-1].question == "Vilka bidrag finns?"
    assert views[-1].status == "Svaret är klart, med 2 hänvisningar till 2 källor."


def test_history_is_what_was_answered_oldest_first() -> None:
    fake, session = FakeAssistant(0), Session()
    asked("Vilka bidrag finns?", session=session, by=fake)
    first = session.conversation
    session.conversation += (
        Exchange("gick fel", problem=Problem("x")),
        Exchange("stoppad", stopped=True, draft="halv"),
    )
    asked("Och sedan?", session=session, by=fake)
    assert [turn.role for turn in fake.asked[-1].history] == ["user", "assistant"]
    assert fake.asked[-1].history == history(first)
    assert fake.asked[-1].today == TODAY
    assert [exchange.question for exchange in session.conversation][-1] == "Och sedan?"


@pytest.mark.parametrize("text", ["", "   \n", "x" * 20_000])
def test_an_empty_or_endless_question_is_refused_and_stays_in_the_box(text: str) -> None:
    (view,) = asked(text)
    assert view.alarming
    assert view.box in {None, text}
    assert view.conversation == ()
    assert "skicka igen" in (view.status or "")


def test_the_limit_is_named() -> None:
    assert (
        asked("x" * 20_000)[0]
        .status.replace("\N{NO-BREAK SPACE}", " ")
        .startswith("Frågan är för lång: 20 000 tecken. Den får vara högst 2 000 tecken.")
    )


def test_an_expected_fault_is_told_in_the_chat_without_the_place_on_the_server() -> None:
    last = asked("det blir fel")[-1]
    html = messages(last.conversation)[-1]["content"]
    assert "Inget är inläst än." in html
    assert "Be den som sköter tjänsten läsa in." in html
    assert "/srv" not in html
    assert last.box == "det blir fel"
    assert last.alarming


def test_an_unexpected_fault_is_logged_without_the_question(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        last = asked(f"krasch {SECRET}")[-1]
    html = messages(last.conversation)[-1]["content"]
    assert texts.UNEXPECTED in html
    assert "Traceback" not in html
    assert "RuntimeError" not in html
    assert "RuntimeError" in caplog.text
    assert SECRET not in caplog.text


def test_a_question_the_assistant_refuses_goes_back_to_the_box() -> None:
    last = asked("vägra detta")[-1]
    assert (last.conversation, last.box) == ((), "vägra detta")
    assert last.status == "Frågan går inte att förstå. Skriv om den."


def test_a_stream_without_an_end_is_a_fault() -> None:
    class Broken:
        def stream(self, question: Question) -> Iterator[Delta | Done]:
            yield Delta("halvt")

    assert texts.UNEXPECTED in messages(asked("Fråga", by=Broken())[-1].conversation)[-1]["content"]


def slowly(session: Session, fake: FakeAssistant, do: Callable[[], object]) -> list[View]:
    """The views of a slow answer, when ``do`` happens after its first words."""

    async def collect() -> list[View]:
        views = []
        async for view in ask(fake, session, "långsam", limit=99, today=TODAY):
            views.append(view)
            if len(views) == 3:
                do()
        return views

    return asyncio.run(collect())


def test_stopping_keeps_what_has_come() -> None:
    session, fake = Session(), FakeAssistant(0.05)
    last = slowly(session, fake, session.stop)[-1]
    assert not last.busy
    html = messages(session.conversation)[-1]["content"]
    assert "Startbidraget är 1 000 kr" in html
    assert texts.STOPPED in html
    assert session.conversation == last.conversation
    assert fake.closed.wait(2)
    assert asked("Vilka bidrag finns?", session=session)[-1].answer is not None


def test_starting_over_wins_over_an_answer_on_its_way() -> None:
    session = Session()
    assert slowly(session, FakeAssistant(0.05), session.start_over)[-1] == View(box="")
    assert session.conversation == ()
    session.stop()  # nothing to stop is no fault
    assert session.start_over() == View(box="")


def test_a_question_while_an_answer_is_on_its_way_has_to_wait() -> None:
    session, second = Session(), []

    async def meanwhile() -> None:
        second.extend([view async for view in ask(FakeAssistant(0), session, "och?", limit=99, today=TODAY)])

    tasks = []
    views = slowly(session, FakeAssistant(0.05), lambda: (tasks.append(asyncio.ensure_future(meanwhile())), None))
    assert [view.status for view in second] == [texts.BUSY]
    assert second[0].box is None
    assert views[-1].answer is not None


def test_a_blocking_stream_does_not_block_the_loop_and_stops_when_nobody_reads() -> None:
    fake, session = FakeAssistant(0.05), Session()

    async def run() -> tuple[int, int]:
        ticks = pieces = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.005)
                ticks += 1

        ticking = asyncio.create_task(tick())
        views = ask(fake, session, "långsam", limit=99, today=TODAY)
        started = time.monotonic()
        async for _ in views:
            pieces += 1
            if ticks > 20 or time.monotonic() - started > 20:
                break
        await views.aclose()  # type: ignore[attr-defined]
        ticking.cancel()
        return ticks, pieces

    ticks, pieces = asyncio.run(run())
    assert ticks > 20
    assert ticks > 2 * pieces  # a blocked loop ticks once a piece
    assert fake.closed.wait(2)
    assert session.reader is None


def again(session: Session, fake: FakeAssistant) -> list[View]:
    async def collect() -> list[View]:
        return [view async for view in retry(fake, session, limit=99, today=TODAY)]

    return asyncio.run(collect())


def test_retrying_asks_the_same_in_place_of_what_failed() -> None:
    fake, session = FakeAssistant(0), Session()
    assert again(session, fake) == []  # nothing to retry
    asked("Första", session=session, by=fake)
    failed = asked("det blir fel", session=session, by=fake)[-1]
    assert failed.retriable
    fake.asked.clear()
    last = again(session, fake)[-1]
    assert [question.text for question in fake.asked] == ["det blir fel"]
    assert [turn.text for turn in fake.asked[0].history if turn.role == "user"] == ["Första"]
    assert [exchange.question for exchange in last.conversation] == ["Första", "det blir fel"]


def test_an_answer_is_retried_only_when_it_may_come_out_differently() -> None:
    session = Session()
    assert not asked("Vanlig", session=session)[-1].retriable
    assert asked("med ai tack", session=session)[-1].retriable
    assert not View().retriable


def test_an_edited_question_takes_the_place_of_the_old_one() -> None:
    fake, session = FakeAssistant(0), Session()
    assert session.edit() == View(status=None)  # nothing to edit
    asked("Första", session=session, by=fake)
    asked("Andra", session=session, by=fake)
    editing = session.edit()
    assert (editing.box, editing.editing, editing.status, editing.followups) == ("Andra", True, texts.EDITING, ())
    refused = asked("", session=session, by=fake)[-1]
    assert refused.editing  # still: nothing was asked
    asked("vägra detta", session=session, by=fake)
    assert [exchange.question for exchange in session.conversation] == ["Första", "Andra"]  # the old one is not lost
    session.edit()
    asked("Tredje", session=session, by=fake)
    assert [exchange.question for exchange in session.conversation] == ["Första", "Tredje"]
    assert fake.asked[-1].history == history(session.conversation[:1])
    session.edit()
    assert session.edit().status == texts.EDIT_CANCELLED
    asked("Fjärde", session=session, by=fake)
    assert len(session.conversation) == 3
    assert session.followup(99) == ""


def test_limits_go_with_the_question_and_are_told_in_the_answer() -> None:
    fake = FakeAssistant(0)
    limits = Limits.of(["regionen", "Kumla", "Narnia"], ["uppdrag", "påhitt"], True, " 2020-03-01 ")
    assert limits.chosen == 5

    async def last() -> View:
        return [view async for view in ask(fake, Session(), "inget", limit=99, today=TODAY, limits=limits)][-1]

    view = asyncio.run(last())
    assert fake.asked[0].filters.areas == ("Kumla", "regionen")
    assert fake.asked[0].filters.kinds == ("uppdrag",)
    assert fake.asked[0].today.isoformat() == "2020-03-01"
    html = messages(view.conversation)[-1]["content"]
    told = "Sökningen begränsades till: Kumla, Hela länet, uppdrag, endast gällande, som det var 1 mars 2020."
    assert told in Page(html).text
    assert texts.LIMITED_NONE in html
    assert "begränsades" not in messages(asked("Vad?")[-1].conversation)[-1]["content"]
    assert Limits.of(None, None, False, None) == Limits()


@pytest.mark.parametrize("day", ["i går", "2026-02-30", "1", "2026-13-01", "9" * 99])
def test_a_day_that_is_no_day_is_refused(day: str) -> None:
    async def views() -> list[View]:
        limits = Limits.of([], [], False, day)
        return [view async for view in ask(FakeAssistant(0), Session(), "Vad?", limit=99, today=TODAY, limits=limits)]

    (view,) = asyncio.run(views())
    assert (view.status, view.alarming, view.box) == (texts.BAD_DAY, True, None)


def test_the_copied_text_has_the_answer_its_sources_and_who_wrote_the_words() -> None:
    text = answer_text(answered(QUESTION))
    for words in (
        "Vilka bidrag finns?",
        "– Startbidraget är 1 000 kr och söks löpande. [1]",
        "En av källorna har ersatts av en nyare.",
        "[1] Föreningsbidrag i Provköping (faktablad), Kumla kommun. Avsnitt: Bidrag › Så söker du. Gäller nu: https://",
        "Ersatt av nyare dokument: https://example.org/plan.pdf",
        "Utdrag ur dokument, ingen text är AI-genererad. Civsam, 21 november 2026.",
    ):
        assert words in text
    assert "|" not in answer_text(answered(QUESTION, statements=(Statement("| a | b |", (1,), verified=True),)))
    assert texts.AI_GENERATED in answer_text(answered(QUESTION, model="m"))


def test_an_outdated_source_is_named_where_it_is_cited() -> None:
    text = Page(answer_html(answered(QUESTION))).text
    assert "i december. [2] (källan är ersatt av en nyare)" in text
    assert "löpande. [1] (" not in text


def test_the_stream_raises_what_the_thread_raised() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("x")

    async def run() -> None:
        async for _ in Reader(broken):
            pass

    with pytest.raises(ValueError, match="x"):
        asyncio.run(run())


def test_only_known_citations_become_links_and_only_in_the_latest_answer() -> None:
    answer = answered(QUESTION, statements=(Statement("Se [9] i texten.", (1, 5), verified=True),))
    assert '<a class="cite" href="#kalla-1">[1]</a>' in answer_html(answer)
    assert Page(answer_html(answer)).links == ["#kalla-1"]
    old = answer_html(answer, latest=False)
    assert "#kalla" not in old
    assert texts.SOURCES_EARLIER in old


def test_the_origin_of_the_words_is_told() -> None:
    assert texts.EXTRACTS in answer_html(answered(QUESTION))
    generated = answer_html(answered(QUESTION, model="provmodell"))
    assert texts.AI_GENERATED in generated
    assert texts.EXTRACTS not in generated
    doubtful = answered(QUESTION, statements=(Statement("Kanske.", (1,), verified=False),))
    assert texts.UNVERIFIED in answer_html(doubtful)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    citations: tuple[Citation, ...] = answered(QUESTION).citations
    answer = answered(
        QUESTION,
        lead=text,
        statements=(Statement(text, (1,), verified=True), Statement(f"| {text} | b |", (2,), verified=True)),
        citations=citations,
        notices=(text,),
    )
    for html in (
        question_html(text),
        answer_html(answer),
        answer_html(answer, latest=False),
        reply_html(Exchange("x", draft=f"– {text}\n{text}"), latest=True),
        reply_html(Exchange("x", problem=Problem(text, text)), latest=True),
    ):
        assert_harmless(html)
        assert MarkdownIt("commonmark", {"html": True}).enable("table").render(html).strip() == html


def test_a_question_is_shown_as_it_was_written() -> None:
    assert Page(question_html("<b>Är 2*3*4 & ![x](y) rätt?</b>")).text == "<b>Är 2*3*4 & ![x](y) rätt?</b>"
    assert question_html("rad ett\nrad två").count("<br>") == 1


def test_a_click_too_many_asks_nothing_and_the_same_question_later_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    fake, session = FakeAssistant(0), Session()
    asked("Vilka bidrag finns?", session=session, by=fake)
    (again,) = asked("Vilka bidrag finns? ", session=session, by=fake)
    assert (again.status, len(again.conversation), len(fake.asked)) == (None, 1, 1)
    session.answered_at -= 60
    assert len(asked("Vilka bidrag finns?", session=session, by=fake)[-1].conversation) == 2
