"""What stands in an address: the record of a page, and filters, sort and view of the list of plans.

They are ids and English words, so that a link reads the same in every language.
The browser's half, which keeps the address in step with the list on the page, is `plans/state.js`; both write the API's names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from data.plans import PlanFilter, Sort
from services.activity import EARLIEST, LATEST
from services.plan_query import DEFAULT_SORT, write_filter, write_sort

LIST = "/plans"


def read_pairs() -> list[tuple[str, str]]:
    """The (name, value) pairs of the address as the page was opened; a repeated name comes repeatedly."""
    return [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]


def read_id(name: str = "id") -> int | None:
    """The id of a record under this name in the address, None where there is none that a record could have."""
    text = st.query_params.get(name, "")
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,8}", text) else None


def read_day(name: str) -> date | None:
    """The day under this name in the address, None where there is none, or none of the years 1970 to 2199 that a day of the log is of."""
    text = st.query_params.get(name, "")
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None
    return day if day and EARLIEST <= day.year < LATEST else None


def plans_address(filters: PlanFilter | Iterable[tuple[str, str]] = (), *, sort: Sort = DEFAULT_SORT, view: str | int = "") -> str:
    """The address of the list with this filter, for links from elsewhere: a number on the dashboard, a client's plans."""
    pairs = list(write_filter(filters) if isinstance(filters, PlanFilter) else filters)
    if sort != DEFAULT_SORT:
        pairs.append(("sort", write_sort(sort)))
    if view or not pairs:
        pairs.append(("view", str(view or "all")))
    return f"{LIST}?{urlencode(pairs)}"
