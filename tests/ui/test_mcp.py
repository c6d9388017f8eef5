"""MCP by setting: one JSON-RPC message in, one out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from door_fakes import DoorFake, opened
from page_fakes import SECRET
from starlette.testclient import TestClient

from assistant.settings import Settings
from ui.api_shapes import AnswerOut, SearchOut
from ui.mcp import VERSIONS


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with opened(DoorFake(), Settings(mcp=True, question_limit=500)) as client:
        yield client


def call(client: TestClient, method: str, **params: Any) -> dict[str, Any]:
    reply = client.post("/mcp", json={"jsonrpc": "2.0", "id": 7, "method": method, "params": params})
    assert reply.status_code == 200
    assert reply.json()["jsonrpc"] == "2.0"
    assert reply.json()["id"] == 7
    return dict(reply.json())


def test_it_is_off_until_somebody_turns_it_on() -> None:
    assert Settings().mcp is False
    with opened(DoorFake(), Settings()) as client:
        assert client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "ping"}).status_code == 404


@pytest.mark.parametrize(("asked", "given"), [(VERSIONS[1], VERSIONS[1]), ("2030-01-01", VERSIONS[0])])
def test_the_versions_are_agreed_upon(client: TestClient, asked: str, given: str) -> None:
    result = call(client, "initialize", protocolVersion=asked, capabilities={}, clientInfo={})["result"]
    assert result["protocolVersion"] == given
    assert result["capabilities"] == {"tools": {}}
    told = client.post("/mcp", json={"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert (told.status_code, told.content) == (202, b"")
    assert call(client, "ping")["result"] == {}


def test_the_tools_answer_like_the_api(client: TestClient) -> None:
    tools = call(client, "tools/list")["result"]["tools"]
    assert [tool["name"] for tool in tools] == ["fraga", "sok"]
    assert tools[0]["inputSchema"]["required"] == ["question"]
    answer = call(client, "tools/call", name="fraga", arguments={"question": "Vad gäller?"})["result"]
    assert not answer["isError"]
    AnswerOut.model_validate(answer["structuredContent"])
    found = call(client, "tools/call", name="sok", arguments={"question": "x", "k": 1})["result"]
    assert len(SearchOut.model_validate(found["structuredContent"]).hits) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"question": 7}, "Fältet question ska vara en text."),
        ({}, "Fältet question saknas."),
        ({"question": "x" * 20_000}, "Frågan är för lång"),
        ({"question": f"fel {SECRET}"}, "Inget är inläst än."),
        ({"question": f"krasch {SECRET}"}, "Något gick fel"),
    ],
)
def test_a_fault_is_for_the_model_to_read(
    client: TestClient, arguments: dict[str, Any], words: str, caplog: pytest.LogCaptureFixture
) -> None:
    result = call(client, "tools/call", name="fraga", arguments=arguments)["result"]
    assert result["isError"]
    assert words in result["content"][0]["text"]
    assert SECRET not in result["content"][0]["text"] + caplog.text


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"{", 400, -32700),
        (b"[" * 100_000, 400, -32700),
        (b"[]", 200, -32600),
        (b'{"id": 1, "method": "ping"}', 200, -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": 5}', 200, -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/drop"}', 200, -32601),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": [1]}', 200, -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "rm"}}', 200, -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": ["rm"]}}', 200, -32602),
    ],
)
def test_what_is_no_message_is_refused(client: TestClient, content: bytes, status: int, code: int) -> None:
    reply = client.post("/mcp", content=content, headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code)


def test_a_page_of_another_site_is_refused(client: TestClient) -> None:
    message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert client.post("/mcp", json=message, headers={"Origin": "https://elak.example"}).status_code == 403
