"""Our stylesheets, put together from the files beside this one. Colours and source cards are the same everywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).resolve().parent
_ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='7' fill='%2305565f'/%3E"
    "%3Cpath d='M9 10h14v9h-8l-4 4v-4H9z' fill='%23fff'/%3E%3C/svg%3E"
)
ICON_LINK: Final = f'<link rel="icon" href="{_ICON}">'


@cache
def chat_css() -> str:
    """For the chat, where Gradio sets the class ``dark``."""
    return _read("colours.css") + _read("page.css") + _read("cards.css") + _read("forms.css")


@cache
def plain_css() -> str:
    """For pages of plain HTML, where the reader's own setting decides between light and dark."""
    light, dark = _read("colours.css").split(".dark {")
    dark = f"@media (prefers-color-scheme: dark) {{ :root {{{dark}}}\n"
    return light + dark + "".join(map(_read, ("plain.css", "cards.css", "forms.css", "answers.css")))


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
