"""Activity: who changed what, when, from what to what; filtered by person, field and date, and reverted from here."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from components.actions import fragment
from components.activity_log import activity_log
from components.session import current_actor, database
from services.activity import FieldOfLog, activity_filter, list_fields, list_people
from services.actors import Actor
from services.language import translate as _
from services.plans import Plan


def activity_tab(plan: Plan, _actor: Actor) -> None:
    _activity(plan["id"], plan["revision"])


@fragment()
def _activity(plan_id: int, revision: int) -> None:
    filters = {"plan": plan_id, **_filters(plan_id)}
    if activity_log(filters, key=f"plan.{plan_id}.activity", revision=revision):
        # Only the whole page shows what the revert changed in its head.
        st.rerun()


def _filters(plan_id: int) -> dict[str, Any]:
    """The person, field and days chosen above the log, by the names of the API."""
    log = activity_filter(current_actor(), plan_id=plan_id)
    people = {each["id"]: each["name"] for each in list_people(database(), log)}
    fields = list_fields(database(), log)
    with st.container(horizontal=True, vertical_alignment="bottom", key="plan.activity.filters"):
        person = st.selectbox(
            _("Person"),
            list(people),
            index=None,
            format_func=people.__getitem__,
            placeholder=_("Everybody"),
            width=220,
            key="plan.activity.person",
        )
        field: FieldOfLog | None = st.selectbox(
            _("Field"),
            fields,
            index=None,
            format_func=lambda each: each.label,
            placeholder=_("Every field"),
            width=280,
            key="plan.activity.field",
        )
        first = st.date_input(_("From"), value=None, width=160, key="plan.activity.from")
        last = st.date_input(_("To"), value=None, width=160, key="plan.activity.to")
    chosen: dict[str, Any] = {}
    if person is not None:
        chosen["staff"] = person
    if field is not None:
        chosen |= {"record": field.record, "field": field.name}
    if isinstance(first, date):
        chosen["from"] = first.isoformat()
    if isinstance(last, date):
        chosen["to"] = last.isoformat()
    return chosen
