"""A plain walk through HTML that keeps headings, lists and tables as Markdown. Linear, without recursion."""

from __future__ import annotations

from lxml import etree

from ingest.readers.tables import markdown_table

_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
])  # fmt: skip
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_LISTS = ("ul", "ol", "menu")
MOST_COLUMNS = 60  # of a table; cells to the right of that are no table that anyone reads


def walk(root: etree._Element) -> str:
    """The text below ``root`` as Markdown."""
    return _Walker().run(root)


class _Walker:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._words: list[str] = []
        self._prefix = ""
        self._counts: list[int] = []  # one for each open list: -1 for bullets, else the last number

    def run(self, root: etree._Element) -> str:
        steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in steps:
            if event in ("comment", "pi"):
                self._add(element.tail)
            elif event == "start":
                if element.tag == "table" and _is_data(element):
                    self._flush()
                    self._lines += ["", markdown_table(_rows(element))]
                    steps.skip_subtree()
                else:
                    self._start(element)
            else:
                self._end(element, is_root=element is root)
        self._flush()
        return "\n".join(self._lines).strip()

    def _start(self, element: etree._Element) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        if element.tag in _HEADINGS:
            self._prefix = _HEADINGS[element.tag]
        elif element.tag in _LISTS:
            self._counts.append(0 if element.tag == "ol" else -1)
        elif element.tag == "li":
            self._prefix = self._marker()
        self._words.append("\n") if element.tag == "br" else self._add(element.text)

    def _end(self, element: etree._Element, *, is_root: bool) -> None:
        if element.tag in _BLOCKS:
            self._flush()
            self._prefix = ""
        if element.tag in _LISTS and self._counts:
            self._counts.pop()
        if not is_root:
            self._add(element.tail)

    def _add(self, text: str | None) -> None:
        self._words.append((text or "").replace("\n", " "))

    def _marker(self) -> str:
        if not self._counts:
            return "- "
        indent = "  " * (len(self._counts) - 1)
        if self._counts[-1] < 0:
            return f"{indent}- "
        self._counts[-1] += 1
        return f"{indent}{self._counts[-1]}. "

    def _flush(self) -> None:
        lines = (" ".join(line.split()) for line in "".join(self._words).split("\n"))
        text = "\n".join(filter(None, lines))
        self._words = []
        if not text:
            return
        is_item = self._prefix.lstrip()[:1] not in ("", "#")
        if not (is_item and self._lines and self._lines[-1].lstrip()[:1] in "-0123456789"):
            self._lines.append("")
        self._lines.append(self._prefix + text)
        self._prefix = "  " if is_item else ""


def _is_data(table: etree._Element) -> bool:
    """False for a table that only lays out the page."""
    return table.find(".//table") is None and len(table.findall(".//tr")) > 1


def _rows(table: etree._Element) -> list[list[str]]:
    """The cells of a table; a cell that spans rows is repeated, so that every row can be read alone."""
    rows: list[list[str]] = []
    spanning: dict[int, tuple[int, str]] = {}  # column → (rows left, text)
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.iter("td", "th"):
            _fill(cells, spanning)
            text = " ".join(" ".join(cell.itertext()).split())
            down = _span(cell, "rowspan")
            if down > 1:
                spanning[len(cells)] = (down - 1, text)
            cells += [text, *[""] * (_span(cell, "colspan") - 1)]
        _fill(cells, spanning)
        rows.append(cells[:MOST_COLUMNS])
    return rows


def _fill(cells: list[str], spanning: dict[int, tuple[int, str]]) -> None:
    while len(cells) in spanning and len(cells) < MOST_COLUMNS:
        left, text = spanning.pop(len(cells))
        if left > 1:
            spanning[len(cells)] = (left - 1, text)
        cells.append(text)


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name) or ""
    return min(max(int(value), 1), 50) if value.isascii() and value.isdigit() else 1
