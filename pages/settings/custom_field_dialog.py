"""One custom field: its label, its type, its options, and where it is shown."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.actions import dialog
from components.forms import field_problem, forget_problems, problems_of, saved, submit
from components.layout import dialog_buttons, dialog_is_done
from components.session import database
from components.text import plain
from data.database import Row
from data.records import CUSTOM_FIELD
from services.actors import Actor
from services.custom_fields import WITH_OPTIONS, create_definition, options_of, trash_definition, types_allowed, update_definition
from services.language import translate as _
from services.language import translate_plural as _n

FORM = "settings.field"
MARKS = ("required", "in_list", "in_portal")


def custom_field_dialog(definition: Row | None, filled: int) -> None:
    """Open the dialog for this definition, which `filled` plans hold a value of, or for a new one."""
    forget_problems(FORM)
    dialog_is_done(FORM)
    dialog(plain(definition["label"]) if definition else _("New field"))(_draw)(definition, filled)


def type_name(stored: str) -> str:
    words = _(stored)
    return words[:1].upper() + words[1:]


def _draw(definition: Row | None, filled: int) -> None:
    if dialog_is_done(FORM):
        st.rerun()
    # Outside the form, since it decides whether there are options to give.
    types = types_allowed(definition["type"] if definition else None, is_filled=filled > 0)
    index = types.index(definition["type"]) if definition else 0
    chosen = st.selectbox(_("Type"), types, index, format_func=type_name, key=f"{FORM}.type", disabled=len(types) == 1)
    if filled:
        st.caption(
            _n(
                "{count} plan holds a value, so the type stays or becomes a wider text.",
                "{count} plans hold a value, so the type stays or becomes a wider text.",
                filled,
            )
        )
    field_problem(FORM, "type")
    with st.form(FORM, border=False):
        _fields(definition, has_options=chosen in WITH_OPTIONS)
        with dialog_buttons(FORM):
            st.form_submit_button(_("Save") if definition else _("Create field"), type="primary", on_click=_save, args=(definition,))
            if definition:
                st.form_submit_button(_("Delete field"), type="tertiary", icon=":material/delete:", on_click=_delete, args=(definition,))


def _fields(definition: Row | None, *, has_options: bool) -> None:
    stored = definition or {}
    st.text_input(_("Label"), stored.get("label") or "", key=f"{FORM}.label", max_chars=255, autocomplete="off")
    field_problem(FORM, "label")
    if has_options:
        st.text_area(_("Options"), stored.get("options") or "", key=f"{FORM}.options", height=140, help=_("One option per line."))
        field_problem(FORM, "options")
    st.text_input(_("Help text"), stored.get("help") or "", key=f"{FORM}.help", max_chars=1000, autocomplete="off")
    field_problem(FORM, "help")
    with st.container(horizontal=True):
        for name in MARKS:
            st.checkbox(_(CUSTOM_FIELD.by_name[name].label), bool(stored.get(name)), key=f"{FORM}.{name}")


def _read() -> dict[str, Any]:
    state = st.session_state
    kind = state[f"{FORM}.type"]
    given = {name: state[f"{FORM}.{name}"] for name in ("label", *MARKS)}
    given |= {"type": kind, "help": state[f"{FORM}.help"] or None}
    if kind in WITH_OPTIONS:
        given["options"] = state.get(f"{FORM}.options", "").split("\n")
    return given


def _save(definition: Row | None) -> None:
    given = _read()

    def save(actor: Actor) -> None:
        if definition is None:
            _made, change_set_id = create_definition(database(), actor, given)
            saved(_("The field {name} is added.", name=given["label"]), change_set_id)
            return
        before = {**definition, "options": options_of(definition)}
        edits = {name: {"from": before[name], "to": value} for name, value in given.items() if value != before[name]}
        _updated, change_set_id = update_definition(database(), actor, definition["id"], edits)
        saved(_("The field {name} is saved.", name=given["label"]), change_set_id)

    submit(FORM, save)
    _close()


def _delete(definition: Row) -> None:
    def delete(actor: Actor) -> None:
        change_set_id = trash_definition(database(), actor, definition["id"])
        saved(_("The field {name} is in the trash. Plans keep its values.", name=definition["label"]), change_set_id)

    submit(FORM, delete)
    _close()


def _close() -> None:
    """Close where every field was taken; what else went wrong is told at the top of the page."""
    if not problems_of(FORM):
        st.session_state[f"{FORM}.done"] = True
