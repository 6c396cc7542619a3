"""The second half of the form: the plan exists, and its background and first two grids are filled in, stored as they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.actions import Message, fragment, run_action, say
from components.layout import page_header
from components.record_form import record_form
from components.session import current_actor, database
from components.sheet_grid import sheet_grid
from data.records import PLAN, SHEETS
from data.records.plan import BACKGROUND
from services.actors import Actor, Permission
from services.language import translate as _
from services.plans import Plan, delete_plans, get_plan, update_plan

GRIDS = ("financial", "marketing_activity")


def background(plan: Plan, actor: Actor) -> None:
    with page_header(plan["subject"] or _("New plan"), key="new-plan.header"):
        if actor.may(Permission.DELETE) and st.button(_("Discard"), type="tertiary", icon=":material/delete:", key="new-plan.discard"):
            _discard(plan["id"])
        if st.button(_("Done"), type="primary", icon=":material/check:", key="new-plan.done"):
            st.switch_page("plan/page.py", query_params={"id": str(plan["id"])})
    left, right = st.columns(2, gap="large")
    with left:
        _fields(plan["id"])
    with right:
        _grids(plan["id"])


def _discard(plan_id: int) -> None:
    outcome = run_action(lambda actor: delete_plans(database(), actor, [plan_id]))
    if outcome is not None:
        say(Message(_("The plan is in the trash."), change_set_id=outcome.change_set_id))
        st.switch_page("plans/page.py")


@fragment()
def _fields(plan_id: int) -> None:
    st.markdown("## " + _(BACKGROUND))

    def save(actor: Actor, edits: Mapping[str, Mapping[str, Any]]) -> None:
        update_plan(database(), actor, plan_id, edits)

    fields = [each for each in PLAN.editable if each.section == BACKGROUND]
    record_form(fields, get_plan(database(), current_actor(), plan_id), key=f"new-plan.{plan_id}", save=save)


@fragment()
def _grids(plan_id: int) -> None:
    chosen = st.segmented_control(
        _("Grid"),
        GRIDS,
        default=GRIDS[0],
        format_func=lambda name: _(SHEETS[name].label_plural),
        required=True,
        label_visibility="collapsed",
        key="new-plan.grid",
    )
    sheet_grid(plan_id, chosen or GRIDS[0], key="new-plan.grids")
