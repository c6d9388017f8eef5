"""The map in ARCHITECTURE.md, kept by a machine: who may import whom, and where the foreign libraries live."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("assistant", "ingest", "ui", "evals")
MAY_IMPORT = {
    "assistant": {"assistant"},
    "ingest": {"assistant", "ingest"},
    "evals": {"assistant", "ingest", "evals"},
    "ui": {"assistant", "ingest", "evals", "ui"},
}
# A library or family of libraries (by prefix), and the only place that may import it.
LIVES_IN: dict[str, str | tuple[str, ...]] = {
    "chromadb": "assistant/adapters/",
    "sentence_transformers": "assistant/adapters/",
    "langchain": (
        "assistant/adapters/",
        "evals/bench_peers.py",
        "evals/bench_start.py",
    ),  # what Civsam is compared with
    "langgraph": "assistant/adapters/",
    "langsmith": "assistant/adapters/",
    "openai": "assistant/adapters/",
    "torch": ("assistant/adapters/", "evals/train_embedder.py"),
    "transformers": "assistant/adapters/",
    "huggingface_hub": "assistant/adapters/",
    "gradio": "ui/",
    "fastapi": "ui/",
    "prometheus_client": "ui/metrics.py",
    "uvicorn": "ui/",
    "httpx": ("ingest/fetch_web.py", "assistant/adapters/chroma_server.py"),
    "httpcore": "ingest/fetch_web.py",
    "protego": "ingest/fetch_manners.py",
    "pypdf": ("ingest/readers/", "evals/bench_readers.py"),
    "pypdfium2": ("ingest/readers/", "evals/bench_readers.py"),
    "trafilatura": "ingest/readers/",
    "lxml": "ingest/readers/",
    "docx": ("ingest/readers/", "ui/"),  # reads, and writes exports
    "reportlab": "ui/",
}
HEAVY = (
    "chromadb",
    "torch",
    "sentence_transformers",
    "transformers",
    "gradio",
    "langchain",
    "langchain_core",
    "openai",
    "pypdf",
    "pypdfium2",
)
# The folders of assistant/, from the ground up: each may import those before it, and none after it.
LAYERS = (
    "language", "question", "passages", "verification", "grants", "retrieval", "selection", "answerability",
    "composition", "structured", "language_model",
)  # fmt: skip
GROUND = ("domain", "errors", "ports", "settings", "environment", "validity")  # what every folder may import
PURE_FOLDERS = (
    "language", "question", "passages", "verification", "grants", "selection", "answerability", "composition", "structured",
)  # fmt: skip
PURE = {
    *(path.relative_to(ROOT).as_posix() for folder in PURE_FOLDERS for path in (ROOT / "assistant" / folder).glob("*.py")),
    "assistant/domain.py", "assistant/errors.py", "assistant/ports.py", "assistant/validity.py", "assistant/environment.py",
    "assistant/retrieval/lexical.py", "assistant/retrieval/postings.py", "assistant/retrieval/ranking.py",
    "assistant/language_model/masking.py", "assistant/language_model/reply.py", "assistant/language_model/writing.py",
    "ui/grant_words.py", "ui/grant_page.py", "ui/grant_profile_page.py",
    "ingest/split.py", "ingest/clean.py", "ingest/front_matter.py", "ingest/diff.py", "ingest/duplicates.py",
    "ingest/fetch_types.py", "ui/keeping.py", "ui/health_page.py", "ui/markup.py", "ui/texts.py",
    "ui/followups.py", "ui/limits.py", "ui/as_text.py", "ui/library.py", "ui/documents.py", "ui/reading.py",
    "ui/plan_page.py", "ui/version_page.py", "ui/plan_tree.py",
    "evals/attribution.py", "evals/differences.py", "evals/junit.py", "evals/measures.py", "evals/normalise.py",
    "evals/page_parts.py", "evals/pictures.py", "evals/retrieval.py", "evals/risk.py", "evals/score.py",
    "evals/significance.py", "evals/sources.py",
}  # fmt: skip
# May name a Path, to save and open what they hold.
SAVES_AND_OPENS = {
    "assistant/language/swedish.py",
    "assistant/language/vocabulary.py",
    "assistant/retrieval/lexical.py",
}
TOUCHES_THE_WORLD = {
    "os", "io", "pathlib", "shutil", "tempfile", "glob", "socket", "ssl", "subprocess", "multiprocessing", "threading",
    "asyncio", "signal", "fcntl", "urllib.request", "http", "requests", "httpx", "sqlite3", "time", "random", "logging",
}  # fmt: skip
MAY_PRINT = {"ui/cli.py", "evals/main.py"}


class Import(NamedTuple):
    """One imported module, and the file and line that import it."""

    file: str
    line: int
    module: str

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]


def files() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports_of(path: Path) -> Iterator[Import]:
    """Every import of a file, wherever it stands: at the top, in a function or for the type checker."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(name_of(path), node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno} uses a relative import"
            assert node.module is not None
            for alias in node.names:
                yield Import(name_of(path), node.lineno, f"{node.module}.{alias.name}")


