"""One writer at a time. The lock is the system's: it goes with the process that holds it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sheets import World

from assistant.errors import DataDirUnusable, WriterBusy
from ingest.lock import writer_lock

HOLDER = "import sys, time; from pathlib import Path; from ingest.lock import writer_lock\n" + (
    "with writer_lock(Path(sys.argv[1])):\n    print('låst', flush=True)\n    time.sleep(60)\n"
)


@contextmanager
def another_writer(data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(data_dir)], stdout=subprocess.PIPE, text=True, encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    ) as holder:  # fmt: skip
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline().strip() == "låst"
            yield holder
        finally:
            holder.kill()


def test_a_second_writer_is_refused_within_a_second_and_the_lock_goes_with_its_holder(world: World) -> None:
    first = world.ingest()
    with another_writer(world.data_dir) as holder:
        started = time.monotonic()
        with pytest.raises(WriterBusy, match="pågår redan") as caught:
            world.ingest()
        assert time.monotonic() - started < 1
        assert str(world.data_dir) in caught.value.where
        assert caught.value.next_step
        assert world.generation().name == first.generation, "readers are not stopped"

        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert world.ingest().generation == first.generation


def test_the_lock_is_let_go_when_the_writer_is_done_and_when_it_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), writer_lock(tmp_path):
        raise RuntimeError
    with writer_lock(tmp_path), pytest.raises(WriterBusy), writer_lock(tmp_path):
        pass
    with writer_lock(tmp_path):
        assert (tmp_path / "LOCK").exists()


def test_a_lock_file_that_was_left_behind_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "LOCK").write_text("4711", encoding="utf-8")
    with writer_lock(tmp_path):
        pass


def test_the_data_directory_is_made_when_it_is_missing(tmp_path: Path) -> None:
    with writer_lock(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_directory_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DataDirUnusable, match="rättighet saknas"), writer_lock(tmp_path / "data"):
        pass


@pytest.mark.parametrize(
    ("number", "reason"), [(30, "skrivskyddad"), (28, "full"), (13, "rättighet saknas"), (5, "läs- eller skrivfel")]
)
def test_what_the_system_says_is_said_in_swedish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("ingest.lock.os.open", refuse)
    with pytest.raises(DataDirUnusable, match=reason) as caught, writer_lock(tmp_path):
        pass
    assert os.strerror(number) not in str(caught.value)


def test_a_system_that_is_really_read_only_is_told() -> None:
    folder = Path("/proc/civsam")  # a file system where nobody may make a folder, root or not
    if not folder.parent.is_dir():
        pytest.skip("there is no /proc here")
    with pytest.raises(DataDirUnusable) as caught, writer_lock(folder):
        pass
    assert str(folder) in caught.value.where
