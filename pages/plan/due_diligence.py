"""Due Diligence: what we know of the client, to read, beside its financial and marketing grids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.facts import facts
from components.session import database
from data.records import PLAN, Field
from data.records.plan import BACKGROUND, CONTEXT
from pages.plan.grids import grids
from services.actors import Actor, Permission
from services.language import translate as _
from services.plan_fields import plan_custom_fields
from services.plans import Plan


def due_diligence_tab(plan: Plan, actor: Actor) -> None:
    left, right = st.columns([5, 7], gap="medium")
    first, *others = _sections()
    with left:
        with st.container(key="plan.facts.first"):
            facts(first.title, first.fields, plan, key=f"plan.facts.{first.name}")
            if actor.may(Permission.EDIT):
                # In the corner, beside the heading (style.css).
                st.button(_("Edit in Planning"), icon=":material/edit:", type="tertiary", key="plan.edit", on_click=_open_planning)
        for section in others:
            facts(section.title, section.fields, plan, key=f"plan.facts.{section.name}")
    with right:
        grids(plan, actor, ("financial", "marketing_activity"), key=f"plan.{plan['id']}.due_diligence")


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    fields: tuple[Field, ...]


def _sections() -> list[Section]:
    sections = [
        Section(name, _(title), tuple(each for each in PLAN.editable if each.section == title))
        for name, title in (("background", BACKGROUND), ("context", CONTEXT))
    ]
    if own := plan_custom_fields(database()):
        sections.append(Section("custom", _("Custom fields"), tuple(own)))
    return sections


def _open_planning(*_arguments: Any) -> None:
    st.query_params["tab"] = "planning"
