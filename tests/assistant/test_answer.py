"""The conductor's promises: one shape of stream, verbatim citations, one generation per answer, whatever is asked."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from weakref import ref

import pytest
from sheets import SHEETS, TODAY, World, sheet

from assistant.adapters.chroma import ChromaVectorIndex
from assistant.answer import Assistant
from assistant.domain import Answer, Delta, Done, Filters, Outcome, Question, Turn
from assistant.errors import IndexBroken, QuestionError
from assistant.language.vocabulary import build
from assistant.ports import Matrix
from assistant.retrieval import storage
from assistant.retrieval.retrieve import Retriever
from assistant.settings import Settings
from assistant.validity import is_outdated, status_of
from assistant.verification.citing import is_verbatim
from assistant.wiring import load, open_retriever

QUESTIONS = [
    "När ska vi söka träningspeng i Kumla?",
    "Hur mycket är lägerpengen?",
    "Vilka får söka idrottspeng?",
    "Vad är målen i samverkansplanen?",
    "Vem följer upp planen?",
    "När renoverades bygdegården?",
    "Vad kostar en flygresa till Mars?",
    "När öppnar skridskobanan och hur länge är den öppen på kvällen?",
]
ODD = [
    "?",
    "12",
    "\u200b",
    "…",
    "å",
    "och eller men",
    "När",
    "' OR 1=1; DROP TABLE passages; --",
    "<script>alert(1)</script>",
    "🏒" * 50,
    "قواعد الدعم",
    "bidrag " * 280,
    "å" * 1999,
    "När\x00söker\x1bman\u2028bidrag?",
    "|---|---|\n## Rubrik\n- punkt",
]


def ask(assistant: Assistant, text: str, today: date = TODAY) -> Answer:
    """The answer, but for the seconds it took."""
    return replace(assistant.ask(Question(text, today)), seconds=0.0)


def asked_by_eight(assistant: Assistant, asked: list[str]) -> list[list[Answer]]:
    """The answers that each of eight threads got, in the order of the questions; each asks in an order of its own."""

    def work(thread: int) -> list[Answer]:
        order = [(number + thread * 3) % len(asked) for number in range(len(asked))]
        answers = {number: ask(assistant, asked[number]) for number in order}
        return [answers[number] for number in range(len(asked))]

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(work, range(8)))


def check(answer: Answer, stored: dict[str, str]) -> None:
    """What every answer keeps, whatever was asked; ``stored`` is each document's text as the index has it."""
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        assert is_verbatim(citation)
        document = citation.passage.document
        assert stored[document.id][citation.start : citation.end] == citation.quote
        assert citation.quote.strip()
        assert citation.status is status_of(document, answer.question.today)
        if is_outdated(citation.status):
            assert any(document.title in notice for notice in answer.notices)
    cited = {number for statement in answer.statements for number in statement.citations}
    assert cited == {citation.number for citation in answer.citations}
    assert all(statement.verified and statement.citations and statement.text.strip() for statement in answer.statements)
    if answer.outcome is Outcome.ANSWERED:
        assert answer.statements
    assert answer.generation
    assert answer.text
    assert not answer.ai_generated


def texts(settings: Settings) -> dict[str, str]:
    generation = storage.open_current(settings.data_dir)
    try:
        return {document.id: document.text for document in generation.documents()}
    finally:
        generation.close()


# --- the stream -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*QUESTIONS, *ODD])
def test_a_stream_is_deltas_and_last_one_done_with_the_same_text(assistant: Assistant, text: str) -> None:
    *deltas, done = assistant.stream(Question(text, TODAY))
    assert isinstance(done, Done)
    assert all(isinstance(delta, Delta) for delta in deltas)
    assert "".join(delta.text for delta in deltas if isinstance(delta, Delta)) == done.answer.text
    assert replace(done.answer, seconds=0.0) == ask(assistant, text)
    assert done.answer.seconds > 0
    assert done.answer.question == Question(text, TODAY)


@pytest.mark.parametrize("text", [*QUESTIONS, *ODD])
def test_every_answer_keeps_its_promises(assistant: Assistant, settings: Settings, text: str) -> None:
    check(ask(assistant, text), texts(settings))


def test_a_stream_that_nobody_reads_to_the_end_lets_go(assistant: Assistant) -> None:
    stream = assistant.stream(Question(QUESTIONS[0], TODAY))
    assert isinstance(next(stream), Delta)
    assert isinstance(stream, Iterator)
    stream.close()  # type: ignore[attr-defined]
    assert ask(assistant, QUESTIONS[0]).citations


