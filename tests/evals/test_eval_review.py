"""A review in the terminal becomes a case that runs."""

from datetime import date

import pytest

from evals.cases import CaseError, load_cases
from evals.review import review

DAY = date(2026, 11, 25)


@pytest.fixture
def rows(build):
    case = build.case(turns=["Först?", "Hur mycket?"])
    said = build.answer("Bidraget är 2 000 kr.", "Det gällde 2019.", "Välkommen med frågor.", "Fyra medlemmar krävs.")
    return build.rows(build.puppet({"Hur mycket?": said}, build.hits(("boll", "Belopp"))), [case])


@pytest.fixture
def session(rows, tmp_path):
    """Review with these replies; returns (cases written, what was said)."""

    def run(*replies, ids=()):
        left, said = list(replies), []

        def ask(prompt):
            if not left:
                raise EOFError
            return left.pop(0)

        count = review(rows, ids, tmp_path / "ut.yaml", day=DAY, ask=ask, say=said.append)
        return count, "\n".join(said)

    return run


def test_graded_sentences_become_facts_traps_and_what_may_be_mentioned(session, tmp_path):
    count, said = session(
        "Kultur och fritid", "j",
        "v", "2 000 kr",
        "f", "2018", "2019",  # the first is not in the sentence, and is asked for again
        "o", "",
        "b", "fyra medlemmar",
        "31 mars | sista mars", "boll › Tider", "",
    )  # fmt: skip
    assert count == 1
    assert "De orden står inte i meningen" in said
    (case,) = load_cases([tmp_path / "ut.yaml"])
    assert case.turns == ("Först?", "Hur mycket?")
    assert [(nugget.any, nugget.importance) for nugget in case.nuggets] == [
        (("2 000 kr",), "vital"), (("fyra medlemmar",), "okay"), (("31 mars", "sista mars"), "vital"),
    ]  # fmt: skip
    assert case.forbidden == ("2019",)
    assert case.may_mention == ("Välkommen med frågor.",)
    assert [(gold.document, gold.section) for gold in case.relevant] == [("boll", "Belopp"), ("boll", "Tider")]
    assert case.tags == ("prov", "granskning")
    assert case.author == "Kultur och fritid"
    assert case.date == DAY


def test_the_case_scores_the_reviewed_answer_as_the_person_did(session, tmp_path, build):
    session("", "j", "v", "2 000 kr", "f", "2019", "o", "", "o", "", "")
    (case,) = load_cases([tmp_path / "ut.yaml"])
    bad, good = build.answer("Bidraget är 2 000 kr, det gällde 2019."), build.answer("Bidraget är 2 000 kr.")
    for answer, grade in ((bad, -1), (good, 1)):
        (row,) = build.rows(build.puppet({"Hur mycket?": answer}), [case])
        assert row["scores"]["crag_score"] == grade


def test_an_unanswerable_question_becomes_a_case_without_facts(session, tmp_path):
    assert session("", "n", *["o", ""] * 4)[0] == 1
    (case,) = load_cases([tmp_path / "ut.yaml"])
    assert not case.answerable
    assert case.nuggets == ()
    assert len(case.may_mention) == 4


def test_an_answerable_question_without_an_important_fact_is_no_case(session, tmp_path):
    count, said = session("", "j", *["o", ""] * 4, "")
    assert count == 0
    assert "minst ett viktigt faktum" in said
    assert not (tmp_path / "ut.yaml").exists()


@pytest.mark.parametrize("replies", [("", "h"), ("", "s"), ("", "j", "v"), ()])
def test_skipping_or_stopping_writes_nothing_and_loses_nothing(session, tmp_path, replies):
    session("", "n", *["o", ""] * 4)
    before = (tmp_path / "ut.yaml").read_text(encoding="utf-8")
    assert session(*replies)[0] == 0
    assert (tmp_path / "ut.yaml").read_text(encoding="utf-8") == before


def test_a_letter_that_is_no_choice_is_asked_for_again(session):
    assert "Svara med en av bokstäverna" in session("", "x", "h")[1]


def test_an_id_that_is_not_in_the_run_is_refused(session):
    with pytest.raises(CaseError, match="finns i körningen"):
        session("", ids=["B9"])
