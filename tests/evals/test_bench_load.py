"""The load bench: how replies are read, what its tables count, and a few visitors at a real page."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import PROJECT
from evals.bench_load import Memory, memory_rows, mixed, questions, together
from evals.bench_table import Part
from evals.cases import load_cases
from evals.load_replies import (
    ANSWERED,
    FAILED,
    IS_FULL,
    IS_IN_LINE,
    TURNED_AWAY,
    Asked,
    api_outcome,
    chat_outcome,
    events_of,
    says_waiting,
    sheet,
)
from ui import texts

sys.path.insert(0, str(Path(__file__).parent.parent / "ui"))


def completed(reply: str, status: str = "", *, success: bool = True) -> dict[str, Any]:
    said = [{"role": "user", "content": "är 1001 kronor per medlem"}, {"role": "assistant", "content": reply}]
    return {"msg": "process_completed", "success": success, "output": {"data": [said, status, "", ""]}}


def asked(**fields: Any) -> Asked:
    return Asked(**{"door": "chat", "at": 30.0, "seconds": 1.0, "outcome": ANSWERED} | fields)


def figures(part: Part) -> dict[str, dict[str, str | float]]:
    return {row.name: dict(row.figures) for row in part.rows}


def test_events_come_whole_however_they_are_cut() -> None:
    stream = "".join(f"data: {json.dumps({'msg': word})}\n\n" for word in ("ett", "två", "tre")).encode()
    for size in (1, 7, 1000):
        pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
        assert [event["msg"] for event in events_of(pieces)] == ["ett", "två", "tre"]


def test_a_reply_is_an_answer_a_full_line_or_a_fault_and_only_the_last_one_counts() -> None:
    answer = 'är 1002 kronor per medlem <div class="kopiering">'
    assert chat_outcome(completed(answer)) == (ANSWERED, ("1002",), "")
    assert chat_outcome(completed("", f"<p>{texts.CROWDED}</p>"))[0] == TURNED_AWAY
    assert chat_outcome(completed('<div class="fel">'))[0] == FAILED
    assert chat_outcome(completed(answer, success=False))[0] == chat_outcome({})[0] == FAILED
    assert api_outcome(200, {"text": sheet(1, 1003) + sheet(2, 1004)}) == (ANSWERED, ("1003", "1004"), "")
    assert api_outcome(503, {"error": f"{texts.CROWDED}. "})[0] == TURNED_AWAY
    assert api_outcome(503, {"error": "Inget är inläst"})[0] == api_outcome(500, {})[0] == FAILED


def test_the_page_still_says_what_the_bench_listens_for() -> None:
    assert IS_FULL in texts.CROWDED
    assert all(IS_IN_LINE in texts.in_line(ahead) for ahead in (1, 2, 150))


def test_a_place_in_the_line_is_seen_when_it_is_told() -> None:
    told = {"msg": "process_generating", "output": {"data": [[["replace", [], f"<p>{texts.in_line(17)}</p>"]]]}}
    assert says_waiting(told)
    assert not says_waiting({"msg": "process_generating", "output": {"data": [texts.SEARCHING]}})


def test_answers_out_of_two_versions_and_generations_with_two_are_found() -> None:
    whole = [asked(versions=("1001",), generation="gen-0001"), asked(versions=("1002",), generation="gen-0002")]
    assert mixed(whole) == []
    assert len(mixed([*whole, asked(versions=("1001", "1002"))])) == 1
    assert len(mixed([*whole, asked(versions=("1002",), generation="gen-0001")])) == 1


def test_everyone_has_an_answer_or_a_word_in_time_or_is_counted_as_neither() -> None:
    counted = figures(
        together([
            asked(), asked(seconds=12.0, told=0.3), asked(seconds=12.0), asked(seconds=12.0, told=11.0),
            asked(outcome=TURNED_AWAY), asked(outcome=FAILED, fault="x"),
        ])
    )  # fmt: skip
    assert counted["Svar inom 10 s"]["antal"] == "1"
    assert counted["Annars: fick inom 10 s veta sin plats, eller att kön är full"]["antal"] == "2"
    assert counted["Varken eller"]["antal"] == "3"
    assert counted["Misslyckade"]["antal"] == "1"
    assert counted["Sista svaret"]["s"] == 12.0


def test_memory_is_told_early_in_the_middle_and_late() -> None:
    everything, own = memory_rows([Memory(float(n), 7.0) for n in range(1, 101)])
    assert everything.figures == {"vid 20 %": 18.0, "vid 50 %": 48.0, "vid slutet": 98.0, "mest": 100.0}
    assert own.figures == {"vid 20 %": 7.0, "vid 50 %": 7.0, "vid slutet": 7.0, "mest": 7.0}
    assert memory_rows([]) == []


def test_no_question_of_the_test_split_is_asked() -> None:
    tested = {case.turns[-1] for case in load_cases() if case.side == "test"}
    assert len(questions()) > 100
    assert not tested & set(questions())


def test_what_was_asked_survives_the_way_between_the_processes() -> None:
    one = asked(versions=("1001",), told=0.5, generation="gen-0001")
    assert Asked.of_json(json.loads(json.dumps(one.as_json()))) == one


@pytest.mark.skipif(find_spec("locust") is None, reason="locust is in the extra [bench]")
def test_a_few_visitors_get_their_answers_by_both_doors() -> None:
    from page_fakes import FakeAssistant
    from page_server import serving

    with serving(lambda: FakeAssistant(0)) as address:
        plan = {"address": address, "users": 4, "seconds": 6, "think": 0.2, "questions": ["Vad gäller?"], "sheets": 2}
        done = subprocess.run(
            [sys.executable, "-m", "evals.load_users"], cwd=PROJECT, input=json.dumps(plan), text=True,
            capture_output=True, timeout=120, check=True,
        )  # fmt: skip
    *lines, last = (json.loads(line) for line in done.stdout.splitlines())
    told = [Asked.of_json(one) for one in lines]
    assert last["processor"] > 0
    assert {one.door for one in told} == {"chat", "api"}
    assert {one.outcome for one in told} == {ANSWERED}, [one.fault for one in told]
