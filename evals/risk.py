"""How often the answers are wrong when only the surest are given: the risk–coverage curve (El-Yaniv and Wiener 2010). Pure.

How sure an answer is, is told by the score of its first hit; it is the only figure the service has before it answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]
MOST_POINTS = 100


def risk_coverage(rows: Sequence[Row]) -> dict[str, Any]:
    """Points (coverage, risk) from the surest answer to all of them, the area under them, and where the service stands.

    Coverage is the share of all questions that are answered, wholly or in part; risk the share of those that are wrong:
    an answer to what cannot be answered, something forbidden, or none of the facts.
    """
    answered = [row for row in rows if row["outcome"] != "not_found"]
    surest = sorted(answered, key=lambda row: (-_sureness(row), row["id"]))
    points: list[dict[str, float]] = []
    wrong = 0
    for count, row in enumerate(surest, start=1):
        wrong += is_wrong(row)
        points.append({"coverage": count / len(rows), "risk": wrong / count})
    area = sum(point["risk"] for point in points) / len(points) if points else None
    return {"points": _thinned(points), "area": area, "now": points[-1] if points else None}


def _thinned(points: list[dict[str, float]]) -> list[dict[str, float]]:
    """As many points as a picture can show, the first and the last among them."""
    count = len(points)
    if count <= MOST_POINTS:
        return points
    return [points[round(place * (count - 1) / (MOST_POINTS - 1))] for place in range(MOST_POINTS)]


def is_wrong(row: Row) -> bool:
    """True for an answer that should not have been given."""
    if not row["answerable"]:
        return bool(row["scores"]["false_answer"])
    grade = row["scores"]["crag_score"]
    return grade is not None and grade <= 0


def _sureness(row: Row) -> float:
    return float(row["hits"][0]["score"]) if row["hits"] else 0.0
