"""The one door between text and HTML: everything foreign is escaped here."""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import urlsplit

# Besides HTML's own characters, those Markdown and LaTeX act on: the page's HTML passes a Markdown renderer.
_ACTIVE: Final = "&<>\"'`*_[]!$\\|~"
_ENTITIES: Final = {ord(character): f"&#{ord(character)};" for character in _ACTIVE}


def escape(text: str) -> str:
    """``text`` as one line of HTML that means exactly ``text``: no tag, no Markdown, no invisible control."""
    return visible(text).translate(_ENTITIES)


def visible(text: str) -> str:
    """``text`` as one line, without the characters that cannot be seen."""
    return "".join(" " if character.isspace() else character for character in text if _is_shown(character))


def _is_shown(character: str) -> bool:
    """Drops what can hide or reorder words on screen (control and bidirectional characters) but keeps whitespace."""
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Cn"}


def element(tag: str, *children: str, css: str = "", attributes: str = "") -> str:
    """An element around HTML that is already safe. ``css`` is the class, ``attributes`` are written as they are."""
    names = f' class="{css}"' if css else ""
    extra = f" {attributes}" if attributes else ""
    return f"<{tag}{names}{extra}>{''.join(children)}</{tag}>"


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
