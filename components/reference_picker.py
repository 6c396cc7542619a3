"""Choosing the record a field refers to, by a few letters of its name, among any number of records."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from components.modules import module_component
from components.session import current_actor, database
from data.database import Row
from data.records import Field
from services.language import translate as _
from services.references import reference_names

_picker = module_component("reference_picker")


def reference_input(
    field: Field,
    label: str = "",
    *,
    key: str,
    name: str = "",
    help: str | None = None,
    disabled: bool = False,
    on_change: Callable[..., None] | None = None,
    args: tuple[Any, ...] = (),
    of_client: int | None = None,
    but: int | None = None,
    on_create: Callable[[str], None] | None = None,
) -> None:
    """A search among the records this field refers to; `st.session_state[key]` holds the id or None.

    `name` is what the chosen record is called, where the caller knows. `of_client` narrows contacts and plans to one client, `but`
    leaves one record out. With `on_create` the list ends with an entry that calls it with what was typed.
    """
    actor = current_actor()
    chosen: int | None = st.session_state.setdefault(key, None)
    known = st.session_state.get(f"{key}.name")
    if chosen is not None and (not known or known[0] != chosen):
        known = (chosen, name or reference_names(database(), actor, field.refers_to, [chosen]).get(chosen) or f"#{chosen}")
        st.session_state[f"{key}.name"] = known
    _picker(
        key=f"{key}.picker",
        data={
            "record": field.refers_to,
            "label": label or (field.label if field.own_label else _(field.label)),
            "required": field.required,
            "help": help,
            "placeholder": _("Type to search"),
            "value": chosen,
            "name": known[1] if chosen is not None and known else "",
            "disabled": disabled,
            "client": of_client,
            "except": but,
            "create": on_create is not None,
            "staffId": actor.staff_id,
            "texts": {
                "none": _("Nothing matches."),
                "clear": _("Clear {label}"),
                "create": _("New client"),
                "createNamed": _("New client “{name}”"),
                "unreachable": _("The server cannot be reached. Check your connection and try again."),
            },
        },
        on_chosen_change=partial(_chosen, key, on_change, args),
        on_create_change=partial(_create, key, on_create),
    )


def chosen_id(key: str) -> int | None:
    """The id that `reference_input` of this key holds, for the callback of a button: what was chosen right before it was pressed, too.

    Where both arrive in one run, Streamlit calls the button's callback before the one that puts the choice into the session.
    """
    chosen = _just_chosen(key)
    found: int | None = st.session_state.get(key) if chosen is None else chosen["id"]
    return found


def _just_chosen(key: str) -> Row | None:
    # The callback of a button may have forgotten the whole form.
    picker = st.session_state.get(f"{key}.picker")
    return picker.chosen if picker else None


def _chosen(key: str, on_change: Callable[..., None] | None, args: tuple[Any, ...]) -> None:
    if (chosen := _just_chosen(key)) is None:
        return
    st.session_state[key] = chosen["id"]
    st.session_state[f"{key}.name"] = (chosen["id"], chosen["name"])
    if on_change is not None:
        on_change(*args)


def _create(key: str, on_create: Callable[[str], None] | None) -> None:
    typed = st.session_state[f"{key}.picker"].create
    if typed is not None and on_create is not None:
        on_create(typed)
