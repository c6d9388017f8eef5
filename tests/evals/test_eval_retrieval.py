import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.cases import Gold
from evals.retrieval import Place, found_by, gold_ranks, hit_at, ndcg, places_of, recall_at, reciprocal_rank

A, B, C, D = (Place(name, ("Rubrik", "Avsnitt")) for name in "abcd")
GOLD_A, GOLD_B = (Gold(document=name, section="Avsnitt") for name in "ab")


def test_hand_computed_values():
    places = (C, B, C, D, D, A)
    golds = (GOLD_A, GOLD_B)
    assert hit_at(places, golds, 1) == 0
    assert hit_at(places, golds, 2) == 1
    assert recall_at(places, golds, 5) == 0.5
    assert recall_at(places, golds, 10) == 1
    assert reciprocal_rank(places, golds) == 0.5
    # Repeats fall away: c, b, d, a.
    assert ndcg(places, golds) == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3)))
    assert gold_ranks(places, golds) == (6, 2)


def test_the_cut_is_made_at_the_hits_a_reader_sees():
    assert hit_at((C, C, C, C, C, A), (GOLD_A,), 5) == 0
    assert recall_at((C, C, C, C, C, A), (GOLD_A,), 5) == 0
    assert reciprocal_rank((C, C, A), (GOLD_A,), 10) == 0.5
    assert reciprocal_rank((C, C, A), (GOLD_A,), 2) == 0


def test_without_gold_there_is_nothing_to_measure():
    for measure in (reciprocal_rank, ndcg):
        assert measure((A,), ()) is None
    assert hit_at((A,), (), 5) is None
    assert recall_at((A,), (), 5) is None


def test_nothing_found_is_zero():
    assert hit_at((), (GOLD_A,), 5) == recall_at((), (GOLD_A,), 5) == reciprocal_rank((), (GOLD_A,)) == 0
    assert ndcg((), (GOLD_A,)) == 0
    assert gold_ranks((), (GOLD_A,)) == (None,)


def test_a_section_is_found_among_the_headings_whatever_the_dashes_and_case():
    place = Place("a", ("Plan", "Område 1 – Lek", "Mål"))
    assert found_by(place, (Gold(document="a", section="område 1 - lek"),))
    assert not found_by(place, (Gold(document="a", section="Område 1"), Gold(document="b", section="Mål")))
    assert found_by(place, (Gold(document="a"),))


def test_a_page_is_found_when_the_passage_covers_it():
    gold = Gold(document="a", page="7")
    assert found_by(Place("a", (), 6, 8), (gold,))
    assert found_by(Place("a", (), 7, None), (gold,))
    assert not found_by(Place("a", (), 8, 9), (gold,))
    assert not found_by(Place("a", ()), (gold,))


def test_two_gold_sections_under_one_hit_do_not_pass_the_best_order():
    golds = (Gold(document="a", section="Rubrik"), Gold(document="a", section="Avsnitt"))
    assert recall_at((A,), golds, 5) == 1
    assert ndcg((A,), golds) == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_a_gold_section_seen_again_under_another_heading_gains_nothing():
    again = Place("a", ("Rubrik", "Avsnitt", "Del"))
    assert ndcg((A, again, B), (GOLD_A, GOLD_B)) == pytest.approx((1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3)))


def test_more_gold_sections_than_fit_can_still_be_ranked_best():
    golds = tuple(Gold(document=name) for name in "abcd")
    assert ndcg(tuple(Place(name) for name in "ab"), golds, k=2) == pytest.approx(1)


def test_document_places_have_no_headings(build):
    found = build.hits(("boll", "Belopp"), ("boll", "Tider"), ("sång", "Belopp"))
    assert places_of(found, document_only=True) == (Place("boll"), Place("boll"), Place("sång"))
    assert places_of(found, document_only=False)[1].headings == ("Bidrag till boll", "Tider")


NAMES = st.sampled_from("abcdefghijkl")
RANKINGS = st.lists(NAMES, max_size=10, unique=True)
RELEVANT = st.sets(NAMES, min_size=1, max_size=6)


@given(RANKINGS, RELEVANT)
def test_ranking_measures_agree_with_the_textbook(ranking, relevant):
    places = tuple(Place(name, ("x", name)) for name in ranking)
    golds = tuple(Gold(document=name, section=name) for name in sorted(relevant))
    gains = [name in relevant for name in ranking]
    best = sorted([True] * len(relevant) + [False] * 10, reverse=True)[:10]
    first = next((position + 1 for position, gain in enumerate(gains) if gain), None)
    assert recall_at(places, golds, 5) == pytest.approx(len(relevant & set(ranking[:5])) / len(relevant))
    assert hit_at(places, golds, 5) == (sum(gains[:5]) > 0)
    assert reciprocal_rank(places, golds) == pytest.approx(1 / first if first else 0)
    assert ndcg(places, golds) == pytest.approx(dcg(gains) / dcg(best))


@given(st.lists(NAMES, max_size=14), RELEVANT)
def test_every_measure_stays_between_zero_and_one(ranking, relevant):
    places = tuple(Place(name) for name in ranking)
    golds = tuple(Gold(document=name) for name in relevant)
    values = [
        hit_at(places, golds, 5),
        recall_at(places, golds, 5),
        reciprocal_rank(places, golds),
        ndcg(places, golds),
    ]
    assert all(0 <= value <= 1 + 1e-12 for value in values)


def dcg(gains):
    return sum(gain / math.log(position + 2, 2) for position, gain in enumerate(gains))


def test_ranking_measures_agree_with_ir_measures():
    ir_measures = pytest.importorskip("ir_measures", reason="ir-measures är inte installerat")
    from ir_measures import RR, R, nDCG

    ranking, relevant = "cabed", "be"
    places = tuple(Place(name) for name in ranking)
    golds = tuple(Gold(document=name) for name in relevant)
    judged = [ir_measures.Qrel("q", name, 1) for name in relevant]
    ranked = [ir_measures.ScoredDoc("q", name, -position) for position, name in enumerate(ranking)]
    expected = ir_measures.calc_aggregate([R @ 5, RR @ 10, nDCG @ 10], judged, ranked)
    assert recall_at(places, golds, 5) == pytest.approx(expected[R @ 5])
    assert reciprocal_rank(places, golds) == pytest.approx(expected[RR @ 10])
    assert ndcg(places, golds) == pytest.approx(expected[nDCG @ 10])