# --- questions that are refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0 "])
def test_an_empty_question_is_refused(assistant: Assistant, text: str) -> None:
    question = Question(text, TODAY)
    for refuse in (assistant.ask, assistant.search, lambda asked: next(assistant.stream(asked))):
        with pytest.raises(QuestionError, match="tom") as caught:
            refuse(question)
        assert caught.value.next_step


@pytest.mark.parametrize("length", [2001, 20_000])
def test_a_question_that_is_too_long_is_refused_with_its_length_and_the_limit(
    assistant: Assistant, length: int
) -> None:
    with pytest.raises(QuestionError, match=rf"{length} tecken.*2000"):
        assistant.ask(Question("x" * length, TODAY))


# --- the same question, the same answer -------------------------------------------------------------------------


def test_the_same_question_gets_the_same_answer(assistant: Assistant, settings: Settings) -> None:
    other = load(settings)
    for text in QUESTIONS:
        first = ask(assistant, text)
        assert ask(assistant, text) == first
        assert ask(other, text) == first
    other.close()


def test_the_answer_depends_on_the_day_that_is_given_and_on_no_clock(assistant: Assistant) -> None:
    text = "Vad är målen i samverkansplanen 2018–2021?"
    before, after = ask(assistant, text, date(2019, 6, 1)), ask(assistant, text, TODAY)
    assert ask(assistant, text, date(2019, 6, 1)) == before
    old = [citation for citation in after.citations if citation.passage.document.id == "samverkansplan-2018"]
    assert old
    assert all(is_outdated(citation.status) for citation in old)
    assert not [citation for citation in before.citations if is_outdated(citation.status)]


def test_threads_get_the_answers_that_one_asker_gets(assistant: Assistant) -> None:
    asked = [f"{QUESTIONS[number % len(QUESTIONS)]} {'' if number < 8 else number}".strip() for number in range(20)]
    alone = [ask(assistant, text) for text in asked]
    assert all(answers == alone for answers in asked_by_eight(assistant, asked))


# --- history and filters ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "history",
    [
        (),
        (Turn("user", "Vilka bidrag finns i Nora?"),),
        (Turn("user", "Vilka bidrag finns i Nora?"), Turn("assistant", "Kulturpeng.")),
        (Turn("assistant", "Hej!"),),
        (Turn("user", ""), Turn("assistant", "")),
        tuple(Turn("user", f"Fråga {number}?") for number in range(50)),
    ],
)
def test_any_history_goes(assistant: Assistant, settings: Settings, history: tuple[Turn, ...]) -> None:
    answer = assistant.ask(Question("Och när söker man?", TODAY, history))
    check(answer, texts(settings))
    assert assistant.ask(Question("Och när söker man?", TODAY, history)).text == answer.text


@pytest.mark.parametrize("k", [1, 3, 100])
def test_search_gives_at_most_k_passages_each_once(assistant: Assistant, k: int) -> None:
    hits = assistant.search(Question("Vilka mål har planen för unga?", TODAY), k)
    assert 0 < len(hits) <= k
    assert len({hit.passage.id for hit in hits}) == len(hits)
    assert all(hit.found_by for hit in hits)


def test_filters_are_hard_limits(assistant: Assistant) -> None:
    text = "Vilka mål har planen, och vilka pengar kan föreningar söka?"
    for filters in (Filters(areas=("Nora",)), Filters(kinds=("handlingsplan",)), Filters(in_force_only=True)):
        question = Question(text, TODAY, filters=filters)
        shown = [hit.passage.document for hit in assistant.search(question, 20)]
        answer = assistant.ask(question)
        shown += [citation.passage.document for citation in answer.citations]
        shown += [hit.passage.document for hit in answer.near_misses]
        assert shown
        for document in shown:
            if filters.areas and document.municipalities:
                assert set(filters.areas) & set(document.municipalities)
            if filters.kinds:
                assert document.kind in filters.kinds
            if filters.in_force_only:
                assert not is_outdated(status_of(document, TODAY))


# --- a new generation takes over --------------------------------------------------------------------------------


def test_a_running_assistant_notices_a_new_generation(world: World) -> None:
    first = world.ingest()
    assistant = load(Settings(data_dir=world.data_dir, corpus_dir=world.folder))
    assert ask(assistant, QUESTIONS[0]).generation == first.generation
    world.write("ny.md", sheet("ny", "## Lån\n\n- Rullskidor lånas ut gratis i Hallsberg.", kommun="Hallsberg"))
    (world.folder / "nora-kulturpeng.md").unlink()
    second = world.ingest()

    answer = ask(assistant, "Var lånas rullskidor ut?")
    assert answer.generation == second.generation == assistant.generation.name
    assert "ny" in {citation.passage.document.id for citation in answer.citations}
    hits = assistant.search(Question("Kulturpeng i Nora, konserter och teater", TODAY), 50)
    assert "nora-kulturpeng" not in {hit.passage.document.id for hit in hits}
    assistant.close()


