from dataclasses import replace

import pytest

from assistant.domain import Outcome
from evals import measures
from evals.score import MEASURES, score


def test_nugget_recall_counts_facts_shown_in_any_form(build):
    case = build.case(nuggets=[{"name": "belopp", "any": ["3 000 kr", "2 tkr"]}, {"name": "dag", "any": ["31 mars"]}])
    assert measures.nugget_recall(case, build.answer("Det är 2 000 kronor.")) == 0.5
    assert measures.missing_nuggets(case, build.answer("Det är 2 000 kronor.")) == ("dag",)
    assert measures.nugget_recall(case, build.answer("Det är 2 000 kronor.", "Sök senast 2026-03-31.")) == 1
    assert measures.nugget_recall(case, build.answer()) == 0
    assert measures.nugget_recall(build.unanswerable(), build.answer("2 000 kr")) is None


def test_our_own_lead_and_notices_earn_nothing(build):
    case = build.case(nuggets=[{"name": "saknas", "any": ["hittades inte"]}], forbidden=["30 maj"])
    answer = build.answer("Annat.", lead="Det hittades inte.", notices=("Gällde till 30 maj.",))
    assert measures.nugget_recall(case, answer) == 0
    assert measures.nugget_recall_whole(case, answer) == 1
    assert measures.nugget_recall_whole(case, build.answer("Annat.")) == 0
    assert measures.nugget_recall_whole(build.unanswerable(), answer) is None
    assert measures.forbidden_hits(case, answer) == ()


def test_a_fact_is_not_put_together_from_two_statements(build):
    assert measures.nugget_recall(build.case(), build.answer("Det är 2", "000 kr i år.")) == 0


def test_a_wrong_year_is_forbidden_and_costs_the_grade(build):
    case = build.case(nuggets=[{"name": "år", "any": ["2025"]}], forbidden=["31 mars 2024"])
    right, wrong = "Sök senast 31 mars 2025.", "Sök senast 2024-03-31, inte 2025."
    assert measures.forbidden_hits(case, build.answer(right)) == ()
    assert measures.crag_score(case, build.answer(right)) == 1
    assert measures.forbidden_hits(case, build.answer(wrong)) == ("31 mars 2024",)
    assert measures.crag_score(case, build.answer(wrong)) == -1


def test_crag_score_of_every_kind_of_answer(build):
    two = build.case(nuggets=[{"name": "a", "any": ["alfa"]}, {"name": "b", "any": ["beta"]}])
    assert measures.crag_score(two, build.answer("alfa och beta")) == 1
    assert measures.crag_score(two, build.answer("alfa")) == 0.5
    assert measures.crag_score(two, build.answer("gamma")) == 0
    assert measures.crag_score(two, build.answer()) == 0
    assert measures.crag_score(two, build.answer("alfa och beta", outcome=Outcome.NOT_FOUND)) == 0
    assert measures.crag_score(build.unanswerable(), build.answer()) == 0
    assert measures.crag_score(build.unanswerable(), build.answer("Ja.")) == -1
    assert measures.crag_score(build.unanswerable(), build.answer("Delar.", outcome=Outcome.PARTIAL)) == 0


def test_noise_is_the_share_of_statements_that_carry_nothing_wanted(build):
    case = build.case(may_mention=["31 mars"])
    assert measures.noise(case, build.answer("2 000 kr.", "Senast 31 mars.", "Välkommen.", "Hej.")) == 0.5
    assert measures.noise(case, build.answer()) is None


def test_citation_precision_and_recall_at_both_levels(build):
    case = build.case(
        relevant=[
            {"document": "boll", "section": "Belopp"},
            {"document": "boll", "section": "Krav"},
            {"document": "sång", "section": "Tider"},
        ]
    )
    cited = (
        build.citation(1, "boll", "Belopp"),
        build.citation(2, "boll", "Tider"),
        build.citation(3, "sång", "Belopp"),
    )
    answer = build.answer("x", citations=cited)
    assert measures.citation_precision(case, answer, document_only=False) == pytest.approx(1 / 3)
    assert measures.citation_recall(case, answer, document_only=False) == pytest.approx(1 / 3)
    assert measures.citation_precision(case, answer, document_only=True) == 1
    assert measures.citation_recall(case, answer, document_only=True) == 1
    one = build.answer("x", citations=cited[:1])
    assert measures.citation_recall(case, one, document_only=True) == 0.5


def test_silence_on_an_answerable_question_cites_nothing_right(build):
    for document_only in (False, True):
        assert measures.citation_precision(build.case(), build.answer(), document_only=document_only) == 0
        assert measures.citation_recall(build.case(), build.answer(), document_only=document_only) == 0
        assert measures.citation_precision(build.unanswerable(), build.answer(), document_only=document_only) is None
        assert measures.citation_recall(build.case(relevant=[]), build.answer("x"), document_only=document_only) is None


