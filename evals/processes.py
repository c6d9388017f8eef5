"""What a process costs, with the processes it starts: seconds on the clock, seconds of the processor, and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.settings import PREFIX, PROJECT
from evals.bench_corpus import memory_of

LOOK_SECONDS = 0.05  # between two looks at the memory of a process that runs


class Spent(NamedTuple):
    """Seconds on the clock and of the processor, and the most memory at one time in MB, all processes together."""

    seconds: float
    cpu: float
    megabytes: float

    def as_json(self) -> dict[str, float]:
        """The figures by name, rounded."""
        return {name: round(figure, 2) for name, figure in self._asdict().items()}


def spend(arguments: Sequence[str], timeout: float) -> Spent:
    """Run Python with these arguments to its end. Raises CalledProcessError when it fails, TimeoutExpired when it is slow."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    command = [sys.executable, *arguments]
    started = time.perf_counter()
    child = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    most = 0.0
    while True:
        ended, status, usage = os.wait4(child.pid, os.WNOHANG)
        if ended:
            break
        most = max(most, sum(memory_of(process, "VmRSS") for process in family(child.pid)))
        if time.perf_counter() - started > timeout:
            child.kill()
            child.wait()
            raise subprocess.TimeoutExpired(command, timeout)
        time.sleep(LOOK_SECONDS)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Spent(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, most)


def family(process: int) -> Iterator[int]:
    """A process and all that it has started, now."""
    yield process
    try:
        started = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:  # it has ended
        return
    for child in started:
        yield from family(int(child))


def size_of(folder: Path) -> float:
    """Megabytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1_000_000
