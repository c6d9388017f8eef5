"""How everything grows with the collection: ``python -m evals.bench_growth FILE [--provisions N …] [--out FOLDER]``.

FILE is the statute book (statutes.jsonl.gz, not in the repository). For each size the corpus and that many provisions
(``evals/growth_texts.py`` makes more of them than there are) are read in by ``civsam ingest`` as a process; a reader in
a process of its own searches and asks the dev cases; one document is changed and read in; and the reader is asked for what was
changed. ``--out`` writes ``growth.json`` and ``growth.svg`` there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean
from time import perf_counter, process_time
from typing import Any

from assistant.answer import Assistant
from assistant.domain import Question
from assistant.retrieval import storage
from assistant.settings import PROJECT, load_settings
from assistant.wiring import load
from evals import growth_texts
from evals.bench_corpus import memory_of
from evals.bench_table import Part, Row, Times, table
from evals.cases import load_cases
from evals.growth_picture import picture
from evals.processes import size_of, spend
from evals.retrieval import hit_at, places_of, reciprocal_rank
from evals.run import DEPTH, question_of

PROVISIONS = (300, 7_700, 59_888, 198_000)  # about 1,000, 10,000, 73,000 and 240,000 passages with the corpus
ASKED = 150  # dev cases whose whole answers are made
SEARCHED = 10_000  # dev cases that are searched for: all
LONGEST = 1500.0  # seconds for one ingest
HIT = 5
CHANGED = "Kvarnvingar ska smörjas med beckolja vart sjuttonde dygn."
ABOUT_CHANGED = "Vad ska kvarnvingar smörjas med?"
CLI = ("-m", "ui.cli")
MARKS = ("answers",)  # in what a reader tells, but no figure


@dataclass(frozen=True, slots=True)
class Size:
    """One size of the collection, as a reader and the processes that wrote it were measured."""

    figures: dict[str, Any]

    def __getitem__(self, path: str) -> float:
        """The figure at ``build.cpu`` and the like."""
        value: Any = self.figures
        for name in path.split("."):
            value = value[name]
        return float(value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size, smallest first, and print the table."""
    chosen = _parser().parse_args(arguments)
    if chosen.read:
        return _read(chosen.statutes, chosen.asked, chosen.searched)
    if not chosen.statutes.is_file():
        sys.stderr.write(f"Filen {chosen.statutes} finns inte. Ange lagboken: statutes.jsonl.gz\n")
        return 1
    laws = growth_texts.read_laws(chosen.statutes)
    sizes: list[Size] = []
    for provisions in sorted(chosen.provisions):
        with tempfile.TemporaryDirectory(prefix="civsam-bench-", dir=chosen.work) as folder:
            sizes.append(
                measure(laws, provisions, Path(folder), chosen.asked, chosen.searched, sizes[0] if sizes else None)
            )
        sys.stderr.write(json.dumps(_shown(sizes[-1])) + "\n")
        if chosen.out:
            save(sizes, chosen.out)
    sys.stdout.write(table(part(sizes)) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.bench_growth", description="Mät hur allt växer.")
    parser.add_argument("statutes", type=Path, metavar="FIL", help="lagboken, statutes.jsonl.gz")
    parser.add_argument("--provisions", type=int, nargs="+", default=PROVISIONS, metavar="N", help="storlekar")
    parser.add_argument("--asked", type=int, default=ASKED, metavar="N", help="så många hela svar")
    parser.add_argument("--searched", type=int, default=SEARCHED, metavar="N", help="så många sökningar")
    parser.add_argument("--out", type=Path, metavar="MAPP", help="skriv growth.json och growth.svg här")
    parser.add_argument("--work", type=Path, metavar="MAPP", help="för det tillfälliga; annars systemets mapp")
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    return parser


def measure(
    laws: Sequence[growth_texts.Law],
    provisions: int,
    folder: Path,
    asked: int = ASKED,
    searched: int = SEARCHED,
    least: Size | None = None,
) -> Size:
    """One size from nothing. ``least`` is the smallest size, whose answers these are held against."""
    texts, data = folder / "lagar", folder / "data"
    documents = growth_texts.write(growth_texts.laws(laws, provisions), texts)
    command = (*CLI, "ingest", str(load_settings().corpus_dir), str(texts), "--data-dir", str(data))
    build = spend(command, LONGEST)
    serving = data / storage.current_name(data)
    disk = {"generation": size_of(serving), "chroma": size_of(serving / storage.CHROMA), "all": size_of(data)}
    reader = subprocess.Popen(
        [sys.executable, "-m", "evals.bench_growth", str(data), "--read", "--asked", str(asked), "--searched", str(searched)],
        cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        told = json.loads(reader.stdout.readline())
        _change(texts)
        change = spend(command, LONGEST)
        reader.stdin.write("\n")
        reader.stdin.flush()
        swap = json.loads(reader.stdout.readline())
    answers = told["answers"]
    same = [text == answers.get(case) for case, text in (least.figures["answers"] if least else answers).items()]
    return Size(
        {
            "provisions": provisions,
            "documents": documents,
            "build": build.as_json(),
            "change": change.as_json(),
            "disk": {name: round(figure, 1) for name, figure in disk.items()},
            **told,
            "same_answers": mean(same) if same else 1.0,
            "swap": swap,
        }
    )


def _change(texts: Path) -> None:
    """One document says one thing more."""
    found = sorted(texts.rglob("*.md"))
    changed = found[len(found) // 2]
    changed.write_text(f"{changed.read_text(encoding='utf-8')}\n## Kvarnvingar\n\n{CHANGED}\n", encoding="utf-8")


def _read(data_dir: Path, asked: int, searched: int) -> int:
    """The reader: tells what it measured, waits for a line, and tells how the swap went."""
    started, busy = perf_counter(), process_time()
    assistant = load(load_settings(data_dir=data_dir))
    opened = _since(started, busy)
    today = date.today()
    started, busy = perf_counter(), process_time()
    assistant.ask(Question("När ska man söka bidrag?", today))
    first = _since(started, busy)
    told = {"open": opened, "first": first, **_questions(assistant, asked, searched, today)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()
    started, busy = perf_counter(), process_time()
    answer = assistant.ask(Question(ABOUT_CHANGED, today))
    swap: dict[str, object] = {**_since(started, busy), "found": CHANGED in answer.text, "memory": _memory()}
    assistant.close()
    sys.stdout.write(json.dumps(swap) + "\n")
    return 0


def _questions(assistant: Assistant, asked: int, searched: int, today: date) -> dict[str, Any]:
    cases = [case for case in load_cases() if case.side == "dev"]
    placed = [case for case in cases if case.relevant][:searched]
    chosen = random.Random(growth_texts.SEED).sample(cases, min(asked, len(cases)))
    for case in placed[:20]:
        assistant.search(question_of(case, today), DEPTH)
    searches, asks = Times(), Times()
    sections, documents, ranks, answers = [], [], [], {}
    for case in placed:
        with searches.one():
            found = assistant.search(question_of(case, today), DEPTH)
        places = places_of(found, document_only=False)
        sections.append(hit_at(places, case.relevant, HIT) or 0.0)
        ranks.append(reciprocal_rank(places, case.relevant) or 0.0)
        documents.append(
            float(any(gold.document == place.document for gold in case.relevant for place in places[:HIT]))
        )
    for case in chosen:
        with asks.one():
            answer = assistant.ask(question_of(case, today))
        answers[case.id] = hashlib.sha256(answer.text.encode("utf-8")).hexdigest()
    index = assistant.generation.lexical
    return {
        "passages": assistant.generation.size,
        "words": len(index.words),
        "units": len(index.keys),
        "postings": len(index.passages),
        "search": _milliseconds(searches),
        "ask": _milliseconds(asks),
        "memory": _memory(),
        "quality": {
            "section_hit@5": round(mean(sections), 4),
            "document_hit@5": round(mean(documents), 4),
            "section_mrr@10": round(mean(ranks), 4),
            "cases": len(placed),
        },
        "answers": answers,
    }


def _since(started: float, busy: float) -> dict[str, float]:
    return {"seconds": round(perf_counter() - started, 3), "cpu": round(process_time() - busy, 3)}


def _milliseconds(times: Times) -> dict[str, float]:
    figures = times.figures()
    return {"cpu_p50": float(figures["cpu p50 ms"]), "cpu_p95": float(figures["cpu p95 ms"])}


def _memory() -> dict[str, float]:
    """MB: all that lies in memory, and what is the reader's own and no file's."""
    return {"all": round(memory_of(os.getpid(), "VmRSS"), 1), "own": round(memory_of(os.getpid(), "RssAnon"), 1)}


def _shown(size: Size) -> dict[str, Any]:
    return {name: value for name, value in size.figures.items() if name not in MARKS}


def save(sizes: Sequence[Size], folder: Path) -> None:
    """The figures as JSON and as a picture."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = json.dumps([_shown(size) for size in sizes], ensure_ascii=False, indent=1)
    (folder / "growth.json").write_text(shown + "\n", encoding="utf-8")
    (folder / "growth.svg").write_text(picture([_shown(size) for size in sizes]) + "\n", encoding="utf-8")


def part(sizes: Sequence[Size]) -> Part:
    """A row for each figure, a column for each size."""
    rows = {
        "Bygga, cpu s": "build.cpu",
        "Bygga, s": "build.seconds",
        "Bygga, minne MB": "build.megabytes",
        "Ett ändrat dokument, cpu s": "change.cpu",
        "Ett ändrat dokument, minne MB": "change.megabytes",
        "Öppna, s": "open.seconds",
        "Första svaret, s": "first.seconds",
        "Byte till första svaret, s": "swap.seconds",
        "Sökning p50, cpu ms": "search.cpu_p50",
        "Sökning p95, cpu ms": "search.cpu_p95",
        "Helt svar p50, cpu ms": "ask.cpu_p50",
        "Helt svar p95, cpu ms": "ask.cpu_p95",
        "Minne, MB": "memory.all",
        "Eget minne, MB": "memory.own",
        "På disk, MB": "disk.all",
        "Ord": "words",
        "Rätt avsnitt bland 5": "quality.section_hit@5",
        "Rätt dokument bland 5": "quality.document_hit@5",
        "MRR@10": "quality.section_mrr@10",
        "Samma svar som i den minsta": "same_answers",
    }
    columns = [f"{size.figures['passages']:,}".replace(",", " ") for size in sizes]
    return Part(
        "Avsnitt i samlingen",
        [
            Row(name, {column: size[path] for column, size in zip(columns, sizes, strict=True)})
            for name, path in rows.items()
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
