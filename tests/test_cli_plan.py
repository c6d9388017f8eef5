"""``civsam plan``: the trees as text and JSON, and clear words when a plan does not exist."""

from __future__ import annotations

import json
import logging
import signal
from collections.abc import Callable, Iterator

import pytest
from json_shapes import PLANS, check_types

from assistant.settings import Settings
from ui.cli import main

Run = tuple[int, str, str]
Command = Callable[..., Run]
CIVIL = "handlingsplan-civilsamhalle-2022-2025"


@pytest.fixture
def plan(capsys: pytest.CaptureFixture[str], real_settings: Settings) -> Iterator[Command]:
    """Runs ``civsam plan`` over the real corpus."""
    terminate, level = signal.getsignal(signal.SIGTERM), logging.getLogger().level

    def run(*arguments: str) -> Run:
        code = main(["plan", *arguments, "--data-dir", str(real_settings.data_dir)])
        return code, *capsys.readouterr()

    yield run
    signal.signal(signal.SIGTERM, terminate)
    logging.getLogger().setLevel(level)


def test_the_json_holds_every_plan_and_comparison(plan: Command) -> None:
    code, out, err = plan("--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    check_types(found, PLANS)
    assert {CIVIL, "rus-2022-2030", "region-kulturplan-2024-2027"} <= {one["id"] for one in found["plans"]}
    assert {"rus", "region-foreningsstod"} <= {one["id"] for one in found["comparisons"]}


@pytest.mark.parametrize("name", [CIVIL, "handlingsplan", "Handlingsplanen"])
def test_one_plan_by_its_id_or_by_what_it_is_called(plan: Command, name: str) -> None:
    _, out, _ = plan(name, "--json")
    first = json.loads(out)["plans"][0]
    assert first["id"] == CIVIL
    (goal,) = (node for node in first["nodes"] if node["kind"] == "mål")
    assert [len(area["nodes"]) for area in goal["nodes"]] == [3, 4, 3, 2]
    assert goal["nodes"][2]["nodes"][0]["quote"]["headings"] == ["Insatsområde 3 – Nätverk och mötesplatser"]
    assert json.loads(out)["comparisons"] == []


def test_the_tree_as_text(plan: Command) -> None:
    code, out, err = plan(CIVIL)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].endswith(f"({CIVIL})")
    assert "  Planen har slutat gälla." in lines
    assert "      aktivitet: Arbeta för tillgång till statistik" in lines
    assert any("→ rus-2022-2030#social-sammanhallning" in line for line in lines)


def test_an_unknown_plan(plan: Command) -> None:
    code, out, err = plan("skogsplan")
    assert (code, out) == (1, "")
    assert err == "Planen finns inte. Plats: skogsplan. Kör civsam plan utan namn för att se alla planer.\n"
