"""Activity: who changed what, when, from what to what; filtered by person, field and date, and reverted from here."""

from __future__ import annotations

import streamlit as st

from components.actions import fragment
from components.activity_filters import activity_filters
from components.activity_log import activity_log
from components.session import current_actor
from services.activity import activity_filter
from services.actors import Actor
from services.plans import Plan


def activity_tab(plan: Plan, _actor: Actor) -> None:
    _activity(plan["id"], plan["revision"])


@fragment()
def _activity(plan_id: int, revision: int) -> None:
    log = activity_filter(current_actor(), plan_id=plan_id)
    filters = {"plan": plan_id, **activity_filters(log, key="plan.activity")}
    if activity_log(filters, key=f"plan.{plan_id}.activity", revision=revision):
        # Only the whole page shows what the revert changed in its head.
        st.rerun()
