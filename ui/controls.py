"""The parts of the chat that belong together, as Gradio's components. Made where they are called, inside the layout."""

from __future__ import annotations

from typing import NamedTuple

import gradio as gr

from assistant.domain import AREAS
from ui import frame, texts
from ui.followups import MOST


class Again(NamedTuple):
    """What one can do after an answer."""

    retry: gr.Button
    edit: gr.Button
    followups: list[gr.Button]


class Limiting(NamedTuple):
    """The folded filters. ``fields`` in the order of Limits.of."""

    fold: gr.Accordion
    fields: list[gr.components.Component]
    clear: gr.Button


def conversation() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="samtal",
        label=texts.CONVERSATION,
        height=None,
        buttons=[],
        feedback_options=None,
        latex_delimiters=[],
        autoscroll=False,
        layout="bubble",
    )


def box() -> gr.Textbox:
    return gr.Textbox(
        label=texts.QUESTION_LABEL,
        info=texts.QUESTION_HINT,
        lines=1,
        max_lines=6,
        html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
    )


def again() -> Again:
    """Retry, edit, and questions to go on with."""
    with gr.Column(elem_id="vidare"):
        gr.Markdown(frame.followups_heading(), latex_delimiters=[])
        with gr.Row(elem_id="foljdfragor"):
            followups = [gr.Button("", size="sm") for _ in range(MOST)]
    with gr.Row(elem_id="igen"):
        retry = gr.Button(texts.RETRY, size="sm", elem_id="forsok")
        edit = gr.Button(texts.EDIT, size="sm", elem_id="andra")
    return Again(retry, edit, followups)


def limiting() -> Limiting:
    """Places, kinds, only what is in force, and a day."""
    with gr.Accordion(texts.LIMITS, open=False, elem_id="avgransa") as fold:
        gr.Markdown(frame.limits_hint(), latex_delimiters=[])
        areas = gr.CheckboxGroup([(texts.area(name), name) for name in AREAS], label=texts.AREA, elem_id="platser")
        kinds = gr.CheckboxGroup([(words, name) for name, words in texts.KINDS.items()], label=texts.KIND)
        in_force = gr.Checkbox(label=texts.LIMIT_IN_FORCE)
        day = gr.Textbox(
            label=texts.LIMIT_DAY,
            info=texts.LIMIT_DAY_HINT,
            lines=1,
            max_lines=1,
            max_length=10,
            elem_id="dag",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        clear = gr.Button(texts.LIMIT_CLEAR, size="sm", elem_id="rensa")
    return Limiting(fold, [areas, kinds, in_force, day], clear)


def examples() -> list[tuple[str, gr.Button]]:
    """Questions to begin with, by who asks."""
    buttons = []
    gr.Markdown(frame.examples_heading(), latex_delimiters=[])
    with gr.Row(elem_id="exempel"):
        for group in texts.EXAMPLES:
            with gr.Column():
                gr.Markdown(frame.group_heading(group.heading), latex_delimiters=[])
                buttons += [(question, gr.Button(question, size="sm")) for question in group.questions]
    return buttons


def returning() -> tuple[gr.Textbox, gr.Textbox]:
    """Where the script tells the page's word, and where it tells which conversation there was before a reload."""
    word, words = (
        gr.Textbox(label=texts.CONVERSATION, visible="hidden", elem_id=name) for name in ("ord", "aterkomst")
    )
    return word, words
