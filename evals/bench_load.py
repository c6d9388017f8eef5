"""Many visitors at a real server: ``python -m evals.bench_load [--users 200] [--minutes 10] [--think 10] [--swaps 20] [--json]``.

A ``civsam chat`` in a process of its own on the corpus, and visitors made by locust in another (``evals.load_users``; the extra
``bench``). Four parts: the load alone, the load while new generations are read in, all at once, and how the server's memory
went. The visitors ask the development cases, and sheets that say which version they are. ``--memory 0`` turns the answer
cache off, so that every answer is made; ``--set NAME=VALUE`` sets ``CIVSAM_NAME`` for the server.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import quantiles
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from assistant.settings import PREFIX, PROJECT, load_settings
from evals.bench_corpus import memory_of
from evals.bench_table import Part, Row, table
from evals.cases import load_cases
from evals.load_replies import ANSWERED, FAILED, TURNED_AWAY, Asked, sheet, sheet_question, versions_of
from evals.processes import family

PORT = 17_861
SHEETS = 12
FIRST = 1001  # the version of the first generation
LOOK = 1.0  # seconds between two looks at the server's memory
SETTLE = 20.0  # seconds before the load counts: the visitors come one after the other
FOUND = 60.0  # seconds until a new document is given up
FOREVER = 24 * 3600.0  # seconds: until they are told to leave
AT_ONCE = 10.0  # seconds in which everyone is to have an answer or a word


class Used(NamedTuple):
    """Seconds of the processor, and how long it took by the clock."""

    server: float
    visitors: float
    clock: float

    def percent(self, seconds: float) -> float:
        """Of one core."""
        return round(100 * seconds / self.clock, 1) if self.clock else 0.0


class Memory(NamedTuple):
    """MB of a process and those that it has started: what lies in memory, and what of it is no file's, so its own."""

    all: float
    own: float


