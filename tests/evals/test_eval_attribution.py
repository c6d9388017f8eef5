"""Every class of failure, from the smallest world that shows it."""

from dataclasses import replace

import pytest

from assistant.domain import Outcome
from evals.attribution import LABELS, Failure, attribute
from evals.sources import by_document


@pytest.fixture
def why(build):
    """The failure of the case in the world, where everything is indexed unless told otherwise."""

    def attributed(case, answer, found=(("boll", "Belopp"),), passages=None):
        return attribute(case, answer, build.hits(*found), build.everything() if passages is None else passages)

    return attributed


def test_a_good_answer_and_a_right_refusal_have_no_failure(build, why):
    assert why(build.case(), build.answer("Det är 2 000 kr.")) is None
    assert why(build.unanswerable(), build.answer()) is None


def test_what_is_merely_okay_is_not_missed(build, why):
    facts = [{"name": "a", "any": ["2 000 kr"]}, {"name": "b", "any": ["fyra"], "importance": "okay"}]
    assert why(build.case(nuggets=facts), build.answer("Det är 2 000 kr.")) is None


def test_not_in_corpus(build, why):
    others = by_document([build.passage("sång")])
    assert why(build.case(), build.answer(), passages=others) is Failure.NOT_IN_CORPUS


def test_not_extracted_when_the_section_is_missing(build, why):
    half = by_document([build.passage(section="Krav")])
    assert why(build.case(), build.answer(), passages=half) is Failure.NOT_EXTRACTED


def test_not_extracted_when_the_fact_is_missing_in_the_section(build, why):
    case = build.case(nuggets=[{"name": "x", "any": ["9 000 kr"]}])
    assert why(case, build.answer()) is Failure.NOT_EXTRACTED


def test_a_fact_that_stands_in_the_heading_was_extracted(build, why):
    case = build.case(nuggets=[{"name": "x", "any": ["Belopp"]}])
    assert why(case, build.answer()) is Failure.FALSE_REFUSAL


def test_a_fact_to_be_concluded_need_not_stand_there(build, why):
    case = build.case(nuggets=[{"name": "x", "any": ["nej"], "derived": "true"}])
    assert why(case, build.answer()) is Failure.FALSE_REFUSAL


def test_not_retrieved(build, why):
    assert why(build.case(), build.answer("Annat."), found=(("sång", "Belopp"),)) is Failure.NOT_RETRIEVED


def test_not_retrieved_when_only_a_gold_place_without_the_fact_is_found(build, why):
    case = build.case(relevant=[{"document": "boll", "section": "Belopp"}, {"document": "boll", "section": "Krav"}])
    assert why(case, build.answer("Minst fyra."), found=(("boll", "Krav"),)) is Failure.NOT_RETRIEVED


def test_not_used(build, why):
    case = build.case(nuggets=[{"name": "x", "any": ["Ansök senast"]}], relevant=[{"document": "boll"}])
    assert why(case, build.answer("Välkommen.")) is Failure.NOT_USED


def test_wrong_version_shown(build, why):
    case = build.case(forbidden=["500 kr"])
    assert why(case, build.answer("Det är 2 000 kr, förr 500 kr.")) is Failure.WRONG_VERSION


def test_wrong_version_cited(build, why):
    older = build.citation(name="sång")
    document = replace(older.passage.document, superseded_by=("boll",))
    older = replace(older, passage=replace(older.passage, document=document))
    assert why(build.case(), build.answer("Det är 500 kr.", citations=(older,))) is Failure.WRONG_VERSION


def test_wrong_number_from_the_right_place(build, why):
    case = build.case(
        nuggets=[{"name": "dag", "any": ["31 mars"]}], relevant=[{"document": "boll"}, {"document": "boll"}]
    )
    assert why(case, build.answer("Bidraget är 2 000 kr.")) is Failure.WRONG_NUMBER


def test_wrong_number_without_support(build, why):
    assert why(build.case(), build.answer("Det är 2 000 kr eller 7 000 kr.")) is Failure.WRONG_NUMBER


def test_wrong_citation(build, why):
    elsewhere = build.citation(section="Tider")
    case = build.case(nuggets=[{"name": "dag", "any": ["31 mars"]}])
    assert why(case, build.answer("Senast 31 mars 2025.", citations=(elsewhere,))) is Failure.WRONG_CITATION
    assert why(build.case(), build.answer(("Det är ett bidrag om 2 000 kr.", (1, 9)))) is Failure.WRONG_CITATION


def test_false_refusal(build, why):
    assert why(build.case(), build.answer()) is Failure.FALSE_REFUSAL


def test_false_answer(build, why):
    assert why(build.unanswerable(), build.answer("Ja.")) is Failure.FALSE_ANSWER
    part = build.answer("Förr 30 maj.", outcome=Outcome.PARTIAL)
    assert why(build.unanswerable(forbidden=["30 maj"]), part) is Failure.FALSE_ANSWER
    assert why(build.unanswerable(), part) is None


def test_every_class_has_a_swedish_label():
    assert set(LABELS) == set(Failure)
