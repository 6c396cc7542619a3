"""Choosing the record a field refers to, by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.session import current_actor, database
from data.records import Field
from services.language import translate as _
from services.references import MOST, find_references, reference_names


def reference_input(
    field: Field,
    label: str,
    *,
    key: str,
    name: str = "",
    help: str | None = None,
    disabled: bool = False,
    on_change: Callable[..., None] | None = None,
    args: tuple[Any, ...] = (),
) -> None:
    """A choice among the records this field refers to; `st.session_state[key]` holds the id or None."""
    actor, db = current_actor(), database()
    found = {row["id"]: row for row in find_references(db, actor, field.refers_to, limit=MOST)}
    chosen = st.session_state.get(key)
    if chosen is not None and chosen not in found:
        found[chosen] = {"name": name or reference_names(db, actor, field.refers_to, [chosen]).get(chosen, "")}
    st.selectbox(
        label,
        list(found),
        index=None,
        format_func=lambda each: found[each]["name"],
        placeholder=_("Not set"),
        key=key,
        help=help,
        disabled=disabled,
        on_change=on_change,
        args=args,
    )
