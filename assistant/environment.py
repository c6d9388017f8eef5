"""What the machine's environment could make the libraries do, and Civsam never does: call home, trace, share, open files.

Whoever sets GRADIO_SHARE wants something that is refused with words. The rest is made harmless without them: a variable that
was set for another program must not send a question anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Final

from assistant.errors import SettingsError

# What the libraries are told, whatever was set before: no statistics, no traces, no model fetched from the network.
TOLD: Final = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",  # who asked when, for a monitoring page that we do not have,
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",  # and is summed up anew after each event
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "OTEL_SDK_DISABLED": "true",
}
# Everything else that these libraries read: where to send, what to open, what to write in a log.
REMOVED: Final = ("GRADIO_", "CHROMA_", "LANGSMITH_", "LANGCHAIN_", "OTEL_", "SPACE_", "OAUTH_")
REMOVED_NAMES: Final = frozenset(
    {"SPACES_ZERO_GPU", "OPENID_PROVIDER_URL", "OPENAI_LOG", "ANTHROPIC_LOG", "HTTPX_LOG_LEVEL"}
)
KEPT: Final = frozenset({"GRADIO_TEMP_DIR"})  # where temporary files lie is the operator's business
# What opens the page to others than the operator has chosen, and what it would have done.
REFUSED: Final = {
    "GRADIO_SHARE": "skulle visa chatten genom någon annans server",
    "GRADIO_ALLOWED_PATHS": "skulle lämna ut filer på datorn",
    "GRADIO_VIBE_MODE": "skulle låta besökare skriva om programmet",
    "GRADIO_WATCH_DIRS": "skulle byta ut programmet medan det är igång",
    "GRADIO_MCP_SERVER": "skulle öppna en väg in bredvid Civsams egen",
}
_OFF: Final = frozenset({"", "0", "false", "no", "off"})


def refuse(environment: Mapping[str, str]) -> None:
    """Raises SettingsError naming the first variable that would open the page to others. Call it before make_harmless."""
    for name, effect in REFUSED.items():
        if environment.get(name, "").strip().lower() not in _OFF:
            raise SettingsError(
                f"{name} är satt. Det {effect}, och det gör Civsam aldrig",
                where="miljövariablerna",
                next_step=f"Ta bort {name} och starta igen. Vem som når sidan bestämmer du med CIVSAM_HOST",
            )


def make_harmless(environment: MutableMapping[str, str]) -> None:
    """Change the environment so that no library sends, traces, opens or logs anything of its own. Before they are imported."""
    for name in [name for name in environment if _is_removed(name)]:
        del environment[name]
    environment.update(TOLD)


def _is_removed(name: str) -> bool:
    return name in REMOVED_NAMES or (name.startswith(REMOVED) and name not in KEPT)
