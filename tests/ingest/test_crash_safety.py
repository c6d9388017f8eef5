"""Whatever happens to the process, the disk or a byte on it: a complete generation serves, or the fault is told."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sheets import TODAY, World, sheet, write_sheets

from assistant.adapters import chroma
from assistant.adapters.static_embedding import StaticEmbedder
from assistant.domain import Answer, Question
from assistant.retrieval import storage
from assistant.settings import Settings
from assistant.wiring import load
from evals.bench_crash import Rig, measure, serve
from ingest import generations

KILLS = 21
NEW = sheet("ny", "## Ny\n\n- Skridskor lånas ut gratis i Hallsberg.", kommun="Hallsberg")
QUESTION = Question("När söker man startpeng i Kumla?", TODAY)


def civsam(*arguments: object, before: str = "") -> subprocess.CompletedProcess[str]:
    """A command as a real process; ``before`` is run in it first."""
    program = f"import sys; {before}\nfrom ui.cli import main\nsys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120,
        env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip


def answer_of(world: World) -> Answer:
    assistant = load(Settings(data_dir=world.data_dir, corpus_dir=world.folder))
    try:
        return assistant.ask(QUESTION)
    finally:
        assistant.close()


@pytest.fixture
def two(world: World) -> tuple[World, str, str]:
    """A world with a spare generation, and the names of the spare and the serving one."""
    first = world.ingest().generation
    world.write("ny.md", NEW)
    return world, first, world.ingest().generation


# --- kill -9 ----------------------------------------------------------------------------------------------------


def test_kill_nine_at_random_points_leaves_a_complete_generation_serving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same as ``evals.bench_crash`` does 200 times, with the server in this process."""
    rig = Rig(tmp_path, quick=True)
    monkeypatch.setattr(rig, "check", lambda: rig.judge(serve(rig.data)))
    figures = measure(KILLS, rig)
    assert figures.faults == []
    assert figures.left_over == []
    assert sum(figures.kills.values()) > KILLS // 2
    assert figures.served["old"] and figures.served["new"]
    assert max(figures.starts) < 10


def test_a_killed_reader_leaves_no_working_copy_for_long(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    program = (
        "import os, sys; from pathlib import Path; from assistant.settings import Settings; from assistant.wiring import load\n"
        "load(Settings(data_dir=Path(sys.argv[1]))); os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", program, str(settings.data_dir)]
    subprocess.run(command, check=False, env=os.environ | {"TMPDIR": str(tmp_path)})
    (left,) = tmp_path.glob(f"{chroma.COPIES}*")
    os.utime(left, (0, 0))
    first = load(settings)
    assert not left.exists()
    (in_use,) = tmp_path.glob(f"{chroma.COPIES}*")
    os.utime(in_use, (0, 0))
    second = load(settings)
    assert in_use.exists(), "one that is in use is not touched"
    assert first.ask(QUESTION).citations == second.ask(QUESTION).citations
    first.close()
    second.close()
    assert not list(tmp_path.iterdir())


# --- the disk ---------------------------------------------------------------------------------------------------


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """A file system of its own; skips where this user may not mount one."""
    place.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(place)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("may not mount a file system here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def world_in(place: Path) -> World:
    return World(write_sheets(place.parent / "corpus"), place / "data", StaticEmbedder())


def test_a_full_disk_is_told_and_what_serves_goes_on(tmp_path: Path, in_process: None) -> None:
    """A real file system with room for one generation and a part of the next, a little more each time."""
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=24m", "tmpfs") as disk:
        world = world_in(disk)
        first = world.ingest().generation
        world.write("ny.md", NEW)
        ballast = disk / "ballast"
        free = shutil.disk_usage(disk).free
        for room in (0, 3_000, 20_000, 60_000, 200_000, 400_000):
            with ballast.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, max(1, free - room))
            done = civsam("ingest", world.folder, "--data-dir", world.data_dir)
            assert done.returncode == 1, room
            assert "Traceback" not in done.stderr
            assert "full" in done.stderr or "ledigt utrymme" in done.stderr, (room, done.stderr)
            assert storage.current_name(world.data_dir) == first
            assert answer_of(world).generation == first
            assert not list(world.data_dir.glob("*.tmp")), "half a generation is not left to fill the disk"
            ballast.unlink()
        assert world.ingest().added == ("ny",)


@pytest.mark.parametrize("largest", [500, 3_000, 40_000, 200_000])
def test_a_file_that_may_not_grow_is_told_and_what_serves_goes_on(world: World, largest: int) -> None:
    """Without any right to mount: the system refuses every write past a size."""
    first = world.ingest().generation
    world.write("ny.md", NEW)
    before = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, {largest}))"
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    done = civsam("ingest", world.folder, "--data-dir", world.data_dir, before=before)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert answer_of(world).generation == first
    assert world.ingest().added == ("ny",)


def test_a_read_only_data_directory_answers_and_says_why_it_cannot_be_written(tmp_path: Path, in_process: None) -> None:
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=24m", "tmpfs") as disk:
        world = world_in(disk)
        first = world.ingest().generation
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        world.write("ny.md", NEW)
        done = civsam("ingest", world.folder, "--data-dir", world.data_dir)
        assert done.returncode == 1
        assert "skrivskyddad" in done.stderr
        assert "--data-dir" in done.stderr
        answer = answer_of(world)
        assert answer.generation == first
        assert answer.citations


