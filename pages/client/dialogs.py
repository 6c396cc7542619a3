"""What asks before something happens to the whole client: merge and delete."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components.actions import Message, dialog, run_action, say
from components.reference_picker import reference_input
from components.session import current_actor, database
from components.text import plain
from data.database import Row
from data.records import CLIENT
from services.clients import delete_client, get_client, merge_clients
from services.language import translate as _
from services.language import translate_plural as _n

OTHER = replace(CLIENT.by_name["parent_client_id"], name="other", label="Client to merge into this one", required=True)


def merge_dialog(client: Row) -> None:
    """Ask which client is the same one, say what moves, and do it."""
    key = f"client.merge.{client['id']}"
    st.session_state.pop(key, None)

    @dialog(_("Merge with another client"))
    def ask() -> None:
        actor = current_actor()
        st.markdown(_("Choose the client that is the same company as “{name}”. This one stays.", name=plain(client["name"])))
        reference_input(OTHER, _("Client to merge into this one"), key=key, but=client["id"])
        other_id = st.session_state.get(key)
        if other_id is not None:
            other = get_client(database(), actor, other_id)
            st.markdown(
                _(
                    "{plans} and {contacts} of “{other}” move to “{name}”, whose empty fields are filled from it. “{other}” goes into the trash.",
                    plans=_n("{count} plan", "{count} plans", other["plans"]),
                    contacts=_n("{count} contact", "{count} contacts", other["contacts"]),
                    other=plain(other["name"]),
                    name=plain(client["name"]),
                )
            )
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(_("Merge clients"), type="primary", disabled=other_id is None, key=f"{key}.confirm"):
                merged = run_action(lambda actor: merge_clients(database(), actor, client["id"], other_id or 0))
                if merged is not None:
                    say(Message(_("The clients are merged."), change_set_id=merged[1]))
                st.rerun()

    ask()


def delete_dialog(client: Row) -> None:
    """Say what goes into the trash, do it and go back to the list."""

    @dialog(_("Delete client"))
    def ask() -> None:
        current_actor()
        name = plain(client["name"])
        if client["plans"]:
            st.markdown(
                _n(
                    "“{name}” goes into the trash together with its plan and its contacts. All of it can be restored for 30 days.",
                    "“{name}” goes into the trash together with its {count} plans and its contacts. All of it can be restored for 30 days.",
                    client["plans"],
                    name=name,
                )
            )
        else:
            st.markdown(_("“{name}” goes into the trash with its contacts. It can be restored for 30 days.", name=name))
        verb = (
            _n("Delete client and {count} plan", "Delete client and {count} plans", client["plans"])
            if client["plans"]
            else _("Delete client")
        )
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(verb, type="primary", key="client.delete.confirm"):
                outcome = run_action(lambda actor: delete_client(database(), actor, client["id"], with_plans=bool(client["plans"])))
                if outcome is None:
                    st.rerun()
                say(Message(_("The client is in the trash."), change_set_id=outcome.change_set_id))
                st.switch_page("clients/page.py")

    ask()
