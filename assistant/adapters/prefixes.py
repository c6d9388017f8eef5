"""What well-known models were trained to see in front of a question and of a text. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

_SEARCH = "Represent this sentence for searching relevant passages: "
_TASK = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "


class Prefixes(NamedTuple):
    """Put in front of a question and of a text before they are embedded."""

    query: str = ""
    passage: str = ""


# the first that fits the model's name; none fits KBLab/sentence-bert-swedish-cased, bge-m3 and MiniLM: they want nothing
_PRESETS = (
    (re.compile(r"\be5-.*instruct"), Prefixes(_TASK)),
    (re.compile(r"\be5-"), Prefixes("query: ", "passage: ")),
    (re.compile(r"\barctic-embed-.*v2"), Prefixes("query: ")),
    (re.compile(r"\barctic-embed"), Prefixes(_SEARCH)),
    (re.compile(r"\bbge-(?:small|base|large)-en"), Prefixes(_SEARCH)),
)


def preset_for(model: str) -> Prefixes:
    """The prefixes of a model by name or by folder, which is then read as the name: the last part, or the cache's."""
    parts = model.replace("\\", "/").rstrip("/").split("/")
    name = next((part for part in parts if part.startswith("models--")), parts[-1]).lower()
    return next((prefixes for pattern, prefixes in _PRESETS if pattern.search(name)), Prefixes())
