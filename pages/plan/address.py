"""Which plan the address names: `/plan?id=42&tab=planning`."""

from __future__ import annotations

import re

import streamlit as st


def plan_id_of_address() -> int | None:
    """The id in the address, None where there is none that a plan could have."""
    text = st.query_params.get("id", "")
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,8}", text) else None
