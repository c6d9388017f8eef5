"""Which code, packages, index and documents a run was made with. No machine, person or path is named."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant.settings import PROJECT
from evals.record import Row

_LIBRARIES = (
    "civsam", "chromadb", "gradio", "langchain", "langchain-core", "numpy", "pydantic", "pypdf",
    "PyStemmer", "rapidfuzz", "scipy", "sentence-transformers", "torch", "transformers",
)  # fmt: skip


def about_run(
    rows: Sequence[Row], *, today: date, fingerprint: str, settings: Mapping[str, str], code: str
) -> dict[str, Any]:
    """What must be known to repeat the run. More than one generation: the index was swapped during the run."""
    return {
        **_commit(),
        "code_sha256": code,
        "settings": dict(settings),
        "today": today.isoformat(),
        "generation": ", ".join(dict.fromkeys(row["generation"] for row in rows)),
        "models": sorted({row["model"] for row in rows if row["model"]}),
        "corpus_fingerprint": fingerprint,
        "cases": len(rows),
        "python": platform.python_version(),
        "packages": {name: found for name in _LIBRARIES if (found := _version(name))},
    }


def code_hash() -> str:
    """A hash of the code that answers and scores, also when it is not committed."""
    whole = hashlib.sha256()
    for room in ("assistant", "ingest", "evals"):
        for file in sorted((PROJECT / room).rglob("*.py")):
            whole.update(file.relative_to(PROJECT).as_posix().encode() + file.read_bytes())
    return whole.hexdigest()


def _commit() -> dict[str, Any]:
    commit = _git("rev-parse", "HEAD")
    # Results are written while the run is made: they are no change of what is measured.
    changes = _git("status", "--porcelain", "--", ":/", ":(top,exclude)evals/results") if commit else None
    return {"commit": commit, "dirty": bool(changes) if commit else None}


def _git(*arguments: str) -> str | None:
    here = Path(__file__).resolve().parent
    try:
        done = subprocess.run(["git", *arguments], cwd=here, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
