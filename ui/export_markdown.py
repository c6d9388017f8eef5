"""A saved file as Markdown: text that means only itself, and links to the sources. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ui.export_content import Piece, Role

_ACTIVE: Final = re.compile(r"([\\`*_\[\]<>&|~$])")
_STARTS: Final = re.compile(r"^(?:([-+#=])|(\d{1,9})([.)]))")
_BEFORE: Final = {
    Role.TITLE: "# ",
    Role.QUESTION: "## ",
    Role.HEADING: "### ",
    Role.SOURCE: "#### ",
    Role.BULLET: "- ",
    Role.QUOTE: "> ",
}


def markdown(pieces: Sequence[Piece]) -> bytes:
    """The file as UTF-8."""
    return ("\n\n".join(map(_line, pieces)) + "\n").encode()


def escaped(text: str) -> str:
    """``text`` so that a Markdown reader shows exactly ``text``."""
    safe = _ACTIVE.sub(r"\\\1", text)
    return _STARTS.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", safe)


def _line(piece: Piece) -> str:
    if piece.role is Role.LINK:
        return f"{escaped(piece.text)} <{piece.url.replace('<', '%3C').replace('>', '%3E')}>"
    text = escaped(piece.text)
    return f"*{text}*" if piece.role is Role.NOTE else _BEFORE.get(piece.role, "") + text
