"""The looks: one accent colour, the reader's own system font, our stylesheet and script as files beside this one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import gradio as gr

_HERE: Final = Path(__file__).resolve().parent
_FONTS: Final = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "Arial", "sans-serif")
_ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='7' fill='%2305565f'/%3E"
    "%3Cpath d='M9 10h14v9h-8l-4 4v-4H9z' fill='%23fff'/%3E%3C/svg%3E"
)
HEAD: Final = f'<link rel="icon" href="{_ICON}">'


@cache
def script() -> str:
    return (_HERE / "page.js").read_text(encoding="utf-8")


@cache
def stylesheet() -> str:
    return (_HERE / "page.css").read_text(encoding="utf-8")


def theme() -> gr.themes.Base:
    """Gradio's variables point at our own (page.css), which know light and dark."""
    ours = {
        "body_background_fill": "var(--grund)",
        "body_text_color": "var(--text)",
        "body_text_color_subdued": "var(--svag)",
        "background_fill_primary": "var(--yta)",
        "background_fill_secondary": "var(--grund)",
        "block_background_fill": "transparent",
        "block_label_text_color": "var(--text)",
        "block_title_text_color": "var(--text)",
        "block_info_text_color": "var(--svag)",
        "border_color_primary": "var(--kant)",
        "link_text_color": "var(--accent)",
        "link_text_color_hover": "var(--accent)",
        "link_text_color_active": "var(--accent)",
        "link_text_color_visited": "var(--accent)",
        "input_background_fill": "var(--yta)",
        "input_border_color": "var(--stark-kant)",
        "input_border_color_focus": "var(--accent)",
        "input_placeholder_color": "var(--svag)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent-djup)",
        "button_primary_text_color": "var(--pa-accent)",
        "button_secondary_background_fill": "var(--yta)",
        "button_secondary_background_fill_hover": "var(--accent-svag)",
        "button_secondary_text_color": "var(--text)",
        "button_secondary_border_color": "var(--stark-kant)",
    }
    both = ours | {f"{name}_dark": value for name, value in ours.items()}
    return gr.themes.Base(font=_FONTS, font_mono=("ui-monospace", "monospace")).set(**both)
