"""How well and how fast passages are found: ``python -m evals.bench_retrieval [--squad FILE] [--statutes FILE] [--data DIR]``.

Four parts: paragraphs of Swedish SQuAD with what each part of the search adds, the same questions misspelt and spoken, the
eval cases over the corpus, and with ``--statutes`` the statute book, where building and searching are processes of their
own so that their memory is their own. The sets are not in the repository; a part whose file is missing is passed over.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.adapters.embedding import load_embedder
from assistant.language.vocabulary import FILE, Vocabulary, load_vocabulary
from assistant.settings import load_settings
from evals import bench_cases, bench_squad, bench_statutes
from evals.bench_sets import SEED, SQUAD, STATUTES, Collection, read_squad
from evals.bench_table import Part, table


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    chosen = _parser().parse_args(arguments)
    parts: list[Part] = []
    with tempfile.TemporaryDirectory(prefix="civsam-bench-") as folder:
        parts += _squad(chosen.squad, chosen.sample, Path(folder) / "squad", chosen.whole)
        if not chosen.whole:
            parts += bench_cases.measure(Path(folder) / "korpus", date.today())
        if chosen.statutes:
            parts += _statutes(chosen.statutes, chosen.data or Path(folder) / "lagar")
    if chosen.json:
        sys.stdout.write(json.dumps([part.as_json() for part in parts], ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n\n".join(map(table, parts)) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.bench_retrieval", description="Mät sökningen.")
    parser.add_argument("--squad", type=Path, default=SQUAD, metavar="FIL", help="squad_sv_dev.json.gz")
    parser.add_argument(
        "--statutes", type=Path, nargs="?", const=STATUTES, metavar="FIL", help="mät också lagboken; tar flera minuter"
    )
    parser.add_argument("--data", type=Path, metavar="MAPP", help="lagbokens index: används om det finns, byggs annars")
    parser.add_argument("--sample", type=int, metavar="N", help="så många av frågorna i squad (annars alla)")
    parser.add_argument("--whole", action="store_true", help="squad med hela sökningen och inget mer")
    parser.add_argument("--json", action="store_true", help="skriv JSON i stället för en tabell")
    return parser


def _squad(path: Path, sample: int | None, folder: Path, whole_only: bool) -> list[Part]:
    if not path.is_file():
        return [Part("Svenska SQuAD", note=f"Hoppar över: filen {path.name} finns inte. Ange en annan med --squad")]
    settings = load_settings()
    vocabulary = load_vocabulary(settings.corpus_dir / FILE)
    collection = sampled(read_squad(path), sample)
    embedder = load_embedder(settings)
    return bench_squad.measure(collection, folder, embedder, vocabulary, Vocabulary(), whole_only=whole_only)


def sampled(collection: Collection, count: int | None) -> Collection:
    """The collection with so many of its questions, the same ones every time."""
    if count is None or count >= len(collection.questions):
        return collection
    questions = tuple(random.Random(SEED).sample(collection.questions, count))
    return Collection(collection.documents, collection.passages, questions)


def _statutes(path: Path, data_dir: Path) -> list[Part]:
    if not path.is_file():
        return [Part("Lagboken", note=f"Hoppar över: filen {path.name} finns inte. Ange en annan med --statutes")]
    return [bench_statutes.measure(path, data_dir)]


if __name__ == "__main__":
    sys.exit(main())
