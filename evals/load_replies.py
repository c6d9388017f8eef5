"""What a reply to a visitor under load was: an answer, a word about waiting, or a fault; and which versions it quotes. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

ANSWERED: Final = "answered"
TURNED_AWAY: Final = "turned away"  # the line was full, and that was said
FAILED: Final = "failed"
CONVERSATION, STATUS, SOURCES = 0, 1, 3  # where a chat's outputs have what is looked at (``ui.layout.build``)
_VERSION: Final = re.compile(r"är (\d{4,}) kronor per medlem")
IS_FULL: Final = "Kön är full"  # what the page says to whom it turns away,
IS_IN_LINE: Final = "står före din i kön"  # and to whom it lets wait


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: by which door, when (seconds since the start), how long it took and when waiting was told, if it was."""

    door: str
    at: float
    seconds: float
    outcome: str
    told: float | None = None
    versions: tuple[str, ...] = ()
    generation: str = ""
    fault: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, values: dict[str, Any]) -> Asked:
        return cls(**{**values, "versions": tuple(values["versions"])})


def sheet(number: int, version: int) -> str:
    """The text of a sheet that says which version it is, so that an answer out of two can be told."""
    return f"# Blad {number}\n\n## Belopp\n\nBidraget i blad {number} är {version} kronor per medlem.\n"


def sheet_question(number: int) -> str:
    """A question that such a sheet answers."""
    return f"Hur stort är bidraget i blad {number}?"


def versions_of(text: str) -> tuple[str, ...]:
    """The versions that a text quotes; more than one is a mixed answer."""
    return tuple(sorted(set(_VERSION.findall(text))))


def events_of(pieces: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The messages of a stream of server-sent events, as each becomes whole."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            if line.startswith(b"data: "):
                yield json.loads(line[6:])


def says_waiting(event: dict[str, Any]) -> bool:
    """Whether the page tells this visitor how many are before it."""
    return event.get("msg") == "process_generating" and IS_IN_LINE in json.dumps(event["output"], ensure_ascii=False)


def chat_outcome(event: dict[str, Any]) -> tuple[str, tuple[str, ...], str]:
    """Outcome, versions and fault of the last message of a chat's stream."""
    values = event.get("output", {}).get("data") or []
    if not event.get("success") or len(values) <= SOURCES:
        return FAILED, (), f"{event.get('msg', 'ingen händelse')}: {str(event)[:120]}"
    if IS_FULL in str(values[STATUS]):
        return TURNED_AWAY, (), ""
    said = values[CONVERSATION] or [{}]
    reply = json.dumps(said[-1], ensure_ascii=False)
    if "kopiering" not in reply:
        return FAILED, (), f"inget svar: {reply[:120]}"
    return ANSWERED, versions_of(reply + str(values[SOURCES])), ""


def api_outcome(status: int, body: dict[str, Any]) -> tuple[str, tuple[str, ...], str]:
    """The same of a reply of ``/api/v1/ask``."""
    if status == 503 and IS_FULL in body.get("error", ""):
        return TURNED_AWAY, (), ""
    if status != 200:
        return FAILED, (), f"{status}: {body.get('error', '')}"
    return ANSWERED, versions_of(json.dumps(body, ensure_ascii=False)), ""
