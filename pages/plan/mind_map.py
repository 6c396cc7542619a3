"""The mind map in Planning: drawn when one scrolls to it."""

from __future__ import annotations

import streamlit as st

from components.actions import fragment
from components.mind_map import mind_map_editor
from data.records.plan import MIND_MAP
from services.actors import Actor
from services.language import translate as _
from services.plans import Plan


def mind_map_block(plan: Plan, actor: Actor) -> None:
    _mind_map(plan["id"], plan["subject"] or "", actor.language)


@fragment()
def _mind_map(plan_id: int, subject: str, _language: str) -> None:
    st.markdown("## " + _(MIND_MAP))
    mind_map_editor(plan_id, title=subject, key=f"plan.{plan_id}.mind_map")
