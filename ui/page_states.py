"""What Gradio keeps for each open page, without the descriptions of its components.

They took a tenth of the processor under load, and are read by nothing but Gradio's deep links, which we do not have.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.routes import App
from gradio.state_holder import SessionState, StateHolder


class PageState(SessionState):  # type: ignore[misc]
    """The state of one page: its conversation."""

    def __init__(self, page: gr.Blocks) -> None:
        super().__init__(SimpleNamespace(default_config=page.default_config, blocks={}))

    def _update_config(self, key: int) -> None:
        """Nothing is described."""

    def _update_value_in_config(self, key: int, value: Any) -> None:
        """Nothing is described."""


class PageStates(StateHolder):  # type: ignore[misc]
    """Those of all pages."""

    def __getitem__(self, session: str) -> SessionState:
        if session not in self.session_data:
            self.session_data[session] = PageState(self.blocks)
        return super().__getitem__(session)


def keep_only_conversations(app: FastAPI, page: gr.Blocks) -> None:
    """From now on, in the application where the page is mounted."""
    (mounted,) = (inside for route in app.routes if isinstance(inside := getattr(route, "app", None), App))
    mounted.state_holder = PageStates()
    mounted.state_holder.set_blocks(page)
