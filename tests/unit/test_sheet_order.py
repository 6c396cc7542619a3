"""Where rows go among the others, and the positions that say so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.sheet_order import Order, Place, new_positions


def test_rows_are_put_first_after_another_and_last() -> None:
    order = Order.of([1, 2, 3])
    order.put("top", after=None)
    order.put("middle", after=2)
    order.append("end")
    assert order.places() == ["top", 1, 2, "middle", 3, "end"]


def test_a_row_put_after_one_that_is_gone_goes_to_the_end() -> None:
    order = Order.of([1, 2])
    order.put("new", after=99)
    assert order.places() == [1, 2, "new"]


def test_taking_out_what_is_not_there_changes_nothing() -> None:
    order = Order.of([1, 2])
    order.take(99)
    assert order.places() == [1, 2]


def test_without_room_between_two_rows_all_are_numbered_anew() -> None:
    assert new_positions([1, "a", 2], {1: 1.0, 2: 1.0 + 1e-7}) == {1: 1.0, "a": 2.0, 2: 3.0}


def test_nothing_new_needs_no_positions() -> None:
    assert new_positions([1, 2], {1: 1.0, 2: 2.0}) == {}


@given(st.lists(st.tuples(st.booleans(), st.integers(-1, 40)), max_size=60), st.integers(0, 20))
def test_positions_always_say_the_order(steps: list[tuple[bool, int]], count: int) -> None:
    standing: dict[Place, float] = {row_id: float(row_id) for row_id in range(count)}
    order = Order.of(list(standing))
    for number, (is_move, anchor) in enumerate(steps):
        after = None if anchor < 0 else anchor
        if is_move and count and number % count != anchor:
            order.take(number % count)
            order.put(number % count, after=after)
            standing.pop(number % count, None)
        else:
            order.put(f"new{number}", after=after)
        positions = {**standing, **new_positions(order.places(), standing)}
        assert sorted(positions, key=lambda place: positions[place]) == order.places()
        assert len(set(positions.values())) == len(positions)
        standing = dict(positions)
