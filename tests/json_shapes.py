"""The JSON that the command line promises (ARCHITECTURE.md), key by key and in order."""

from __future__ import annotations

from typing import Any

TEXT = (str, type(None))
HIT = {
    "rank": int, "document_id": str, "path": str, "title": str, "headings": [str],
    "page": (int, type(None)), "page_label": TEXT,
    "score": float, "text": str,
}  # fmt: skip
SEARCH = {"question": str, "hits": [HIT]}
CITATION = {
    "number": int, "document_id": str, "title": str, "publisher": TEXT, "headings": [str],
    "page": (int, type(None)), "page_label": TEXT,
    "quote": str, "url": TEXT, "status": str, "valid_from": TEXT, "valid_to": TEXT,
}  # fmt: skip
ASK = {
    "question": str, "outcome": str, "text": str, "statements": [{"text": str, "citations": [int]}],
    "citations": [CITATION], "near_misses": [HIT], "notices": [str], "ai_generated": bool, "generation": str,
    "seconds": float,
}  # fmt: skip
INGEST = {
    "generation": str, "added": [str], "changed": [str], "unchanged": [str], "removed": [str],
    "failed": [{"path": str, "reason": str}], "warnings": [str], "passages": int, "grants": int, "embedded": int,
    "seconds": float, "duplicates": [{"path": str, "same_as": str}], "skipped": [str],
}  # fmt: skip
STATUS = {
    "generation": str, "created": str, "documents": int, "passages": int, "fingerprint": str,
    "stamp": {"format": str, "embedder": str, "splitter": str, "analyser": str},
    "validity": dict.fromkeys(["in_force", "not_yet", "expired", "superseded", "unknown"], int),
    "health": [
        {
            "document_id": str, "title": str, "pages": (int, type(None)), "pages_without_text": [int],
            "tables": (int, type(None)), "characters": (int, type(None)), "characters_per_page": (int, type(None)),
            "warnings": [str], "source_date": TEXT, "retrieved": TEXT, "last_check": TEXT, "source_status": TEXT,
        }
    ],
    "sources": dict.fromkeys(["new", "changed", "unchanged", "gone", "failed"], int),
    "quarantine": [
        {"source": str, "reason": str, "next_step": str, "since": str, "size": int, "copied": bool}
    ],
}  # fmt: skip
PLAN_QUOTE = {"document_id": str, "headings": [str], "start": int, "end": int, "text": str}
PLAN_NODE = {
    "id": str, "kind": str, "name": str, "quote": PLAN_QUOTE, "responsible": (dict, type(None)),
    "schedule": (dict, type(None)), "indicator": (dict, type(None)), "uncertain": (dict, type(None)),
    "remark": (dict, type(None)), "nodes": list,
}  # fmt: skip
PLANS = {
    "plans": [{
        "id": str, "name": str, "document_id": str, "status": str, "nodes": [PLAN_NODE],
        "counts": [{"kind": str, "number": int, "quote": PLAN_QUOTE}], "missing": [{"what": str, "quote": PLAN_QUOTE}],
        "links": [{"from": str, "to": str, "quote": PLAN_QUOTE}],
    }],
    "comparisons": [{
        "id": str, "name": str, "versions": [{"name": str, "document_ids": [str]}],
        "aspects": [{"name": str, "change": str, "said": [{"version": TEXT, "quote": PLAN_QUOTE}]}],
    }],
}  # fmt: skip


def check_types(value: object, shape: Any, place: str = "") -> None:
    """``shape``: a type, a tuple of types, a list with the shape of every item, or a dict with exactly these keys."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), place
        assert list(value) == list(shape), place
        for key, inner in shape.items():
            check_types(value[key], inner, f"{place}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), place
        for number, item in enumerate(value):
            check_types(item, shape[0], f"{place}[{number}]")
    else:
        assert isinstance(value, shape), f"{place}: {value!r}"
        assert bool not in (shape if isinstance(shape, tuple) else (shape,)) or isinstance(value, bool), place
