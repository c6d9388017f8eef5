"""Settings come from CIVSAM_* and the command line, are checked once and never change."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.errors import SettingsError
from assistant.settings import BUILTIN_EMBEDDER, PREFIX, PROJECT, Settings, allowed, load_settings


def test_defaults() -> None:
    settings = load_settings({})
    assert settings.data_dir == PROJECT / "data"
    assert settings.corpus_dir == PROJECT / "corpus"
    assert settings.embedder == BUILTIN_EMBEDDER
    assert settings.host == "127.0.0.1", "only this machine, until somebody says otherwise"


def test_the_environment_is_read_and_other_variables_are_left_alone() -> None:
    environment = {"CIVSAM_DATA_DIR": "/tmp/x", "CIVSAM_PORT": "8080", "PATH": "/bin", "MY_CIVSAM_PORT": "1"}
    settings = load_settings(environment)
    assert settings.data_dir == Path("/tmp/x")
    assert settings.port == 8080


def test_the_command_line_wins_when_it_says_something() -> None:
    environment = {"CIVSAM_PORT": "8080", "CIVSAM_HOST": "0.0.0.0"}
    settings = load_settings(environment, port=9000, host=None)
    assert (settings.port, settings.host) == (9000, "0.0.0.0")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", ""),
        ("QUESTION_LIMIT", "0"),
        ("QUESTION_LIMIT", "många"),
        ("EMBEDDER", ""),
    ],
)
def test_a_value_that_cannot_be_used_names_the_variable_and_the_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({PREFIX + name: value})
    assert repr(value) in caught.value.what
    assert PREFIX + name in caught.value.where
    assert caught.value.next_step.startswith("Det ska vara ")
    assert name.lower() not in caught.value.what, "the name that a user knows is the variable's"


def test_a_value_given_by_a_flag_is_told_by_the_flag() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({}, port=80_000)
    assert caught.value.where == "flaggan --port"
    assert caught.value.next_step == "Det ska vara ett heltal från 1 till och med 65535"


def test_what_is_allowed_is_said_of_every_setting() -> None:
    for name, field in Settings.model_fields.items():
        limited = bool(field.metadata) or field.annotation is bool
        assert (allowed(name) == "en text") is not limited, name


def test_an_unknown_variable_is_named_with_those_that_exist() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"CIVSAM_DATADIR": "/tmp/x"})
    assert "CIVSAM_DATADIR" in caught.value.what
    for field in Settings.model_fields:
        assert PREFIX + field.upper() in caught.value.next_step


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        load_settings({}).port = 1  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Settings(okänd=1)  # type: ignore[call-arg]
