"""How long the real corpus takes: ``python -m evals.bench_corpus``.

Indexing, an unchanged re-run and a cold question are timed as processes, the way a person meets them; warm questions in
this process. Every figure is also given as a ratio against starting an empty Python in the same run, since machines differ.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from assistant.answer import Assistant
from assistant.settings import PREFIX, PROJECT, load_settings
from assistant.wiring import load
from evals.cases import load_cases
from evals.run import question_of

COLD_RUNS = 5
LOOK_SECONDS = 0.002  # between two looks at a process that runs
QUESTION = "När ska vi söka aktivitetsbidrag i Kumla?"
EMPTY = ("-c", "pass")
TRANSFORMERS = ("-c", "import sentence_transformers")
CIVSAM = ("-m", "ui.cli")


class Cost(NamedTuple):
    """What a process cost: seconds on the clock, and its largest memory in MB."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``most`` is the figure to stay under, when there is one."""

    name: str
    seconds: float
    megabytes: float | None = None
    most: float | None = None


def main() -> int:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory(prefix="civsam-bench-") as folder:
        sys.stdout.write(table(measure(Path(folder) / "data")) + "\n")
    return 0


def measure(data_dir: Path) -> list[Row]:
    """Every row, the baselines first. ``data_dir`` is made, and must not exist."""
    where = ("--data-dir", str(data_dir))
    empty = _median([run(EMPTY) for _ in range(COLD_RUNS)])
    transformers = run(TRANSFORMERS)
    fresh, again = run((*CIVSAM, "ingest", *where)), run((*CIVSAM, "ingest", *where))
    cold = _median([run((*CIVSAM, "ask", QUESTION, *where)) for _ in range(COLD_RUNS)])
    assistant = load(load_settings(data_dir=data_dir))
    try:
        warm = warm_seconds(assistant)
    finally:
        assistant.close()
    return [
        Row("Starta en tom Python (jämförelse)", *empty),
        Row("Importera sentence-transformers (jämförelse)", *transformers),
        Row("Läsa in hela korpusen", *fresh, most=60),
        Row("Läsa in igen, oförändrat", *again, most=5),
        Row(f"Kall fråga: civsam ask (median av {COLD_RUNS})", *cold, most=2.5),
        Row(f"Varm fråga, median av {len(warm)}", median(warm), memory_of(os.getpid(), "VmRSS"), most=0.05),
        Row(f"Varm fråga, 95 % av {len(warm)} är snabbare", quantiles(warm, n=20)[-1]),
    ]


def run(arguments: Sequence[str]) -> Cost:
    """Run Python with these arguments to its end. Raises CalledProcessError when it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    command = [sys.executable, *arguments]
    started = time.perf_counter()
    child = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    most = 0.0
    while child.poll() is None:  # the system's own record of a child's memory also counts what its parent held
        most = max(most, memory_of(child.pid, "VmHWM"))
        time.sleep(LOOK_SECONDS)
    seconds = time.perf_counter() - started
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Cost(seconds, most)


def warm_seconds(assistant: Assistant) -> list[float]:
    """Seconds for each question of the eval cases, asked once before so that the caches are warm."""
    questions = [question_of(case, date.today()) for case in load_cases()]
    for question in questions:
        assistant.ask(question)
    return [assistant.ask(question).seconds for question in questions]


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text; the first is what the others are compared with."""
    lines = [("", "tid", "mot tom Python", "minne", "gräns")]
    for row in rows:
        memory = f"{row.megabytes:.0f} MB" if row.megabytes else ""
        limit = f"≤ {_seconds(row.most)} {'ja' if row.seconds <= row.most else 'NEJ'}" if row.most else ""
        lines.append((row.name, _seconds(row.seconds), f"{_number(row.seconds / rows[0].seconds)} ×", memory, limit))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))])
        for line in lines
    )


def _seconds(seconds: float) -> str:
    return f"{_number(seconds * 1000)} ms" if seconds < 1 else f"{_number(seconds)} s"


def _number(number: float) -> str:
    return (f"{number:.0f}" if number >= 20 else f"{number:.1f}").replace(".", ",")


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(median(cost.seconds for cost in costs), median(cost.megabytes for cost in costs))


def memory_of(process: int, field: str) -> float:
    """Memory of a process in MB: VmHWM is the most it has had, VmRSS what it has now. 0 when it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    found = re.search(rf"^{field}:\s+(\d+) kB", status, re.MULTILINE)
    return int(found.group(1)) * 1024 / 1_000_000 if found else 0.0


if __name__ == "__main__":
    sys.exit(main())
