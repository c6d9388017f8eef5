"""A Chroma server that is started for real: as good as our own vectors, and never another answer than they give.

It is stopped, held still, emptied and filled with something else, and comes back.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from chroma_process import Door, chroma_running
from pydantic import SecretStr
from sheets import TODAY, World, sheet

from assistant.adapters.chroma_server import ChromaServer, batch_size, checked_address
from assistant.adapters.fakes import ExactVectorIndex
from assistant.adapters.static_embedding import StaticEmbedder
from assistant.adapters.watched import WatchedVectorIndex, within
from assistant.answer import Assistant
from assistant.domain import Question
from assistant.errors import ServerUnavailable, SettingsError
from assistant.ports import Matrix, VectorIndex
from assistant.retrieval import storage
from assistant.settings import Settings, load_settings
from assistant.wiring import load, vector_server
from ingest.pipeline import ingest
from ui.cli import main

SIZE, DIMENSION = 120, 16
NO_TOKEN = SecretStr("")
HASH = "a1" * 32
PATIENT = 60.0  # seconds: longer than a busy machine ever takes


def unit_rows(size: int = SIZE, seed: int = 7) -> Matrix:
    rows = np.random.default_rng(seed).normal(size=(size, DIMENSION)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


VECTORS = unit_rows()
QUESTIONS = unit_rows(12, seed=8)
EXACT = ExactVectorIndex(VECTORS)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_running(tmp_path_factory.mktemp("chroma") / "server") as address:
        yield address


@pytest.fixture
def door(url: str) -> Iterator[Door]:
    made = Door(url)
    yield made
    made.close()


@pytest.fixture
def server(url: str, request: pytest.FixtureRequest) -> ChromaServer:
    """The server with a prefix for this test alone."""
    return ChromaServer(url, NO_TOKEN, f"prov{abs(hash(request.node.nodeid)) % 10**9}")


def same(found: list[tuple[int, float]], expected: list[tuple[int, float]]) -> bool:
    return [number for number, _ in found] == [number for number, _ in expected] and np.allclose(
        [score for _, score in found], [score for _, score in expected], atol=1e-5
    )


# --- what it finds ----------------------------------------------------------------------------------------------


def test_the_server_finds_what_comparing_with_every_vector_finds(server: ChromaServer) -> None:
    steps: list[int] = []
    server.publish(HASH, VECTORS, steps.append)
    assert sum(steps) == SIZE
    index = server.open(HASH, VECTORS)
    assert index.count() == SIZE
    for question in QUESTIONS:
        for wanted in (1, 10, SIZE, SIZE + 5):
            assert same(index.query(question, wanted), EXACT.query(question, wanted))
    assert index.query(QUESTIONS[0], 0) == []
    index.close()


def test_what_is_there_is_not_sent_again_and_nothing_needs_no_vectors(server: ChromaServer) -> None:
    server.publish(HASH, VECTORS)
    again: list[int] = []
    server.publish(HASH, VECTORS, again.append)
    assert again == []
    none = np.zeros((0, DIMENSION), dtype=np.float32)
    server.publish("0" * 64, none)
    index = server.open("0" * 64, none)
    assert index.query(QUESTIONS[0], 5) == []
    index.close()


def test_many_batches_make_one_collection(server: ChromaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.adapters.chroma_server.BATCH", 50)
    steps: list[int] = []
    server.publish(HASH, VECTORS, steps.append)
    assert steps == [50, 50, 20]
    server.open(HASH, VECTORS).close()


def test_a_batch_fits_the_server_and_the_request() -> None:
    assert batch_size(5461, 16) == 5000
    assert batch_size(300, 16) == 300
    assert 0 < batch_size(5461, 1024) * 1024 * 22 <= 8_000_000
    assert batch_size(5461, 10**9) == 1


# --- what is not ours -------------------------------------------------------------------------------------------


def test_other_vectors_under_our_name_are_never_used(server: ChromaServer) -> None:
    other = unit_rows(seed=99)
    server.publish(HASH, other)
    with pytest.raises(ServerUnavailable, match="andra vektorer"):
        server.open(HASH, VECTORS)
    with pytest.raises(ServerUnavailable, match="andra vektorer"):
        server.open(HASH, other[:-1])
    server.publish(HASH, VECTORS)
    index = server.open(HASH, VECTORS)
    assert same(index.query(QUESTIONS[0], 5), EXACT.query(QUESTIONS[0], 5))
    index.close()


def test_an_answer_that_our_own_vectors_do_not_carry_is_no_answer(server: ChromaServer) -> None:
    """The collection is changed after it was checked: the places of two vectors that no probe looks at."""
    server.publish(HASH, VECTORS)
    index = server.open(HASH, VECTORS)
    with server._writing() as api:
        from assistant.adapters.chroma_server import _collection

        _collection(api, server.name_of(HASH)).update(ids=["3", "5"], embeddings=VECTORS[[5, 3]])
    with pytest.raises(ServerUnavailable, match="andra vektorer"):
        index.query(VECTORS[3], 1)
    index.close()


def test_what_was_left_half_sent_is_sent_anew(server: ChromaServer) -> None:
    class Stopped(Exception):
        pass

    def stop(_: int) -> None:
        raise Stopped

    with pytest.MonkeyPatch.context() as patch, pytest.raises(ServerUnavailable):
        patch.setattr("assistant.adapters.chroma_server.BATCH", 50)
        server.publish(HASH, VECTORS, stop)
    with pytest.raises(ServerUnavailable):
        server.open(HASH, VECTORS)
    server.publish(HASH, VECTORS)
    server.open(HASH, VECTORS).close()


def test_only_our_own_older_collections_are_taken_away(server: ChromaServer) -> None:
    neighbour = replace(server, prefix=f"{server.prefix}-granne")
    neighbour.publish(HASH, VECTORS)
    for digest in ("b2" * 32, "c3" * 32, HASH):
        server.publish(digest, VECTORS)
    assert sorted(server.keep_only([HASH])) == [server.name_of("b2" * 32), server.name_of("c3" * 32)]
    assert server.keep_only([HASH]) == []
    for kept in (server, neighbour):
        kept.open(HASH, VECTORS).close()


# --- where it may lie -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "token"),
    [
        ("http://127.0.0.1:8000", ""),
        ("http://localhost:8000/", ""),
        ("http://[::1]:8000", "nyckel"),
        ("https://vektorer.example.se", "nyckel"),
        ("https://10.1.2.3:8443/chroma", "nyckel"),
    ],
)
def test_this_machine_and_others_with_tls_and_a_token(url: str, token: str) -> None:
    assert checked_address(url, SecretStr(token)) == url.rstrip("/")


@pytest.mark.parametrize(
    ("url", "token", "said"),
    [
        ("http://vektorer.example.se", "hemlig-nyckel", "kräver både https och en nyckel"),
        ("https://vektorer.example.se", "", "kräver både https och en nyckel"),
        ("http://10.0.0.7:8000", "", "10.0.0.7:8000 ligger på en annan dator"),
        ("http://127.0.0.1.example.se", "", "kräver både https"),
        ("http://0.0.0.0:8000", "", "kräver både https"),
        ("https://anna:hemlig-nyckel@vektorer.example.se", "t", "innehåller ett namn eller ett lösenord"),
        ("vektorer.example.se:8000", "", "går inte att använda"),
        ("ftp://127.0.0.1/", "", "går inte att använda"),
        ("http://127.0.0.1:port", "", "går inte att använda"),
        ("http://[127.0.0.1", "", "går inte att använda"),
        ("https://", "t", "går inte att använda"),
        ("http://127.0.0.1:8000/?nyckel=hemlig-nyckel", "", "går inte att använda"),
    ],
)
def test_anywhere_else_is_refused_with_words_and_without_secrets(url: str, token: str, said: str) -> None:
    settings = load_settings({"CIVSAM_CHROMA_URL": url, "CIVSAM_CHROMA_TOKEN": token})
    with pytest.raises(SettingsError, match=said) as refused:
        vector_server(settings)
    assert "CIVSAM_CHROMA_URL" in str(refused.value)
    assert "hemlig-nyckel" not in str(refused.value)


def test_the_token_is_sent_and_never_shown(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    settings = load_settings({"CIVSAM_CHROMA_URL": door.url, "CIVSAM_CHROMA_TOKEN": "hemlig-nyckel"})
    server = vector_server(settings)
    assert server
    assert "hemlig-nyckel" not in f"{server} {server!r} {settings} {settings!r}"
    with caplog.at_level(logging.DEBUG):
        server.publish(HASH, VECTORS)
        server.open(HASH, VECTORS).close()
        door.shut()
        with pytest.raises(ServerUnavailable) as fault:
            server.open(HASH, VECTORS)
    assert b"authorization: bearer hemlig-nyckel" in bytes(door.sent).lower().replace(b"\r\n", b"\n")
    assert "hemlig-nyckel" not in caplog.text + str(fault.value)


def test_no_proxy_of_the_machine_comes_between(server: ChromaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    server.publish(HASH, VECTORS)


# --- stopped, held and back -------------------------------------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def watched(server: ChromaServer, clock: Clock, *, answer: float = PATIENT) -> WatchedVectorIndex:
    """The checks are made at once, in this thread, when the clock says so."""
    return WatchedVectorIndex(
        lambda: server.open(HASH, VECTORS), ExactVectorIndex(VECTORS),
        answer=answer, opening=PATIENT, clock=clock, beside=lambda work: work(),
    )  # fmt: skip


def test_a_server_that_stops_and_comes_back(server: ChromaServer, door: Door, caplog: pytest.LogCaptureFixture) -> None:
    server.publish(HASH, VECTORS)
    clock = Clock()
    index = watched(replace(server, url=door.url), clock)
    assert index.on_server
    assert same(index.query(QUESTIONS[0], 10), EXACT.query(QUESTIONS[0], 10))
    door.shut()
    assert same(index.query(QUESTIONS[1], 10), EXACT.query(QUESTIONS[1], 10))
    assert not index.on_server
    clock.now += 31
    assert same(index.query(QUESTIONS[2], 10), EXACT.query(QUESTIONS[2], 10))
    assert not index.on_server
    door.open()
    index.query(QUESTIONS[3], 10)
    assert not index.on_server, "it is not tried before it has rested"
    clock.now += 31
    index.query(QUESTIONS[3], 10)
    assert index.on_server
    assert same(index.query(QUESTIONS[4], 10), EXACT.query(QUESTIONS[4], 10))
    index.close()
    said = [record.message for record in caplog.records if record.name == "assistant.adapters.watched"]
    assert len(said) == 2, "once when it is left, once when it is back"
    assert "egen kopia" in said[0]
    assert "svarar igen" in said[1]


def test_a_server_that_holds_still_is_left_and_nobody_waits_for_it_again(server: ChromaServer, door: Door) -> None:
    server.publish(HASH, VECTORS)
    clock = Clock()
    index = watched(replace(server, url=door.url), clock, answer=0.2)
    door.hold()
    answers = [index.query(question, 10) for question in QUESTIONS]
    assert all(same(found, EXACT.query(q, 10)) for found, q in zip(answers, QUESTIONS, strict=True))
    assert not index.on_server
    door.open()
    clock.now += 31
    index.query(QUESTIONS[0], 10)
    assert index.on_server
    index.close()


def test_a_server_that_comes_back_empty_or_with_something_else_is_not_used(server: ChromaServer, door: Door) -> None:
    server.publish(HASH, VECTORS)
    clock = Clock()
    index = watched(replace(server, url=door.url), clock)
    server.keep_only([])
    assert same(index.query(QUESTIONS[0], 10), EXACT.query(QUESTIONS[0], 10))
    assert not index.on_server
    server.publish(HASH, unit_rows(seed=3))
    clock.now += 31
    assert same(index.query(QUESTIONS[1], 10), EXACT.query(QUESTIONS[1], 10))
    assert not index.on_server
    index.close()


def test_a_server_that_is_not_there_at_the_start_is_found_later(server: ChromaServer, door: Door) -> None:
    server.publish(HASH, VECTORS)
    door.shut()
    clock = Clock()
    index = watched(replace(server, url=door.url), clock)
    assert not index.on_server
    assert same(index.query(QUESTIONS[0], 10), EXACT.query(QUESTIONS[0], 10))
    door.open()
    clock.now += 31
    index.query(QUESTIONS[0], 10)
    assert index.on_server
    index.close()


def test_many_threads_while_the_server_comes_and_goes(server: ChromaServer, door: Door) -> None:
    server.publish(HASH, VECTORS)
    index = WatchedVectorIndex(
        lambda: replace(server, url=door.url).open(HASH, VECTORS), ExactVectorIndex(VECTORS), answer=PATIENT, rest=0.0
    )
    wrong: list[int] = []

    def ask(seed: int) -> None:
        for question in unit_rows(40, seed=seed):
            if not same(index.query(question, 10), EXACT.query(question, 10)):
                wrong.append(seed)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        door.shut()
        door.open()
    for thread in threads:
        thread.join()
    assert wrong == []
    index.close()


def test_what_comes_too_late_is_let_go_of() -> None:
    begin, gone = threading.Event(), threading.Event()

    def slow() -> str:
        begin.wait(PATIENT)
        return "sent"

    with pytest.raises(ServerUnavailable, match="svarade inte på"):
        within(0.01, slow, lambda late: gone.set() if late == "sent" else None)
    assert not gone.is_set()
    begin.set()
    assert gone.wait(PATIENT)


# --- with documents ---------------------------------------------------------------------------------------------

ASKED = (
    "När är sista dag för kulturpeng i Nora?",
    "Hur mycket är träningspengen i Kumla?",
    "Vem lånar ut stora salen?",
)


@pytest.fixture
def served(world: World, server: ChromaServer, door: Door) -> Settings:
    """The invented corpus read in, with its vectors on the server."""
    settings = Settings(
        data_dir=world.data_dir, corpus_dir=world.folder, chroma_url=door.url, chroma_prefix=server.prefix
    )
    read_in(settings)
    return settings


def read_in(settings: Settings) -> tuple[str, ...]:
    """The warnings of an ingest."""
    server = vector_server(settings)
    assert server
    return ingest([settings.corpus_dir], settings.data_dir, StaticEmbedder(), server=server).warnings


def collections(server: ChromaServer) -> set[str]:
    from assistant.adapters.chroma_server import _names

    with server._writing() as api:
        return set(_names(api, server.prefix))


def answers(assistant: Assistant) -> list[str]:
    return [assistant.ask(Question(text, TODAY)).text for text in ASKED]


def vectors_of(assistant: Assistant) -> WatchedVectorIndex:
    index: VectorIndex = assistant._retriever._vectors
    assert isinstance(index, WatchedVectorIndex)
    return index


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """No question gives the server up because the machine is busy, until it is told to."""

    def wait(seconds: float) -> None:
        defaults = WatchedVectorIndex.__init__.__kwdefaults__
        monkeypatch.setitem(defaults, "answer", seconds)
        monkeypatch.setitem(defaults, "opening", PATIENT)

    wait(PATIENT)
    return wait


def test_answers_are_the_same_with_the_server_without_it_and_with_our_own_index(
    served: Settings, door: Door, patient: Callable[[float], None]
) -> None:
    alone = load(Settings(data_dir=served.data_dir, corpus_dir=served.corpus_dir))
    expected = answers(alone)
    alone.close()
    assistant = load(served)
    assert vectors_of(assistant).on_server
    assert answers(assistant) == expected
    assert vectors_of(assistant).on_server
    door.shut()
    assert answers(assistant) == expected
    assert not vectors_of(assistant).on_server
    assistant.close()


def test_neither_questions_nor_documents_are_sent(
    served: Settings, door: Door, patient: Callable[[float], None]
) -> None:
    assistant = load(served)
    answers(assistant)
    assert vectors_of(assistant).on_server
    sent = bytes(door.sent)
    assert b"query_embeddings" in sent
    generation = assistant.generation
    words = {word for text in (*ASKED, *(d.text for d in generation.documents())) for word in text.split()}
    long = {word for word in words if len(word) > 7}
    assert len(long) > 30
    assert not [word for word in long if word.encode() in sent or word.lower().encode() in sent]
    assert not [d.id for d in generation.documents() if d.id.encode() in sent]
    assistant.close()


def test_a_removed_document_is_gone_from_the_server_too(served: Settings, server: ChromaServer) -> None:
    first = collections(server)
    assert first == {server.name_of(digest_of(served))}
    (served.corpus_dir / "nora-kulturpeng.md").unlink()
    assert not [warning for warning in read_in(served) if "Chroma" in warning]
    assert collections(server) == {server.name_of(digest_of(served))}
    assert not first & collections(server)


def digest_of(settings: Settings) -> str:
    return storage.vectors_digest(storage.read_manifest(settings.data_dir / storage.current_name(settings.data_dir)))


def test_status_says_whether_the_vectors_are_there(
    served: Settings, door: Door, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("chroma_url", "chroma_prefix", "data_dir", "corpus_dir"):
        monkeypatch.setenv(f"CIVSAM_{name.upper()}", str(getattr(served, name)))
    assert main(["status"]) == 0
    assert "Vektorerna finns på Chroma-servern." in capsys.readouterr().out
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["vector_server"] == "ok"
    door.shut()
    assert main(["status"]) == 0
    assert "Chroma-servern svarar inte som den ska" in capsys.readouterr().out
    monkeypatch.delenv("CIVSAM_CHROMA_URL")
    assert main(["status"]) == 0
    assert "Chroma-servern" not in capsys.readouterr().out


def test_what_is_for_staff_only_never_leaves_this_machine(
    served: Settings, server: ChromaServer, door: Door, patient: Callable[[float], None]
) -> None:
    text = sheet("internt", "## Internt\n\n- Ett internt blad om segelflyg.", atkomst="personal")
    (served.corpus_dir / "internt.md").write_text(text, encoding="utf-8")
    assert not [warning for warning in read_in(served) if "Chroma" in warning]
    assert collections(server) == {server.name_of(digest_of(served))}
    inner = storage.staff_dir(served.data_dir)
    assert storage.current_name(inner)
    door.sent.clear()
    assistant = load(served.model_copy(update={"data_dir": inner}))
    assert "segelflyg" in assistant.ask(Question("Vad står det i det interna bladet om segelflyg?", TODAY)).text
    assert not door.sent, "questions of the staff are not sent either"
    assistant.close()


def test_an_ingest_while_the_server_is_down_says_so_and_the_next_one_makes_up_for_it(
    served: Settings, server: ChromaServer, door: Door, patient: Callable[[float], None]
) -> None:
    old = collections(server)
    door.shut()
    (served.corpus_dir / "ny.md").write_text(sheet("ny", "## Ny\n\n- Ett nytt blad om segelflyg."), encoding="utf-8")
    warnings = read_in(served)
    assert any("ligger inte på Chroma-servern" in warning and "civsam ingest" in warning for warning in warnings)
    assert any("kan ligga kvar på Chroma-servern" in warning for warning in warnings)
    door.open()
    assistant = load(served)
    assert not vectors_of(assistant).on_server
    assert "segelflyg" in assistant.ask(Question("Vad står det i det nya bladet om segelflyg?", TODAY)).text
    assistant.close()
    assert not [warning for warning in read_in(served) if "Chroma" in warning]
    assert collections(server) == old | {server.name_of(digest_of(served))}, "the spare generation keeps its own"
    again = load(served)
    assert vectors_of(again).on_server
    again.close()


def test_two_processes_share_the_server_and_the_generations(
    served: Settings, server: ChromaServer, tmp_path: Path, patient: Callable[[float], None]
) -> None:
    """One beside us over the same data directory, and one over a copy that came by file, where it has another name."""
    from ui.backup import backup
    from ui.restore import restore

    backup(served.data_dir, tmp_path / "kopia.tar.gz")
    elsewhere = tmp_path / "annan"
    (elsewhere / "gen-0041.tmp").mkdir(parents=True)
    _, name = restore(elsewhere, tmp_path / "kopia.tar.gz")
    assert name == "gen-0042"
    program = (
        "import sys; from datetime import date; from assistant.domain import Question; "
        "from assistant.adapters.watched import WatchedVectorIndex; "
        f"WatchedVectorIndex.__init__.__kwdefaults__.update(answer={PATIENT}, opening={PATIENT}); "
        "from assistant.settings import load_settings; from assistant.wiring import load; a = load(load_settings()); "
        "r = [a.ask(Question(q, date.fromisoformat(sys.argv[1]))).text for q in sys.argv[2:]]; "
        "print(a._retriever._vectors.on_server, *r, sep='\\n')"
    )
    assistant = load(served)
    expected = "\n".join(["True", *answers(assistant)])
    assert vectors_of(assistant).on_server
    assistant.close()
    environment = {"CIVSAM_CHROMA_URL": served.chroma_url, "CIVSAM_CHROMA_PREFIX": served.chroma_prefix}
    environment |= {"CIVSAM_CORPUS_DIR": str(served.corpus_dir), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, TODAY.isoformat(), *ASKED], stdout=subprocess.PIPE, text=True,
            encoding="utf-8", env=environment | {"CIVSAM_DATA_DIR": str(folder)}, cwd=Path(__file__).parents[2],
        )
        for folder in (served.data_dir, elsewhere)
    ]  # fmt: skip
    for process in running:
        said, _ = process.communicate(timeout=300)
        assert said.strip() == expected.strip()
