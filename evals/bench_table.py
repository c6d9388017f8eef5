"""The figures of a benchmark: taking times, and showing them as a plain Swedish table or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from statistics import quantiles
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what was measured, and its figures by column."""

    name: str
    figures: Mapping[str, str | float]


@dataclass(frozen=True, slots=True)
class Part:
    """One table with its heading; a note when there is something to say, or nothing was measured."""

    heading: str
    rows: Sequence[Row] = field(default_factory=tuple)
    note: str = ""

    def as_json(self) -> dict[str, object]:
        """Everything in it, as JSON values."""
        return asdict(self)


def table(part: Part) -> str:
    """Aligned text, a column for every figure that any row has."""
    columns = list(dict.fromkeys(name for row in part.rows for name in row.figures))
    lines = [("", *columns)] + [
        (row.name, *(_shown(row.figures.get(column, "")) for column in columns)) for row in part.rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(columns) + 1)]
    rows = [
        "  ".join([line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))]).rstrip()
        for line in lines
    ]
    return "\n".join([part.heading, *([part.note] if part.note else []), *(rows if part.rows else [])])


class Times:
    """How long each of many searches took, on the clock and of the processor: on a shared machine they differ."""

    def __init__(self) -> None:
        self._clock: list[float] = []
        self._processor: list[float] = []

    @contextmanager
    def one(self) -> Iterator[None]:
        """Time what is done inside."""
        clock, processor = perf_counter(), process_time()
        yield
        self._clock.append(perf_counter() - clock)
        self._processor.append(process_time() - processor)

    def figures(self) -> dict[str, str | float]:
        """The median and the slowest twentieth, in milliseconds."""
        cuts, busy = quantiles(self._clock, n=20), quantiles(self._processor, n=20)
        figures = {"p50 ms": cuts[9], "p95 ms": cuts[-1], "cpu p50 ms": busy[9], "cpu p95 ms": busy[-1]}
        return {name: round(seconds * 1000, 1) for name, seconds in figures.items()}


def _shown(figure: str | float) -> str:
    if isinstance(figure, str):
        return figure
    return (f"{figure:.3f}" if abs(figure) <= 1 else f"{figure:,.1f}".replace(",", " ")).replace(".", ",")
