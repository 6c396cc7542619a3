"""Cells in stored form, a column at a time: the fast way gives what reading each cell would give."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records import PLAN, Field, Kind
from services.imports.columns import read_column
from services.imports.period_cells import read_period
from services.values import BadValue

MONEY, MARGIN = PLAN.by_name["revenue_next_year"], PLAN.by_name["margin"]
REGIONS = Field("cf_1", "Regions", Kind.CHOICES, choices=("North", "North, upper", "South; lower"), own_choices=True, own_label=True)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.decimals(min_value=-(10**14), max_value=10**14, places=2), min_size=1, max_size=5))
def test_numbers_of_a_workbook_are_the_decimals_they_show(values: list[Decimal]) -> None:
    wanted = [value for value in values if abs(value) < Decimal(10) ** 13]
    read = read_column(MONEY, [float(value) for value in wanted], "en")
    assert (read.values.to_pylist(), read.problems) == (wanted, {})


def test_numbers_texts_and_empty_cells_mix_in_one_column() -> None:
    read = read_column(MONEY, [1.005, "1,234.50", "", None, "x", 33.333333, float("inf"), 1e15, True], "en")
    assert read.values.to_pylist() == [Decimal("1.00"), Decimal("1234.50"), None, None, None, Decimal("33.33"), None, None, None]
    assert {row: sentence for row, sentence in read.problems.items() if row != 8} == {
        4: "Enter a number such as 1,234.50.",
        6: "Enter a number.",
        7: "This number is too large.",
    }


def test_bounds_hold_for_typed_numbers() -> None:
    read = read_column(MARGIN, [100.0, -100.0, 100.01, "101", "-12,5"], "fr")
    assert read.values.to_pylist() == [Decimal("100.00"), Decimal("-100.00"), None, None, Decimal("-12.50")]
    assert read.problems == {2: "Enter 100 or less.", 3: "Enter 100 or less."}


def test_texts_keep_what_was_typed_and_refuse_what_cannot_be_stored() -> None:
    read = read_column(PLAN.by_name["subject"], ["=1+1", " x ", "a\r\nb", "", "  ", 12.0, 1.5, date(2026, 3, 1), "a\x00b", "y" * 256], "en")
    assert read.values.to_pylist() == ["=1+1", " x ", "a\nb", None, None, "12", "1.5", "2026-03-01", None, None]
    assert read.problems == {
        8: "Remove the invisible control character at position 2.",
        9: "Shorten this to 255 characters; it has 256.",
    }


def test_several_choices_in_a_cell_may_hold_separators_themselves() -> None:
    read = read_column(REGIONS, ["North, upper; South; lower", "north", "North; North, upper", "East", ""], "en")
    assert read.values.to_pylist() == ['["North, upper", "South; lower"]', '["North"]', '["North", "North, upper"]', None, None]
    assert list(read.problems) == [3]


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("Q1 2026", ("quarter", date(2026, 1, 1))),
        ("t4 2026", ("quarter", date(2026, 10, 1))),
        ("2026-Q2", ("quarter", date(2026, 4, 1))),
        ("March 2026", ("month", date(2026, 3, 1))),
        ("août 2026", ("month", date(2026, 8, 1))),
        ("Sept. 2026", ("month", date(2026, 9, 1))),
        ("2026-03", ("month", date(2026, 3, 1))),
        ("03/2026", ("month", date(2026, 3, 1))),
        (2026.0, ("year", date(2026, 1, 1))),
        (date(2026, 3, 9), (None, date(2026, 3, 9))),
        ("2026-03-09", (None, date(2026, 3, 9))),
        ("Q5 2026", None),
        ("13/2026", None),
        ("soon", None),
    ],
)
def test_periods(cell: object, period: object) -> None:
    if period is None:
        with pytest.raises(BadValue):
            read_period(cell)  # type: ignore[arg-type]
    else:
        assert read_period(cell) == period  # type: ignore[arg-type]
