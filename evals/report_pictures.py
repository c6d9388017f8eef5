"""What a person would rather look at than read: the pictures of a run, each with its figures in a table below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from evals import pictures
from evals.page_parts import grid, safe
from evals.pictures import Figure
from evals.record import Row
from evals.run import DEPTH
from evals.summary import Summary
from evals.table import HEADLINES, number

SECONDS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)  # the upper ends of the bars of time


def all_pictures(rows: Sequence[Row], summary: Summary) -> str:
    """Every picture that there is something to show in."""
    shown = (
        _headlines(summary),
        _per_part("Fakta i svaret per tagg", summary["tags"], "nugget_recall"),
        _per_part("Felaktigt svar per slag av obesvarbar fråga", summary["kinds"], "false_answer"),
        _changes(summary.get("comparison")),
        _risk(summary),
        _ranks(rows),
        _times(rows, summary),
    )
    return "\n".join(filter(None, shown))


def _figure(svg: str, caption: str, head: Sequence[str], body: Iterable[Sequence[Any]]) -> str:
    table = f"<details><summary>Visa siffrorna</summary>{grid(caption, head, body)}</details>"
    return f"<figure><figcaption>{safe(caption)}</figcaption>{svg}{table}</figure>"


def _headlines(summary: Summary) -> str:
    found = [(measure, summary["overall"]["measures"][measure.name]) for measure in HEADLINES]
    figures = [
        Figure(measure.label, part["value"], part["low"], part["high"], part["n"])
        for measure, part in found
        if part["n"]
    ]
    caption = "Huvudmåtten, alla frågor"
    least = min([0.0, *(end for figure in figures for end in (figure.value, figure.low) if end is not None)])
    svg = pictures.intervals(caption, figures, least=-1 if least < 0 else 0, most=1)
    return _figure(svg, caption, ("Mått", "Värde", "Från", "Till", "Antal"), map(_cells, figures))


def _per_part(caption: str, parts: Summary, measure: str) -> str:
    found = {name: part["measures"][measure] for name, part in parts.items()}
    figures = [
        Figure(name, part["value"], part["low"], part["high"], part["n"]) for name, part in found.items() if part["n"]
    ]
    if not figures:
        return ""
    svg = pictures.intervals(caption, figures, least=0, most=1)
    return _figure(svg, caption, ("Del", "Värde", "Från", "Till", "Antal"), map(_cells, figures))


def _changes(comparison: dict[str, Any] | None) -> str:
    if comparison is None:
        return ""
    found = [(measure, comparison["measures"][measure.name]) for measure in HEADLINES]
    figures = [
        Figure(measure.label, line["difference"], line["low"], line["high"], line["n"])
        for measure, line in found
        if line["n"]
    ]
    caption = "Skillnad mot den tidigare körningen, med 95-procentsintervall"
    ends = [abs(end) for figure in figures for end in (figure.low, figure.high, figure.value) if end is not None]
    most = max([*ends, 0.1])
    svg = pictures.intervals(caption, figures, least=-most, most=most)
    return _figure(svg, caption, ("Mått", "Skillnad", "Från", "Till", "Antal"), map(_cells, figures))


def _cells(figure: Figure) -> tuple[Any, ...]:
    return (figure.name, number(figure.value), number(figure.low), number(figure.high), figure.n)


def _risk(summary: Summary) -> str:
    found = summary["risk_coverage"]
    if not found["points"]:
        return ""
    points = [(point["coverage"], point["risk"]) for point in found["points"]]
    caption = f"Risk och täckning: andelen fel bland de säkraste svaren (yta {number(found['area'])})"
    along, up = "andel av alla frågor som besvaras", "andel av svaren som är fel"
    every_tenth = [*points[:: max(1, len(points) // 10)], points[-1]]
    body = [(number(coverage), number(risk)) for coverage, risk in dict.fromkeys(every_tenth)]
    return _figure(pictures.curve(caption, points, along=along, up=up), caption, ("Täckning", "Risk"), body)


def _ranks(rows: Sequence[Row]) -> str:
    best = [min((gold["rank"] for gold in row["gold"] if gold["rank"]), default=None) for row in rows if row["gold"]]
    if not best:
        return ""
    names = [(str(rank), rank) for rank in range(1, DEPTH + 1)] + [(f"> {DEPTH}", None)]
    counts = [(name, best.count(rank)) for name, rank in names]
    caption = "Plats i träfflistan för det första rätta avsnittet"
    return _figure(pictures.bars(caption, counts, along="plats"), caption, ("Plats", "Frågor"), counts)


def _times(rows: Sequence[Row], summary: Summary) -> str:
    times = [row["seconds"]["ask"] for row in rows]
    if not times:
        return ""
    ends = (*SECONDS, float("inf"))
    starts = (0.0, *SECONDS)
    names = [f"≤ {end:g}".replace(".", ",") for end in SECONDS] + [f"> {SECONDS[-1]:g}"]
    counts = [
        (name, sum(start < time <= end for time in times)) for name, start, end in zip(names, starts, ends, strict=True)
    ]
    p50, p95 = (number(summary["seconds"]["ask"][name]) for name in ("p50", "p95"))
    caption = f"Svarstid i sekunder: hälften inom {p50}, 95 % inom {p95}"
    return _figure(pictures.bars(caption, counts, along="sekunder"), caption, ("Sekunder", "Frågor"), counts)