class Service:
    """A running server on the corpus and some sheets of our own, and the memory and the time that it uses."""

    def __init__(self, place: Path, settings: Mapping[str, str]) -> None:
        self.sheets, self.data = place / "blad", place / "data"
        self.sheets.mkdir()
        self.address = f"http://127.0.0.1:{PORT}/"
        self.version = FIRST
        self.memory: list[tuple[float, Memory]] = []
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        self._environment |= {f"{PREFIX}{name.upper()}": value for name, value in settings.items()}

    def read_in(self) -> None:
        """The corpus and this version of the sheets, by a process of its own."""
        for number in range(SHEETS):
            (self.sheets / f"blad-{number}.md").write_text(sheet(number, self.version), encoding="utf-8")
        corpus = str(load_settings().corpus_dir)
        command = [sys.executable, "-m", "ui.cli", "ingest", corpus, str(self.sheets), "--data-dir", str(self.data)]
        subprocess.run(command, cwd=PROJECT, env=self._environment, check=True, capture_output=True)

    @contextmanager
    def running(self) -> Iterator[None]:
        """The server from start to end, with its memory looked at."""
        command = [sys.executable, "-m", "ui.cli", "chat", "--port", str(PORT), "--data-dir", str(self.data)]
        self._server = subprocess.Popen(command, cwd=PROJECT, env=self._environment, stdout=subprocess.DEVNULL)
        over = threading.Event()
        looking = threading.Thread(target=self._look, args=(over,), daemon=True)
        try:
            self._await()
            looking.start()
            yield
        finally:
            over.set()
            self._server.terminate()
            self._server.wait(30)

    def processor(self) -> float:
        """Seconds of the processor that the server has used."""
        fields = Path(f"/proc/{self._server.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def found_after(self) -> float:
        """Seconds until this version is answered."""
        started = time.monotonic()
        body = json.dumps({"question": sheet_question(3)}).encode()
        while time.monotonic() - started < FOUND:
            request = Request(f"{self.address}api/v1/ask", body, {"Content-Type": "application/json"})
            try:
                with urlopen(request, timeout=FOUND) as reply:
                    if str(self.version) in versions_of(reply.read().decode()):
                        break
            except HTTPError as told:
                if told.code != 503:  # the line is full: come back
                    raise
            except OSError:  # no answer in time, or the connection broke: the visitors count such things, we ask again
                continue
        return time.monotonic() - started

    def remembered(self) -> tuple[int, int]:
        """How many answers were remembered, and how many were made."""
        with urlopen(f"{self.address}metrics", timeout=FOUND) as reply:
            lines = dict(line.rsplit(" ", 1) for line in reply.read().decode().splitlines() if line[0] != "#")
        hits, misses = (float(lines[f"civsam_memory_{name}_total"]) for name in ("hits", "misses"))
        return int(hits), int(misses)

    def _await(self) -> None:
        for _ in range(1200):
            try:
                with urlopen(f"{self.address}readyz", timeout=FOUND):
                    return
            except (URLError, OSError):
                time.sleep(0.1)
        raise TimeoutError("the server never got ready")

    def _look(self, over: threading.Event) -> None:
        while not over.wait(LOOK):
            processes = tuple(family(self._server.pid))
            now = Memory(*(sum(memory_of(one, field) for one in processes) for field in ("VmRSS", "RssAnon")))
            self.memory.append((time.monotonic(), now))

    def memory_since(self, moment: float) -> list[Memory]:
        """Every look at its memory since then."""
        return [memory for at, memory in self.memory if at >= moment]


class Load:
    """The visitors, from start to end, and what they told."""

    def __init__(self, service: Service, users: int, seconds: float, think: float) -> None:
        plan = {
            "address": service.address,
            "users": users,
            "seconds": seconds,
            "think": think,
            "questions": questions(),
            "sheets": SHEETS,
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "evals.load_users"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(plan))
        self._process.stdin.close()
        self._lines: list[str] = []
        self.processor = 0.0  # seconds that the visitors took of the processor, when they have left
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def told(self) -> list[Asked]:
        """Every question, when all visitors have left. Raises RuntimeError when the visitors could not come."""
        self._reading.join()
        if self._process.wait() or not self._lines:
            raise RuntimeError(f"besökarna slutade i förtid, med kod {self._process.returncode}")
        *asked, last = (json.loads(line) for line in self._lines if line.startswith("{"))
        self.processor = last["processor"]
        return [Asked.of_json(one) for one in asked]

    def enough(self) -> None:
        """The visitors leave now."""
        self._process.terminate()

    def _read(self) -> None:
        assert self._process.stdout is not None
        self._lines.extend(self._process.stdout)


def questions() -> list[str]:
    """The last turn of every development case: never one of the test split."""
    return [case.turns[-1] for case in load_cases() if case.side == "dev"]


def steady(asked: Sequence[Asked], memory: Sequence[Memory], used: Used, name: str, note: str = "") -> Part:
    """How long answers took, what failed, and what memory did."""
    counted = [one for one in asked if one.at >= SETTLE] or list(asked)
    rows = [_times("Chatten", counted, "chat"), _times("/api/v1/ask", counted, "api"), _times("Alla", counted)]
    rows += [
        Row("Frågor, alla", {"antal": str(len(asked))}),
        Row("Misslyckade", {"antal": str(_count(asked, FAILED))}),
        Row("Fick veta att kön är full", {"antal": str(_count(asked, TURNED_AWAY))}),
        Row("Fick veta sin plats i kön", {"antal": str(sum(one.told is not None for one in asked))}),
        Row("Serverns processor per fråga", {"ms": round(1000 * used.server / max(1, len(asked)), 1)}),
        Row(
            "Processorn: servern och besökarna, av en kärna",
            {"servern %": used.percent(used.server), "besökarna %": used.percent(used.visitors)},
        ),
        *memory_rows(memory),
    ]
    faults = Counter(one.fault for one in asked if one.outcome == FAILED).most_common(3)
    return Part(name, rows, "; ".join([*([note] if note else []), *(f"{fault} ({count})" for fault, count in faults)]))


def memory_rows(memory: Sequence[Memory]) -> list[Row]:
    """Memory after a fifth of the time, at half and at the end, each the mean of a few looks; and the most."""
    if not memory:
        return []
    return [
        Row("Serverns minne, MB", _course([one.all for one in memory])),
        Row("Därav eget, utan filer, MB", _course([one.own for one in memory])),
    ]


def _course(megabytes: Sequence[float]) -> dict[str, float | str]:
    few = max(1, len(megabytes) // 20)

    def near(share: float) -> float:
        end = max(few, round(len(megabytes) * share))
        return round(sum(megabytes[end - few : end]) / few, 1)

    return {"vid 20 %": near(0.2), "vid 50 %": near(0.5), "vid slutet": near(1.0), "mest": round(max(megabytes), 1)}


def mixed(asked: Sequence[Asked]) -> list[str]:
    """Answers out of two versions, and generations that answered with more than one."""
    faults = [f"blandat svar: {one.versions}" for one in asked if len(one.versions) > 1]
    of: dict[str, set[str]] = {}
    for one in asked:
        if one.generation and one.versions:
            of.setdefault(one.generation, set()).update(one.versions)
    return faults + [f"{name} svarade med {sorted(versions)}" for name, versions in of.items() if len(versions) > 1]


def together(asked: Sequence[Asked]) -> Part:
    """All at once: answered in time, or told to wait in time."""
    soon = [one for one in asked if one.outcome == ANSWERED and one.seconds <= AT_ONCE]
    rest = [one for one in asked if one not in soon]
    told = [
        one
        for one in rest
        if (one.outcome == TURNED_AWAY and one.seconds <= AT_ONCE) or (one.told or AT_ONCE + 1) <= AT_ONCE
    ]
    rows = [
        Row("Frågor", {"antal": str(len(asked))}),
        Row("Svar inom 10 s", {"antal": str(len(soon))}),
        Row("Annars: fick inom 10 s veta sin plats, eller att kön är full", {"antal": str(len(told))}),
        Row("Varken eller", {"antal": str(len(rest) - len(told))}),
        Row("Misslyckade", {"antal": str(_count(asked, FAILED))}),
        _times("Svarstid", asked),
        Row("Sista svaret", {"s": max((one.seconds for one in asked if one.outcome == ANSWERED), default=0.0)}),
    ]
    return Part(f"{len(asked)} på en gång", rows)


def _count(asked: Sequence[Asked], outcome: str) -> int:
    return sum(one.outcome == outcome for one in asked)


def _times(name: str, asked: Sequence[Asked], door: str = "") -> Row:
    seconds = [one.seconds for one in asked if one.outcome == ANSWERED and door in ("", one.door)]
    if len(seconds) < 2:
        return Row(name, {"antal": str(len(seconds))})
    cuts = quantiles(seconds, n=20)
    return Row(name, {"antal": str(len(seconds)), "p50 ms": round(1000 * cuts[9]), "p95 ms": round(1000 * cuts[-1])})


def measure(options: argparse.Namespace, place: Path) -> Iterator[Part]:
    """Every part, at one server, as it is done."""
    service = Service(place, {"answer_memory": str(options.memory), **dict(one.split("=", 1) for one in options.set)})
    service.read_in()
    with service.running():
        service.found_after()
        if options.minutes:
            yield _steady(service, options)
        if options.swaps:
            yield _swapping(service, options)
        if options.together:
            yield together(Load(service, options.users, 0, 0).told())


def _steady(service: Service, options: argparse.Namespace) -> Part:
    before, since, hits = service.processor(), time.monotonic(), service.remembered()[0]
    load = Load(service, options.users, options.minutes * 60, options.think)
    asked = load.told()
    used = Used(service.processor() - before, load.processor, time.monotonic() - since)
    during = service.memory_since(since)
    note = f"{service.remembered()[0] - hits} svar ur minnet; datorns belastning vid slutet {os.getloadavg()[0]:.1f}"
    return steady(asked, during, used, f"{options.users} besökare, {options.think:g} s tanketid", note)


def _swapping(service: Service, options: argparse.Namespace) -> Part:
    """As many new versions as wanted, one after the other, while the visitors ask."""
    before, since = service.processor(), time.monotonic()
    load, after = Load(service, options.users, FOREVER, options.think), []
    time.sleep(SETTLE)
    for _ in range(options.swaps):
        began = time.monotonic()
        service.version += 1
        service.read_in()
        after.append(service.found_after())
        time.sleep(max(0.0, options.pace - (time.monotonic() - began)))
    load.enough()
    asked = load.told()
    used = Used(service.processor() - before, load.processor, time.monotonic() - since)
    during = service.memory_since(since)
    note = f"datorns belastning vid slutet {os.getloadavg()[0]:.1f}"
    part = steady(asked, during, used, f"{options.swaps} byten under {options.users} besökare", note)
    wrong = mixed(asked)
    rows = [
        *part.rows,
        Row("Blandade svar", {"antal": str(len(wrong))}),
        Row("Svar där versionen syns", {"antal": str(sum(bool(one.versions) for one in asked))}),
        Row("Versioner som svarade", {"antal": str(len({v for one in asked for v in one.versions}))}),
        Row("Nytt dokument hittas efter bytet, längst", {"s": round(max(after), 2)}),
    ]
    return Part(part.heading, rows, "; ".join(filter(None, [part.note, *wrong[:3]])))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = _parser().parse_args(arguments)
    if find_spec("locust") is None:
        sys.stderr.write("Mätningen går inte att köra: locust finns inte. Installera: pip install -e '.[bench]'\n")
        return 1
    with tempfile.TemporaryDirectory(prefix="civsam-bench-") as place:
        parts: list[Any] = []
        for part in measure(options, Path(place)):
            parts.append(part.as_json())
            if not options.json:
                sys.stdout.write(f"{table(part)}\n\n")
                sys.stdout.flush()
    if options.json:
        sys.stdout.write(json.dumps(parts, ensure_ascii=False, indent=1) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.bench_load", description="Många besökare på en gång.")
    parser.add_argument("--users", type=int, default=200, help="besökare")
    parser.add_argument("--minutes", type=float, default=10, help="så länge; 0 hoppar över")
    parser.add_argument("--think", type=float, default=10, help="sekunder mellan en besökares frågor, ungefär")
    parser.add_argument("--swaps", type=int, default=20, help="byten under last; 0 hoppar över")
    parser.add_argument("--pace", type=float, default=15, help="sekunder mellan bytena, om inläsningen hinner")
    parser.add_argument("--memory", type=int, default=500, help="svar som servern minns; 0: varje svar görs")
    parser.add_argument("--set", action="append", default=[], metavar="NAMN=VÄRDE", help="en inställning för servern")
    parser.add_argument("--no-together", dest="together", action="store_false", help="hoppa över alla på en gång")
    parser.add_argument("--json", action="store_true", help="skriv JSON i stället för tabeller")
    return parser


if __name__ == "__main__":
    sys.exit(main())
