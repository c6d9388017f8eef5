"""The vector index written by a process of its own: the same index, and clear words when it cannot be written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from sheets import World

from assistant.adapters import chroma
from assistant.adapters.chroma import COPIES, ChromaVectorIndex, is_saved
from assistant.adapters.fakes import ExactVectorIndex
from assistant.errors import IndexBroken
from assistant.retrieval import storage
from assistant.settings import PROJECT, Settings
from assistant.wiring import load
from ingest import vector_index

VECTORS = np.eye(6, 8, dtype=np.float32)
NEEDLE = "Planterad mening som ingen fil får bära. "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    np.save(tmp_path / storage.VECTORS, VECTORS)
    return tmp_path


def test_every_vector_is_found_and_the_progress_is_told(folder: Path) -> None:
    told: list[int] = []
    vector_index.build(folder, told.append)
    assert sum(told) == len(VECTORS)
    index = ChromaVectorIndex(folder / storage.CHROMA)
    try:
        assert [index.query(vector, 1)[0][0] for vector in VECTORS] == list(range(len(VECTORS)))
    finally:
        index.close()


def test_nothing_that_this_process_had_in_memory_is_in_the_files(folder: Path) -> None:
    """Written by this process, an index of so few vectors would most times hold what its threads had in memory."""
    for number in range(5):
        place = folder / str(number)
        place.mkdir()
        np.save(place / storage.VECTORS, np.random.default_rng(number).random((1 + number % 2, 256), dtype=np.float32))
        think_of_the_needle()
        vector_index.build(place, lambda _: None)
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert len(written) > 20
    assert not [path for path in written if NEEDLE.encode() in path.read_bytes()]


@pytest.mark.parametrize("size", [2, 100, 1100])
def test_a_reader_writes_nothing_of_what_it_had_in_memory(
    folder: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It only follows the saved graph; a graph that was never saved it would make, and write, in most of its openings."""
    np.save(folder / storage.VECTORS, np.random.default_rng(size).random((size, 256), dtype=np.float32))
    vector_index.build(folder, lambda _: None)
    index_folder, spare = folder / storage.CHROMA, folder / "tillfälligt"
    spare.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    saved = graph_files(index_folder)
    assert is_saved(index_folder)
    for _ in range(4):
        think_of_the_needle()
        index = ChromaVectorIndex(index_folder)
        index.query(np.ones(256, dtype=np.float32), 10)
        (copy,) = spare.glob(f"{COPIES}*")
        assert graph_files(copy) == saved
        assert not [path for path in copy.rglob("*") if path.is_file() and NEEDLE.encode() in path.read_bytes()]
        index.close()
    assert not list(spare.iterdir())


def test_few_vectors_that_an_earlier_version_did_not_save_are_searched_without_chroma(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma, "SAVE_EVERY", 1000)
    world.ingest()
    settings = Settings(data_dir=world.data_dir, corpus_dir=world.folder)
    assert not is_saved(world.data_dir / storage.current_name(world.data_dir) / storage.CHROMA)
    without = load(settings)
    monkeypatch.setattr(chroma, "SAVE_EVERY", 2)
    world.ingest(rebuild=True)
    with_chroma = load(settings)
    try:
        assert isinstance(without._retriever._vectors, ExactVectorIndex)
        assert isinstance(with_chroma._retriever._vectors, ChromaVectorIndex)
        for vector in with_chroma.generation.vectors()[::5]:
            old, new = without._retriever._vectors.query(vector, 8), with_chroma._retriever._vectors.query(vector, 8)
            np.testing.assert_allclose([score for _, score in old], [score for _, score in new], atol=1e-5)
    finally:
        without.close()
        with_chroma.close()


def think_of_the_needle() -> None:
    """Many threads have the sentence in memory and let go of it."""

    def fill_and_let_go() -> None:
        held = [bytearray((NEEDLE * times).encode()) for times in range(1, 300)]
        held.clear()

    threads = [threading.Thread(target=fill_and_let_go) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def graph_files(folder: Path) -> dict[str, bytes]:
    """What Chroma keeps of the graph, by name."""
    return {path.name: path.read_bytes() for path in folder.glob("*/*")}


def test_without_vectors_or_in_a_folder_taken_it_says_what_to_do(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(IndexBroken, match="gick inte att skriva"):
        vector_index.build(tmp_path / "finns-inte", lambda _: None)
    (folder / storage.CHROMA).write_text("upptaget")
    with pytest.raises(IndexBroken) as told:
        vector_index.build(folder, lambda _: None)
    assert told.value.next_step


def test_the_child_ends_when_the_process_that_wanted_it_is_killed(folder: Path) -> None:
    program = (
        "import sys, time, pathlib, ingest.vector_index as v\n"
        "v.build(pathlib.Path(sys.argv[1]), lambda n: (print('skrivet', flush=True), time.sleep(60)))"
    )
    np.save(folder / storage.VECTORS, np.random.default_rng(1).random((60_000, 64), dtype=np.float32))
    command = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline().strip() == "skrivet"
        assert len(writers(folder)) == 1
        parent.send_signal(signal.SIGKILL)
    for _ in range(100):
        if not writers(folder):
            return
        time.sleep(0.1)
    raise AssertionError("the child goes on writing for nobody")


def writers(folder: Path) -> list[int]:
    """The processes that write an index into this folder; needs Linux's /proc."""
    if not Path("/proc").is_dir():
        pytest.skip("/proc saknas")
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"ingest.vector_index" in command and os.fsencode(folder) in command:
            found.append(int(entry.name))
    return found
