"""Markdown: headings, lists and tables stay; comments, rules, emphasis and link syntax go, so that quotes are plain."""

from __future__ import annotations

import html
import re

from assistant.domain import Page
from ingest.front_matter import split_front_matter
from ingest.readers import Reading
from ingest.readers.dates import find_date
from ingest.readers.text import decode

__all__ = ["decode", "plain_markdown", "read", "read_text"]

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = re.compile(r"[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)
_RULE = re.compile(r"(?:\A|(?<=\n\n)) {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE)
_QUOTED = re.compile(r"^ {0,3}>[ \t]?", re.MULTILINE)
_HARD_BREAK = re.compile(r"\\$", re.MULTILINE)
_LINK = re.compile(r"(!?)\[([^\[\]\n]{0,500})\]\(\s*<?([^()\s<>]{0,2000})>?(?:\s+\"[^\"\n]{0,300}\")?\s*\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>")
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
    text = _COMMENT.sub("", source)
    text = _QUOTED.sub("", text)
    text = _RULE.sub("", text)
    text = _BREAK.sub(" ", text)
    text = _HARD_BREAK.sub("", text)
    text = _AUTOLINK.sub(lambda found: found.group(1).removeprefix("mailto:"), text)
    text = _LINK.sub(_plain_link, text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(r"\1", text)
    text = _UNDERSCORES.sub(r"\2", text)
    text = _ESCAPE.sub(r"\1", text)
    return html.unescape(text)


def _plain_link(found: re.Match[str]) -> str:
    is_image, words, address = found.groups()
    bare = re.sub(r"^(?:https?://(?:www\.)?|mailto:)", "", address).rstrip("/")
    if is_image or not address.startswith(("https://", "http://", "mailto:")) or bare in words:
        return words
    return f"{words} ({address.removeprefix('mailto:')})"