def test_nothing_of_a_generation_is_kept_when_the_next_one_has_taken_over(world: World) -> None:
    """Gone at once, without the garbage collector: ``wiring.settle`` keeps the first generation out of its rounds."""
    world.ingest()
    assistant = load(Settings(data_dir=world.data_dir, corpus_dir=world.folder), remembered=50)
    gc.collect()
    gc.disable()
    try:
        held = []
        for number in range(2):
            for text in (*QUESTIONS, "Hur mycket är lägerpengn?"):
                ask(assistant, text)
            with assistant._serving() as retriever:
                embedder, used = retriever._embedder, (retriever, retriever.generation, retriever._speller)
            held += map(ref, used)
            del retriever, used
            world.write("blad.md", sheet("blad", f"## Version\n\n- Det här är version {number} av sidan."))
            assert ask(assistant, QUESTIONS[0]).generation != world.ingest().generation
            ask(assistant, QUESTIONS[0])
            assert [one() for one in held] == [None] * len(held)
            with assistant._serving() as retriever:
                assert retriever._embedder is embedder
    finally:
        gc.enable()
    assert not _mapped_and_removed(world.data_dir)
    assistant.close()


def _mapped_and_removed(folder: Path) -> list[str]:
    """The files there that are removed and still in memory, where the system tells."""
    maps = Path("/proc/self/maps")
    lines = maps.read_text(encoding="utf-8").splitlines() if maps.is_file() else []
    return [line for line in lines if str(folder) in line and line.endswith("(deleted)")]


def test_questions_asked_while_generations_change_are_all_answered_from_one_of_them(world: World) -> None:
    names = [world.ingest().generation]
    assistant = load(Settings(data_dir=world.data_dir, corpus_dir=world.folder))
    stop = threading.Event()
    answers: list[Answer] = []
    faults: list[BaseException] = []

    def work(thread: int) -> None:
        try:
            while not stop.is_set():
                try:
                    answers.append(ask(assistant, QUESTIONS[thread % len(QUESTIONS)]))
                    assistant.search(Question(QUESTIONS[-1], TODAY), 5)
                except IndexBroken:  # its generation was removed under it: see the test of a question under way, below
                    continue
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for number in range(4):  # a changed document removes the generation before at once
        world.write("blad.md", sheet("blad", f"## Version\n\n- Det här är version {number} av sidan."))
        names.append(world.ingest().generation)
        time.sleep(0.1)
    stop.set()
    for thread in threads:
        thread.join()

    assert faults == []
    assert len(set(names)) == 5
    assert len({answer.generation for answer in answers}) > 1
    assert {answer.generation for answer in answers} <= set(names)
    for answer in answers:
        assert all(is_verbatim(citation) for citation in answer.citations)
    assert ask(assistant, QUESTIONS[0]).generation == names[-1]
    assistant.close()


def test_a_swap_while_a_generation_is_being_opened_is_noticed(world: World) -> None:
    world.ingest()
    settings = Settings(data_dir=world.data_dir, corpus_dir=world.folder)
    swaps = iter([False, True])

    def slow_open(data_dir: Path) -> Retriever:
        retriever = open_retriever(settings, data_dir)
        if next(swaps, False):
            world.write("blad.md", sheet("blad", "## Version\n\n- Version två."))
            world.ingest()
        return retriever

    assistant = Assistant(world.data_dir, slow_open, build({}), 2000)
    world.write("blad.md", sheet("blad", "## Version\n\n- Version ett."))
    world.ingest()
    ask(assistant, QUESTIONS[0])
    answer = ask(assistant, QUESTIONS[0])
    assistant.close()
    assert answer.generation == world.reports[-1].generation


def test_who_asks_while_a_generation_is_being_opened_is_answered_from_the_one_that_is_open(world: World) -> None:
    first = world.ingest()
    settings = Settings(data_dir=world.data_dir, corpus_dir=world.folder)
    opening, go_on = threading.Event(), threading.Event()

    def slow_open(data_dir: Path) -> Retriever:
        if world.reports[-1] is not first:
            opening.set()
            assert go_on.wait(60)
        return open_retriever(settings, data_dir)

    assistant = Assistant(world.data_dir, slow_open, build({}), 2000)
    world.write("blad.md", sheet("blad", "## Version\n\n- Version ett."))
    second = world.ingest()  # the first one's files are gone now
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(ask, assistant, QUESTIONS[0])
        assert opening.wait(60)
        meanwhile = ask(assistant, QUESTIONS[0])
        go_on.set()
        assert waiting.result(60).generation == second.generation
    assert meanwhile.generation == first.generation
    assert all(is_verbatim(citation) for citation in meanwhile.citations)
    assert meanwhile.outcome is Outcome.ANSWERED
    assert ask(assistant, QUESTIONS[0]).generation == second.generation
    assistant.close()


