"""Civsam as a tool for other assistants: the Model Context Protocol over HTTP, when CIVSAM_MCP is on. No library, no state.

One POST holds one JSON-RPC message and gets one JSON reply; there is nothing to stream and no session to keep.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ValidationError

from ui import texts
from ui.api_shapes import AnswerOut, AskIn, SearchIn, SearchOut, fault_words, too_long
from ui.as_json import Json, answer_json, search_json
from ui.doors import Doors, told
from ui.forms import from_our_own_page

ADDRESS: Final = "/mcp"
VERSIONS: Final = ("2025-06-18", "2025-03-26")  # newest first; what we use is the same in both
_PARSE, _INVALID, _NO_METHOD, _BAD_PARAMS = -32700, -32600, -32601, -32602


class RpcError(Exception):
    """A JSON-RPC error: the caller's program is wrong."""

    def __init__(self, code: int, words: str) -> None:
        self.code = code
        super().__init__(words)


def routes(doors: Doors) -> APIRouter:
    """POST /mcp; nothing is there when the setting is off."""
    router = APIRouter()

    @router.post(ADDRESS)
    async def receive(request: Request) -> Response:
        if not doors.settings.mcp:
            return JSONResponse({"error": texts.API_REFUSALS[404]}, 404)
        if not from_our_own_page(request.headers):  # a page of another site, by a name that points here
            return JSONResponse({"error": texts.FORM_FOREIGN}, 403)
        identifier = None
        try:
            message = _message(await request.body())
            identifier = message.get("id")
            if identifier is None:  # a notification
                return Response(status_code=202)
            result = await _handle(doors, message.get("method"), message.get("params") or {})
        except RpcError as error:
            fault = {"code": error.code, "message": str(error)}
            return _reply(identifier, {"error": fault}, 400 if error.code == _PARSE else 200)
        return _reply(identifier, {"result": result})

    return router


def _message(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        raise RpcError(_PARSE, texts.API_BODY) from None
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0" or not isinstance(message.get("method"), str):
        raise RpcError(_INVALID, texts.API_BODY)
    return message


async def _handle(doors: Doors, method: object, params: object) -> Json:
    if not isinstance(params, dict):
        raise RpcError(_BAD_PARAMS, texts.API_OBJECT)
    match method:
        case "initialize":
            asked = params.get("protocolVersion")
            return {
                "protocolVersion": asked if asked in VERSIONS else VERSIONS[0],
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "civsam", "title": texts.TITLE, "version": "1"},
                "instructions": f"{texts.TAGLINE}. {texts.MCP_INSTRUCTIONS}",
            }
        case "ping":
            return {}
        case "tools/list":
            return {"tools": [_tool("fraga", AskIn, AnswerOut), _tool("sok", SearchIn, SearchOut)]}
        case "tools/call":
            return await _call(doors, params.get("name"), params.get("arguments") or {})
        case _:
            raise RpcError(_NO_METHOD, texts.API_REFUSALS[404])


async def _call(doors: Doors, name: object, arguments: object) -> Json:
    """A fault of ours is a result that says so, since the model should read it; an unknown tool is not."""
    works: dict[str, Callable[[], Awaitable[Json]]] = {
        "fraga": lambda: _ask(doors, arguments),
        "sok": lambda: _search(doors, arguments),
    }
    if not isinstance(name, str) or name not in works:
        raise RpcError(_BAD_PARAMS, texts.MCP_UNKNOWN)
    try:
        found = await works[name]()
    except ValidationError as error:
        return _said(fault_words(error.errors()), faulty=True)
    except Exception as error:  # the last border before another program
        _, problem = told(error)
        return _said(" ".join(part for part in problem if part), faulty=True)
    return _said(json.dumps(found, ensure_ascii=False)) | {"structuredContent": found}


async def _ask(doors: Doors, arguments: object) -> Json:
    asked = AskIn.model_validate(arguments)
    too_long(asked, doors.settings.question_limit)
    return answer_json(await doors.answer(asked.to_question()))


async def _search(doors: Doors, arguments: object) -> Json:
    asked = SearchIn.model_validate(arguments)
    too_long(asked, doors.settings.question_limit)
    return search_json(asked.question, await doors.search(asked.to_question(), asked.k))


def _tool(name: str, takes: type[BaseModel], gives: type[BaseModel]) -> Json:
    return {
        "name": name,
        "description": texts.MCP_TOOLS[name],
        "inputSchema": takes.model_json_schema(),
        "outputSchema": gives.model_json_schema(),
        "annotations": {"readOnlyHint": True, "openWorldHint": False},
    }


def _said(words: str, *, faulty: bool = False) -> Json:
    return {"content": [{"type": "text", "text": words}], "isError": faulty}


def _reply(identifier: object, content: Json, status: int = 200) -> JSONResponse:
    return JSONResponse({"jsonrpc": "2.0", "id": identifier} | content, status, headers={"Cache-Control": "no-store"})
