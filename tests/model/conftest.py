"""Assistants whose language model is a scripted server on this machine, asked through the real client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chat_server import Ask, ChatServer, chat_server

from assistant.answer import Assistant
from assistant.settings import Settings
from assistant.wiring import load


@pytest.fixture(scope="session")
def _server() -> Iterator[ChatServer]:
    pytest.importorskip("langchain_openai", reason="langchain-openai saknas: pip install 'civsam[model]'")
    with chat_server() as running:
        yield running


@pytest.fixture
def server(_server: ChatServer) -> ChatServer:
    _server.will("INGET SVAR")
    return _server


@pytest.fixture
def with_model(settings: Settings, server: ChatServer) -> Iterator[Ask]:
    """Makes an assistant over the invented corpus; keywords are settings."""
    opened: list[Assistant] = []

    def make(base: Settings = settings, **changes: object) -> Assistant:
        chat = {"chat_model": "openai:prov", "chat_base_url": server.url, "chat_timeout": 10.0} | changes
        opened.append(load(Settings.model_validate(base.model_dump() | chat)))
        return opened[-1]

    yield make
    for assistant in opened:
        assistant.close()
