"""Paragraphs of Swedish SQuAD: the whole search, each leg alone, what every part adds, and questions with noise."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.adapters.chroma import ChromaVectorIndex
from assistant.adapters.dictionary import is_swedish
from assistant.domain import Question
from assistant.language.vocabulary import Vocabulary
from assistant.ports import Embedder
from assistant.question.query import Query
from assistant.retrieval import lexical, storage
from assistant.retrieval.retrieve import Retriever
from evals import switches
from evals.bench_sets import SEED, Asked, Collection, build
from evals.bench_table import Part, Row, Times
from evals.noise import NOISES

DEPTH = 10
WARM_UP = 200  # questions asked before anything is timed
RESAMPLES = 2000

Read = Callable[[str], Query]
Rank = Callable[[Query], Sequence[str]]  # ids of the best passages


class Bench:
    """A built collection and the ways to search it."""

    def __init__(self, collection: Collection, folder: Path, embedder: Embedder, today: date) -> None:
        name = build(collection, folder, embedder)
        self._generation = storage.open_generation(folder / name)
        self._embedder = embedder
        self._vectors = ChromaVectorIndex(folder / name / storage.CHROMA)
        self._retriever = Retriever(self._generation, embedder, self._vectors, is_swedish=is_swedish)
        self._today = today

    def reading(self, vocabulary: Vocabulary) -> Read:
        """Questions as the product reads them with this word list."""
        return lambda text: self._retriever.understand(Question(text, self._today), vocabulary)

    def whole(self, query: Query) -> list[str]:
        """As the product searches."""
        return [hit.passage.id for hit in self._retriever.search(query, self._today, DEPTH)]

    def lexical(self, query: Query) -> list[str]:
        """The lexical leg alone."""
        found = self._generation.lexical.search(lexical.weighted_units(query.search_weights), DEPTH)
        return [self._generation.passage(number).id for number, _ in found]

    def dense(self, query: Query) -> list[str]:
        """The dense leg alone, given what the product gives it."""
        found = self._vectors.query(self._embedder.embed_query(query.expanded), DEPTH)
        return [self._generation.passage(number).id for number, _ in found]

    def close(self) -> None:
        """Let go of the index."""
        self._retriever.close()


class Outcome(NamedTuple):
    """The rank (from 1) of the right passage for every question, None when it was not found, and the times."""

    ranks: list[int | None]
    times: Times


def measure(
    collection: Collection,
    folder: Path,
    embedder: Embedder,
    vocabulary: Vocabulary,
    nothing: Vocabulary,
    *,
    whole_only: bool = False,
) -> list[Part]:
    """The table of what each part adds, and the table of noise; only the first row with ``whole_only``."""
    today = date.today()
    bench = searched = Bench(collection, folder / "hela", embedder, today)
    asked = collection.questions
    rows: list[Row] = []

    def add(
        name: str,
        rank: Rank,
        switch: AbstractContextManager[None] | None = None,
        words: Vocabulary = vocabulary,
        noise: Callable[[str], str] = str,
    ) -> Row:
        with switch or switches.everything():
            row = _row(name, asked, ask(asked, rank, searched.reading(words), noise))
        rows.append(row)
        return row

    try:
        ask(asked[:WARM_UP], bench.whole, bench.reading(vocabulary))
        whole = add("Hela sökningen", bench.whole)
        if whole_only:
            return [Part(f"Svenska SQuAD: {len(asked)} frågor", rows)]
        add("Bara ord (lexikalt ben)", bench.lexical)
        add("Bara vektorer (tätt ben)", bench.dense)
        add("Utan vektorer", bench.whole, switches.dense_weight(0.0))
        add("Utan relevanssteg (bara sammanvägning)", bench.whole, switches.without_relevance())
        add("Utan dokumentets vikt", bench.whole, switches.without_document_score())
        add("Utan ort och tid", bench.whole, switches.without_entities())
        add("Utan ordlista", bench.whole, words=nothing)
        count = len(rows)
        for kind, noise in NOISES.items():
            add(kind.capitalize(), bench.whole, noise=noise)
        noisy, rows = rows[count:], rows[:count]
    finally:
        bench.close()
    untitled = searched = Bench(collection.without_titles(), folder / "utan-titlar", embedder, today)
    try:
        add("Utan titlar", untitled.whole)
    finally:
        untitled.close()
    size = f"{len(collection.passages)} stycken, {len(asked)} frågor"
    return [
        Part(f"Svenska SQuAD: {size}", rows),
        Part("Svenska SQuAD: slarviga frågor", [Row("Som de är skrivna", whole.figures), *noisy]),
    ]


def ask(questions: Sequence[Asked], rank: Rank, read: Read, noise: Callable[[str], str] = str) -> Outcome:
    """Put every question; the time covers understanding, embedding and searching."""
    outcome = Outcome([], Times())
    for asked in questions:
        text = noise(asked.text)
        with outcome.times.one():
            found = rank(read(text))
        outcome.ranks.append(next((place for place, name in enumerate(found, 1) if name == asked.gold), None))
    return outcome


def gain(rank: int | None) -> float:
    """nDCG of a question with one right passage."""
    return 1 / math.log2(rank + 1) if rank else 0.0


def article_interval(values: Sequence[float], articles: Sequence[str]) -> tuple[float, float]:
    """A 95 % interval of the mean when other articles could have been chosen: whole articles are drawn again."""
    groups: dict[str, list[float]] = defaultdict(list)
    for value, article in zip(values, articles, strict=True):
        groups[article].append(value)
    sums = np.array([sum(group) for group in groups.values()])
    counts = np.array([len(group) for group in groups.values()])
    drawn = np.random.default_rng(SEED).integers(len(sums), size=(RESAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def _row(name: str, asked: Sequence[Asked], outcome: Outcome) -> Row:
    gains = [gain(rank) for rank in outcome.ranks]
    low, high = article_interval(gains, [question.article for question in asked])
    figures: dict[str, str | float] = {
        "nDCG@10": float(np.mean(gains)),
        "95 %": f"{low:.3f}–{high:.3f}".replace(".", ","),
        "recall@10": float(np.mean([rank is not None for rank in outcome.ranks])),
        "MRR@10": float(np.mean([1 / rank if rank else 0.0 for rank in outcome.ranks])),
    }
    return Row(name, {**figures, **outcome.times.figures()})
