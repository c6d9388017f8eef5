"""The eval cases over the corpus: is the right section found, also when the question is carelessly written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import mean

from assistant.adapters.embedding import load_embedder
from assistant.answer import Assistant
from assistant.domain import Question
from assistant.language.vocabulary import Vocabulary
from assistant.settings import load_settings
from assistant.wiring import load, open_retriever
from evals import switches
from evals.bench_table import Part, Row, Times
from evals.cases import Case, load_cases
from evals.noise import NOISES
from evals.retrieval import hit_at, places_of, reciprocal_rank
from evals.run import DEPTH, question_of
from ingest.pipeline import ingest

HIT = 5


def measure(data_dir: Path, today: date) -> list[Part]:
    """The corpus is indexed into ``data_dir``; every figure is over the cases that name a section."""
    settings = load_settings(data_dir=data_dir)
    ingest([settings.corpus_dir], data_dir, load_embedder(settings))
    cases = [case for case in load_cases() if case.relevant]
    assistant = load(settings)
    plain = Assistant(data_dir, lambda folder: open_retriever(settings, folder), Vocabulary(), settings.question_limit)

    def row(
        name: str,
        switch: AbstractContextManager[None] | None = None,
        asking: Assistant = assistant,
        noise: Callable[[str], str] = str,
    ) -> Row:
        with switch or switches.everything():
            return _row(name, asking, cases, today, noise)

    try:
        row("Värm upp")
        whole = row("Hela sökningen")
        parts = [
            whole,
            row("Utan vektorer", switches.dense_weight(0.0)),
            row("Utan relevanssteg (bara sammanvägning)", switches.without_relevance()),
            row("Utan dokumentets vikt", switches.without_document_score()),
            row("Utan ort och tid", switches.without_entities()),
            row("Utan ordlista", asking=plain),
        ]
        noisy = [row(kind.capitalize(), noise=noise) for kind, noise in NOISES.items()]
    finally:
        assistant.close()
        plain.close()
    return [
        Part(f"Korpusen: {len(cases)} fall", parts),
        Part("Korpusen: slarviga frågor", [Row("Som de är skrivna", whole.figures), *noisy]),
    ]


def _row(name: str, assistant: Assistant, cases: Sequence[Case], today: date, noise: Callable[[str], str]) -> Row:
    hits: list[float] = []
    ranks: list[float] = []
    times = Times()
    for case in cases:
        question = noisy_question(question_of(case, today), noise)
        with times.one():
            found = assistant.search(question, DEPTH)
        places = places_of(found, document_only=False)
        hits.append(hit_at(places, case.relevant, HIT) or 0.0)
        ranks.append(reciprocal_rank(places, case.relevant) or 0.0)
    return Row(name, {"avsnitt hit@5": mean(hits), "avsnitt MRR@10": mean(ranks), **times.figures()})


def noisy_question(question: Question, noise: Callable[[str], str]) -> Question:
    """The question and the lines before it, as somebody in a hurry writes them."""
    history = tuple(replace(turn, text=noise(turn.text)) for turn in question.history)
    return replace(question, text=noise(question.text), history=history)
