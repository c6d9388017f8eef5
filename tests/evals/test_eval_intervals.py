import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.intervals import bootstrap_mean, wilson

VALUES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=2, max_size=12)


@pytest.mark.parametrize(
    # From the published formula: (p + z²/2n ± z√(p(1-p)/n + z²/4n²)) / (1 + z²/n)
    ("successes", "total", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_wilson_by_hand(successes, total, low, high):
    assert wilson(successes, total) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_wilson_holds_the_rate_and_stays_a_rate(counts):
    found = wilson(*counts)
    assert found is not None
    assert 0 <= found.low <= counts[0] / counts[1] + 1e-12
    assert counts[0] / counts[1] - 1e-12 <= found.high <= 1


def test_bootstrap_of_a_known_sample_is_near_the_textbook_interval():
    values = [0.0, 1.0] * 50
    found = bootstrap_mean(values)
    assert found is not None
    half = 1.96 * math.sqrt(0.25 / 100)
    assert found == pytest.approx((0.5 - half, 0.5 + half), abs=0.015)


@given(VALUES)
def test_bootstrap_lies_within_the_values_and_is_the_same_every_time(values):
    found = bootstrap_mean(values)
    assert found == bootstrap_mean(values)
    assert found is not None
    assert min(values) <= found.low <= found.high <= max(values)


def test_too_little_to_say():
    assert wilson(0, 0) is None
    assert bootstrap_mean([]) is None
    assert bootstrap_mean([0.5]) is None
    assert bootstrap_mean([0.5, 0.5]) == (0.5, 0.5)
