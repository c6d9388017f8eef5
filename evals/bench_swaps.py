"""Many users while generations are swapped: is any question failed, any answer mixed, and how soon is a new document found?

``python -m evals.bench_swaps [--users 200] [--swaps 20] [--think 10] [--json]``. The users ask in threads of one process, the
ingests are processes of their own, as when someone reads in documents while the page is open.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import quantiles

from assistant.answer import Assistant
from assistant.domain import Answer, Question
from assistant.settings import PROJECT, Settings
from assistant.wiring import load
from evals.bench_crash import SHEETS, Rig
from evals.bench_table import Part, Row, table

TODAY = date(2026, 11, 25)
PATIENCE = 60.0  # seconds until a new document is given up
MIXED = "blandat svar"


@dataclass
class Figures:
    """What came out."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    found_after: list[float] = field(default_factory=list)
    swaps: int = 0
    generations: set[str] = field(default_factory=set)

    def part(self, users: int) -> Part:
        """The figures as a table."""
        cuts = quantiles(self.seconds, n=20)
        rows = [
            Row("Byten", {"antal": str(self.swaps)}),
            Row("Frågor", {"antal": str(len(self.seconds))}),
            Row("Versioner som svarade", {"antal": str(len(self.generations))}),
            Row("Misslyckade frågor och blandade svar", {"antal": str(len(self.faults))}),
            Row("Svarstid, p50", {"s": round(cuts[9], 3)}),
            Row("Svarstid, p95", {"s": round(cuts[18], 3)}),
            Row("Nytt dokument hittas efter bytet, längst", {"s": round(max(self.found_after), 2)}),
        ]
        return Part(f"Byten under {users} användare", rows, "; ".join(self.faults[:5]))


def measure(users: int, swaps: int, think: float, place: Path) -> Figures:
    """Swap that many times while the users ask."""
    rig, figures = Rig(place), Figures()
    rig.write()
    _ingest(rig)
    assistant = load(Settings(data_dir=rig.data))
    over = threading.Event()
    threads = [
        threading.Thread(target=_user, args=(assistant, figures, think, over.wait, random.Random(n)))
        for n in range(users)
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in range(swaps):
            rig.write()
            _ingest(rig)
            figures.swaps += 1
            figures.found_after.append(_found_after(assistant, rig.version))
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assistant.close()
    return figures


def _user(
    assistant: Assistant, figures: Figures, think: float, wait: Callable[[float], bool], choose: random.Random
) -> None:
    while not wait(think * choose.uniform(0.5, 1.5)):
        started = time.perf_counter()
        try:
            answer = assistant.ask(Question(f"Hur stort är bidraget i blad {choose.randrange(SHEETS)}?", TODAY))
        except Exception as fault:  # whatever it is, a user would have met it
            figures.faults.append(f"{type(fault).__name__}: {fault}"[:200])
            continue
        figures.seconds.append(time.perf_counter() - started)
        figures.generations.add(answer.generation)
        if len(_versions(answer)) != 1:
            figures.faults.append(f"{MIXED}: {_versions(answer)} i {answer.generation}")


def _versions(answer: Answer) -> set[str]:
    quotes = (citation.quote for citation in answer.citations)
    return {quote.split(" kronor")[0].split()[-1] for quote in quotes if " kronor" in quote}


def _found_after(assistant: Assistant, version: int) -> float:
    """Seconds from when the swap was done until its wording is answered."""
    started = time.perf_counter()
    while time.perf_counter() - started < PATIENCE:
        if str(version) in _versions(assistant.ask(Question("Hur stort är bidraget i blad 3?", TODAY))):
            break
    return time.perf_counter() - started


def _ingest(rig: Rig) -> None:
    command = [sys.executable, "-m", "ui.cli", "ingest", str(rig.folder), "--data-dir", str(rig.data)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)


def main() -> None:
    """The command line of the bench."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--swaps", type=int, default=20)
    parser.add_argument("--think", type=float, default=10.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        figures = measure(options.users, options.swaps, options.think, Path(place))
    part = figures.part(options.users)
    sys.stdout.write((json.dumps(part.as_json(), ensure_ascii=False) if options.json else table(part)) + "\n")


if __name__ == "__main__":
    main()
