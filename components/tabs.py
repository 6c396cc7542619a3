"""Tabs whose open one stands in the address, by a name that no language changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st


def address_tabs(key: str, labels: Mapping[str, str]) -> Sequence[Any]:
    """Tabs with these labels by name (`?tab=name`), the one of the address open, the first where there is none.

    Draw only what is open: `for name, tab in zip(labels, address_tabs(…)): if tab.open: with tab: …`.
    """
    # The address decides, so that Back and a shared link open the tab they name.
    st.session_state[key] = labels.get(st.query_params.get("tab", "")) or next(iter(labels.values()))
    return st.tabs(list(labels.values()), key=key, on_change=_remember, args=(key, labels))


def _remember(key: str, labels: Mapping[str, str]) -> None:
    chosen = st.session_state[key]
    st.query_params["tab"] = next(name for name, label in labels.items() if label == chosen)
