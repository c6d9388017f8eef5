"""What is set on the machine for other programs opens nothing and sends nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.environment import REFUSED, TOLD, make_harmless, refuse
from assistant.errors import SettingsError
from ui import cli

DANGEROUS = {
    "GRADIO_SHARE": "True",
    "GRADIO_ANALYTICS_ENABLED": "True",
    "GRADIO_ALLOWED_PATHS": "/",
    "GRADIO_ROOT_PATH": "https://tracker.example",
    "GRADIO_RUN_HISTORY": "True",
    "GRADIO_VIBE_MODE": "1",
    "ANONYMIZED_TELEMETRY": "True",
    "CHROMA_OTEL_COLLECTION_ENDPOINT": "https://tracker.example",
    "CHROMA_API_IMPL": "chromadb.api.fastapi.FastAPI",
    "CHROMA_SERVER_HOST": "tracker.example",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "https://tracker.example",
    "LANGSMITH_TRACING": "true",
    "LANGCHAIN_TRACING_V2": "true",
    "LANGSMITH_ENDPOINT": "https://tracker.example",
    "LANGSMITH_API_KEY": "hemligt",
    "HF_HUB_OFFLINE": "0",
    "HF_HUB_DISABLE_TELEMETRY": "0",
    "SPACE_ID": "nagon/annan",
    "OAUTH_CLIENT_ID": "nagon",
    "OPENAI_LOG": "debug",
}
LOOK = """
import json, os
import ui.app
import gradio, huggingface_hub.constants as hub, langsmith.utils
ui.app.create_app(lambda: None, ui.app.Settings())
blocks = gradio.Blocks()
print(json.dumps({
    "left": sorted(set(os.environ) & set(json.loads(os.environ["NAMES"]))),
    "analytics": blocks.analytics_enabled, "root": blocks.root_path, "vibe": blocks.vibe_mode, "space": blocks.space_id,
    "offline": hub.HF_HUB_OFFLINE, "telemetry": not hub.HF_HUB_DISABLE_TELEMETRY,
    "tracing": langsmith.utils.tracing_is_enabled(),
}))
"""


def test_the_libraries_themselves_see_nothing_of_it() -> None:
    """Gradio, the model hub and LangSmith in a process where everything was turned on."""
    environment = {**os.environ, **DANGEROUS, "NAMES": json.dumps([name for name in DANGEROUS if name not in TOLD])}
    done = subprocess.run([sys.executable, "-c", LOOK], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "left": [], "analytics": False, "root": "", "vibe": False, "space": None,
        "offline": True, "telemetry": False, "tracing": False,
    }  # fmt: skip


def test_chroma_is_told_nothing_by_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.adapters.chroma import _client

    (tmp_path / ".env").write_text("CHROMA_SERVER_HOST=tracker.example\nANONYMIZED_TELEMETRY=True\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANONYMIZED_TELEMETRY", "True")
    client = _client(tmp_path / "chroma")
    settings = client.get_settings()
    client.close()
    assert not settings.anonymized_telemetry
    assert settings.chroma_server_host is None


@pytest.mark.parametrize("name", REFUSED)
def test_what_opens_the_page_to_others_is_refused_in_swedish(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv(name, "True")
    assert cli.main(["chat", "--data-dir", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert f"{name} är satt" in told
    assert f"Ta bort {name}" in told


def test_turned_off_is_not_turned_on() -> None:
    for value in ("", "0", "False", " no ", "OFF"):
        refuse({"GRADIO_SHARE": value})
    with pytest.raises(SettingsError):
        refuse({"GRADIO_SHARE": "ja"})


def test_other_variables_are_left_alone() -> None:
    kept = {
        "PATH": "/usr/bin",
        "HTTPS_PROXY": "http://proxy.example",
        "CIVSAM_PORT": "7860",
        "GRADIO_TEMP_DIR": "/srv/t",
    }
    environment = {**kept, **DANGEROUS}
    make_harmless(environment)
    assert environment == {**kept, **TOLD}
