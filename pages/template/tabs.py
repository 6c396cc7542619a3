"""The tabs of a template, by their name in the address."""

from __future__ import annotations

import streamlit as st

from components.actions import actions_done
from components.activity_log import activity_log
from components.mind_map import mind_map_editor
from components.sheet_grid import template_grid
from components.tabs import Tab
from data.records import TEMPLATE
from data.records.fields import N_
from pages.template.information import information
from services.actors import Actor, Permission
from services.language import translate as _
from services.templates import Template


def _tasks(template: Template, actor: Actor) -> None:
    st.caption(_("Day 0 is the first day of the period of the plan. Objectives and items are made by naming them."))
    template_grid(template["id"], "task", key="template.tasks", read_only=not actor.may(Permission.EDIT))


def _offerings(template: Template, actor: Actor) -> None:
    template_grid(template["id"], "offering", key="template.offerings", read_only=not actor.may(Permission.EDIT))


def _mind_map(template: Template, _actor: Actor) -> None:
    mind_map_editor(template["id"], of=TEMPLATE, title=template["name"], key=f"template.{template['id']}.mind_map")


def _activity(template: Template, _actor: Actor) -> None:
    if activity_log({"template": template["id"]}, key=f"template.{template['id']}.activity", revision=actions_done()):
        st.rerun()


TABS: dict[str, Tab[Template, Actor]] = {
    "information": Tab(N_("Information"), information),
    "tasks": Tab(N_("Tasks"), _tasks),
    "offerings": Tab(N_("Offerings"), _offerings),
    "mind-map": Tab(N_("Mind map"), _mind_map),
    "activity": Tab(N_("Activity"), _activity),
}
