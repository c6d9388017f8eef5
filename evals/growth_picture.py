"""The figures of ``bench_growth`` as one picture: a panel for each, both scales in powers of ten. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from evals.page_parts import safe
from evals.pictures import FILL, INK, PALE

WIDE, HIGH, ACROSS = 320, 200, 3
LEFT, RIGHT, TOP, BASE = 54, 36, 34, 160


class Panel(NamedTuple):
    """A heading, and where its figure lies in the record of a size."""

    heading: str
    path: tuple[str, ...]


PANELS = (
    Panel("Bygga allt, s processortid", ("build", "cpu")),
    Panel("Ett ändrat dokument, s processortid", ("change", "cpu")),
    Panel("Bygga, MB minne", ("build", "megabytes")),
    Panel("Byte till första svaret, s", ("swap", "seconds")),
    Panel("En sökning, ms (p50)", ("search", "cpu_p50")),
    Panel("Ett helt svar, ms (p50)", ("ask", "cpu_p50")),
    Panel("En läsares minne, MB", ("memory", "all")),
    Panel("På disk, MB", ("disk", "all")),
    Panel("Rätt avsnitt bland 5, procent", ("quality", "section_hit@5")),
)


def picture(sizes: Sequence[Mapping[str, Any]]) -> str:
    """A file of its own, with a description for those who do not see it."""
    width, height = WIDE * ACROSS, HIGH * math.ceil(len(PANELS) / ACROSS)
    parts, told = [], []
    for place, panel in enumerate(PANELS):
        points = [(float(size["passages"]), _figure(size, panel.path)) for size in sizes]
        told.append(f"{panel.heading}: " + ", ".join(_number(up) for _, up in points))
        x, y = WIDE * (place % ACROSS), HIGH * (place // ACROSS)
        parts.append(f'<g transform="translate({x} {y})">{_panel(panel.heading, points)}</g>')
    along = ", ".join(_number(size["passages"]) for size in sizes)
    description = safe(f"Så växer allt vid {along} avsnitt. {'. '.join(told)}.")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" aria-label="{description}" '
        f'font-family="sans-serif" font-size="12" fill="{INK}"><rect width="{width}" height="{height}" fill="#ffffff"/>'
        f"{''.join(parts)}</svg>"
    )


def _figure(size: Mapping[str, Any], path: Sequence[str]) -> float:
    value: Any = size
    for name in path:
        value = value[name]
    return float(value) * (100 if path[-1].startswith("section") else 1)


def _panel(heading: str, points: Sequence[tuple[float, float]]) -> str:
    least_x, most_x = _decades([along for along, _ in points])
    least_y, most_y = _decades([up for _, up in points])

    def place(along: float, up: float) -> tuple[float, float]:
        x = LEFT + (WIDE - LEFT - RIGHT) * (math.log10(along) - least_x) / (most_x - least_x)
        return x, BASE - (BASE - TOP) * (math.log10(max(up, 10.0**least_y)) - least_y) / (most_y - least_y)

    parts = [f'<text x="8" y="18" font-weight="bold">{safe(heading)}</text>']
    for power in range(least_y, most_y + 1):
        y = place(10.0**least_x, 10.0**power)[1]
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDE - RIGHT}" stroke="{PALE}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_number(10.0**power)}</text>')
    for power in range(least_x, most_x + 1):
        x = place(10.0**power, 10.0**least_y)[0]
        parts.append(f'<path d="M{x:.1f} {TOP}V{BASE}" stroke="{PALE}"/>')
        parts.append(f'<text x="{x:.1f}" y="{BASE + 16}" text-anchor="middle">{_number(10.0**power)}</text>')
    spots = [place(*point) for point in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    parts.append(f'<polyline points="{line}" fill="none" stroke="{FILL}" stroke-width="2"/>')
    for (x, y), (_, up) in zip(spots, points, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{FILL}"/>')
        parts.append(f'<text x="{x:.1f}" y="{y - 7:.1f}" text-anchor="middle">{_number(up)}</text>')
    return "".join(parts)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten around all values, at least one apart."""
    positive = [value for value in values if value > 0] or [1.0]
    least = math.floor(math.log10(min(positive)))
    return least, max(math.ceil(math.log10(max(positive))), least + 1)


def _number(value: float) -> str:
    shown = f"{value:,.0f}".replace(",", " ") if value >= 100 else f"{value:.3g}"
    return shown.replace(".", ",")
