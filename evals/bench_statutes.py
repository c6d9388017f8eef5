"""The statute book: how long an index of tens of thousands of provisions takes to build, open and search, and its memory.

``python -m evals.bench_statutes FILE DIR`` shows only this part of bench_retrieval. ``build FILE DIR`` and ``search DIR`` are
its halves, which it runs as processes of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import mean
from time import perf_counter

from assistant.adapters.embedding import load_embedder
from assistant.domain import Question
from assistant.language.vocabulary import FILE, load_vocabulary
from assistant.retrieval.storage import current_name
from assistant.settings import PROJECT, load_settings
from assistant.wiring import open_retriever
from evals.bench_corpus import memory_of, run
from evals.bench_sets import Asked, build, read_statutes
from evals.bench_table import Part, Row, Times, table

DEPTH = 10
QUESTIONS = "fragor.json"
COSTS = "byggtid.json"  # what building cost, kept beside the index for the next time
WARM_UP = 30


def measure(statutes: Path, data_dir: Path) -> Part:
    """Build unless it is built, then search in a process of its own."""
    if not (data_dir / COSTS).is_file():
        cost = run(("-m", "evals.bench_statutes", "build", str(statutes.resolve()), str(data_dir.resolve())))
        costs = {"seconds": cost.seconds, "megabytes": cost.megabytes}
        (data_dir / COSTS).write_text(json.dumps(costs), encoding="ascii")
    costs = json.loads((data_dir / COSTS).read_text(encoding="ascii"))
    command = [sys.executable, "-m", "evals.bench_statutes", "search", str(data_dir.resolve())]
    done = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE)
    found = json.loads(done.stdout)
    rows = [
        Row("Bygga indexet (läsa, vektorer, skriva, kontrollera)", {"s": costs["seconds"], "MB": costs["megabytes"]}),
        Row("På disk", {"MB": _size(data_dir / current_name(data_dir))}),
        Row("Öppna och svara första gången", {"s": found["open"]}),
        Row("Varm sökning, med frågans vektor", {**found["spread"], "MB": found["megabytes"], "MRR@10": found["mrr"]}),
    ]
    return Part(f"Lagboken: {found['passages']} paragrafer, {found['questions']} frågor", rows)


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1_000_000


def _build(statutes: Path, data_dir: Path) -> None:
    collection = read_statutes(statutes)
    build(collection, data_dir, load_embedder(load_settings()))
    (data_dir / QUESTIONS).write_text(json.dumps(collection.questions, ensure_ascii=False), encoding="utf-8")


def _search(data_dir: Path) -> dict[str, object]:
    settings, today = load_settings(data_dir=data_dir), date.today()
    vocabulary = load_vocabulary(settings.corpus_dir / FILE)
    questions = [Asked(*values) for values in json.loads((data_dir / QUESTIONS).read_text(encoding="utf-8"))]

    def search(text: str) -> list[str]:
        query = retriever.understand(Question(text, today), vocabulary)
        return [hit.passage.id for hit in retriever.search(query, today, DEPTH)]

    started = perf_counter()
    retriever = open_retriever(settings, data_dir)
    search("Vad gäller om köp?")
    opened = perf_counter() - started
    for asked in questions[:WARM_UP]:
        search(asked.text)
    times = Times()
    reciprocal: list[float] = []
    for asked in questions:
        with times.one():
            found = search(asked.text)
        reciprocal.append(1 / (found.index(asked.gold) + 1) if asked.gold in found else 0.0)
    size = retriever.generation.size
    retriever.close()
    return {
        "open": opened,
        "spread": times.figures(),
        "mrr": mean(reciprocal),
        "megabytes": memory_of(os.getpid(), "VmHWM"),
        "passages": size,
        "questions": len(questions),
    }


def main(arguments: Sequence[str]) -> int:
    """Everything, or one of the halves."""
    match arguments:
        case ["build", statutes, data_dir]:
            _build(Path(statutes), Path(data_dir))
        case ["search", data_dir]:
            sys.stdout.write(json.dumps(_search(Path(data_dir))) + "\n")
        case [statutes, data_dir]:
            sys.stdout.write(table(measure(Path(statutes), Path(data_dir))) + "\n")
        case _:
            sys.stderr.write("Användning: python -m evals.bench_statutes FIL MAPP\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
