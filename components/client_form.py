"""The fields of a new client, in a dialog or within the form of a new plan; the same name is a warning."""

from __future__ import annotations

import streamlit as st

from components.forms import saved, submit
from components.record_widgets import new_record_fields, read_new_record
from components.session import current_actor, database
from components.text import plain
from data.records import CLIENT
from services.actors import Actor
from services.clients import create_client, find_namesakes
from services.language import translate as _

FIELDS = tuple(CLIENT.by_name[name] for name in ("name", "industry", "address", "website", "parent_client_id"))


def client_fields(form: str) -> None:
    """Draw the inputs of a new client under keys `<form>.<field>`, with a warning where one of this name exists."""
    new_record_fields(FIELDS[:1], key=form, columns=1)
    warn_of_namesakes(st.session_state.get(f"{form}.name") or "")
    new_record_fields(FIELDS[1:], key=form, columns=1)


def create_from_form(form: str) -> None:
    """For `on_click`: create the client; it stands under `<form>.made` where that worked, problems at their fields where not."""

    def create(actor: Actor) -> None:
        client, change_set_id = create_client(database(), actor, read_new_record(FIELDS, key=form))
        st.session_state[f"{form}.made"] = client
        saved(_("Client {name} is created.", name=client["name"]), change_set_id)

    submit(form, create)


def warn_of_namesakes(name: str, *, but: int | None = None) -> None:
    """Say which other clients are called like this, with links; nothing where there are none.

    Its place is taken up in any case: fields below that moved would be built anew, and lose what is being typed into them.
    """
    place = st.container(gap=None)
    if not name.strip():
        return
    for found in find_namesakes(database(), current_actor(), name, but=but)[:3]:
        where = f" – {plain(found['address'])}" if found["address"] else ""
        sentence = _("There is another client of this name:")
        place.markdown(f":orange[:material/warning:] {sentence} [{plain(found['name'])}](/client?id={found['id']}){where}")
