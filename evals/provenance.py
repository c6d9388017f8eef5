"""Which code, packages, index and documents a run was made with. No machine, person or path is named."""

from __future__ import annotations

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from evals.run import RunResult

_LIBRARIES = (
    "civsam", "chromadb", "gradio", "langchain", "langchain-core", "numpy", "pydantic", "pypdf",
    "PyStemmer", "rapidfuzz", "scipy", "sentence-transformers", "torch", "transformers",
)  # fmt: skip


def about_run(result: RunResult, *, fingerprint: str) -> dict[str, Any]:
    """What must be known to repeat the run."""
    return {
        **_commit(),
        "today": result.today.isoformat(),
        "generation": ", ".join(result.generations),
        "models": sorted({item.answer.model for item in result.results if item.answer.model}),
        "corpus_fingerprint": fingerprint,
        "cases": len(result.results),
        "python": platform.python_version(),
        "packages": {name: found for name in _LIBRARIES if (found := _version(name))},
    }


def _commit() -> dict[str, Any]:
    commit = _git("rev-parse", "HEAD")
    changes = _git("status", "--porcelain") if commit else None
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
