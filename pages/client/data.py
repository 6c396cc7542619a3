"""The client's own fields, each saved as soon as one leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.actions import fragment
from components.client_form import warn_of_namesakes
from components.record_form import record_form
from components.session import current_actor, database
from data.records import CLIENT
from services.actors import Actor, Permission
from services.clients import get_client, update_client

# What the rest of the page shows: it is drawn anew when one of these changes.
SHOWN_ELSEWHERE = {"name", "parent_client_id"}
STALE = "client.page_is_stale"


@fragment()
def client_data(client_id: int, _language: str) -> None:
    """The form of a client that is stored. The language is an argument so that a change of it draws the form anew."""
    if st.session_state.pop(STALE, False):
        st.rerun()
    actor = current_actor()
    client = get_client(database(), actor, client_id)
    warn_of_namesakes(client["name"], but=client_id)
    record_form(
        CLIENT.editable,
        client,
        key=f"client.{client_id}",
        save=lambda actor, edits: _save(actor, client_id, edits),
        names={"parent_client_id": client["parent_client"] or ""},
        disabled=not actor.may(Permission.EDIT),
    )


def _save(actor: Actor, client_id: int, edits: Mapping[str, Mapping[str, Any]]) -> None:
    update_client(database(), actor, client_id, edits)
    st.session_state[STALE] = bool(SHOWN_ELSEWHERE & set(edits))
