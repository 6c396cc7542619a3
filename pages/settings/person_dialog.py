"""One person: name, e-mail, role, language, whether active, and a new password."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.actions import dialog
from components.forms import field_problem, forget_problems, problems_of, saved, submit
from components.layout import dialog_buttons, dialog_is_done
from components.session import database
from components.text import plain
from services.actors import Actor
from services.language import LANGUAGES
from services.language import translate as _
from services.staff import add_staff, check_password, set_password, update_staff

FORM = "settings.person"
FIELDS = ("name", "email", "role_id", "language", "active")


def person_dialog(person: dict[str, Any] | None, roles: list[dict[str, Any]]) -> None:
    """Open the dialog for this person, or for a new one."""
    forget_problems(FORM)
    dialog_is_done(FORM)
    title = plain(person["name"]) if person else _("New person")
    dialog(title)(_draw)(person, roles)


def _draw(person: dict[str, Any] | None, roles: list[dict[str, Any]]) -> None:
    if dialog_is_done(FORM):
        st.rerun()
    names = {role["id"]: role["name"] for role in roles}
    with st.form(FORM, border=False):
        st.text_input(_("Name"), person["name"] if person else "", key=f"{FORM}.name", max_chars=255, autocomplete="off")
        field_problem(FORM, "name")
        st.text_input(_("E-mail"), person["email"] if person else "", key=f"{FORM}.email", max_chars=320, autocomplete="off")
        field_problem(FORM, "email")
        left, right = st.columns(2)
        with left:
            role_id = person["role_id"] if person else roles[-1]["id"]
            st.selectbox(_("Role"), [*names], [*names].index(role_id), format_func=lambda each: names[each], key=f"{FORM}.role_id")
            field_problem(FORM, "role_id")
        with right:
            language = (person or {}).get("language") or "en"
            st.selectbox(
                _("Language"), [*LANGUAGES], [*LANGUAGES].index(language), format_func=lambda each: LANGUAGES[each], key=f"{FORM}.language"
            )
            field_problem(FORM, "language")
        st.text_input(
            _("New password") if person else _("Password"),
            type="password",
            key=f"{FORM}.password",
            autocomplete="new-password",
            help=_("Signs this person out everywhere. Leave it empty to keep the password.") if person else None,
        )
        field_problem(FORM, "password")
        if person:
            st.toggle(_("Active"), bool(person["active"]), key=f"{FORM}.active", help=_("Who is not active cannot sign in."))
            field_problem(FORM, "active")
        with dialog_buttons(FORM):
            st.form_submit_button(_("Save") if person else _("Create person"), type="primary", on_click=_save, args=(person,))


def _save(person: dict[str, Any] | None) -> None:
    values = {name: st.session_state[f"{FORM}.{name}"] for name in FIELDS if person or name != "active"}
    password = st.session_state[f"{FORM}.password"]

    def save(actor: Actor) -> None:
        if person is None:
            add_staff(database(), actor, values, password=password)
            saved(_("{name} is added.", name=values["name"]))
            return
        if password:
            check_password(password)
        edits = {name: {"from": person[name], "to": value} for name, value in values.items() if value != person[name]}
        _person, change_set_id = update_staff(database(), actor, person["id"], edits)
        if password:
            set_password(database(), actor, person["id"], password)
        saved(_("{name} is saved.", name=values["name"]), change_set_id)

    submit(FORM, save)
    if not problems_of(FORM):
        st.session_state[f"{FORM}.done"] = True
