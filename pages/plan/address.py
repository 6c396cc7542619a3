"""The address of a plan: `/plan?id=42&tab=planning`, the one place that says which plan and which tab are open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st


def plan_id_of_address() -> int | None:
    """The id in the address, None where there is none that a plan could have."""
    text = st.query_params.get("id", "")
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,8}", text) else None


def open_tab(plan_id: int, labels: Mapping[str, str]) -> Sequence[Any]:
    """Tabs with these labels (by name in the address), the one of the address open; choosing another changes the address."""
    key = f"plan.{plan_id}.tabs"
    wanted = st.query_params.get("tab", "")
    # The address decides, so that Back and a shared link open the tab they name.
    st.session_state[key] = labels.get(wanted) or next(iter(labels.values()))
    return st.tabs(list(labels.values()), key=key, on_change=_remember_tab, args=(key, labels))


def _remember_tab(key: str, labels: Mapping[str, str]) -> None:
    chosen = st.session_state[key]
    st.query_params["tab"] = next(name for name, label in labels.items() if label == chosen)
