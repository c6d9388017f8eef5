"""The few pieces every page of a report is built from. Every text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any


def bullets(what: str, items: Iterable[Any], *, fault: bool = False) -> str:
    """A labelled list, or nothing when there are no items."""
    shown = "".join(f"<li>{safe(item)}</li>" for item in items)
    mark = ' class="fault"' if fault else ""
    return f"<p{mark}>{what}:</p><ul>{shown}</ul>" if shown else ""


def grid(caption: str, head: Sequence[str], body: Iterable[Sequence[Any]]) -> str:
    """A table whose first column names its rows."""
    columns = "".join(f'<th scope="col">{safe(name)}</th>' for name in head)
    lines = "\n".join(
        f'<tr><th scope="row">{safe(first)}</th>{"".join(f"<td>{safe(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in body
    )
    inside = f"<caption>{safe(caption)}</caption>\n<thead><tr>{columns}</tr></thead>\n<tbody>{lines}</tbody>"
    # A wide table scrolls in its own frame, which the keyboard must be able to reach.
    frame = f'<div class="wide" role="region" tabindex="0" aria-label="{safe(caption)}">'
    return f"{frame}<table>{inside}</table></div>"


def safe(value: object) -> str:
    """``value`` as text that cannot become markup."""
    return escape(str(value), quote=True)
