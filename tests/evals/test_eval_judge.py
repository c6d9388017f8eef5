"""The second opinion of a language model, over the wire to a scripted server, and how it is remembered."""

import pytest
from chat_server import Script, chat_server

from assistant.adapters.chat import LangChainChatModel
from evals.judge import Judge, agreement, parse

pytest.importorskip("langchain_openai")


@pytest.fixture
def server():
    with chat_server() as state:
        yield state


@pytest.fixture
def judging(build, server, tmp_path):
    """A judge that asks the server, and a case with its row."""

    def made():
        return Judge(
            LangChainChatModel("openai:prov", base_url=server.url, timeout=30), tmp_path / "cache" / "judge.jsonl"
        )

    case = build.case()
    puppet = build.puppet({case.turns[-1]: build.answer("Bidraget är 2 000 kr.")})
    return made, case, build.rows(puppet, [case])[0]


def test_a_verdict_is_asked_for_once_and_kept_without_any_text(judging, server, tmp_path):
    made, case, row = judging
    server.will('Så här: {"stod": 2, "fullstandighet": 1}')
    judge = made()
    assert judge.verdict(case, row) == judge.verdict(case, row) == {"support": 1.0, "completeness": 0.5}
    assert made().verdict(case, row) == {"support": 1.0, "completeness": 0.5}
    assert len(server.asked) == 1
    for part in ("Hur mycket är bidraget?", "Bidraget är 2 000 kr. [1]", "2 000 kr"):
        assert part in server.asked[0].user
    kept = (tmp_path / "cache" / "judge.jsonl").read_text(encoding="utf-8")
    assert "kr" not in kept
    assert server.url not in kept


def test_another_answer_is_judged_anew(judging, server, build):
    made, case, row = judging
    server.will('{"stod": 2, "fullstandighet": 2}', '{"stod": 0, "fullstandighet": 0}')
    judge = made()
    judge.verdict(case, row)
    other = {**row, "statements": [{"text": "Annat.", "citations": [1]}]}
    assert judge.verdict(case, other) == {"support": 0.0, "completeness": 0.0}


@pytest.mark.parametrize(
    "act", ["Svaret är bra.", '{"stod": 3, "fullstandighet": 1}', Script(status=500), Script(raw=b"x")]
)
def test_what_cannot_be_read_is_unscored_and_asked_again_next_time(judging, server, act):
    made, case, row = judging
    server.will(act)
    assert made().verdict(case, row) is None
    server.will('{"stod": 1, "fullstandighet": 1}')
    assert made().verdict(case, row) == {"support": 0.5, "completeness": 0.5}


def test_a_refusal_is_not_judged(judging, server):
    made, case, row = judging
    assert made().verdict(case, {**row, "statements": []}) is None
    assert server.asked == []


@pytest.mark.parametrize(
    "reply",
    ["", "2", '{"stod": 2}', '{"stod": true, "fullstandighet": 1}', '{"stod": "2", "fullstandighet": 1}',
     '{"stod": 1, "fullstandighet": 1} {"stod": 2, "fullstandighet": 2}', '{"stod": 1.0, "fullstandighet": 1}', "{[]}"],
)  # fmt: skip
def test_only_one_object_with_whole_grades_is_read(reply):
    assert parse(reply) is None


def test_agreement_by_hand(build):
    def row(support, completeness, recall):
        scores = {"uncited": 0.0, "verbatim": 1.0, "numbers_supported": None, "nugget_recall_vital": recall}
        judged = None if support is None else {"support": support, "completeness": completeness}
        return {"statements": ["x"], "answerable": True, "judge": judged, "scores": scores}

    found = agreement(
        [row(1.0, 1.0, 1.0), row(1.0, 0.5, 0.0), row(0.5, 1.0, 0.5), row(1.0, 0.0, 1.0), row(None, 0, 1.0)]
    )
    assert (found["asked"], found["unscored"]) == (5, 1)
    assert found["support"] == {"mean": 0.875, "n": 4, "same": 0.75, "kappa": pytest.approx(0)}
    assert found["completeness"]["same"] == 0.5
    assert found["completeness"]["kappa"] == pytest.approx(0)
    assert agreement([])["support"]["mean"] is None
