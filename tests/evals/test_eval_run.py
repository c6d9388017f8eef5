import pytest

from assistant.domain import Outcome, Turn
from evals.run import run
from evals.summary import summarise
from evals.table import table


@pytest.fixture
def cases(build):
    return (
        build.case(id="A1", turns=["q1"], tags=["lätt"]),
        build.case(id="A2", turns=["först", "q2"], tags=["lätt", "samtal"]),
        build.unanswerable(id="O1", turns=["q3"], tags=["svår"]),
    )


@pytest.fixture
def puppet(build):
    answers = {"q1": build.answer("Det är 2 000 kr."), "q2": build.answer(), "q3": build.answer("Ja.")}
    return build.puppet(answers, build.hits(("boll", "Tider"), ("boll", "Belopp")))


def test_the_last_turn_is_asked_with_the_earlier_ones_as_history(build, cases, puppet):
    list(run(puppet, cases, today=build.today))
    assert [question.text for question in puppet.asked] == ["q1", "q2", "q3"]
    assert puppet.asked[1].history == (Turn(role="user", text="först"),)
    assert {question.today for question in puppet.asked} == {build.today}


def test_a_run_keeps_the_order_and_all_it_saw(build, cases, puppet):
    results = list(run(puppet, cases, today=build.today))
    assert [item.case.id for item in results] == ["A1", "A2", "O1"]
    assert results[0].hits == puppet.found
    assert all(item.ask_seconds >= 0 and item.search_seconds >= 0 for item in results)


def test_the_same_input_twice_gives_the_same_scores(build, cases, puppet):
    first, second = (summarise(build.rows(puppet, cases)) for _ in range(2))
    first.pop("seconds")
    second.pop("seconds")
    assert first == second


def test_the_summary_by_hand(build, cases, puppet):
    summary = summarise(build.rows(puppet, cases))
    overall = {name: figure["value"] for name, figure in summary["overall"]["measures"].items()}
    assert overall["nugget_recall"] == 0.5
    assert overall["crag_score"] == 0
    assert overall["false_refusal"] == 0.5
    assert overall["false_answer"] == 1
    assert overall["balanced_accuracy"] == 0.25
    assert overall["section_mrr@10"] == 0.5
    assert overall["section_hit@5"] == 1
    assert overall["forbidden"] is None
    assert summary["overall"]["measures"]["nugget_recall"]["n"] == 2
    assert summary["overall"]["questions"] == 3
    assert summary["overall"]["answerable"] == 2
    assert summary["broken"] == {"dangling": [], "not_verbatim": [], "forbidden_in_test": []}


def test_tags_answerable_and_unanswerable_are_counted_apart(build, cases, puppet):
    summary = summarise(build.rows(puppet, cases))
    assert {tag: part["questions"] for tag, part in summary["tags"].items()} == {"lätt": 2, "samtal": 1, "svår": 1}
    assert summary["tags"]["samtal"]["measures"]["false_refusal"]["value"] == 1
    assert summary["answerable"]["measures"]["crag_score"]["value"] == 0.5
    assert summary["unanswerable"]["measures"]["crag_score"]["value"] == -1
    assert summary["unanswerable"]["measures"]["balanced_accuracy"]["value"] is None


def test_broken_invariants_are_listed_by_question(build, cases, puppet):
    puppet.answers["q1"] = build.answer(("Det är 2 000 kr.", (1, 7)))
    summary = summarise(build.rows(puppet, cases))
    assert summary["broken"]["dangling"] == ["A1"]
    assert "FEL: Källnummer utan källa i A1." in table(summary)


def test_a_figure_has_an_interval_only_when_the_values_differ(build, cases, puppet):
    measured = summarise(build.rows(puppet, cases))["overall"]["measures"]
    assert measured["uncited"]["n"] == 2
    assert measured["uncited"]["low"] is measured["uncited"]["high"] is None
    assert measured["crag_score"]["low"] < 0 < measured["crag_score"]["high"]
    assert measured["false_refusal"]["low"] == pytest.approx(0.0945, abs=1e-4)


def test_the_table_is_swedish_and_shows_every_tag(build, cases, puppet):
    puppet.answers["q3"] = build.answer("Delar.", outcome=Outcome.PARTIAL)
    shown = table(summarise(build.rows(puppet, cases)))
    lines = shown.splitlines()
    facts = next(line for line in lines if line.startswith("Fakta i svaret *"))
    assert facts.split()[4] == "0,50"
    assert facts.split()[-3:] == ["2", "0,50", "–"]
    assert {"lätt", "samtal", "svår"} <= {line.split()[0] for line in lines if line}
    assert "." not in next(line for line in lines if line.startswith("Rätt avsnitt bland 5"))


def test_no_cases_give_a_summary_without_figures(build, puppet):
    summary = summarise(build.rows(puppet, ()))
    assert summary["overall"]["measures"]["nugget_recall"]["value"] is None
    assert "Per del" in table(summary)
