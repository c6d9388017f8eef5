"""Clean page texts: characters, running heads, hyphens and hard-wrapped lines. Pure functions, no files."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise, zip_longest

from assistant.domain import Page
from assistant.language import swedish
from ingest.split import LONGEST_TITLE, is_list_item, is_sentence_closed, looks_like_title, numbered_heading

RUNNING_SHARE = 0.8  # of the pages: a line at the edge of so many pages is a running head or foot
FEWEST_PAGES = 3  # running heads are only sought in documents with at least so many pages
EDGE_LINES = 2  # at the top, and at the bottom
MOST_ROUNDS = 3  # of peeling off running lines
BLANK_NOISE = 0.4  # of a page's lines: so many blank ones say nothing about paragraphs
FULL_LINE = 0.85  # of the line width: a line that would be at least so long with the next word was wrapped
SHORT_LINE = 0.5  # of the line width: a shorter line was broken on purpose, even before a lower-case letter
SHORT_PAGE_LINE = 0.3  # the same on a page, where headings in large type have fewer letters a line
NARROWEST, WIDEST = 45, 130  # characters: outside this a text is not wrapped at a fixed width
NARROWEST_PAGE, WIDEST_PAGE = 25, 220  # the same on a page, which may have narrow columns
LONGEST_REST = 2000  # characters of a sentence moved from one page to the page before
ONE_WORD_LINES, MANY_LINES = 15, 20  # a page with so many lines of so few characters has its words one by one


def clean_pages(pages: Sequence[Page], *, is_laid_out: bool = False) -> tuple[Page, ...]:
    """The same pages with clean text. Numbered pages come from paper: they lose running heads and page numbers.

    ``is_laid_out``: a reader that knows where each line stood has done all that already, and put the lines together.
    """
    texts = [clean_characters(page.text) for page in pages]
    if is_laid_out:
        return tuple(replace(page, text=_tidy(text)) for page, text in zip(pages, texts, strict=True))
    if any(page.number is not None for page in pages):
        without = [_without_page_number(text) for text in _without_running_lines(texts)]
        texts = without if any(map(str.strip, without)) else texts  # the same line on every page may be all there is
    texts = [_unwrap(text, is_page=page.number is not None) for page, text in zip(pages, texts, strict=True)]
    texts = _whole_sentences(texts)
    return tuple(replace(page, text=_tidy(text)) for page, text in zip(pages, texts, strict=True))


# --- characters -------------------------------------------------------------------------------------------------


def _character_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    # Soft hyphen, zero-width, bidirectional and tag characters, variation selectors, surrogates, controls.
    for first, last in (
        (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xD800, 0xDFFF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
        (0xFFF9, 0xFFFC), (0xFFFE, 0xFFFF), (0xE0000, 0xE01EF),
    ):  # fmt: skip
        table |= dict.fromkeys(range(first, last + 1))
    table |= dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x1680], " ")
    table |= dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n")
    table |= dict.fromkeys([0x2010, 0x2011], "-")
    return table | dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))


_CHARACTERS = _character_table()
_SPECIAL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u206f\u3000\ud800-\uffff\U000e0000-\U0010ffff]"
)
_HIDING = re.compile("[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]")
_SOFT_BREAK = re.compile("[\u00ad\ufffe][ \t]*\n[ \t]*")
_BULLETS = "\x7f\x95•▪●◦‣∙·○■□►➢➤❖✓\ue000-\uf8ff"
_BULLET = re.compile(f"^([ \t]*)[{_BULLETS}]+(?:[ \t]*\n)?[ \t]*(?=[^\\s|])", re.MULTILINE)
_LONE_BULLET = re.compile(f"\\s*[{_BULLETS}]\\s*")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def invisible_characters(text: str) -> int:
    """How many characters are there to hide something: zero-width, bidirectional and tag characters."""
    return len(_HIDING.findall(text)) if not text.isascii() else 0


def without_invisible(text: str) -> str:
    """The text without the characters that ``invisible_characters`` counts."""
    return text if text.isascii() else _HIDING.sub("", text)


def is_bullet(text: str) -> bool:
    """True when the text is a list bullet and nothing more."""
    return bool(_LONE_BULLET.fullmatch(text))


def clean_characters(text: str) -> str:
    """NFC, plain spaces and line ends, no invisible characters, ligatures as letters, list bullets as "- "."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _BULLET.sub(r"\1- ", _SOFT_BREAK.sub("", text))
    if _SPECIAL.search(text):
        text = _PRIVATE.sub("", text.translate(_CHARACTERS))
    return unicodedata.normalize("NFC", text).expandtabs(4)


