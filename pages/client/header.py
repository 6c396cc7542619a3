"""The head of a client: its name, what can be begun here, and what can be done with it."""

from __future__ import annotations

import streamlit as st

from components.layout import page_header
from data.database import Row
from pages.client.dialogs import delete_dialog, merge_dialog
from services.actors import Actor, Permission
from services.language import translate as _

MERGE, DELETE = "merge", "delete"


def client_header(client: Row, actor: Actor) -> None:
    """The name with *New plan* and the menu of actions beside it."""
    chosen = None
    with page_header(client["name"], key="client.header"):
        if actor.may(Permission.CREATE) and st.button(_("New plan"), type="primary", icon=":material/add:", key="client.new_plan"):
            st.switch_page("new_plan/page.py", query_params={"client": str(client["id"])})
        labels = {}
        if actor.may(Permission.EDIT) and actor.may(Permission.DELETE):
            labels[MERGE] = ":material/merge: " + _("Merge with another client")
        if actor.may(Permission.DELETE):
            labels[DELETE] = ":material/delete: " + _("Delete")
        if labels:
            chosen = st.menu_button(
                _("Actions"),
                list(labels),
                format_func=lambda each: labels.get(each, each),
                icon=":material/more_horiz:",
                key="client.actions",
            )
    if chosen == MERGE:
        merge_dialog(client)
    elif chosen == DELETE:
        delete_dialog(client)
