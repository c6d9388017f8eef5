"""Remembered answers: the same as without, byte for byte, and never another question's, day's, filter's or generation's."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import SHEETS, TODAY, World

from assistant.answer import Assistant
from assistant.domain import Answer, Delta, Done, Filters, Hit, Question, Turn
from assistant.language.vocabulary import build
from assistant.language_model.writing import Writer
from assistant.memory import Memory, tidied
from assistant.settings import Settings
from assistant.wiring import load, open_retriever

TEXTS = (
    "När ska vi söka träningspeng i Kumla?",
    "när ska vi söka träningspeng i kumla?",
    "Hur mycket är lägerpengen?",
    "Hur mycket är lägerpengen",
    "Vad kostar en flygresa till Mars?",
    "Vilka får söka?",
    "Och när?",
)
HISTORIES = ((), (Turn("user", TEXTS[0]),), (Turn("user", TEXTS[2]), Turn("assistant", "75 procent")))
BLANKS = st.sampled_from(("", " ", "  ", "\t", " \t "))
QUESTIONS = st.builds(
    Question,
    st.builds(lambda before, text, between, after: before + text.replace(" ", between or " ") + after,
              BLANKS, st.sampled_from(TEXTS), BLANKS, BLANKS),
    st.sampled_from((TODAY, TODAY + timedelta(days=1), date(2023, 5, 1))),
    st.sampled_from(HISTORIES),
    st.sampled_from((Filters(), Filters(("Kumla",)), Filters(("Nora",)), Filters(in_force_only=True))),
)  # fmt: skip


@pytest.fixture(scope="module")
def remembering(settings: Settings) -> Iterator[Assistant]:
    opened = load(settings, remembered=50)
    yield opened
    opened.close()


def timeless(answer: Answer) -> Answer:
    return replace(answer, seconds=0.0)


@hypothesis.settings(max_examples=25)
@given(st.lists(QUESTIONS, min_size=2, max_size=5))
def test_whatever_was_asked_before_an_answer_is_what_it_is_without_a_memory(
    assistant: Assistant, remembering: Assistant, asked: list[Question]
) -> None:
    for question in (*asked, *reversed(asked)):
        made, remembered = assistant.ask(question), remembering.ask(question)
        assert timeless(made) == timeless(remembered)
        assert repr(timeless(made)).encode() == repr(timeless(remembered)).encode()
        assert [*remembering.stream(question)][:-1] == [*assistant.stream(question)][:-1]


def test_the_property_test_above_has_met_a_full_memory(remembering: Assistant) -> None:
    for question in (Question(text, TODAY) for text in TEXTS):
        first, second = remembering.ask(question), remembering.ask(question)
        assert timeless(first) == timeless(second)
        assert second.question == question
    assert remembering.memory.hits >= len(TEXTS)
    assert len(remembering.memory) <= 50


@pytest.mark.parametrize(
    "other",
    [
        Question("när ska vi söka träningspeng i Kumla?", TODAY),
        Question("När ska vi söka träningspeng i Kumla", TODAY),
        Question("När ska vi söka\nträningspeng i Kumla?", TODAY),
        Question(TEXTS[0], TODAY + timedelta(days=1)),
        Question(TEXTS[0], TODAY, HISTORIES[1]),
        Question(TEXTS[0], TODAY, (Turn("assistant", TEXTS[0]),)),
        Question(TEXTS[0], TODAY, (), Filters(("Kumla",))),
        Question(TEXTS[0], TODAY, (), Filters((), ("Kumla",))),
        Question(TEXTS[0], TODAY, (), Filters(in_force_only=True)),
    ],
)
def test_only_blanks_are_left_out_of_account(other: Question) -> None:
    memory: Memory[str] = Memory(9)
    memory.belong_to(self := object())
    memory.put(self, tidied(Question(TEXTS[0], TODAY)), "svar")
    assert memory.get(self, tidied(Question(f"  {TEXTS[0].replace(' ', '  ')}\n", TODAY))) == "svar"
    assert memory.get(self, tidied(other)) is None
    assert (memory.hits, memory.misses) == (1, 1)


FEW = st.lists(st.text(max_size=2), max_size=2).map(tuple)
TURNS = st.lists(st.builds(Turn, st.sampled_from(("user", "assistant")), st.text(max_size=3)), max_size=2).map(tuple)
ANY = st.builds(
    Question, st.text(max_size=4), st.dates(), TURNS,
    st.builds(Filters, FEW, FEW, st.booleans()),
)  # fmt: skip


@given(ANY, ANY)
def test_two_questions_share_a_place_only_when_they_are_equal(one: Question, other: Question) -> None:
    memory: Memory[str] = Memory(2)
    memory.belong_to(memory)
    memory.put(memory, one, "svar")
    assert (memory.get(memory, other) == "svar") == (one == other)


def test_the_one_nobody_asks_for_goes_first_and_no_question_is_kept_as_text() -> None:
    memory: Memory[int] = Memory(2)
    memory.belong_to(memory)
    first, second, third = (Question(f"Hemlig fråga {n}", TODAY) for n in range(3))
    memory.put(memory, first, 1)
    memory.put(memory, second, 2)
    assert memory.get(memory, first) == 1
    memory.put(memory, third, 3)
    assert [memory.get(memory, question) for question in (first, second, third)] == [1, None, 3]
    assert "Hemlig" not in repr(vars(memory))


def test_what_the_owner_before_puts_late_is_not_kept() -> None:
    memory: Memory[int] = Memory(5)
    question, old, new = Question("?", TODAY), object(), object()
    memory.belong_to(old)
    memory.put(old, question, 1)
    memory.belong_to(new)
    memory.put(old, question, 1)
    assert memory.get(new, question) is memory.get(old, question) is None
    assert len(memory) == 0


def test_a_memory_of_none_keeps_nothing(settings: Settings) -> None:
    opened = load(settings)
    try:
        opened.ask(Question(TEXTS[0], TODAY))
        opened.ask(Question(TEXTS[0], TODAY))
        assert (len(opened.memory), opened.memory.hits) == (0, 0)
    finally:
        opened.close()


def test_after_a_swap_nothing_is_remembered_of_the_generation_before(world: World) -> None:
    """Several threads ask before, under and after two swaps: each answer is of one generation, and the last of the last."""
    sums = {world.ingest().generation: "8 000 kr"}
    opened = load(Settings(data_dir=world.data_dir, corpus_dir=world.folder), remembered=50)
    wrong: list[str] = []
    over = threading.Event()
    question = Question("Hur mycket är lägerpengen?", TODAY)

    def keep_asking() -> None:
        while not over.is_set():
            answer = opened.ask(question)
            if sums.get(answer.generation, "en okänd version") not in answer.text:
                wrong.append(f"{answer.generation}: {answer.text}")

    threads = [threading.Thread(target=keep_asking) for _ in range(3)]
    try:
        for thread in threads:
            thread.start()
        for amount in ("7 111 kr", "6 222 kr"):
            sums[next_name(sums)] = amount
            world.write("kumla-idrottspeng.md", SHEETS["kumla-idrottspeng.md"].replace("8 000 kr", amount))
            assert world.ingest().generation == next(reversed(sums))
            deadline = time.monotonic() + 60
            while opened.ask(question).generation != next(reversed(sums)) and time.monotonic() < deadline:
                time.sleep(0.01)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    last = opened.ask(question)
    assert last.generation == next(reversed(sums))
    assert "6 222 kr" in last.text
    assert opened.memory.hits > 0
    opened.close()


def next_name(names: dict[str, str]) -> str:
    return f"gen-{int(next(reversed(names))[-4:]) + 1:04}"


def test_a_model_is_asked_anew_each_time(settings: Settings) -> None:
    """Only the extract is remembered, with the hits that the model reads; its own words never are."""
    calls: list[int] = []

    class Counting(Writer):
        def __init__(self) -> None: ...

        def stream(self, answer: Answer, hits: Sequence[Hit]) -> Iterator[Delta | Done]:
            calls.append(len(hits))
            yield Done(replace(answer, model=f"prov {len(calls)}"))

    opened = Assistant(settings.data_dir, partial(open_retriever, settings), build({}), 2000, Counting(), 50)
    try:
        question = Question("Hur mycket är lägerpengen?", TODAY)
        answers = [opened.ask(question), opened.ask(question)]
        assert [answer.model for answer in answers] == ["prov 1", "prov 2"]
        assert calls[0] == calls[1] > 0
        assert opened.memory.hits == 1
    finally:
        opened.close()