# --- running heads and page numbers -----------------------------------------------------------------------------

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:sid(?:a|an|\.)?|s\.)\s*\d{1,4}(?:\s*(?:\(\d+\)|/\s*\d+|av\s+\d+))?|\d{1,3}|[–-]\s*\d{1,3}\s*[–-]"
    r"|\d{1,3}\s*(?:\(\d{1,3}\)|/\s*\d{1,3}|av\s+\d{1,3})|[ivxl]{1,6}",
    re.IGNORECASE,
)


def _without_running_lines(texts: Sequence[str]) -> list[str]:
    pages = _without_running_heads([text.split("\n") for text in texts])
    upside_down = _without_running_heads([lines[::-1] for lines in pages])
    return ["\n".join(lines[::-1]) for lines in upside_down]


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Without the lines that stand first on most pages. Where both edge lines go there may be more below them."""
    for _ in range(MOST_ROUNDS):
        edges = [_edge(lines) for lines in pages]
        counts = Counter(mask for edge in edges for mask in set(edge.values()))
        filled = sum(bool(edge) for edge in edges)
        running = {mask for mask, count in counts.items() if count >= math.ceil(RUNNING_SHARE * filled)}
        if filled < FEWEST_PAGES or not running:
            break
        pages = [
            [line for place, line in enumerate(lines) if edge.get(place) not in running]
            for lines, edge in zip(pages, edges, strict=True)
        ]
        if len(running) < EDGE_LINES:
            break
    return pages


def _edge(lines: Sequence[str]) -> dict[int, str]:
    """Place → masked line of the first lines with text."""
    filled = islice((place for place, line in enumerate(lines) if line.strip()), EDGE_LINES)
    return {place: _mask(lines[place]) for place in filled}


def _mask(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split()))


def is_page_number(line: str) -> bool:
    """True for a line that is a page number and nothing more: 7, "Sida 7 av 12", iv."""
    return bool(_PAGE_NUMBER.fullmatch(line.strip()))


def _without_page_number(text: str) -> str:
    lines = text.strip().split("\n")
    for place in (0, -1):
        if lines and is_page_number(lines[place]):
            del lines[place]
    return "\n".join(lines)


# --- lines ------------------------------------------------------------------------------------------------------

_MARKED = re.compile(r"[ \t]*(?:#{1,6}[ \t]|\||```|~~~|={3,}[ \t]*$|-{3,}[ \t]*$)")
_HYPHENED = re.compile(r"(\w+)-$")
_FIRST_WORD = re.compile(r"\w+")
_KEEP_HYPHEN_BEFORE = frozenset({"och", "eller", "samt", "respektive"})


class _Block:
    """Lines that belong together: a paragraph, a list item, a heading."""

    def __init__(self, line: str) -> None:
        self.first = line
        self.parts = [line]

    @property
    def last(self) -> str:
        return self.parts[-1]

    @property
    def takes_no_more(self) -> bool:
        """True for a blank line, a heading, a table row."""
        return not self.first or (len(self.parts) == 1 and _is_own_line(self.first))

    def add(self, line: str, glue: str) -> None:
        """Put a line after the last one; a ``glue`` that is not a space replaces the hyphen before it."""
        self.parts[-1] = self.last + glue if glue == " " else self.last[:-1] + glue
        self.parts.append(line.lstrip())


def _unwrap(text: str, *, is_page: bool) -> str:
    """Join the lines of one paragraph. Headings, list items and table rows stay on lines of their own."""
    lines = [line.rstrip() for line in text.split("\n")]
    if is_page:
        lines = [line for line in lines if not _is_contents_line(line)]
    if is_page and lines.count("") > BLANK_NOISE * len(lines):
        lines = [line for line in lines if line]
    width = _width(lines, is_page=is_page)
    blocks: list[_Block] = []
    is_fenced = False
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        is_fenced ^= line.startswith(("```", "~~~"))
        above = None if is_fenced or not blocks else blocks[-1]
        glue = _glue(above, line, following, width, is_page=is_page) if above else None
        if above and glue is not None:
            above.add(line, glue)
            continue
        if is_page and above and is_sentence_closed(above.last) and not is_list_item(line):
            blocks.append(_Block(""))
        blocks.append(_Block(line))
    return "\n".join("".join(block.parts) for block in blocks)


def _is_contents_line(line: str) -> bool:
    """True for a line of a table of contents: words, a row of dots, a page number."""
    words = line.rstrip("0123456789 ")
    return line[-1:].isdigit() and words[-12:].replace(" ", "").endswith("....")


def _width(lines: Sequence[str], *, is_page: bool) -> int:
    """The usual length of a full line; 0 when the text is not wrapped."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip() and not _MARKED.match(line))
    if len(lengths) < 2:
        return 0
    usual = lengths[min(len(lengths) - 1, int(len(lengths) * 0.9))]
    if is_page and usual < ONE_WORD_LINES and len(lengths) >= MANY_LINES:
        return usual
    narrowest, widest = (NARROWEST_PAGE, WIDEST_PAGE) if is_page else (NARROWEST, WIDEST)
    return usual if narrowest <= usual <= widest else 0


