"""Our ranking measures and those of the field's own library give the same figures, to 1e-9, on random data."""

import random

import pytest

from evals.cases import Gold
from evals.retrieval import Place, hit_at, ndcg, recall_at, reciprocal_rank

ir_measures = pytest.importorskip("ir_measures")


@pytest.fixture(scope="module")
def world():
    """500 queries over 40 documents: 1 to 8 relevant ones, and rankings of 0 to 20 without repeats."""
    chance = random.Random(7)
    names = [f"d{number}" for number in range(40)]
    golds = {f"q{number}": chance.sample(names, chance.randint(1, 8)) for number in range(500)}
    ranked = {query: chance.sample(names, chance.randint(0, 20)) for query in golds}
    return golds, ranked


def theirs(measure, golds, ranked):
    qrels = [ir_measures.Qrel(query, name, 1) for query, names in golds.items() for name in names]
    run = [
        ir_measures.ScoredDoc(query, name, 100.0 - rank)
        for query, names in ranked.items()
        for rank, name in enumerate(names)
    ]
    found = {metric.query_id: metric.value for metric in ir_measures.iter_calc([measure], qrels, run)}
    return {query: found.get(query, 0.0) for query in golds}


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("nDCG@10", ndcg),
        ("RR@10", reciprocal_rank),
        ("R@5", lambda places, golds: recall_at(places, golds, 5)),
        ("R@10", lambda places, golds: recall_at(places, golds, 10)),
        ("Success@5", lambda places, golds: hit_at(places, golds, 5)),
    ],
)
def test_every_query_has_the_same_value(world, name, ours):
    golds, ranked = world
    expected = theirs(ir_measures.parse_measure(name), golds, ranked)
    for query, names in golds.items():
        places = [Place(document) for document in ranked[query]]
        assert ours(places, tuple(Gold(document=name) for name in names)) == pytest.approx(expected[query], abs=1e-9)
    assert 0.1 < sum(expected.values()) / len(expected) < 0.9
