"""kill -9 at random points of an ingest and its swap: does a complete generation always serve?

``python -m evals.bench_crash [--kills 200] [--seed N] [--json]``. Each kill is of a process of its own. A third are stopped after
a random time (which also hits native code), a third before a random line of the code that writes a generation, and a third
before a random line from when the new generation has passed its check: there the swap is. After every kill a server is
started in a process of its own and answers questions. Nothing is cleaned up in between.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from statistics import median
from types import FrameType
from typing import Any

from assistant.settings import PROJECT, Settings
from evals.bench_table import Part, Row, table

SHEETS = 12
TRACED = ("pipeline.py", "generations.py", "vector_cache.py", "lock.py", "chroma.py")
SWAP_BEGINS = "_sync"  # the function of generations.py that is called when the new generation has passed its check
PATIENCE = 120
SEED = 20_261_125
PROCESSES = get_context("forkserver")  # a process that has imported all it needs makes the others: no time for that
PROCESSES.set_forkserver_preload(
    [
        "ingest.pipeline", "assistant.adapters.embedding", "assistant.adapters.static_embedding",
        "chromadb.api.rust", "chromadb.telemetry.product.posthog", "safetensors.numpy", "tokenizers",
    ]
)  # fmt: skip
WAYS = ("clock", "line", "swap")
NEVER = 1 << 60


@dataclass
class Figures:
    """What came out of all kills."""

    kills: Counter[str] = field(default_factory=Counter)
    too_late: int = 0  # the ingest was done before it was to be stopped
    served: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)  # the processor's time of a start
    left_over: list[str] = field(default_factory=list)

    def part(self) -> Part:
        """The figures as a table."""
        rows = [
            Row("Stoppade: efter en slumpad tid", {"antal": str(self.kills["clock"])}),
            Row("Stoppade: före en slumpad rad i skrivandet", {"antal": str(self.kills["line"])}),
            Row("Stoppade: före en slumpad rad i bytet", {"antal": str(self.kills["swap"])}),
            Row("Hann bli klara i stället", {"antal": str(self.too_late)}),
            Row("Efteråt svarade den gamla versionen", {"antal": str(self.served["old"])}),
            Row("Efteråt svarade den nya versionen", {"antal": str(self.served["new"])}),
            Row("Blandade, ofullständiga eller uteblivna svar, kraschade servrar", {"antal": str(len(self.faults))}),
            Row("Start av servern med två svar, median", _seconds(median(self.starts), median(self.worked))),
            Row("Start av servern med två svar, längst", _seconds(max(self.starts), max(self.worked))),
            Row("Kvar på disken efter en hel inläsning", {"antal": str(len(self.left_over))}),
        ]
        note = "; ".join([*self.faults[:5], *self.left_over[:5]])
        return Part("kill -9 under inläsning och byte", rows, note)


def _seconds(clock: float, processor: float) -> dict[str, str | float]:
    return {"s": round(clock, 2), "cpu, s": round(processor, 2)}


class Rig:
    """A folder of sheets that all say which version they are, and a data directory."""

    def __init__(self, place: Path, *, quick: bool = False) -> None:
        """``quick`` checks a new generation without the second it takes to start a child for it."""
        self._quick = quick
        self.folder, self.data, self._lines = place / "blad", place / "data", place / "rader.json"
        self.folder.mkdir(parents=True)
        self.version = 1000  # a number that no sheet has
        self.figures = Figures()
        self._served = 0

    def write(self) -> None:
        """A new version of every sheet."""
        self.version += 1
        for number in range(SHEETS):
            text = f"# Blad {number}\n\n## Belopp\n\nBidraget i blad {number} är {self.version} kronor per medlem.\n"
            (self.folder / f"blad-{number}.md").write_text(text, encoding="utf-8")

    def start(self, stop_at: int = NEVER, within: str = "all") -> ForkServerProcess:
        """An ingest that kills itself before line number ``stop_at`` (of those within the swap, when that is said)."""
        process = PROCESSES.Process(
            target=_stopped, args=(stop_at, within, self.folder, self.data, self._lines, self._quick)
        )
        process.start()
        return process

    def finish(self, process: ForkServerProcess) -> int:
        """The exit code."""
        process.join(PATIENCE)
        assert process.exitcode is not None
        return process.exitcode

    def lines(self) -> dict[str, int]:
        """How many lines the last ingest that came to its end ran, in all and in the swap."""
        counted: dict[str, int] = json.loads(self._lines.read_text(encoding="ascii"))
        return counted

    def check(self) -> None:
        """Start a server in a process of its own and let it answer; what is wrong goes among the faults."""
        done = subprocess.run(
            [sys.executable, "-m", "evals.bench_crash", "server", str(self.data)],
            cwd=PROJECT, capture_output=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        if done.returncode:
            self.figures.faults.append(f"servern slutade med {done.returncode}: {done.stderr.decode()[-200:]}")
            return
        self.judge(json.loads(done.stdout.splitlines()[-1]))

    def judge(self, said: dict[str, Any]) -> None:
        """Count what a server said."""
        self.figures.starts.append(said["seconds"])
        self.figures.worked.append(said["processor"])
        versions = set(said["versions"])
        is_whole = said["answered"] and said["documents"] == SHEETS and len(versions) == 1
        if not is_whole or not versions <= {self._served, self.version}:
            self.figures.faults.append(f"version {self.version}: {said}")
            return
        self.figures.served["new" if self.version in versions else "old"] += 1
        self._served = versions.pop()


def measure(kills: int, rig: Rig, seed: int = SEED) -> Figures:
    """Kill that many ingests and say what came of it."""
    choose = random.Random(seed)
    for _ in range(2):  # the second time everything that is needed has been imported
        rig.write()
        started = time.monotonic()
        assert rig.finish(rig.start()) == 0
        seconds = time.monotonic() - started
    lines = rig.lines()
    rig.check()
    rig.figures = Figures()
    while (stopped := sum(rig.figures.kills.values())) < kills:  # one that was done too soon is no kill
        way = WAYS[stopped % len(WAYS)]
        rig.write()
        if way == "clock":
            process = rig.start()
            time.sleep(seconds * choose.uniform(0.1, 1.0))
            process.kill()
        elif way == "line":
            process = rig.start(choose.randrange(1, lines["all"]))
        else:
            process = rig.start(choose.randrange(1, lines["swap"] + 1), "swap")
        code = rig.finish(process)
        if code == -signal.SIGKILL:
            rig.figures.kills[way] += 1
        elif code == 0:
            rig.figures.too_late += 1
        else:
            rig.figures.faults.append(f"inläsningen slutade med {code}")
        rig.check()
    rig.write()
    rig.finish(rig.start())
    rig.check()
    kept = {"CURRENT", "LOCK", "cache", (rig.data / "CURRENT").read_text(encoding="utf-8").strip()}
    rig.figures.left_over = sorted({path.name for path in rig.data.iterdir()} - kept)
    return rig.figures


# --- in the process that is killed ------------------------------------------------------------------------------


def _stopped(stop_at: int, within: str, folder: Path, data: Path, said: Path, quick: bool) -> None:
    """An ingest that kills itself; one that comes to its end writes down how many lines it ran."""
    from assistant.adapters.embedding import load_embedder
    from assistant.settings import load_settings
    from ingest import generations, vector_index
    from ingest.pipeline import ingest

    if quick:
        generations.verify = generations.probe
        vector_index.build = vector_index.write
    ran = {"all": 0, "swap": 0}

    def count(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            ran["all"] += 1
            ran["swap"] += bool(ran["swap"])
            if ran[within] >= stop_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return count

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_name == SWAP_BEGINS:
            ran["swap"] = ran["swap"] or 1
        return count if Path(frame.f_code.co_filename).name in TRACED else None

    embedder = load_embedder(load_settings(data_dir=data))
    sys.settrace(trace)
    ingest([folder], data, embedder)
    sys.settrace(None)
    said.write_text(json.dumps(ran), encoding="ascii")


# --- in the server ----------------------------------------------------------------------------------------------


def serve(data: Path) -> dict[str, Any]:
    """Start, answer, and say from which versions."""
    from assistant.domain import Question
    from assistant.wiring import load

    started, worked = time.perf_counter(), time.process_time()
    assistant = load(Settings(data_dir=data))
    answers = [
        assistant.ask(Question(f"Hur stort är bidraget i blad {number}?", date(2026, 11, 25))) for number in (3, 7)
    ]
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    texts = [document.text for document in assistant.generation.documents()]
    texts += [citation.quote for answer in answers for citation in answer.citations]
    said = {
        "seconds": seconds,
        "processor": worked,
        "documents": len(list(assistant.generation.documents())),
        "versions": sorted(set(_versions(texts))),
        "answered": all(answer.citations for answer in answers),
    }
    assistant.close()
    return said


def _versions(texts: Sequence[str]) -> Iterator[int]:
    for text in texts:
        yield from (int(part.split()[-1]) for part in text.split(" kronor per medlem")[:-1])


def main() -> None:
    """The command line of the bench."""
    if sys.argv[1:2] == ["server"]:
        sys.stdout.write(json.dumps(serve(Path(sys.argv[2]))) + "\n")
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        part = measure(options.kills, Rig(Path(place)), options.seed).part()
    sys.stdout.write((json.dumps(part.as_json(), ensure_ascii=False) if options.json else table(part)) + "\n")


if __name__ == "__main__":
    main()
