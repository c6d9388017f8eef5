"""The API: the same JSON as the command line, and a Swedish sentence for everything that is wrong."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from door_fakes import DoorFake, opened
from hostile import HOSTILE, Page
from page_fakes import SECRET
from starlette.testclient import TestClient

from assistant.answer import Assistant
from assistant.domain import Filters, Question
from assistant.settings import Settings
from ui import texts
from ui.api_shapes import AnswerOut, DocumentsOut, ErrorOut, SearchOut
from ui.app import create_app
from ui.as_json import answer_json, search_json
from ui.chat import Session, ask
from ui.doors import Doors
from ui.line import Crowded, Line
from ui.security import BODY_LIMIT

LIMIT = 500


@pytest.fixture(scope="module")
def fake() -> DoorFake:
    return DoorFake()


@pytest.fixture(scope="module")
def client(fake: DoorFake) -> Iterator[TestClient]:
    with opened(fake, Settings(question_limit=LIMIT)) as client:
        yield client


@pytest.fixture(scope="module")
def real(assistant: Assistant) -> Iterator[TestClient]:
    with opened(assistant, Settings()) as client:  # type: ignore[arg-type]
        yield client


def without_time(value: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in value.items() if name != "seconds"}


def test_an_answer_is_the_same_json_as_the_command_line_writes(real: TestClient, assistant: Assistant) -> None:
    text = "Hur mycket är träningspengen i Kumla?"
    reply = real.post("/api/v1/ask", json={"question": text, "today": "2026-11-21"})
    expected = answer_json(assistant.ask(Question(text, date(2026, 11, 21))))
    assert reply.status_code == 200
    assert without_time(reply.json()) == without_time(json.loads(json.dumps(expected)))
    AnswerOut.model_validate(reply.json())
    assert reply.json()["citations"]


def test_a_search_is_the_same_json_as_the_command_line_writes(real: TestClient, assistant: Assistant) -> None:
    text = "träningspeng"
    reply = real.post("/api/v1/search", json={"question": text, "today": "2026-11-21", "k": 3})
    expected = search_json(text, assistant.search(Question(text, date(2026, 11, 21)), 3))
    assert reply.json() == json.loads(json.dumps(expected))
    SearchOut.model_validate(reply.json())


def test_history_and_filters_reach_the_question(client: TestClient, fake: DoorFake) -> None:
    body = {
        "question": "Och i Nora?",
        "history": [{"role": "user", "text": "När söker man i Kumla?"}, {"role": "assistant", "text": "I mars."}],
        "filters": {"areas": ["Nora"], "kinds": ["bidragsregler"], "in_force_only": True},
    }
    assert client.post("/api/v1/ask", json=body).status_code == 200
    asked = fake.asked[-1]
    assert [(turn.role, turn.text) for turn in asked.history] == [
        ("user", "När söker man i Kumla?"), ("assistant", "I mars."),
    ]  # fmt: skip
    assert asked.filters == Filters(("Nora",), ("bidragsregler",), in_force_only=True)
    assert asked.today == date.today()


def test_an_empty_question_is_refused_by_the_assistant(real: TestClient) -> None:
    reply = real.post("/api/v1/ask", json={"question": "  "})
    assert (reply.status_code, reply.json()["error"][:15]) == (422, "Frågan är tom. ")


def test_every_document_is_listed(real: TestClient, assistant: Assistant) -> None:
    listed = real.get("/api/v1/documents").json()
    DocumentsOut.model_validate(listed)
    assert [one["document_id"] for one in listed["documents"]] == [one.id for one in assistant.generation.documents()]


def test_the_description_tells_what_really_comes(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert set(described["paths"]) == {"/ask", "/search", "/documents", "/grants"}
    assert described["servers"] == [{"url": "/api/v1"}]
    answer = described["components"]["schemas"]["AnswerOut"]
    reply = client.post("/api/v1/ask", json={"question": "Vad gäller?"}).json()
    assert set(answer["properties"]) == set(answer["required"]) == set(reply)
    assert "ValidationError" not in json.dumps(described)


def test_the_page_about_it_is_swedish_html_of_our_own(client: TestClient) -> None:
    reply = client.get("/api")
    page = Page(reply.text)
    assert reply.status_code == 200
    assert '<html lang="sv">' in reply.text
    assert not {"script", "img", "iframe", "link"} & (set(page.tags) - {"link"})
    for words in ("/api/v1/ask", "in_force_only", "curl", "AnswerOut", "503"):
        assert words in page.text
    places = {value for name, value in page.attributes if name == "id"}
    assert {link[1:] for link in page.links if link.startswith("#")} <= places


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "Fältet question saknas."),
        ({"question": 7}, "Fältet question ska vara en text."),
        ({"question": None}, "Fältet question ska vara en text."),
        ({"question": ["x"]}, "Fältet question ska vara en text."),
        ({"question": "x", "fraga": "y"}, "Fältet fraga finns inte."),
        ({"question": "x", "today": "i morgon"}, "Fältet today ska vara ett datum, ÅÅÅÅ-MM-DD."),
        ({"question": "x", "today": 20260101}, "Fältet today ska vara ett datum, ÅÅÅÅ-MM-DD."),
        ({"question": "x", "history": "y"}, "Fältet history ska vara en lista."),
        (
            {"question": "x", "history": [{"role": "robot", "text": "y"}]},
            "history.0.role ska vara user eller assistant.",
        ),
        ({"question": "x", "history": [{"role": "user"}]}, "Fältet history.0.text saknas."),
        ({"question": "x", "history": [{"role": "user", "text": "y"}] * 41}, "får ha högst 40 värden."),
        ({"question": "x", "filters": {"areas": ["Mars"]}}, "filters.areas.0 ska vara Askersund, Degerfors"),
        ({"question": "x", "filters": {"in_force_only": "ja"}}, "ska vara true eller false."),
        ({"question": "x", "filters": []}, "Fältet filters ska vara ett objekt."),
        ({"question": "x" * 20_000}, "Frågan är för lång"),
        ({"question": "x", "history": [{"role": "user", "text": "y" * 20_000}]}, "Frågan är för lång"),
    ],
)
def test_a_wrong_field_is_told_in_swedish(client: TestClient, body: object, words: str) -> None:
    reply = client.post("/api/v1/ask", json=body)
    error = ErrorOut.model_validate(reply.json()).error
    assert reply.status_code == 422
    assert words in error
    assert reply.headers["content-type"] == "application/json"


@pytest.mark.parametrize("k", [0, 51, "3", 1.5, True, 10**30])
def test_the_number_of_hits_is_a_number_within_bounds(client: TestClient, k: object) -> None:
    reply = client.post("/api/v1/search", json={"question": "x", "k": k})
    assert reply.status_code == 422
    assert "Fältet k ska vara" in reply.json()["error"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"question": ', b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 200_000, b'{"a":' * 100_000, b"NaN"],
)
def test_broken_json_is_told_in_swedish(client: TestClient, content: bytes) -> None:
    reply = client.post("/api/v1/ask", content=content, headers={"Content-Type": "application/json"})
    assert reply.status_code in (400, 422)
    assert "Skicka ett JSON-objekt" in reply.json()["error"] or "saknas" in reply.json()["error"]


def test_only_json_is_read(client: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        reply = client.post("/api/v1/ask", content=b'{"question": "x"}', headers={"Content-Type": kind})
        assert (reply.status_code, "JSON" in reply.json()["error"]) == (400, True)


@pytest.mark.parametrize("text", [*HOSTILE, "\x00\x01", "\u2028", "🧨" * 100])
def test_hostile_text_comes_back_as_text(client: TestClient, text: str) -> None:
    reply = client.post("/api/v1/ask", json={"question": text})
    assert (reply.status_code, reply.json()["question"]) == (200, text)
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_half_a_character_is_refused(client: TestClient) -> None:
    reply = client.post("/api/v1/ask", content=b'{"question": "\\ud800"}', headers={"Content-Type": "application/json"})
    assert reply.status_code == 422


def test_a_body_that_is_too_big_and_a_missing_address_are_told_as_json(client: TestClient) -> None:
    assert client.post("/api/v1/ask", content=b"x" * (BODY_LIMIT + 1)).status_code == 413
    for reply in (client.get("/api/v1/finns-inte"), client.post("/api/v1/x", json={}), client.options("/api/v1/ask")):
        assert reply.status_code == 404
        ErrorOut.model_validate(reply.json())
    wrong = client.get("/api/v1/ask")
    assert (wrong.status_code, wrong.json()["error"]) == (405, "Skicka med POST.")


def test_no_index_is_503_and_a_crash_is_500_without_the_words(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    missing = client.post("/api/v1/ask", json={"question": f"fel {SECRET}"})
    assert (missing.status_code, missing.headers["retry-after"]) == (503, "5")
    assert missing.json()["error"].startswith("Inget är inläst än.")
    crash = client.post("/api/v1/ask", json={"question": f"krasch {SECRET}"})
    assert crash.status_code == 500
    assert "/srv/hemligt" not in missing.text
    assert SECRET not in missing.text + crash.text + caplog.text


def test_no_other_site_may_read_the_answers(client: TestClient) -> None:
    reply = client.post("/api/v1/ask", json={"question": "x"}, headers={"Origin": "https://elak.example"})
    assert not [name for name in reply.headers if name.startswith("access-control")]
    assert reply.headers["civsam-api-version"] == "1"
    assert reply.headers["cache-control"] == "no-store"


def test_only_so_many_wait() -> None:
    go = threading.Event()

    async def four_at_once() -> list[object]:
        crowd = Doors(DoorFake, Settings(), Line(at_once=1, waiting=2))
        pieces = [asyncio.create_task(crowd.run(lambda _: go.wait(10))) for _ in range(4)]
        done, _ = await asyncio.wait(pieces, return_when=asyncio.FIRST_COMPLETED)
        go.set()
        assert len(done) == 1
        return await asyncio.gather(*pieces, return_exceptions=True)

    *served, refused = asyncio.run(four_at_once())
    assert served == [True, True, True]
    assert isinstance(refused, Crowded)


def test_a_crowd_is_told_to_come_back_by_every_door_that_is_a_request() -> None:
    app = create_app(DoorFake, Settings(), Line(at_once=1, waiting=-1))
    with TestClient(app, base_url="http://127.0.0.1:7860") as full:
        reply = full.post("/api/v1/ask", json={"question": "x"})
        page = full.post("/enkel", data={"fraga": "Vilka bidrag finns?"})
        file = full.post("/exportera/md", data={"fraga": "Vilka bidrag finns?"})
    assert reply.json()["error"] == f"{texts.CROWDED}. {texts.CROWDED_NEXT}"
    for told in (reply, page, file):
        assert (told.status_code, told.headers["retry-after"]) == (503, "5")
    for told in (page, file):
        assert texts.CROWDED in told.text
        assert "Vilka bidrag finns?" in told.text  # nobody has to write it again


def test_the_chat_and_the_other_doors_stand_in_one_line() -> None:
    async def chat_first() -> tuple[list[str | None], bool]:
        line, go = Line(at_once=1, waiting=5), threading.Event()
        taken = asyncio.create_task(Doors(DoorFake, Settings(), line).run(lambda _: go.wait(10)))
        while not line.length:
            await asyncio.sleep(0)
        told = []
        async for view in ask(DoorFake(), Session(), "Vilka bidrag finns?", limit=99, today=date.today(), line=line):
            told.append(view.status)
            if view.status == texts.in_line(1):
                go.set()
        return told, await taken

    told, was_served = asyncio.run(chat_first())
    assert was_served
    assert told.index(texts.in_line(1)) < len(told) - 1


def test_who_has_waited_too_long_for_a_request_is_told_to_come_back() -> None:
    async def wait() -> int:
        line = Line(at_once=1, waiting=5)
        line.join()
        with pytest.raises(Crowded):
            await line.turn(patience=0)
        for _ in range(3):
            await asyncio.sleep(0)
        return line.length

    assert asyncio.run(wait()) == 1


def test_who_leaves_the_line_makes_room() -> None:
    async def leave() -> int:
        line, go = Line(at_once=1, waiting=5), threading.Event()
        crowd = Doors(DoorFake, Settings(), line)
        first, second = (asyncio.create_task(crowd.run(lambda _: go.wait(10))) for _ in range(2))
        while line.length < 2:
            await asyncio.sleep(0)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        go.set()
        await first
        for _ in range(3):
            await asyncio.sleep(0)
        return line.length + crowd.inside

    assert asyncio.run(leave()) == 0
