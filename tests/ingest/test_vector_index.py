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

from assistant import storage
from assistant.adapters.chroma import ChromaVectorIndex
from assistant.errors import IndexBroken
from ingest import vector_index

VECTORS = np.eye(6, 8, dtype=np.float32)


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
    """A process whose threads had a sentence in memory and let go of it writes it into most indexes it builds itself."""
    needle = "Planterad mening som ingen fil får bära. "

    def fill_and_let_go() -> None:
        held = [bytearray((needle * times).encode()) for times in range(1, 300)]
        held.clear()

    for number in range(5):
        place = folder / str(number)
        place.mkdir()
        np.save(place / storage.VECTORS, np.random.default_rng(number).random((100, 256), dtype=np.float32))
        threads = [threading.Thread(target=fill_and_let_go) for _ in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        vector_index.build(place, lambda _: None)
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert len(written) > 20
    assert not [path for path in written if needle.encode() in path.read_bytes()]


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
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=vector_index.PROJECT) as parent:
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
