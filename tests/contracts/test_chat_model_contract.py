"""The promises of ports.ChatModel, kept by the scripted model, the real client, and the patient one around both."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from chat_server import Script, chat_server

from assistant.adapters.chat import LangChainChatModel
from assistant.adapters.fakes import ScriptedChatModel
from assistant.adapters.patience import PatientChatModel
from assistant.errors import ModelUnavailable
from assistant.ports import ChatModel

TEXT = "Bidraget söks senast den 31 mars [1]. Det är högst 8 000 kr – å, ä och ö. 😀\n"
DOWN = ModelUnavailable("Manuset säger nej", next_step="Byt manus")
Make = Callable[[str], ChatModel]


@pytest.fixture(params=["scripted", "langchain", "patient scripted", "patient langchain"])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Makes a model that replies with a text; "half" breaks off after some of it, "down" does not reply at all."""
    patient = request.param.startswith("patient")

    def dressed(model: ChatModel) -> ChatModel:
        return PatientChatModel(model, timeout=10, sleep=lambda _: None) if patient else model

    if request.param.endswith("scripted"):
        replies = {"half": [TEXT, DOWN], "down": [DOWN]}
        yield lambda reply: dressed(ScriptedChatModel(replies.get(reply, reply)))
        return
    pytest.importorskip("langchain_openai", reason="langchain-openai saknas: pip install 'civsam[model]'")
    acts = {"half": Script(TEXT * 2, stops_after=len(TEXT) // 9 + 1), "down": Script(status=503)}
    with chat_server() as server:

        def model(reply: str) -> ChatModel:
            server.will(acts.get(reply, reply))
            return dressed(LangChainChatModel("openai:prov", base_url=server.url, timeout=10))

        yield model


def test_it_says_what_it_is(make: Make) -> None:
    assert make(TEXT).name.strip()


@pytest.mark.parametrize("text", [TEXT, TEXT * 40, "a", "{inte} {{en}} mall"])
def test_the_pieces_make_the_reply_and_none_is_empty(make: Make, text: str) -> None:
    pieces = list(make(text).stream("Du svarar kort.", "När?"))
    assert "".join(pieces) == text
    assert all(isinstance(piece, str) and piece for piece in pieces)


def test_an_empty_reply_has_no_pieces(make: Make) -> None:
    assert list(make("").stream("a", "b")) == []


def test_it_can_be_asked_again(make: Make) -> None:
    model = make(TEXT)
    for _ in range(3):
        assert "".join(model.stream("a", "b")) == TEXT


def test_a_reader_may_stop_at_any_piece(make: Make) -> None:
    model = make(TEXT * 10)
    stream = model.stream("a", "b")
    assert TEXT.startswith(next(stream))
    stream.close()  # type: ignore[attr-defined]
    assert "".join(model.stream("a", "b")) == TEXT * 10


def test_no_reply_is_model_unavailable_in_three_parts(make: Make) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        list(make("down").stream("a", "b"))
    assert caught.value.what
    assert caught.value.next_step


def test_what_came_before_it_broke_off_stands(make: Make) -> None:
    pieces: list[str] = []
    with pytest.raises(ModelUnavailable):
        pieces.extend(iter_into(pieces, make("half").stream("a", "b")))
    assert "".join(pieces).startswith(TEXT[:40])


def iter_into(pieces: list[str], stream: Iterator[str]) -> Iterator[str]:
    """Moves the pieces one at a time, so that those before an error are kept."""
    for piece in stream:
        pieces.append(piece)
    yield from ()
