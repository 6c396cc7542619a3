"""Tasks: one grid of what is to be done, under the objectives and items named in it."""

from __future__ import annotations

import streamlit as st

from components.sheet_grid import sheet_grid
from services.actors import Actor, Permission
from services.language import translate as _
from services.plans import Plan


def tasks_block(plan: Plan, actor: Actor) -> None:
    """The grid of tasks, or that of objectives."""
    # No fragment: what is saved here shows in the head of the page.
    grids = {"task": _("Tasks"), "objective": _("Objectives")}
    with st.container(horizontal=True, vertical_alignment="center", key="plan.tasks.bar"):
        chosen = st.segmented_control(
            _("Grid"),
            list(grids),
            default="task",
            format_func=grids.__getitem__,
            required=True,
            label_visibility="collapsed",
            key="plan.tasks.grid",
        )
        if chosen == "objective":
            st.caption(_("What stands here stays without tasks. Deleting an objective leaves its tasks, under no objective."))
        else:
            st.caption(_("Objectives and items are made by naming them. Several people in charge are separated by commas."))
    sheet_grid(plan["id"], chosen or "task", key="plan.tasks", read_only=not actor.may(Permission.EDIT))
