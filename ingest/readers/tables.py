"""Rows of cells as a Markdown table."""

from __future__ import annotations

from collections.abc import Sequence


def markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """The rows as a pipe table with the first row as its head; a single column becomes paragraphs."""
    filled = [[" ".join(cell.replace("|", "/").split()) for cell in row] for row in rows if any(row)]
    columns = max((len(row) for row in filled), default=0)
    if columns < 2:
        return "\n\n".join(row[0] for row in filled)
    lines = ["| " + " | ".join([*row, *[""] * (columns - len(row))]) + " |" for row in filled]
    return "\n".join([lines[0], "|" + "---|" * columns, *lines[1:]])
