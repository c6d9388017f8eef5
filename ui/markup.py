"""The one door between text and HTML: everything foreign is escaped here."""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import urlsplit

# Besides HTML's own characters, those Markdown and LaTeX act on: the page's HTML passes a Markdown renderer.
_ACTIVE: Final = "&<>\"'`*_[]!$\\|~"
_ENTITIES: Final = {ord(character): f"&#{ord(character)};" for character in _ACTIVE}
_REMEMBERED: Final = 0x3000  # characters below this are looked up once each; there are a million above


class _Visible(dict[int, str]):
    """A table for ``str.translate`` that learns each character as it comes: itself, a blank or nothing."""

    def __missing__(self, code: int) -> str:
        shown = _shown(chr(code))
        if code < _REMEMBERED:
            self[code] = shown
        return shown


_VISIBLE: Final = _Visible()
_ESCAPED: Final = _Visible(_ENTITIES)


def escape(text: str) -> str:
    """``text`` as one line of HTML that means exactly ``text``: no tag, no Markdown, no invisible control."""
    return text.translate(_ESCAPED)


def visible(text: str) -> str:
    """``text`` as one line, without the characters that cannot be seen."""
    return text.translate(_VISIBLE)


def _shown(character: str) -> str:
    """Drops what can hide or reorder words on screen (control and bidirectional characters); whitespace becomes a blank."""
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Cn"} else character


def element(tag: str, *children: str, css: str = "", attributes: str = "") -> str:
    """An element around HTML that is already safe. ``css`` is the class, ``attributes`` are written as they are."""
    names = f' class="{css}"' if css else ""
    extra = f" {attributes}" if attributes else ""
    return f"<{tag}{names}{extra}>{''.join(children)}</{tag}>"


def under(column: str, *told: str) -> str:
    """A cell of a table, with its column's name before it; that is seen only where there is no room for columns."""
    filled = bool(column.strip() and "".join(told))
    return element("td", element("span", f"{escape(column)}: ", css="kolumn") if filled else "", *told)


def web_address(url: str | None) -> str | None:
    """``url`` when it is an http or https address with a host and nothing else; otherwise None."""
    if not url or any(character.isspace() or not character.isprintable() for character in url):
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and not parts.username and not parts.password
    except ValueError:
        return None
    return url if usable else None
