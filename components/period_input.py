"""Choosing a period: its type, and one of the periods around a given one by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from data.records.plan import PERIOD_TYPES
from services.language import current_language
from services.language import translate as _
from services.periods import first_day, period_name, shift

BEFORE, AFTER = 8, 12

OnChange = Callable[[str, Any], None]
"""Stores `period_type` or `period_start` under a new value."""


def period_input(start: date, period_type: str, *, key: str, disabled: bool = False, on_change: OnChange | None = None) -> tuple[str, date]:
    """A choice of type and period, standing on the given one at first. Returns type and first day.

    With `on_change` it stands on the given one in every run: what is chosen is handed over at once, by the name of its field.
    """
    type_key = f"{key}.type"
    if on_change:
        st.session_state[type_key] = period_type
    left, right = st.columns(2)
    chosen_type = left.segmented_control(
        _("Period type"),
        PERIOD_TYPES,
        default=None if on_change else period_type,
        format_func=period_type_name,
        required=True,
        key=type_key,
        disabled=disabled,
        on_change=on_change and partial(_chosen, on_change, "period_type", type_key),
    )
    chosen_type = chosen_type or period_type
    first = first_day(start, chosen_type)
    around = [shift(first, chosen_type, count) for count in range(-BEFORE, AFTER + 1) if _is_in_range(first, count)]
    start_key = f"{key}.start.{chosen_type}"
    if on_change:
        st.session_state[start_key] = first
    chosen = right.selectbox(
        _("Period"),
        around,
        index=0 if on_change else around.index(first),
        format_func=lambda each: period_name(each, chosen_type, current_language.get()),
        key=start_key,
        disabled=disabled,
        on_change=on_change and partial(_chosen, on_change, "period_start", start_key),
    )
    return chosen_type, chosen


def _chosen(on_change: OnChange, field: str, key: str) -> None:
    if (chosen := st.session_state[key]) is not None:
        on_change(field, chosen)


def period_type_name(period_type: str) -> str:
    """What a type of period is called on its own."""
    return {"month": _("Month"), "quarter": _("Quarter"), "year": _("Year")}[period_type]


def _is_in_range(first: date, count: int) -> bool:
    return 1 < first.year + count < 9999
