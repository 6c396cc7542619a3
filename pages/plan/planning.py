"""Planning: the plan's own fields, each saved as soon as one leaves it; goals with their pace; the mind map; revenue."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.period_input import period_input
from components.record_form import record_form
from components.session import database
from components.text import plain
from data.records import Field
from data.records.custom_field import SECTION
from data.records.plan import BACKGROUND, BASICS, CONTEXT, OBJECTIVES, REVENUE
from pages.plan.goals import goals_block
from pages.plan.header import change_field
from pages.plan.mind_map import mind_map_block
from pages.plan.revenue import revenue_block
from pages.plan.tasks import tasks_block
from services.actors import Actor, Permission
from services.language import translate as _
from services.plan_fields import plan_record
from services.plans import Plan, update_plan
from services.references import reference_names

LEFT, RIGHT = (BASICS, REVENUE, BACKGROUND), (OBJECTIVES, CONTEXT, SECTION)
PERIOD = ("period_type", "period_start")
PART = "plan.planning.part"


def planning_tab(plan: Plan, actor: Actor) -> None:
    """One part at a time, chosen at the top: the others do not run."""
    parts = {
        "information": _("Information"),
        "tasks": _("Tasks"),
        "goals": _("Goals and KPIs"),
        "mind_map": _("Mind map"),
        "revenue": _("Revenue"),
    }
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
        args=(next(iter(parts)),),
    )
    if chosen == "tasks":
        tasks_block(plan, actor)
    elif chosen == "goals":
        goals_block(plan, actor)
    elif chosen == "mind_map":
        mind_map_block(plan, actor)
    elif chosen == "revenue":
        revenue_block(plan, actor)
    else:
        _all_fields(plan, actor)


def _remember_part(first: str) -> None:
    # Streamlit also calls this where a run was broken off before it drew the choice: then nothing was chosen.
    if (chosen := st.session_state[PART]) != st.query_params.get("part", first):
        st.query_params["part"] = chosen


def _all_fields(plan: Plan, actor: Actor) -> None:
    _origin(plan, actor)
    left, right = st.columns(2, gap="large")
    for column, sections in ((left, LEFT), (right, RIGHT)):
        with column:
            for section in sections:
                if fields := _fields(section):
                    _section(plan, section, fields, actor)


def _origin(plan: Plan, actor: Actor) -> None:
    """Which template the plan was made from, with a link to it."""
    if (template_id := plan["template_id"]) is not None:
        name = plain(reference_names(database(), actor, "template", [template_id]).get(template_id, ""))
        st.caption(_("Made from the template {name}.", name=f"[{name}](/template?id={template_id})"))


def _section(plan: Plan, section: str, fields: Sequence[Field], actor: Actor) -> None:
    # No fragment: whoever leaves a field for another tab finds there what was just stored, and so does the head of the page.
    st.header(_(section), anchor=False)
    names = [each.name for each in fields]
    place = names.index(PERIOD[0]) if PERIOD[0] in names else 0
    _form(plan, fields[:place], actor)
    if place:
        _period(plan, actor)
    _form(plan, [each for each in fields[place:] if each.name not in PERIOD], actor)


def _form(plan: Plan, fields: Sequence[Field], actor: Actor) -> None:
    record_form(
        fields,
        plan,
        key=f"plan.{plan['id']}.form",
        save=lambda actor, edits: update_plan(database(), actor, plan["id"], edits),
        names={"client_id": plan["client"], "person_in_charge_id": plan["person_in_charge"]},
        disabled=not actor.may(Permission.EDIT),
    )


def _period(plan: Plan, actor: Actor) -> None:
    """The period by its name. Another type keeps the plan where it starts."""

    period_input(
        plan["period_start"],
        plan["period_type"],
        key=f"plan.{plan['id']}.period",
        disabled=not actor.may(Permission.EDIT),
        on_change=lambda field, value: change_field(plan["id"], field, plan[field], value),
    )


def _fields(section: str) -> list[Field]:
    return [each for each in plan_record(database()).editable if each.section == section]
