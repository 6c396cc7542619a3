"""The dialog that makes a template: its name; what it holds is written on its page."""

from __future__ import annotations

import streamlit as st

from components.actions import dialog
from components.forms import field_problem, forget_problems, saved, submit
from components.session import current_actor, database
from services.actors import Actor
from services.language import translate as _
from services.templates import create_template

FORM = "templates.new"
NAME, MADE = f"{FORM}.name", f"{FORM}.made"


def new_template_dialog() -> None:
    """Open the dialog with an empty name; the new template's page follows."""
    forget_problems(FORM)
    for name in (NAME, MADE):
        st.session_state.pop(name, None)
    dialog(_("New template"))(_draw)()


def _draw() -> None:
    current_actor()
    if (made := st.session_state.pop(MADE, None)) is not None:
        st.switch_page("template/page.py", query_params={"id": str(made)})
    st.text_input(_("Name"), key=NAME, max_chars=255, autocomplete="off")
    field_problem(FORM, "name")
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.button(_("Create template"), type="primary", on_click=_create, key=f"{FORM}.create")


def _create() -> None:
    def create(actor: Actor) -> None:
        template, change_set_id = create_template(database(), actor, {"name": st.session_state.get(NAME, "")})
        st.session_state[MADE] = template["id"]
        saved(_("Template {name} is created.", name=template["name"]), change_set_id)

    submit(FORM, create)
