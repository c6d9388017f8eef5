import itertools
import random

import numpy as np
import pytest
from scipy import stats

from evals.bench_null import simulate
from evals.compare import difference
from evals.score import MEASURES
from evals.significance import EXACT, holm, randomisation_p

RECALL = next(measure for measure in MEASURES if measure.name == "nugget_recall")


def test_without_a_change_the_p_value_is_one():
    assert randomisation_p([]) is None
    assert randomisation_p([0.0] * 5) == 1.0


def test_few_pairs_are_tried_exactly():
    changes = [0.5, 1.0, -0.25, 0.5, 0.0]
    moved = [change for change in changes if change]
    sums = [sum(s * c for s, c in zip(signs, moved, strict=True)) for signs in itertools.product((1, -1), repeat=4)]
    expected = sum(abs(total) >= abs(sum(moved)) - 1e-9 for total in sums) / len(sums)
    assert randomisation_p(changes) == expected


def test_many_pairs_agree_with_scipy():
    chance = random.Random(5)
    changes = [chance.gauss(0.3, 1) for _ in range(60)]
    theirs = stats.permutation_test(
        (np.array(changes), np.zeros(60)), lambda x, y: np.mean(x - y), permutation_type="samples",
        n_resamples=9_999, rng=np.random.default_rng(2),
    )  # fmt: skip
    assert len(changes) > EXACT
    assert randomisation_p(changes) == pytest.approx(theirs.pvalue, abs=0.015)
    assert randomisation_p(changes) == randomisation_p(changes)


def test_holm_by_hand():
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06})
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}


def test_a_run_against_itself_differs_in_nothing():
    values = [random.Random(3).random() for _ in range(50)]
    found = difference(RECALL, [(value, value) for value in values])
    assert found["difference"] == found["low"] == found["high"] == 0
    assert found["p"] == 1
    assert (found["wins"], found["ties"], found["losses"]) == (0, 50, 0)
    assert not found["surely_worse"]


def test_chance_seldom_alarms_and_eight_points_are_mostly_found():
    # A small sample of what python -m evals.bench_null measures with 4,000 pairs.
    assert simulate(0.0, pairs=60).outside <= 0.15
    assert simulate(0.08, pairs=40).gate >= 0.65


@pytest.mark.parametrize(("losses", "sure"), [(5, False), (6, True)])
def test_five_changed_questions_are_nothing_to_be_sure_of(losses, sure):
    assert difference(RECALL, [(1.0, 0.0)] * losses)["surely_worse"] is sure