def test_without_room_for_a_working_copy_it_answers_from_its_own_vectors(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    usual = load(settings)
    expected = usual.ask(QUESTION)
    usual.close()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "/tmp")

    monkeypatch.setattr(chroma.shutil, "copytree", full)
    assistant = load(settings)
    assert "ingen plats" in caplog.text
    assert assistant.ask(QUESTION).citations == expected.citations
    assistant.close()


# --- a flipped byte ---------------------------------------------------------------------------------------------


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1 << (place % 8)
    path.write_bytes(content)


def test_a_flipped_byte_anywhere_is_detected_and_the_previous_generation_serves(
    two: tuple[World, str, str], caplog: pytest.LogCaptureFixture
) -> None:
    world, first, second = two
    choose = random.Random(9)
    files = [path for path in sorted((world.data_dir / second).rglob("*")) if path.is_file() and path.stat().st_size]
    named = {path.relative_to(world.data_dir / second).parts[0] for path in files}
    assert named >= {storage.MANIFEST, storage.CHROMA, storage.LEXICAL, storage.PASSAGES, storage.VECTORS}
    for path in files:
        place = choose.randrange(path.stat().st_size)
        flip(path, place)
        caplog.clear()
        assert answer_of(world).generation == first, (path, place)
        assert first in caplog.text
        assert storage.REBUILD in caplog.text
        flip(path, place)
    assert answer_of(world).generation == second


def test_a_flipped_bit_in_current_leaves_a_complete_generation_serving(two: tuple[World, str, str]) -> None:
    world, first, second = two
    current = world.data_dir / "CURRENT"
    whole = current.read_bytes()
    for place in range(len(whole)):
        for bit in range(8):
            current.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << bit)]) + whole[place + 1 :])
            generation = storage.open_current(world.data_dir)
            assert generation.name in (first, second)
            generation.close()


def test_a_broken_vector_index_and_no_spare_is_told_and_answered_from_our_own_vectors(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    first = world.ingest().generation
    expected = answer_of(world)
    for path in sorted((world.data_dir / first / storage.CHROMA).rglob("*")):
        if path.is_file() and path.stat().st_size:
            flip(path, path.stat().st_size // 2)
    answer = answer_of(world)
    assert storage.REBUILD in caplog.text
    assert answer.generation == first
    assert answer.citations == expected.citations
    mended = world.ingest()
    assert mended.generation != first, "an ingest makes a whole one"
    caplog.clear()
    assert answer_of(world).citations == expected.citations
    assert caplog.text == ""


def test_a_damaged_index_and_no_spare_is_told_by_the_command_line(world: World) -> None:
    first = world.ingest().generation
    flip(world.data_dir / first / storage.PASSAGES, 100)
    done = civsam("ask", QUESTION.text, "--data-dir", world.data_dir)
    assert (done.returncode, done.stdout) == (1, "")
    assert storage.REBUILD in done.stderr
    assert "Traceback" not in done.stderr


def test_a_current_that_breaks_while_the_server_runs_stops_no_question(world: World) -> None:
    world.ingest()
    assistant = load(Settings(data_dir=world.data_dir, corpus_dir=world.folder))
    expected = assistant.ask(QUESTION)
    for damage in (lambda path: path.write_bytes(b"\xff\x00"), Path.unlink, Path.mkdir):
        damage(world.data_dir / "CURRENT")
        assert assistant.ask(QUESTION).citations == expected.citations
    assistant.close()


# --- two at a time, and the clock -------------------------------------------------------------------------------


def test_a_second_ingest_is_refused_within_a_second_of_its_work_and_the_first_goes_on(world: World) -> None:
    """Two whole commands: how long the second takes is its start, not a wait."""
    hold = (
        "import time; from ingest import generations; generations.verify = lambda folder: (print('skriver', flush=True), "
        "time.sleep(5))"
    )
    program = f"import sys; {hold}\nfrom ui.cli import main\nsys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "ingest", str(world.folder), "--data-dir", str(world.data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUTF8": "1"}) as writing:
        assert writing.stdout is not None
        assert writing.stdout.readline().strip() == "skriver"
        started = time.monotonic()
        with pytest.raises(Exception, match="pågår redan"):
            world.ingest()
        assert time.monotonic() - started < 1
        done = civsam("ingest", world.folder, "--data-dir", world.data_dir)
        assert done.returncode == 1
        assert "pågår redan" in done.stderr
        writing.communicate(timeout=60)
        assert writing.returncode == 0
    assert "kumla-idrottspeng" in world.served()


def test_many_writers_at_once_let_one_through(world: World) -> None:
    said: list[str] = []

    def one() -> None:
        try:
            said.append(world.ingest().generation)
        except Exception as error:
            said.append(type(error).__name__)

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(said) <= {"gen-0001", "WriterBusy"}
    assert "gen-0001" in said


def test_a_clock_set_back_changes_nothing(two: tuple[World, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is newest is told by its number, never by a time."""
    world, _, second = two

    class Earlier(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2001, 1, 1, tzinfo=UTC) - timedelta(days=1)

    monkeypatch.setattr(generations, "datetime", Earlier)
    future = time.time() + 10**8
    for path in (world.data_dir, *world.data_dir.rglob("*")):
        os.utime(path, (future, future))
    world.write("nyare.md", sheet("nyare", "## Nyare\n\n- Ett blad till."))
    third = world.ingest()
    assert third.added == ("nyare",)
    assert third.embedded == 2, "only the two passages of the new one: what was known is still known"
    assert third.generation > second
    assert answer_of(world).generation == third.generation
    assert world.generation().manifest["created"].startswith("2000-12-31")
    flip(world.data_dir / third.generation / storage.PASSAGES, 50)
    assert answer_of(world).generation == second
