"""Two runs side by side, question by question. Only runs of the same cases on the same documents can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evals.cases import CaseError
from evals.differences import changed_questions
from evals.intervals import student_mean
from evals.record import StoredRun
from evals.score import MEASURES, Measure
from evals.significance import SAME, holm, randomisation_p
from evals.summary import PARTS

Comparison = dict[str, Any]
Pair = tuple[float | None, float | None]
HEADLINES = tuple(measure for measure in MEASURES if measure.headline)
FEWEST_CHANGED = 6  # with five changes or fewer no test can reach p < 0.05: 2 / 2^5 = 0.06
NEW_BASELINE = "Gör en ny körning att jämföra med (för make eval: make baseline), eller kör utan --baseline"


def refuse_unlike(baseline: StoredRun, digests: Mapping[str, str], *, fingerprint: str) -> None:
    """Raises CaseError when ``baseline`` was not run with these cases (digest by id) on these documents."""
    if baseline.about["corpus_fingerprint"] != fingerprint:
        raise CaseError(
            "Körningarna bygger på olika dokument: korpusen är ändrad sedan den tidigare körningen",
            next_step=NEW_BASELINE,
        )
    before = digests_of(baseline)
    differing = sorted(name for name in before.keys() | digests.keys() if before.get(name) != digests.get(name))
    if differing:
        shown = ", ".join(differing[:10]) + (f" och {len(differing) - 10} till" if len(differing) > 10 else "")
        raise CaseError(
            f"Körningarna har inte samma fall: {shown} saknas eller är ändrade i den ena", next_step=NEW_BASELINE
        )


def digests_of(run: StoredRun) -> dict[str, str]:
    """The digest of every case by its id."""
    return {row["id"]: row["case_sha256"] for row in run.rows}


def compare(baseline: StoredRun, run: StoredRun) -> Comparison:
    """Paired differences per measure and slice, which questions changed, and which headline measures surely fell.

    Call ``refuse_unlike`` first: the runs must have the same cases and documents.
    """
    before = {row["id"]: row["scores"] for row in baseline.rows}
    after = {row["id"]: row["scores"] for row in run.rows}
    ids = list(after)
    differences = {measure.name: difference(measure, _pairs(measure.name, ids, before, after)) for measure in MEASURES}
    return {
        "baseline": {name: baseline.about.get(name) for name in ("commit", "dirty", "today", "generation")},
        "measures": differences,
        "slices": _slices(run, before, after),
        "changed": changed_questions(baseline.rows, run.rows),
        "same_day": baseline.about.get("today") == run.about.get("today"),
        "worse": [measure.name for measure in HEADLINES if differences[measure.name]["surely_worse"]],
    }


def difference(measure: Measure, pairs: Sequence[Pair]) -> dict[str, Any]:
    """The paired difference of one measure: means, 95 % interval, randomisation p-value, wins, ties and losses.

    Pairs are (before, after); one without a value on either side says nothing and is left out.
    """
    both = [(before, after) for before, after in pairs if before is not None and after is not None]
    changes = [after - before for before, after in both]
    sign = -1 if measure.better == "lower" else 1
    low, high = student_mean(changes) or (None, None)
    return {
        "before": _mean([before for before, _ in both]),
        "after": _mean([after for _, after in both]),
        "difference": _mean(changes),
        "low": low,
        "high": high,
        "p": randomisation_p(changes),
        "n": len(both),
        "wins": sum(sign * change > SAME for change in changes),
        "ties": sum(abs(change) <= SAME for change in changes),
        "losses": sum(sign * change < -SAME for change in changes),
        "surely_worse": is_surely_worse(changes, low, high, measure.better),
    }


def is_surely_worse(changes: Sequence[float], low: float | None, high: float | None, better: str) -> bool:
    """True when the whole interval lies on the wrong side of zero, and enough questions changed to say so at all."""
    moved = sum(abs(change) > SAME for change in changes)
    if better == "neither" or moved < FEWEST_CHANGED or low is None or high is None:
        return False
    return low > 0 if better == "lower" else high < 0


def _slices(run: StoredRun, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The headline differences of every split, tag and kind that changed at all, with p-values adjusted for being many."""
    found: dict[str, dict[str, Any]] = {}
    for part, parts_of in PARTS.items():
        for name in sorted({name for row in run.rows for name in parts_of(row)}):
            ids = [row["id"] for row in run.rows if name in parts_of(row)]
            for measure in HEADLINES:
                line = difference(measure, _pairs(measure.name, ids, before, after))
                if line["wins"] or line["losses"]:
                    found[f"{part}/{name}/{measure.name}"] = {
                        "part": part,
                        "name": name,
                        "measure": measure.name,
                        **line,
                    }
    adjusted = holm({key: line["p"] for key, line in found.items()})
    return [{**line, "p_holm": adjusted[key]} for key, line in found.items()]


def _pairs(name: str, ids: Sequence[str], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Pair]:
    return [(before[case_id].get(name), after[case_id].get(name)) for case_id in ids]


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
