"""What is let go of is given back to the system. Each in a process of its own: it cannot be undone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from platform import libc_ver

import pytest

from assistant.adapters import allocator
from assistant.settings import PROJECT
from ui import cli

PROBE = """
import ctypes, os, sys, tempfile, threading
from assistant.adapters.allocator import give_back

told = give_back()
library = ctypes.CDLL(None)
library.malloc.restype = library.fopen.restype = ctypes.c_void_p

def own_blocks_and_heaps():
    with tempfile.NamedTemporaryFile("r") as file:
        stream = ctypes.c_void_p(library.fopen(file.name.encode(), b"w"))
        library.malloc_info(0, stream)
        library.fclose(stream)
        text = file.read()
    return int(text.rpartition('type="mmap" count="')[2].split('"')[0]), text.count("<heap ")

library.free(ctypes.c_void_p(library.malloc(16 << 20)))  # from now on glibc, left alone, takes up to 16 MB from a heap
before = own_blocks_and_heaps()[0]
library.malloc(4 << 20)
blocks = own_blocks_and_heaps()[0] - before

together = threading.Barrier(8)
def work():
    together.wait()
    library.malloc(1000)
    together.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(int(told), blocks, own_blocks_and_heaps()[1])
"""

of_glibc = pytest.mark.skipif(libc_ver()[0] != "glibc", reason="det här systemets C-bibliotek är inte glibc")


def probed(**environment: str) -> tuple[int, int, int]:
    """Whether it was told, large blocks that lie by themselves, and heaps, in a new process."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MALLOC_", "GLIBC_"))}
    ended = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=PROJECT,
        env=inherited | environment,
        capture_output=True,
        check=True,
        text=True,
    )
    told, blocks, heaps = map(int, ended.stdout.split())
    return told, blocks, heaps


@of_glibc
def test_large_blocks_lie_by_themselves_and_threads_share_two_heaps() -> None:
    assert probed() == (1, 1, 2)


@of_glibc
def test_what_whoever_runs_it_has_set_stands() -> None:
    assert probed(MALLOC_ARENA_MAX="3") == (0, 0, 3)


def test_the_page_tells_it_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[bool] = []
    monkeypatch.setattr(allocator, "give_back", lambda: told.append(True))
    assert cli.main(["chat", "--data-dir", str(tmp_path)]) == 1
    assert "Det finns inget index ännu" in capsys.readouterr().err
    assert told == [True]
