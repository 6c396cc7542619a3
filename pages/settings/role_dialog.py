"""One role: its name and what it allows."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.actions import dialog
from components.forms import field_problem, forget_problems, problems_of, saved, submit
from components.layout import dialog_buttons, dialog_is_done
from components.session import database
from components.text import plain
from data.records import ROLE
from services.actors import Actor
from services.language import translate as _
from services.roles import PERMISSIONS, create_role, delete_role, update_role

FORM = "settings.role"


def role_dialog(role: dict[str, Any] | None) -> None:
    """Open the dialog for this role, or for a new one."""
    forget_problems(FORM)
    dialog_is_done(FORM)
    dialog(plain(role["name"]) if role else _("New role"))(_draw)(role)


def _draw(role: dict[str, Any] | None) -> None:
    if dialog_is_done(FORM):
        st.rerun()
    is_fixed = bool(role and role["is_administrator"])
    with st.form(FORM, border=False):
        st.text_input(_("Name"), role["name"] if role else "", key=f"{FORM}.name", max_chars=255, autocomplete="off")
        field_problem(FORM, "name")
        with st.container(horizontal=True):
            for name in PERMISSIONS:
                st.checkbox(
                    _(ROLE.by_name[name].label),
                    bool(role[name]) if role else name == "can_view",
                    key=f"{FORM}.{name}",
                    disabled=is_fixed,
                )
        field_problem(FORM, "can_view")
        if is_fixed:
            st.caption(_("The administrators' role always has every permission."))
        with dialog_buttons(FORM):
            st.form_submit_button(_("Save") if role else _("Create role"), type="primary", on_click=_save, args=(role,))
            if role and not is_fixed:
                st.form_submit_button(_("Delete role"), type="tertiary", icon=":material/delete:", on_click=_delete, args=(role,))


def _save(role: dict[str, Any] | None) -> None:
    values = {name: st.session_state[f"{FORM}.{name}"] for name in ("name", *PERMISSIONS)}

    def save(actor: Actor) -> None:
        if role is None:
            create_role(database(), actor, values)
            saved(_("The role {name} is added.", name=values["name"]))
            return
        edits = {name: {"from": role[name], "to": value} for name, value in values.items() if value != role[name]}
        _role, change_set_id = update_role(database(), actor, role["id"], edits)
        saved(_("The role {name} is saved.", name=values["name"]), change_set_id)

    submit(FORM, save)
    _close()


def _delete(role: dict[str, Any]) -> None:
    def delete(actor: Actor) -> None:
        saved(_("The role {name} is deleted.", name=role["name"]), delete_role(database(), actor, role["id"]))

    submit(FORM, delete)
    _close()


def _close() -> None:
    """Close where every field was taken; what else went wrong is told at the top of the page."""
    if not problems_of(FORM):
        st.session_state[f"{FORM}.done"] = True
