"""Revenue of a plan: the share planned for its period, years of the financial grid, and their growth."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records import SHEETS
from services.changes import change_set
from services.errors import NotFound
from services.periods import MONTHS
from services.plans import delete_plans, update_plan
from services.revenue import Year, planned_in_period, read_revenue
from tests.world import World

AMOUNTS = st.decimals(min_value=0, max_value=10**12, places=2)


@given(amount=AMOUNTS)
def test_the_periods_of_a_year_add_up_to_it(amount: Decimal) -> None:
    for period_type, months in MONTHS.items():
        share = planned_in_period(amount, period_type)
        assert share is not None
        assert abs(share * 12 / months - amount) <= Decimal("0.005") * 12 / months
    assert planned_in_period(None, "month") is None


def fill(world: World, *financial: tuple[int | None, str | None, str | None]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "plan_id": world.plan_id,
            "position": float(place),
            "year": year,
            "revenue": revenue and Decimal(revenue),
            "loss": loss and Decimal(loss),
        }
        for place, (year, revenue, loss) in enumerate(financial)
    ]
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.create(SHEETS["financial"], rows)


def test_planned_amounts_and_years_are_read(world: World) -> None:
    update_plan(world.db, world.actor("alice"), world.plan_id, {"margin": {"to": "12.50"}})
    fill(world, (2025, "110", None), (2024, "60", "5"), (2024, "40", None), (None, "9", None), (2026, None, None), (2023, None, "1"))
    revenue = read_revenue(world.db, world.actor("charlie"), world.plan_id)
    assert (revenue.planned_year, revenue.planned_period, revenue.planned_margin) == (
        Decimal("120000.00"),
        Decimal("30000.00"),
        Decimal("3750.00"),
    )
    assert list(revenue.years) == [
        Year(2023, None, None, Decimal("1.00")),
        Year(2024, Decimal("100.00"), None, Decimal("5.00")),
        Year(2025, Decimal("110.00"), None, None),
    ]
    assert revenue.growth == (2025, Decimal("10.0"))


def test_without_amounts_there_is_nothing_to_show(world: World) -> None:
    plan_id = world.make_plan()
    revenue = read_revenue(world.db, world.actor("charlie"), plan_id)
    assert (revenue.planned_year, revenue.planned_period, revenue.planned_margin, revenue.years, revenue.growth) == (
        None,
        None,
        None,
        (),
        None,
    )


def test_growth_from_nothing_is_not_told(world: World) -> None:
    fill(world, (2024, "0", None), (2025, "10", None), (2021, "5", None))
    assert read_revenue(world.db, world.actor("bob"), world.plan_id).growth is None


def test_a_plan_in_the_trash_has_none(world: World) -> None:
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    with pytest.raises(NotFound):
        read_revenue(world.db, world.actor("alice"), world.plan_id)
