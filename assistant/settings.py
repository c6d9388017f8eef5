"""One frozen Settings, read once from the environment (CIVSAM_*)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from assistant.errors import SettingsError

PREFIX = "CIVSAM_"
PROJECT = Path(__file__).resolve().parent.parent
BUILTIN_EMBEDDER = "inbyggd"
# never shown: an address may hold a password
SECRET = frozenset({"chat_api_key", "chat_base_url", "editors", "chroma_url", "chroma_token"})


def _home() -> Path:
    """The checkout when we run from one, else the working directory."""
    return PROJECT if (PROJECT / "corpus").is_dir() else Path.cwd()


_LIMIT_WORDS = {"ge": "från", "gt": "över", "le": "till och med"}
_ALLOWED = {  # what those take whose values are no numbers
    "embedder": f"{BUILTIN_EMBEDDER}, eller namnet på en sökmodell eller dess mapp",
    "log": "json, eller tomt",
    "editor_header": "namnet på en rubrik, som X-Remote-User, eller tomt",
    "chroma_prefix": "små bokstäver, siffror och bindestreck, som civsam",
    "mcp": "true eller false",
    "chat_model": "leverantör och modell, som openai:gpt-4.1-mini, eller tomt",
    "chat_base_url": "en adress som börjar med http:// eller https://, eller tomt",
}


class Settings(BaseModel):
    """Everything that can be set. Environment: CIVSAM_ and the field's name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(default_factory=lambda: _home() / "data")
    corpus_dir: Path = Field(default_factory=lambda: _home() / "corpus")
    embedder: str = Field(default=BUILTIN_EMBEDDER, min_length=1)
    embedder_batch: int = Field(default=64, ge=1, le=4096)  # texts at a time; fewer need less memory
    query_prefix: str | None = None  # what a model wants in front of a question; None: what its name says
    passage_prefix: str | None = None
    reranker: str = ""  # a cross-encoder that puts the best hits in order; empty: none
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=1, le=65535)
    ocr_seconds: float = Field(default=20.0, ge=0, le=3600)  # for the scanned pages of one file; 0 turns it off
    question_limit: int = Field(default=2000, ge=1)
    answer_memory: int = Field(default=500, ge=0, le=100_000)  # answers kept in memory for who asks the same; 0: none
    feedback_days: int = Field(default=90, ge=0, le=3650)  # how long what visitors think is kept; 0 turns it off
    log: str = Field(default="", pattern=r"^$|^json$")  # json: messages and requests as lines of JSON
    operator: str = ""  # who runs the service and answers for it, as the page about it says
    operator_contact: str = ""  # where to reach them: an office's mail and switchboard, never a private person
    editors: SecretStr = SecretStr("")  # who may log in to the editors' pages: name:hash, with spaces between
    editor_header: str = Field(default="", pattern=r"^$|^[A-Za-z][A-Za-z0-9-]{1,60}$")  # a proxy names who is logged in
    audit_days: int = Field(default=365, ge=1, le=3650)  # how long it is kept what editors did
    chroma_url: str = ""  # a Chroma server that holds the passages' vectors; empty: they are searched for here
    chroma_token: SecretStr = SecretStr("")
    chroma_prefix: str = Field(default="civsam", pattern=r"^[a-z][a-z0-9-]{1,40}$")  # one for each knowledge base there
    mcp: bool = False  # let other assistants ask, at /mcp
    chat_model: str = Field(default="", pattern=r"^$|^[a-z0-9_]+:\S+$")  # provider:model; empty: no language model
    chat_base_url: str = Field(default="", pattern=r"^$|^https?://\S+$")
    chat_api_key: SecretStr = SecretStr("")
    chat_timeout: float = Field(default=30.0, gt=0, le=600)  # seconds for the whole reply


def load_settings(environment: Mapping[str, str] = os.environ, **overrides: object) -> Settings:
    """Settings from the environment; ``overrides`` (command-line options) win when not None.

    Raises SettingsError naming the first variable that is unknown or has a value that cannot be used.
    """
    values: dict[str, object] = {}
    for key, value in environment.items():
        if key.startswith(PREFIX):
            name = key.removeprefix(PREFIX).lower()
            if name not in Settings.model_fields:
                known = ", ".join(f"{PREFIX}{field.upper()}" for field in Settings.model_fields)
                raise SettingsError(
                    f"Inställningen {key} finns inte",
                    where="miljövariablerna",
                    next_step=f"Det här går att ställa in: {known}",
                )
            values[name] = value
    values |= {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        is_flag = overrides.get(name) is not None
        shown = "" if name in SECRET else f" {first['input']!r}"
        raise SettingsError(
            f"Värdet{shown} går inte att använda",
            where=f"flaggan --{name.replace('_', '-')}" if is_flag else f"miljövariabeln {PREFIX}{name.upper()}",
            next_step=f"Det ska vara {allowed(name)}",
        ) from error


def allowed(name: str) -> str:
    """What the field of this name takes, in Swedish."""
    if name in _ALLOWED:
        return _ALLOWED[name]
    field = Settings.model_fields[name]
    if field.annotation not in (int, float):
        return "en text"
    number = "ett heltal" if field.annotation is int else "ett tal"
    limits = (
        f"{word} {getattr(limit, kind)}"
        for limit in field.metadata
        for kind, word in _LIMIT_WORDS.items()
        if hasattr(limit, kind)
    )
    return " ".join((number, *limits))