def hyphen_glue(above: str, line: str) -> str | None:
    """What replaces the hyphen between two lines, None without one: bi|drag, kultur- |och fritid, RF-|SISU."""
    line = line.lstrip()
    if above.endswith("–") and above[-2:-1].isdigit() and line[:1].isdigit():
        return "–"
    stem, word = _HYPHENED.search(above[-80:]), _FIRST_WORD.match(line[:80])
    if not stem or not word:
        return None
    if word.group().lower() in _KEEP_HYPHEN_BEFORE:
        return "- "
    part = stem.group(1)
    is_compound = len(part) == 1 or part.isupper() or part[-1].isdigit() or not word.group()[0].islower()
    return "-" if is_compound else ""


def _glue(above: _Block, line: str, following: str, width: int, *, is_page: bool) -> str | None:
    """What joins the line to the block above it, None when it begins a block of its own."""
    glue = hyphen_glue(above.last, line)
    if glue is not None or not line or above.takes_no_more:
        return glue
    return " " if _goes_on(above, line, following, width, is_page=is_page) else None


def _goes_on(above: _Block, line: str, following: str, width: int, *, is_page: bool) -> bool:
    """True when the line continues the paragraph or list item above."""
    stripped = line.strip()
    if _starts_block(line, above.first, above.last):
        return False
    is_closed = is_sentence_closed(above.last)
    if is_page and 0 < width < ONE_WORD_LINES:
        return not is_closed
    if width == 0:
        return is_list_item(above.first) and line.startswith("  ")
    if is_closed and looks_like_title(line) and len(stripped) < SHORT_LINE * width and following:
        return False  # the last line of a paragraph is full, and a heading comes next
    if len(above.last) + 1 + len(stripped.split(" ", 1)[0]) >= FULL_LINE * width:
        return True
    shortest = (SHORT_PAGE_LINE if is_page else SHORT_LINE) * width
    return stripped[0].islower() and not is_closed and len(above.last) >= shortest


def _is_own_line(line: str) -> bool:
    return bool(_MARKED.match(line)) or numbered_heading(line) is not None


def _starts_block(line: str, first_above: str, above: str) -> bool:
    if line.lstrip().startswith("– ") and line.lstrip()[2:3].islower():
        return above.endswith((":", ";", ",", ".")) or is_list_item(first_above)  # else a dash inside a sentence
    return _is_own_line(line) or is_list_item(line)


def _whole_sentences(texts: Sequence[str]) -> list[str]:
    """A sentence that runs over to the next page is moved whole to the page where it begins."""
    whole = list(texts)
    filled = [place for place, text in enumerate(whole) if text.strip()]
    for place, following in pairwise(filled):
        above, below = whole[place].rstrip(), whole[following].lstrip()
        last, (first, _, rest) = above.rsplit("\n", 1)[-1], below.partition("\n")
        glue = hyphen_glue(last, first)
        is_cut = glue is not None or (len(last) > LONGEST_TITLE and not is_sentence_closed(last))
        if not is_cut or not first[:1].islower() or _is_own_line(last) or _starts_block(first, last, last):
            continue
        _, end = next(swedish.sentences(first[:LONGEST_REST]))
        whole[place] = (f"{above} " if glue is None else above[:-1] + glue) + first[:end]
        whole[following] = f"{first[end:].lstrip()}\n{rest}"
    return whole


_BLANKS = re.compile(r"\n{3,}")


def _tidy(text: str) -> str:
    return _BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")
