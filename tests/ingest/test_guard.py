"""A broken or hostile file costs its own reading, never the ingest, and never more than the limits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sheets import World

from assistant.errors import DocumentError, Unreadable, UnsupportedType
from ingest import guard
from ingest.guard import GuardedReader, Limits
from ingest.readers import read_data
from tests.ingest import sample_files as files

GOOD = "Föreningsbidrag söks senast den 30 april.".encode()
STALLED = "import sys, time; sys.stdin.buffer.read(8); time.sleep(60)"
TALKATIVE = "import os, sys; sys.stdin.buffer.read(8); os.write(1, (1 << 40).to_bytes(8))"
DYING = "import os, sys; sys.stdin.buffer.read(8); os.abort()"


@pytest.fixture
def reader() -> Iterator[GuardedReader]:
    with GuardedReader() as opened:
        yield opened


def child_of(reader: GuardedReader) -> int:
    assert reader._child is not None
    return reader._child.pid


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (GOOD, ".txt"),
        ("<html><body><main><h1>Bidrag</h1><p>Sök före 30 april, åäö.</p></main></body></html>".encode(), ".html"),
    ],
)
def test_what_is_read_is_what_would_be_read_here(reader: GuardedReader, data: bytes, suffix: str) -> None:
    assert reader.read(data, suffix, where="fil") == read_data(data, suffix, where="fil")


def test_one_child_reads_many_files_and_ends_with_the_reader() -> None:
    with GuardedReader() as reader:
        reader.read(GOOD, ".txt", where="a")
        first = child_of(reader)
        for number in range(20):
            reader.read(GOOD + str(number).encode(), ".txt", where="b")
        assert child_of(reader) == first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


@pytest.mark.parametrize(("data", "suffix"), [(b"inte en pdf", ".pdf"), (b"inte en zip", ".docx"), (b"x", ".xyz")])
def test_a_refusal_is_the_same_as_here(reader: GuardedReader, data: bytes, suffix: str) -> None:
    with pytest.raises(DocumentError) as here:
        read_data(data, suffix, where="fil")
    with pytest.raises(type(here.value)) as there:
        reader.read(data, suffix, where="fil")
    assert str(there.value) == str(here.value)
    assert reader.read(GOOD, ".txt", where="b").pages, "the same child goes on"


@pytest.mark.parametrize(
    ("program", "words"), [(STALLED, "för lång tid"), (TALKATIVE, "orimligt mycket text"), (DYING, "avbröts")]
)
def test_a_child_that_stalls_talks_or_dies_is_ended_and_replaced(
    monkeypatch: pytest.MonkeyPatch, program: str, words: str
) -> None:
    start = guard.subprocess.Popen
    with GuardedReader(Limits(seconds=2.0)) as reader, monkeypatch.context() as patch:
        patch.setattr(guard.subprocess, "Popen", lambda command, **how: start([command[0], "-c", program], **how))
        with pytest.raises(Unreadable, match=words) as caught:
            reader.read(GOOD, ".txt", where="fil")
        assert caught.value.where == "fil"
        assert caught.value.next_step
        patch.undo()
        assert reader.read(GOOD, ".txt", where="b").pages


def test_a_file_that_wants_more_memory_than_there_is_is_refused() -> None:
    page = (
        b"<html><body><main>"
        + b"<p>ord och fler ord i en lang mening som fyller minnet</p>" * 600_000
        + b"</main></body></html>"
    )
    with GuardedReader(Limits(memory=200_000_000)) as reader:
        with pytest.raises(Unreadable):
            reader.read(page, ".html", where="stor.html")
        assert reader.read(GOOD, ".txt", where="b").pages


def test_more_text_than_any_document_has_is_refused() -> None:
    with GuardedReader(Limits(output=100_000)) as reader:
        with pytest.raises(Unreadable, match="orimligt mycket text"):
            reader.read(GOOD * 5_000, ".txt", where="fil")
        assert reader.read(GOOD, ".txt", where="b").pages


def test_an_unknown_kind_of_error_from_the_child_is_still_unreadable() -> None:
    answer = {"error": "SystemExit", "what": "Fel", "where": "fil", "next_step": "Gör om"}
    with pytest.raises(Unreadable):
        guard._reading(answer)
    with pytest.raises(UnsupportedType):
        guard._reading({**answer, "error": "UnsupportedType"})


def test_hostile_files_among_good_ones_cost_only_themselves(world: World) -> None:
    folder = world.folder
    (folder / "bomb.docx").write_bytes(files.archive({"word/document.xml": b" " * 30_000_000}))
    (folder / "trasig.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 200 + b"\n%%EOF\n")
    (folder / "avklippt.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")
    for number in range(5):
        (folder / f"bra-{number}.txt").write_bytes(GOOD + f" Nummer {number}.".encode())
    report = world.ingest()
    assert {Path(failure.path).name for failure in report.failed} == {"bomb.docx", "trasig.pdf", "avklippt.pdf"}
    assert all(failure.error.next_step for failure in report.failed)
    assert {f"bra-{number}" for number in range(5)} <= set(report.added)
