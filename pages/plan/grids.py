"""The grids of a tab: one stands on the page at a time, because each is a heavy frame; the others are one click away."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.sheet_grid import sheet_grid
from data.records import GRIDS
from services.actors import Actor, Permission
from services.language import translate as _
from services.plans import Plan


def grids(plan: Plan, actor: Actor, names: Sequence[str], *, key: str) -> None:
    """The grids of these sheets, the first one open."""
    # No fragment: what is saved in a grid shows in the head of the page.
    chosen = names[0]
    if len(names) > 1:
        picked = st.segmented_control(
            _("Grid"),
            names,
            default=names[0],
            format_func=lambda name: _(GRIDS[name].label_plural),
            required=True,
            label_visibility="collapsed",
            key=f"{key}.chosen",
        )
        chosen = picked or names[0]
    sheet_grid(plan["id"], chosen, key=f"{key}.{chosen}", read_only=not actor.may(Permission.EDIT))