def test_a_dangling_citation_is_caught(build):
    assert measures.dangling_citations(build.answer(("x", (1,)))) == ()
    assert measures.dangling_citations(build.answer(("x", (1, 3)), ("y", (2,)))) == (2, 3)
    twice = (build.citation(1), build.citation(1, "sång"))
    assert measures.dangling_citations(build.answer("x", citations=twice)) == (1,)


def test_statements_without_citations_are_counted(build):
    assert measures.uncited(build.answer("x", ("y", ()))) == 0.5
    assert measures.uncited(build.answer()) is None


def test_an_altered_quote_is_caught(build):
    good = build.citation()
    assert measures.is_verbatim(good)
    altered = [
        replace(good, quote=good.quote.replace("2 000", "3 000")),
        replace(good, start=good.start + 1),
        replace(good, quote="", start=3, end=3),
        replace(good, quote=good.passage.document.text[-5:-1], start=-5, end=-1),
        replace(good, end=10_000, quote=good.passage.document.text),
    ]
    assert not any(map(measures.is_verbatim, altered))
    assert measures.verbatim(build.answer("x", citations=(good, altered[0]))) == 0.5
    assert measures.verbatim(build.answer()) is None


@pytest.mark.parametrize("changed", ["3 000 kr senast 31 mars", "2 000 kr senast 30 mars", "2 000 kr år 2024"])
def test_an_altered_number_has_no_support(build, changed):
    cited = (build.citation(1, "boll", "Belopp"), build.citation(2, "boll", "Tider"))
    right = build.answer(("2 tkr, senast 31/3 2025", (1, 2)), citations=cited)
    assert measures.unsupported_numbers(right) == ()
    assert measures.numbers_supported(right) == 1
    assert len(measures.unsupported_numbers(build.answer((changed, (1, 2)), citations=cited))) == 1


def test_how_many_quotes_are_cited_is_supported_by_them_all(build):
    cited = (build.citation(1, "boll", "Belopp"), build.citation(2, "boll", "Tider"))
    for text, numbers, unsupported in (("Sammanlagt 2 bidrag.", (1, 2), 0), ("Sammanlagt 3 bidrag.", (1, 2), 1)):
        assert len(measures.unsupported_numbers(build.answer((text, numbers), citations=cited))) == unsupported
    assert measures.unsupported_numbers(build.answer(("Bara 1 bidrag.", (1,)), citations=cited)) == ("1",)


def test_a_number_must_stand_in_a_quote_that_the_same_statement_cites(build):
    cited = (build.citation(1, "boll", "Belopp"), build.citation(2, "boll", "Tider"))
    answer = build.answer(("Senast 31 mars.", (1,)), ("Det är 2 000 kr.", (1,)), citations=cited)
    assert measures.unsupported_numbers(answer) == ("31 mars",)
    assert measures.numbers_supported(answer) == 0.5
    assert measures.numbers_supported(build.answer("Inga tal.")) is None


def test_number_words_and_digits_support_each_other(build):
    cited = (build.citation(1, "boll", "Krav"),)
    assert measures.numbers_supported(build.answer("Minst 4 medlemmar.", citations=cited)) == 1
    assert measures.numbers_supported(build.answer("Minst fem medlemmar.", citations=cited)) == 0


@pytest.mark.parametrize(
    ("outcome", "refused", "answered", "partial"),
    [(Outcome.ANSWERED, 0, 1, 0), (Outcome.PARTIAL, 0, 0, 1), (Outcome.NOT_FOUND, 1, 0, 0)],
)
def test_refusals(build, outcome, refused, answered, partial):
    answer = build.answer("x", outcome=outcome)
    yes, no = build.case(), build.unanswerable()
    assert measures.false_refusal(yes, answer) == refused
    assert measures.false_answer(no, answer) == answered
    assert measures.partial_on_unanswerable(no, answer) == partial
    assert measures.false_refusal(no, answer) is None
    assert measures.false_answer(yes, answer) is None
    assert measures.partial_on_unanswerable(yes, answer) is None


def test_a_partial_answer_with_something_forbidden_is_a_false_answer(build):
    case = build.unanswerable(forbidden=["31 mars"])
    assert measures.false_answer(case, build.answer("Senast 31 mars.", outcome=Outcome.PARTIAL)) == 1
    assert measures.crag_score(case, build.answer("Senast 31 mars.", outcome=Outcome.PARTIAL)) == -1


def test_balanced_accuracy_is_the_mean_of_both_shares_right():
    assert measures.balanced_accuracy([0, 0, 0, 1], [1, 0]) == pytest.approx((0.75 + 0.5) / 2)
    assert measures.balanced_accuracy([0], []) is None
    assert measures.balanced_accuracy([], [0]) is None


def test_score_gives_every_measure_of_the_list(build):
    scores = score(build.case(), build.answer("2 000 kr"), build.hits(("boll", "Tider"), ("boll", "Belopp")))
    assert set(scores) == {measure.name for measure in MEASURES}
    assert scores["forbidden"] is None
    assert scores["section_mrr@10"] == 0.5
    assert scores["document_mrr@10"] == 1
