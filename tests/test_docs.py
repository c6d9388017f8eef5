"""What the documentation names exists: make targets, commands with their flags, settings, modules, links, JSON keys."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest
from json_shapes import ASK, CITATION, HIT
from pydantic import SecretStr

from assistant.adapters.chat import _installing
from assistant.settings import PREFIX, Settings
from ui.arguments import build_parser

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / name
    for name in (
        "README.md",
        "ARCHITECTURE.md",
        "corpus/README.md",
        "evals/README.md",
        "docs/drift.md",
        "docs/security.md",
    )
]
PRESENT = [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in PAGES if path.is_file()]
ROOMS = ("assistant", "ingest", "ui", "evals", "corpus", "tests")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code_in(text: str) -> str:
    """What stands between backticks, in a block or in a line; one piece of code a line."""
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return "\n".join([*blocks, *inline])


def commands() -> dict[str, argparse.ArgumentParser]:
    (action,) = [action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(action.choices)


def test_there_is_documentation() -> None:
    assert (ROOT / "README.md").is_file()


@pytest.mark.parametrize("path", PRESENT)
def test_every_make_target_exists(path: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    assert {"run", "test", "check", "eval"} <= targets
    assert set(re.findall(r"\bmake ([a-z][\w-]*)", code_in(text_of(path)))) <= targets


@pytest.mark.parametrize("path", PRESENT)
def test_every_command_and_its_flags_exist(path: Path) -> None:
    known = commands()
    lines = re.findall(r"(?:^|/)civsam ([a-z]+)(.*)$", code_in(text_of(path)), re.MULTILINE)
    for name, rest in lines:
        assert name in known, f"civsam {name}"
        flags = set(re.findall(r"(?<!\S)\[?(--?[a-z][a-z-]*)", rest.partition("#")[0]))
        assert flags <= set(known[name]._option_string_actions), f"civsam {name} {rest}"


def test_the_readme_shows_every_command() -> None:
    shown = set(re.findall(r"^civsam ([a-z]+)", code_in(text_of(ROOT / "README.md")), re.MULTILINE))
    if not shown:
        pytest.skip("README.md does not describe the command line yet")
    assert shown == set(commands())


@pytest.mark.parametrize("path", PRESENT)
def test_every_setting_exists(path: Path) -> None:
    fields = {PREFIX + field.upper() for field in Settings.model_fields}
    assert set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", text_of(path))) <= fields


def test_the_readme_tells_every_setting_with_its_default() -> None:
    rows = re.findall(rf"^\| `{PREFIX}([A-Z_]+)` \| (.+?) \| .+ \|$", text_of(ROOT / "README.md"), re.MULTILINE)
    assert [name for name, _ in rows] and len(rows) == len(Settings.model_fields)
    settings = Settings()
    for name, told in rows:
        value = getattr(settings, name.lower())
        if isinstance(value, Path):
            value = value.name
        elif isinstance(value, SecretStr):
            value = value.get_secret_value()
        plain = str(value).lower().removesuffix(".0")
        assert told == ("by name" if value is None else f"`{plain}`" if plain else "empty"), name


def test_one_command_installs_what_a_language_model_needs() -> None:
    command = _installing("langchain-openai")
    assert command in code_in(text_of(ROOT / "README.md"))
    assert "pip install 'civsam" not in text_of(ROOT / "README.md"), "it would leave the tested versions"


def test_make_says_that_it_installs_before_the_silence() -> None:
    recipe = text_of(ROOT / "Makefile").partition("\n.venv/torch:")[2].partition("\n\n")[0]
    assert recipe.index("några minuter") < recipe.index("pip install --quiet")


@pytest.mark.parametrize("path", PRESENT)
def test_every_link_to_a_file_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", text_of(path)):
        if not re.match(r"[a-z]+:", target):
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PRESENT)
def test_every_file_that_is_named_exists(path: Path) -> None:
    room = path.parent.name if path.parent != ROOT else ""
    for name in re.findall(rf"`((?:{'|'.join(ROOMS)})/[\w./-]+)`", text_of(path)):
        if "runs/" not in name:
            assert (ROOT / name).exists() or (ROOT / room / name).exists(), name


def test_the_json_contract_in_the_architecture_is_the_one_that_is_kept() -> None:
    page = ROOT / "ARCHITECTURE.md"
    if not page.is_file() or "`ask --json`" not in text_of(page):
        pytest.skip("ARCHITECTURE.md does not hold the contract yet")
    flat = " ".join(text_of(page).split())
    ask = re.search(r"`ask --json`: `(.*?)`", flat)
    search = re.search(r"`search --json`: `(.*?)`", flat)
    assert ask
    assert search
    assert re.findall(r'"(\w+)"', search[1]) == ["question", "hits", *HIT]
    citation = re.search(r'"citations": \[\{("number".*?)\}\]', ask[1])
    assert citation
    assert re.findall(r'"(\w+)"', citation[1]) == list(CITATION)
    named = re.findall(r'"(\w+)"', ask[1].replace(citation[1], "").replace('{"text", "citations"}', ""))
    assert named == list(ASK)


def test_every_risk_has_a_test_that_exists() -> None:
    page = text_of(ROOT / "docs/security.md")
    rows = [line for line in page.splitlines() if re.match(r"\| (?:LLM\d\d|\d+\.\d+\.\d+)", line)]
    assert {row[2:7] for row in rows if row.startswith("| LLM")} == {f"LLM{number:02}" for number in range(1, 11)}
    assert len(rows) >= 40
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row.split(" | ")[-1])
        assert named, row
        for file, test in named:
            assert re.search(rf"^(?:async )?def {test}\(", text_of(ROOT / file), re.MULTILINE), f"{file}::{test}"
