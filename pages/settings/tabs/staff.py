"""Who works here, with what role; one dialog creates and changes a person."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from components.session import database
from components.text import plain
from pages.settings.person_dialog import person_dialog
from services.actors import Actor
from services.language import translate as _
from services.language import translate_plural as _n
from services.roles import list_roles
from services.staff import get_staff, list_staff

MOST_SHOWN = 100


def staff_tab(actor: Actor) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", width=760):
        words = st.text_input(
            _("Find a person"),
            key="settings.staff.words",
            type="search",
            placeholder=_("Name, e-mail or role"),
            label_visibility="collapsed",
        )
        st.button(_("New person"), icon=":material/person_add:", type="primary", on_click=_open, args=(0,), key="settings.staff.new")
    found = list_staff(database(), actor, words)
    with st.container(gap=None, width=760, key="settings.staff.list"):
        for person in found[:MOST_SHOWN]:
            _row(person)
    if len(found) > MOST_SHOWN:
        st.caption(_("{shown} of {count} people. Type more to find the others.", shown=MOST_SHOWN, count=len(found)))
    else:
        st.caption(_n("{count} person", "{count} people", len(found)))
    if (opened := st.session_state.pop("settings.staff.open", None)) is not None:
        person_dialog(get_staff(database(), actor, opened) if opened else None, list_roles(database(), actor))


def _row(person: dict[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"row.person.{person['id']}"):
        state = "" if person["active"] else f" :gray-badge[{_('Deactivated')}]"
        st.markdown(f"{plain(person['name'])}{state}  \n:small[:gray[{plain(person['email'])}]]", width="stretch")
        st.markdown(plain(person["role"]), width=200)
        st.button(
            _("Edit"),
            key=f"settings.staff.edit.{person['id']}",
            type="tertiary",
            icon=":material/edit:",
            on_click=partial(_open, person["id"]),
            help=_("Edit {name}", name=plain(person["name"])),
        )


def _open(person_id: int) -> None:
    st.session_state["settings.staff.open"] = person_id