def test_a_question_under_way_when_its_generation_is_removed_is_answered_from_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.ingest()
    assistant = load(Settings(data_dir=world.data_dir, corpus_dir=world.folder))
    query = ChromaVectorIndex.query
    removals = iter([True])

    def removed_meanwhile(index: ChromaVectorIndex, vector: Matrix, k: int) -> list[tuple[int, float]]:
        if next(removals, False):
            world.write("sida.html", SHEETS["sida.html"].replace("tre dygn", "fyra dygn"))
            world.ingest()
            raise IndexBroken("Vektorindexet går inte att söka i", next_step="Kör: civsam ingest --rebuild")
        return query(index, vector, k)

    monkeypatch.setattr(ChromaVectorIndex, "query", removed_meanwhile)
    answer = ask(assistant, "När öppnar skridskobanan?")
    assert answer.generation == world.reports[-1].generation != world.reports[0].generation
    assistant.close()


def test_a_damaged_new_generation_leaves_the_old_one_answering(world: World) -> None:
    first = world.ingest()
    assistant = load(Settings(data_dir=world.data_dir, corpus_dir=world.folder))
    world.write("ny.md", sheet("ny", "## Ny\n\n- Något helt nytt."))
    second = world.ingest()
    path = world.data_dir / second.generation / storage.DOCUMENTS
    path.write_bytes(path.read_bytes()[:-5])
    assert ask(assistant, QUESTIONS[0]).generation == first.generation
    assistant.close()


def test_a_damaged_vector_index_leaves_the_previous_generation_serving(world: World) -> None:
    first = world.ingest()
    world.write("ny.md", sheet("ny", "## Ny\n\n- Något helt nytt."))
    second = world.ingest()
    (world.data_dir / second.generation / storage.CHROMA / "chroma.sqlite3").write_bytes(b"skadad" * 100)
    assistant = load(Settings(data_dir=world.data_dir, corpus_dir=world.folder))
    assert assistant.generation.name == first.generation
    assistant.close()


# --- the real corpus --------------------------------------------------------------------------------------------

WAYS = [
    "Vad gäller för {}?",
    "När ska man söka {}?",
    "Hur mycket pengar ger {}?",
    "Vem beslutar om {} och vilka krav ställs?",
    "{}",
]


@cache
def generated(data_dir: Path, count: int) -> tuple[str, ...]:
    """Questions made from the titles and headings of the corpus, the same every time."""
    generation = storage.open_current(data_dir)
    named = [
        f"{passage.headings[-1].lower()} i {passage.document.title}" if number % 2 else passage.document.title
        for number, passage in enumerate(generation.passages())
        if passage.headings
    ]
    generation.close()
    step = len(named) // count
    return tuple(WAYS[number % len(WAYS)].format(named[number * step]) for number in range(count))


def test_every_citation_of_sixty_questions_over_the_real_corpus_is_verbatim(
    real_assistant: Assistant, real_settings: Settings
) -> None:
    stored = texts(real_settings)
    cited = 0
    for text in generated(real_settings.data_dir, 60):
        answer = ask(real_assistant, text)
        check(answer, stored)
        cited += len(answer.citations)
    assert cited >= 60


def test_threads_over_the_real_corpus_get_the_answers_that_one_asker_gets(
    real_assistant: Assistant, real_settings: Settings
) -> None:
    asked = generated(real_settings.data_dir, 20)
    alone = [ask(real_assistant, text) for text in asked]
    assert all(answers == alone for answers in asked_by_eight(real_assistant, asked))


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("Vad kostar en flygresa till Mars?", False),
        ("Vad kostar en resa till planeten Maj?", False),
        ("Vilka bidrag kan vi söka i mars?", True),
        ("När i mars ska vi söka bidrag i Nora?", True),
    ],
)
def test_the_name_of_a_month_alone_makes_no_answer(real_assistant: Assistant, text: str, answered: bool) -> None:
    assert (ask(real_assistant, text).outcome is not Outcome.NOT_FOUND) is answered


def test_the_invented_corpus_is_all_there(settings: Settings) -> None:
    assert len(texts(settings)) == len(SHEETS)
