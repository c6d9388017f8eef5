"""Markdown: headings, lists and tables stay; comments, rules, emphasis and link syntax go, so that quotes are plain."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from assistant.domain import Page
from ingest.front_matter import split_front_matter
from ingest.readers import Reading
from ingest.readers.dates import find_date
from ingest.readers.text import decode

__all__ = ["decode", "plain_markdown", "read", "read_text"]

_BREAK = re.compile(r"<br[ \t]{0,3}/?>", re.IGNORECASE)
_RULE = re.compile(r"(?:\A|(?<=\n\n)) {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE)
_BARE_SEPARATOR = re.compile(r"^[ \t]*:?-+:?[ \t]*\|[-:| \t]*$", re.MULTILINE)
_QUOTED = re.compile(r"^ {0,3}>[ \t]?", re.MULTILINE)
_HARD_BREAK = re.compile(r"\\$", re.MULTILINE)
_LINK = re.compile(
    r"(!?)\[([^\[\]\n]{0,500})\]\([ ]{0,3}<?([^()\s<>]{0,2000})>?(?:[ ]{1,3}\"[^\"\n]{0,300}\")?[ ]{0,3}\)"
)
_AUTOLINK = re.compile(r"<(?:mailto:)?((?:https?://)?[^\s<>]{1,500}[.@][^\s<>]{1,500})>")
_BULLET = re.compile(r"^([ \t]*)[*+][ \t]+(?=\S)", re.MULTILINE)
_STRONG = re.compile(r"(?<![\w*])(\*\*\*|\*\*)(?=[^\s*])([^*\n]{1,2000}?)(?<=[^\s*])\1(?![*])")
_EMPHASIS = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,2000}?)(?<=[^\s*\\])\*(?![\w*])")
_UNDERSCORES = re.compile(r"(?<![\w_])(__?)(?=[^\s_])([^_\n]{1,2000}?)(?<=[^\s_])\1(?![\w_])")
_ESCAPE = re.compile(r"\\([*_\[\]()<>`~!.+&-])")


def read(data: bytes, *, where: str) -> Reading:
    """The body of a Markdown file as one page without a number; front matter is left out."""
    text, warnings = decode(data, where=where)
    return read_text(split_front_matter(text)[1], warnings)


def read_text(body: str, warnings: tuple[str, ...] = ()) -> Reading:
    """A Markdown body as one page. The title is left to the first heading."""
    text = plain_markdown(body)
    return Reading((Page(None, text),), None, find_date(text), warnings)


def plain_markdown(source: str) -> str:
    """Markdown with its blocks marked and its running text plain."""
    text = _RULE.sub("", _QUOTED.sub("", _without_comments(source)))
    if _BARE_SEPARATOR.search(text):
        text = _with_outer_pipes(text)
    for character, patterns in _INLINE.items():
        if character in text:
            for pattern, replacement in patterns:
                text = pattern.sub(replacement, text)
    return html.unescape(text)


def _without_comments(text: str) -> str:
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    return "".join([*kept, text[position:]])


def _with_outer_pipes(text: str) -> str:
    """Tables written without a pipe at the beginning and end of the row get them."""
    lines = text.split("\n")
    in_table = False
    for number, line in enumerate(lines):
        starts = number + 1 < len(lines) and bool(_BARE_SEPARATOR.fullmatch(lines[number + 1]))
        in_table = "|" in line and (in_table or starts)
        if in_table and not line.lstrip().startswith("|"):
            lines[number] = f"| {line.strip().removesuffix('|').rstrip()} |"
    return "\n".join(lines)


def _plain_link(found: re.Match[str]) -> str:
    is_image, words, address = found.groups()
    bare = re.sub(r"^(?:https?://(?:www\.)?|mailto:)", "", address).rstrip("/")
    if is_image or not address.startswith(("https://", "http://", "mailto:")) or bare in words:
        return words
    return f"{words} ({address.removeprefix('mailto:')})"


# What is only tried when its character occurs: most texts have none of it.
_INLINE: dict[str, list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]]] = {
    "<": [(_BREAK, " "), (_AUTOLINK, r"\1")],
    "[": [(_LINK, _plain_link)],
    "*": [(_BULLET, r"\1- "), (_STRONG, r"\2"), (_EMPHASIS, r"\1")],
    "+": [(_BULLET, r"\1- ")],
    "_": [(_UNDERSCORES, r"\2")],
    "\\": [(_HARD_BREAK, ""), (_ESCAPE, r"\1")],
}
