"""Roles as a table of permissions; one dialog creates and changes a role."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from components.session import database
from components.text import plain
from data.records import ROLE
from pages.settings.role_dialog import role_dialog
from services.actors import Actor
from services.language import translate as _
from services.language import translate_plural as _n
from services.roles import PERMISSIONS, list_roles


def roles_tab(actor: Actor) -> None:
    roles = list_roles(database(), actor)
    with st.container(horizontal=True, vertical_alignment="center", width=760):
        st.caption(_("A role says what its people may do with plans and clients. A change holds at once."), width="stretch")
        st.button(_("New role"), icon=":material/add:", type="primary", on_click=_open, args=(0,), key="settings.roles.new")
    with st.container(gap=None, width=760, key="settings.roles.list"):
        for role in roles:
            _row(role)
    if (opened := st.session_state.pop("settings.roles.open", None)) is not None:
        role_dialog(next((role for role in roles if role["id"] == opened), None))


def _row(role: dict[str, Any]) -> None:
    allowed = [_(ROLE.by_name[name].label) for name in PERMISSIONS if role[name]]
    if role["is_administrator"]:
        allowed.append(_("Settings"))
    with st.container(horizontal=True, vertical_alignment="center", key=f"row.role.{role['id']}"):
        people = _n("{count} person", "{count} people", role["people"])
        st.markdown(f"{plain(role['name'])}  \n:small[:gray[{people}]]", width="stretch")
        st.markdown(" ".join(f":gray-badge[{each}]" for each in allowed) or f":gray[{_('Nothing')}]", width="content")
        st.button(
            _("Edit"),
            key=f"settings.roles.edit.{role['id']}",
            type="tertiary",
            icon=":material/edit:",
            on_click=partial(_open, role["id"]),
            help=_("Edit {name}", name=plain(role["name"])),
        )


def _open(role_id: int) -> None:
    st.session_state["settings.roles.open"] = role_id
