"""The looks: our own colours (colours.css), the reader's own system font, and the script as a file beside this one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

import gradio as gr

from ui import texts

_HERE: Final = Path(__file__).resolve().parent
_FONTS: Final = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "Arial", "sans-serif")


@cache
def script() -> str:
    """The page's script, with the words it says."""
    source = (_HERE / "page.js").read_text(encoding="utf-8")
    return source.replace('"WORDS"', json.dumps(texts.SCRIPT_WORDS, ensure_ascii=False))


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
        "checkbox_background_color": "var(--yta)",
        "checkbox_background_color_selected": "var(--accent-fyll)",
        "checkbox_border_color": "var(--stark-kant)",
        "checkbox_border_color_hover": "var(--accent)",
        "checkbox_border_color_focus": "var(--accent)",
        "checkbox_border_color_selected": "var(--accent-fyll)",
        "checkbox_label_background_fill": "transparent",
        "checkbox_label_background_fill_hover": "transparent",
        "checkbox_label_background_fill_selected": "transparent",
        "checkbox_label_border_color": "transparent",
        "checkbox_label_border_color_hover": "transparent",
        "checkbox_label_border_color_selected": "transparent",
        "checkbox_label_text_color": "var(--text)",
        "checkbox_label_text_color_selected": "var(--text)",
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
