"""A chat model by setting ("openai:…", "ollama:…"), through LangChain. No tools, no tracing, nothing logged."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from assistant.errors import ModelUnavailable

WHERE = "inställningen CIVSAM_CHAT_MODEL"
NO_KEY = "ingen"  # the client wants a key, also for a server of one's own that asks for none
_ONE_TEMPERATURE = re.compile(r"(?:o\d|gpt-5)")  # models that refuse to be told how freely to write


class LangChainChatModel:
    """One model. It is made at the first question: the library takes a second to import."""

    def __init__(self, model: str, *, base_url: str = "", api_key: str = "", timeout: float = 30.0) -> None:
        self._provider, _, self._model_name = model.partition(":")
        self.name = model
        self._options = _options(self._provider, self._model_name, base_url, api_key, timeout)
        self._model: Any = None
        self._lock = threading.Lock()
        package = f"langchain_{self._provider}"
        if find_spec(package) is None:
            name = package.replace("_", "-")
            raise ModelUnavailable(
                f"Paketet {name} saknas, och utan det går det inte att fråga {model}",
                where=WHERE,
                next_step=f"Kör: {_installing(name)} – eller töm inställningen, så svarar Civsam med utdrag",
            )

    def stream(self, system: str, user: str) -> Iterator[str]:
        """The pieces of one reply. Every error of the library becomes ModelUnavailable, without what it said: that may
        hold the key or the text."""
        ended = False
        try:
            for chunk in self._chunks([("system", system), ("human", user)]):
                ended = ended or bool(_reason(chunk))
                if text := str(chunk.text):
                    yield text
        except ModelUnavailable:
            raise
        except Exception as error:
            raise self._unavailable(f"svarar inte ({type(error).__name__})") from None
        if not ended and self._provider == "openai":
            raise self._unavailable("slutade mitt i svaret")

    def _chunks(self, messages: list[tuple[str, str]]) -> Iterator[Any]:
        from langsmith import tracing_context

        with tracing_context(enabled=False):
            stream = iter(self._made().stream(messages))
            first = next(stream, None)
        if first is not None:
            yield first
            yield from stream

    def _made(self) -> Any:
        from langchain.chat_models import init_chat_model

        with self._lock:
            if self._model is None:
                self._model = init_chat_model(self._model_name, model_provider=self._provider, **self._options)
            return self._model

    def _unavailable(self, what: str) -> ModelUnavailable:
        return ModelUnavailable(
            f"Språkmodellen {self.name} {what}",
            where=WHERE,
            next_step="Kontrollera adress, nyckel och modellens namn, eller töm inställningen",
        )


def _installing(name: str) -> str:
    """The command that leaves the tested versions as they are."""
    wanted = "-e '.[model]'" if name == "langchain-openai" else name
    return f".venv/bin/pip install -c constraints.txt {wanted}"


def _options(provider: str, model: str, base_url: str, api_key: str, timeout: float) -> dict[str, Any]:
    options: dict[str, Any] = {"base_url": base_url} if base_url else {}
    if not (provider == "openai" and _ONE_TEMPERATURE.match(model)):
        options["temperature"] = 0.0
    if provider == "ollama":
        return options | {"client_kwargs": {"timeout": timeout}}
    if api_key or base_url:
        options["api_key"] = api_key or NO_KEY
    if provider == "openai":
        options["use_responses_api"] = False  # the one path that every compatible server has
    return options | {"timeout": timeout, "max_retries": 0}


def _reason(chunk: Any) -> object:
    """Why the model stopped, in the chunk that says so."""
    return (getattr(chunk, "response_metadata", None) or {}).get("finish_reason")
