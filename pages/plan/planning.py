"""Planning: the plan's own fields, each saved as soon as one leaves it; goals with their pace; the mind map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.actions import fragment
from components.record_form import record_form
from components.session import current_actor, database
from data.records import Field
from data.records.custom_field import SECTION
from data.records.plan import BACKGROUND, BASICS, CONTEXT, OBJECTIVES, REVENUE
from pages.plan.goals import goals_block
from pages.plan.mind_map import mind_map_block
from pages.plan.tasks import tasks_block
from services.actors import Actor, Permission
from services.language import translate as _
from services.plan_fields import plan_record
from services.plans import Plan, get_plan, update_plan

# What the head of the page shows: it is drawn anew when one of these changes.
IN_HEADER = {"client_id", "subject", "period_type", "period_start", "status", "client_status", "bcg", "person_in_charge_id"}
LEFT, RIGHT = (BASICS, REVENUE, BACKGROUND), (OBJECTIVES, CONTEXT, SECTION)
STALE = "plan.header_is_stale"
PART = "plan.planning.part"


def planning_tab(plan: Plan, actor: Actor) -> None:
    """One part at a time, chosen at the top: the others do not run."""
    parts = {"information": _("Information"), "tasks": _("Tasks"), "goals": _("Goals and KPIs"), "mind_map": _("Mind map")}
    # The address decides, as with the tabs.
    st.session_state[PART] = st.query_params.get("part") if st.query_params.get("part") in parts else next(iter(parts))
    chosen = st.segmented_control(
        _("Part of the planning"),
        list(parts),
        format_func=parts.__getitem__,
        required=True,
        label_visibility="collapsed",
        key=PART,
        on_change=_remember_part,
    )
    if chosen == "tasks":
        tasks_block(plan, actor)
    elif chosen == "goals":
        goals_block(plan, actor)
    elif chosen == "mind_map":
        mind_map_block(plan, actor)
    else:
        _all_fields(plan, actor)


def _remember_part() -> None:
    st.query_params["part"] = st.session_state[PART]


def _all_fields(plan: Plan, actor: Actor) -> None:
    left, right = st.columns(2, gap="large")
    for column, sections in ((left, LEFT), (right, RIGHT)):
        with column:
            for section in filter(_fields, sections):
                _section(plan["id"], section, actor.language)


@fragment()
def _section(plan_id: int, section: str, _language: str) -> None:
    if st.session_state.pop(STALE, False):
        st.rerun()
    actor, db = current_actor(), database()
    plan = get_plan(db, actor, plan_id)
    st.markdown("## " + _(section))
    record_form(
        _fields(section),
        plan,
        key=f"plan.{plan_id}.form",
        save=lambda actor, edits: _save(actor, plan_id, edits),
        names={"client_id": plan["client"], "person_in_charge_id": plan["person_in_charge"]},
        disabled=not actor.may(Permission.EDIT),
    )


def _fields(section: str) -> list[Field]:
    return [each for each in plan_record(database()).editable if each.section == section]


def _save(actor: Actor, plan_id: int, edits: Mapping[str, Mapping[str, Any]]) -> None:
    update_plan(database(), actor, plan_id, edits)
    st.session_state[STALE] = bool(IN_HEADER & set(edits))
