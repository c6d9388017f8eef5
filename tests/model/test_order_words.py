"""How many orders are known, of the set the patterns were made from and of two that came later; and no honest request."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from honest import HONEST_SENTENCES
from injections import INJECTIONS, REWORDED, UNSEEN, Injection

from assistant.passages.orders import is_order


@pytest.mark.parametrize(("orders", "least"), [(INJECTIONS, 60), (REWORDED, 56), (UNSEEN, 24)])
def test_so_many_orders_are_known(orders: Sequence[Injection], least: int) -> None:
    known = [one.order for one in orders if is_order(one.order)]
    assert len(known) >= least, [one.order for one in orders if one.order not in known]


def test_what_is_asked_of_people_is_no_order() -> None:
    assert len(HONEST_SENTENCES) == 60
    assert [sentence for sentence in HONEST_SENTENCES if is_order(sentence)] == []
