"""Pictures of a run as SVG inside the page: figures with intervals, bars and a curve. Pure; every text is escaped.

Each picture has a title and a description for those who do not see it; the same figures stand in a table on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evals.page_parts import safe
from evals.table import number

WIDTH, LABEL, RIGHT, ROW = (
    640,
    230,
    60,
    24,
)  # of a picture, its labels to the left, its figures to the right, and a line
PLOT = WIDTH - LABEL - RIGHT
HEIGHT = 260  # of a curve or of bars
BASE, TOP = HEIGHT - 46, 30
INK, LINE, FILL, PALE = "#1a1a1a", "#767676", "#00508c", "#c9dcec"


class Figure(NamedTuple):
    """A line of an interval picture: its name, value, 95 % interval (None when there is none) and number of questions."""

    name: str
    value: float
    low: float | None
    high: float | None
    n: int


def intervals(title: str, figures: Sequence[Figure], *, least: float, most: float) -> str:
    """A dot and its interval for every figure, on a common scale; a line at zero when the scale passes it."""
    height = 30 + ROW * len(figures) + 24

    def across(value: float) -> float:
        return LABEL + PLOT * (min(max(value, least), most) - least) / (most - least)

    ticks = [least + (most - least) * step / 4 for step in range(5)]
    parts = [_line(across(tick), 26, across(tick), height - 22, PALE) for tick in ticks]
    parts += [_text(across(tick), height - 6, number(tick), "middle") for tick in ticks]
    parts += [_line(across(0), 26, across(0), height - 22, INK)] if least < 0 < most else []
    for place, figure in enumerate(figures):
        y = 30 + ROW * place + ROW / 2
        parts.append(_text(LABEL - 8, y + 4, _cut(f"{figure.name} ({figure.n})"), "end"))
        if figure.low is not None and figure.high is not None:
            parts.append(_line(across(figure.low), y, across(figure.high), y, FILL, 3))
        parts.append(f'<circle cx="{across(figure.value):.1f}" cy="{y:.1f}" r="5" fill="{FILL}"/>')
        parts.append(_text(WIDTH - 4, y + 4, number(figure.value), "end"))
    told = "; ".join(f"{figure.name} {number(figure.value)}" for figure in figures)
    return _svg(title, told, height, parts)


def bars(title: str, counts: Sequence[tuple[str, int]], *, along: str) -> str:
    """A bar with its count for every name, left to right; ``along`` says what the names are."""
    highest = max((count for _, count in counts), default=0) or 1
    step = (WIDTH - 20) / max(len(counts), 1)
    parts = [_line(10, BASE, WIDTH - 10, BASE, LINE)]
    for place, (name, count) in enumerate(counts):
        tall = (BASE - TOP - 16) * count / highest
        x = 10 + step * place
        parts.append(
            f'<rect x="{x + 3:.1f}" y="{BASE - tall:.1f}" width="{step - 6:.1f}" height="{tall:.1f}" fill="{FILL}"/>'
        )
        parts.append(_text(x + step / 2, BASE - tall - 4, str(count), "middle"))
        parts.append(_text(x + step / 2, BASE + 16, name, "middle"))
    parts.append(_text(WIDTH / 2, HEIGHT - 6, along, "middle"))
    return _svg(title, "; ".join(f"{name}: {count}" for name, count in counts), HEIGHT, parts)


def curve(title: str, points: Sequence[tuple[float, float]], *, along: str, up: str) -> str:
    """A line through ``points`` on scales from 0 to 1, with a dot at its end."""
    left, right = 50, WIDTH - 20

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return left + (right - left) * point[0], BASE - (BASE - TOP) * point[1]

    parts = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = place((tick, tick))
        parts += [_line(left, y, right, y, PALE), _text(left - 6, y + 4, number(tick), "end")]
        parts += [_line(x, BASE, x, BASE + 4, LINE), _text(x, BASE + 18, number(tick), "middle")]
    spots = [place(point) for point in points]
    if spots:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{FILL}" stroke-width="2.5"/>')
        parts.append(f'<circle cx="{spots[-1][0]:.1f}" cy="{spots[-1][1]:.1f}" r="6" fill="{FILL}"/>')
    parts += [_text((left + right) / 2, HEIGHT - 6, along, "middle"), _text(4, 14, up, "start")]
    end = f"{along} {number(points[-1][0])}, {up} {number(points[-1][1])}" if points else "inga svar"
    return _svg(title, f"Sist på kurvan: {end}", HEIGHT, parts)


def _svg(title: str, description: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {height:.0f}" aria-label="{safe(f"{title}. {description}")}" '
        f'font-size="13" fill="{INK}">{"".join(parts)}</svg>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{safe(text)}</text>'


def _cut(text: str) -> str:
    return text if len(text) <= 34 else f"{text[:33]}…"
