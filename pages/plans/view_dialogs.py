"""Saving, renaming and deleting views of the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.actions import Message, actions_done, dialog, run_action, say
from components.forms import field_problem, forget_problems, submit
from components.session import current_actor, database
from data.records.view import SCOPES
from services.actors import Permission
from services.language import translate as _
from services.views import PERSONAL, create_view, delete_view, find_view, update_view

FORM = "plans.view"
OPENED = "plans.opened_view"
SHAPE = ("filters", "sort", "columns", "layout")


def open_view_dialog(command: Mapping[str, Any]) -> None:
    """Do what the command wants of a view, asking first where there is something to ask."""
    forget_problems(FORM)
    if command["name"] == "save_view":
        dialog(_("Save as a new view"))(_save)(command)
    elif command["name"] == "rename_view":
        dialog(_("Rename view"))(_rename)(command)
    elif command["name"] == "overwrite_view":
        _overwrite(command)
    elif command["name"] == "delete_view":
        _delete(command)


def _save(command: Mapping[str, Any]) -> None:
    actor = current_actor()
    name = st.text_input(_("Name"), key="plans.view.name", max_chars=100, placeholder=_("For example: Renewals at risk"))
    field_problem(FORM, "name")
    scopes = SCOPES if actor.may(Permission.EDIT) else SCOPES[:1]
    words = {"personal": _("Only me"), "team": _("The whole team")}
    scope = st.segmented_control(
        _("Visible to"), scopes, default=PERSONAL, format_func=words.__getitem__, required=True, key="plans.view.scope"
    )
    if not _button(_("Save view")):
        return
    given = {"name": name, "scope": scope or PERSONAL, **{each: command[each] for each in SHAPE}}
    saved = submit(FORM, lambda actor: create_view(database(), actor, given))
    if saved is None:
        st.rerun(scope="fragment")
    view, change_set_id = saved
    st.session_state[OPENED] = [view["id"], actions_done()]
    say(Message(_("The view “{name}” is saved.", name=view["name"]), change_set_id=change_set_id))
    st.rerun()


def _rename(command: Mapping[str, Any]) -> None:
    actor = current_actor()
    view = find_view(database(), actor, int(command["view"]))
    name = st.text_input(_("Name"), value=view["name"], key=f"plans.view.rename.{view['id']}", max_chars=100)
    field_problem(FORM, "name")
    if not _button(_("Rename view")):
        return
    edits = {"name": {"from": view["name"], "to": name}}
    saved = submit(FORM, lambda actor: update_view(database(), actor, view["id"], edits))
    if saved is None:
        st.rerun(scope="fragment")
    say(Message(_("The view is now called “{name}”.", name=saved[0]["name"]), change_set_id=saved[1]))
    st.rerun()


def _overwrite(command: Mapping[str, Any]) -> None:
    edits = {each: {"to": command[each]} for each in SHAPE}
    if saved := run_action(lambda actor: update_view(database(), actor, int(command["view"]), edits)):
        say(Message(_("The view “{name}” is saved.", name=saved[0]["name"]), change_set_id=saved[1]))
    st.rerun()


def _delete(command: Mapping[str, Any]) -> None:
    def work(actor: Any) -> Message:
        view = find_view(database(), actor, int(command["view"]))
        change_set_id = delete_view(database(), actor, view["id"])
        return Message(_("The view “{name}” was deleted.", name=view["name"]), change_set_id=change_set_id)

    if message := run_action(work):
        say(message)
    st.rerun()


def _button(verb: str) -> bool:
    with st.container(horizontal=True, horizontal_alignment="right"):
        return st.button(verb, type="primary", key="plans.view.confirm")
