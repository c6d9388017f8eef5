"""The few pieces every page of a report is built from. Every text is escaped here."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, NamedTuple

STYLE = """
body{font:1rem/1.5 system-ui,sans-serif;max-width:72rem;margin:auto;padding:1rem;color:#1a1a1a;background:#fff;
overflow-wrap:anywhere}
table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;font-weight:bold;padding:.25rem 0}
th,td{border:1px solid #767676;padding:.25rem .5rem;text-align:right}
th:first-child,.left td{text-align:left}td{font-variant-numeric:tabular-nums}th,td{overflow-wrap:normal}
th button{font:inherit;background:none;border:0;padding:0;cursor:pointer;text-decoration:underline dotted;color:inherit}
th[aria-sort=ascending] button::after{content:" ↑"}th[aria-sort=descending] button::after{content:" ↓"}
:focus-visible{outline:3px solid #00508c;outline-offset:2px}
a{color:#00508c}.wide{overflow-x:auto}article{border-top:2px solid #767676;margin-top:2rem}
blockquote{margin:.25rem 0 .75rem;padding-left:1rem;border-left:4px solid #767676;white-space:pre-wrap}
.fault{color:#8f0000;font-weight:bold}.good{color:#0b5a22;font-weight:bold}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(30rem,100%),1fr));gap:0 2rem;align-items:start}
figure{margin:1.5rem 0;min-width:0}figcaption{font-weight:bold}svg{width:100%;height:auto}
ins{background:#d9f2df;text-decoration:none}del{background:#fbdcdc}
pre{white-space:pre-wrap;font:inherit}
"""
# Buttons in the heads of a table sort its rows; without the script the table is as it was written.
SCRIPT = """
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = row => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const order = (a, b) => value(a).localeCompare(value(b), "sv", {numeric: true});
      body.append(...[...body.rows].sort((a, b) => up ? order(a, b) : order(b, a)));
    });
  });
}
"""


class Cell(NamedTuple):
    """A cell that leads to a place on the page, or that is sorted by something else than what it shows."""

    text: str
    target: str = ""
    value: str = ""


def bullets(what: str, items: Iterable[Any], *, fault: bool = False) -> str:
    """A labelled list, or nothing when there are no items."""
    shown = "".join(f"<li>{safe(item)}</li>" for item in items)
    mark = ' class="fault"' if fault else ""
    return f"<p{mark}>{what}:</p><ul>{shown}</ul>" if shown else ""


def grid(caption: str, head: Sequence[str], body: Iterable[Sequence[Any]], *, kind: str = "") -> str:
    """A table whose first column names its rows. Kinds: "sortable" by its heads, "left" for words instead of figures."""
    columns = "".join(f'<th scope="col">{safe(name)}</th>' for name in head)
    lines = "\n".join(
        f"<tr>{_cell('th', first)}{''.join(_cell('td', cell) for cell in rest)}</tr>" for first, *rest in body
    )
    inside = f"<caption>{safe(caption)}</caption>\n<thead><tr>{columns}</tr></thead>\n<tbody>{lines}</tbody>"
    # A wide table scrolls in its own frame, which the keyboard must be able to reach.
    frame = f'<div class="wide" role="region" tabindex="0" aria-label="{safe(caption)}">'
    named = f' class="{kind}"' if kind else ""
    return f"{frame}<table{named}>{inside}</table></div>"


def _cell(tag: str, cell: Any) -> str:
    scope = ' scope="row"' if tag == "th" else ""
    if not isinstance(cell, Cell):
        return f"<{tag}{scope}>{safe(cell)}</{tag}>"
    shown = f'<a href="#{safe(cell.target)}">{safe(cell.text)}</a>' if cell.target else safe(cell.text)
    value = f' data-value="{safe(cell.value)}"' if cell.value else ""
    return f"<{tag}{scope}{value}>{shown}</{tag}>"


def page(title: str, body: Iterable[str]) -> str:
    """A whole page that asks for nothing from outside, and runs no script but ours."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return (
        '<!doctype html>\n<html lang="sv">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{safe(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{chr(10).join(filter(None, body))}\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def safe(value: object) -> str:
    """``value`` as text that cannot become markup."""
    return escape(str(value), quote=True)
