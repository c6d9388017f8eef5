"""Reading in a child process with limits: a broken or hostile file costs its own reading, never the ingest.

The child is started when the first file needs it and reads one file after another. What passes between the two is
length-prefixed JSON and bytes, never pickles: the parent believes nothing it cannot check. A file that breaks a limit takes
the child down with it; the next file gets a new one.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NamedTuple

from assistant.domain import Page
from assistant.errors import DocumentError, Unreadable, UnsupportedType
from assistant.settings import PROJECT, load_settings
from ingest.readers import Reading

_HEAD = struct.Struct(">Q")  # the length of what follows, in bytes
_PIECE = 1 << 16
_KINDS = {kind.__name__: kind for kind in (Unreadable, UnsupportedType)}


class Limits(NamedTuple):
    """What one file may cost: seconds on the clock, bytes of address space, bytes of text that come out."""

    seconds: float = 25.0
    memory: int = 1 << 30
    output: int = 60_000_000


LIMITS = Limits()
OCR_MARGIN = 5.0  # seconds for reading the file itself, when CIVSAM_OCR_SECONDS gives its scanned pages more time


class _Broken(Exception):
    """The child died or broke a limit; the text says which, in Swedish."""


class _Died(_Broken):
    """The child came to its end while it was reading."""


class GuardedReader:
    """``read_data`` in a child process. Use it as a context manager: leaving it ends the child."""

    def __init__(self, limits: Limits | None = None) -> None:
        seconds = max(LIMITS.seconds, load_settings().ocr_seconds + OCR_MARGIN)
        self._limits = limits or LIMITS._replace(seconds=seconds)
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> GuardedReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, data: bytes, suffix: str, *, where: str) -> Reading:
        """The pages of a file's bytes. Raises Unreadable or UnsupportedType, also when a limit is broken."""
        deadline = time.monotonic() + self._limits.seconds
        try:
            answer = self._ask_twice(data, suffix, where, deadline)
        except _Broken as fault:
            self._end()
            raise Unreadable(
                str(fault), where=where, next_step="Spara filen på nytt i sitt program, eller dela upp den"
            ) from fault
        return _reading(answer)

    def peak_memory(self) -> int:
        """Bytes of memory that the present child has used at most; 0 without a child, or where Linux's /proc is missing."""
        try:
            status = Path(f"/proc/{self._child.pid}/status").read_text() if self._child else ""
        except OSError:
            return 0
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found.group(1)) * 1024 if found else 0

    def _ask_twice(self, data: bytes, suffix: str, where: str, deadline: float) -> dict[str, Any]:
        """A PDF that a library in C dies of may be readable with one in Python."""
        try:
            return self._ask(data, suffix, where, deadline)
        except _Died:
            if suffix.lower() != ".pdf":
                raise
            self._end()
            return self._ask(data, suffix, where, deadline, plain=True)

    def _ask(self, data: bytes, suffix: str, where: str, deadline: float, *, plain: bool = False) -> dict[str, Any]:
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        request = json.dumps({"suffix": suffix, "where": where, "plain": plain}).encode("ascii")
        _send(child.stdin, (_HEAD.pack(len(request)), request, _HEAD.pack(len(data)), data), deadline)
        (size,) = _HEAD.unpack(_receive(child.stdout, _HEAD.size, deadline))
        if size > self._limits.output:
            raise _Broken("Filen ger orimligt mycket text")
        answer: dict[str, Any] = json.loads(_receive(child.stdout, size, deadline))
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "ingest.guard", str(self._limits.memory)],
                cwd=PROJECT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            for pipe in (self._child.stdin, self._child.stdout):
                assert pipe is not None
                os.set_blocking(pipe.fileno(), False)
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:  # what was still to be sent no longer matters
                    continue


def _send(pipe: IO[bytes], parts: tuple[bytes, ...], deadline: float) -> None:
    for part in parts:
        view = memoryview(part)
        while view:
            _wait(pipe, deadline, to_write=True)
            try:
                view = view[os.write(pipe.fileno(), view[:_PIECE]) :]
            except BrokenPipeError as error:
                raise _Died(_DIED) from error


def _receive(pipe: IO[bytes], size: int, deadline: float) -> bytes:
    received = bytearray()
    while len(received) < size:
        _wait(pipe, deadline, to_write=False)
        piece = os.read(pipe.fileno(), min(_PIECE, size - len(received)))
        if not piece:
            raise _Died(_DIED)
        received += piece
    return bytes(received)


def _wait(pipe: IO[bytes], deadline: float, *, to_write: bool) -> None:
    left = deadline - time.monotonic()
    ready = select.select([] if to_write else [pipe], [pipe] if to_write else [], [], max(left, 0.0))
    if not any(ready):
        raise _Broken("Filen tar för lång tid att läsa. Den är troligen skadad")


_DIED = "Läsningen av filen avbröts. Den är troligen skadad, eller kräver orimligt mycket minne"


def _reading(answer: dict[str, Any]) -> Reading:
    if "error" in answer:
        kind: type[DocumentError] = _KINDS.get(answer["error"], Unreadable)
        raise kind(answer["what"], where=answer["where"], next_step=answer["next_step"])
    pages = tuple(Page(**page) for page in answer["pages"])
    return Reading(pages, answer["title"], answer["date"], tuple(answer["warnings"]), answer["is_laid_out"])


# --- in the child -----------------------------------------------------------------------------------------------


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    while head := requests.read(_HEAD.size):
        request = json.loads(requests.read(_HEAD.unpack(head)[0]))
        data = requests.read(_HEAD.unpack(requests.read(_HEAD.size))[0])
        answer = json.dumps(_answer(data, **request)).encode("ascii")
        answers.write(_HEAD.pack(len(answer)) + answer)
        answers.flush()


def _answer(data: bytes, suffix: str, where: str, plain: bool) -> dict[str, Any]:
    from ingest.readers import check_amount, read_data

    try:
        reading = check_amount(read_data(data, suffix, where=where, plain=plain), where=where)
    except DocumentError as error:
        return {
            "error": type(error).__name__,
            "what": error.what,
            "where": error.where,
            "next_step": error.next_step,
        }
    return dataclasses.asdict(reading)


def main(memory: int) -> None:
    """Answer requests on standard input until it ends. What a library prints goes nowhere, not among the answers."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main(int(sys.argv[1]))
