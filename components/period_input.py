"""Choosing a period: its type, and one of the periods around a given one by name."""

from __future__ import annotations

from datetime import date

import streamlit as st

from data.records.plan import PERIOD_TYPES
from services.language import current_language
from services.language import translate as _
from services.periods import first_day, period_name, shift

BEFORE, AFTER = 8, 12


def period_input(start: date, period_type: str, *, key: str) -> tuple[str, date]:
    """A choice of type and period, standing on the given one at first. Returns type and first day."""
    left, right = st.columns(2)
    chosen_type = left.segmented_control(
        _("Period type"), PERIOD_TYPES, default=period_type, format_func=period_type_name, required=True, key=f"{key}.type"
    )
    chosen_type = chosen_type or period_type
    first = first_day(start, chosen_type)
    around = [shift(first, chosen_type, count) for count in range(-BEFORE, AFTER + 1) if _is_in_range(first, count)]
    chosen = right.selectbox(
        _("Period"),
        around,
        index=around.index(first),
        format_func=lambda each: period_name(each, chosen_type, current_language.get()),
        key=f"{key}.start.{chosen_type}",
    )
    return chosen_type, chosen


def period_type_name(period_type: str) -> str:
    """What a type of period is called on its own."""
    return {"month": _("Month"), "quarter": _("Quarter"), "year": _("Year")}[period_type]


def _is_in_range(first: date, count: int) -> bool:
    return 1 < first.year + count < 9999
