"""How much worse the answers get when nothing that matters changed: spelling, case, letters, wording, order of documents."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from statistics import mean
from typing import Any, NamedTuple

from tqdm import tqdm

from evals.cases import Case
from evals.compare import difference
from evals.noise import misspelt, without_dots
from evals.record import Row
from evals.run import Answering, run_case
from evals.score import MEASURES
from evals.table import aligned, number

REPEATS = 2  # after the first time: the same question three times
MEASURED = (
    "nugget_recall",
    "crag_score",
    "section_hit@5",
    "citation_precision_section",
    "false_refusal",
    "false_answer",
)
NOISES: dict[str, Callable[[str], str]] = {
    "Felstavat": misspelt,
    "Små bokstäver": str.lower,
    "Utan å, ä och ö": without_dots,
}
SAME_QUESTION, PARAPHRASED, SHUFFLED = "Samma fråga igen", "Med andra ord", "Dokumenten i annan ordning"

Robustness = list[dict[str, Any]]


class _Asked(NamedTuple):
    """A case in another dress; its id is that of the case as it is written."""

    variant: str
    case: Case


def robustness(
    cases: Sequence[Case],
    rows: Sequence[Row],
    assistant: Answering,
    shuffled: Callable[[], AbstractContextManager[Answering]] | None,
    today: date,
) -> Robustness:
    """For every variant: how many questions, the share with the very same answer, and the difference per measure.

    ``rows`` are what the same cases gave as they are written; differences are paired with them.
    """
    found = _figures([*_repeated(cases), *_noisy(cases), *_paraphrased(cases)], rows, assistant, today)
    if shuffled is not None:
        with shuffled() as other:
            found += _figures([_Asked(SHUFFLED, case) for case in cases], rows, other, today)
    return found


def _repeated(cases: Sequence[Case]) -> Iterator[_Asked]:
    return (_Asked(SAME_QUESTION, case) for case in cases for _ in range(REPEATS))


def _noisy(cases: Sequence[Case]) -> Iterator[_Asked]:
    for name, noise in NOISES.items():
        for case in cases:
            yield _Asked(name, case.model_copy(update={"turns": tuple(map(noise, case.turns))}))


def _paraphrased(cases: Sequence[Case]) -> Iterator[_Asked]:
    for case in cases:
        for text in case.paraphrases:
            yield _Asked(PARAPHRASED, case.model_copy(update={"turns": (*case.turns[:-1], text)}))


def _figures(asked: Sequence[_Asked], rows: Sequence[Row], assistant: Answering, today: date) -> Robustness:
    plain = {row["id"]: row for row in rows}
    scores: dict[str, list[tuple[Row, Row]]] = {}
    for variant, case in tqdm(asked, desc="Tålighet", unit="fråga", disable=not sys.stderr.isatty()):
        result = run_case(assistant, case, today)
        varied = {"scores": result.scores, "text": result.answer.text}
        scores.setdefault(variant, []).append((plain[case.id], varied))
    return [_figure(variant, pairs) for variant, pairs in scores.items()]


def _figure(variant: str, pairs: Sequence[tuple[Row, Row]]) -> dict[str, Any]:
    measures = [measure for measure in MEASURES if measure.name in MEASURED]
    return {
        "variant": variant,
        "n": len(pairs),
        "same_answer": mean(before["text"] == after["text"] for before, after in pairs),
        "measures": {
            measure.name: difference(
                measure, [(before["scores"][measure.name], after["scores"][measure.name]) for before, after in pairs]
            )
            for measure in measures
        },
    }


def robustness_table(found: Robustness) -> str:
    """The differences as plain Swedish text; minus is a drop."""
    measures = [measure for measure in MEASURES if measure.name in MEASURED]
    rows = [("Tålighet (skillnad mot frågan som den är skriven)", "antal", "samma svar", *(m.label for m in measures))]
    for line in found:
        changes = (number(line["measures"][measure.name]["difference"]) for measure in measures)
        rows.append((line["variant"], str(line["n"]), number(line["same_answer"]), *changes))
    return aligned(rows)