EVERY_IMPORT = [entry for path in files() for entry in imports_of(path)]


def test_the_rooms_are_where_we_look() -> None:
    seen = {name_of(path).partition("/")[0] for path in files()}
    assert seen == set(ROOMS)
    assert len(files()) > 40
    assert {entry.top for entry in EVERY_IMPORT} >= {"assistant", "ingest", "chromadb", "gradio", "pypdf"}


def test_everything_may_import_assistant_and_assistant_imports_none_of_the_others() -> None:
    wrong = [
        entry
        for entry in EVERY_IMPORT
        if entry.top in (*ROOMS, "tests", "corpus") and entry.top not in MAY_IMPORT[entry.file.partition("/")[0]]
    ]
    assert wrong == []


def test_the_folders_of_assistant_stand_on_each_other_in_one_order() -> None:
    folders = {path.parent.name for path in (ROOT / "assistant").glob("*/__init__.py")}
    assert folders == {*LAYERS, "adapters"}
    wrong = [
        entry
        for entry in EVERY_IMPORT
        for _, *inside in [entry.file.split("/")]
        if entry.file.startswith("assistant/") and inside[0] in LAYERS and entry.top == "assistant"
        if entry.module.split(".")[1] not in (*GROUND, *LAYERS[: LAYERS.index(inside[0]) + 1])
    ]
    assert wrong == []


def test_the_ground_of_assistant_imports_nothing_above_it() -> None:
    wrong = [
        entry
        for entry in EVERY_IMPORT
        if entry.file in {f"assistant/{name}.py" for name in GROUND} and entry.top == "assistant"
        if entry.module.split(".")[1] not in GROUND
    ]
    assert wrong == []


def test_foreign_libraries_live_at_the_edges() -> None:
    wrong = [
        entry
        for entry in EVERY_IMPORT
        for library, place in LIVES_IN.items()
        if (entry.top == library or entry.top.startswith(f"{library}_")) and not entry.file.startswith(place)
    ]
    assert wrong == []


def test_pure_modules_touch_nothing_outside_themselves() -> None:
    missing = [name for name in PURE if not (ROOT / name).is_file()]
    assert missing == [], "a pure module has moved: put its new name in the list"
    wrong = [
        entry
        for entry in EVERY_IMPORT
        if entry.file in PURE
        and any(f"{entry.module}.".startswith(f"{name}.") for name in TOUCHES_THE_WORLD)
        and not (entry.file in SAVES_AND_OPENS and entry.module == "pathlib.Path")
    ]
    assert wrong == []


def test_pure_modules_open_no_file_and_read_no_clock() -> None:
    calls = [
        f"{name}:{node.lineno}"
        for name in sorted(PURE)
        for node in ast.walk(tree(ROOT / name))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id in ("open", "input", "print", "exec", "eval"))
            or (isinstance(node.func, ast.Attribute) and node.func.attr in ("today", "now", "utcnow"))
        )
    ]
    assert calls == []


def test_only_the_command_line_prints() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
        and name_of(path) not in MAY_PRINT
    ]
    assert wrong == []


@pytest.mark.parametrize("module", ["assistant", "assistant.answer", "assistant.wiring", "ingest.pipeline", "ui.cli"])
def test_importing_loads_no_heavy_library(module: str) -> None:
    program = f"import json, sys, {module}; print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert json.loads(done.stdout) == []


def test_what_asks_reads_in_nothing_of_what_reads_documents_in() -> None:
    """A question on the command line waits for everything that is imported."""
    code = (
        "import sys, ui.cli, ui.as_json, assistant.wiring, assistant.adapters.chroma\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('ingest', 'evals', 'gradio', 'torch')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
