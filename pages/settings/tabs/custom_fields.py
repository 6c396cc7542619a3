"""Custom fields of plans in the order of the forms; one dialog creates and changes a field."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.forms import saved, submit
from components.layout import empty_state
from components.session import database
from components.text import plain
from data.database import Row
from pages.settings.custom_field_dialog import custom_field_dialog, type_name
from services.actors import Actor
from services.custom_fields import count_values, list_definitions, move_definition
from services.language import translate as _
from services.language import translate_plural as _n

OPENED = "settings.fields.open"


def custom_fields_tab(actor: Actor) -> None:
    definitions = list_definitions(database(), actor)
    filled = count_values(database(), actor)
    if definitions:
        _list(definitions, filled)
    else:
        empty_state(
            _("Give plans fields of your own. They appear in forms, lists, filters, exports and the API at once."),
            button=_("New field"),
            on_click=partial(_open, 0),
            icon=":material/edit_note:",
            key="settings.fields.empty",
        )
    if (opened := st.session_state.pop(OPENED, None)) is not None:
        custom_field_dialog(next((each for each in definitions if each["id"] == opened), None), filled.get(opened, 0))


def _list(definitions: list[Row], filled: dict[int, int]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", width=760):
        st.caption(_("Fields of your own on every plan, in the order of the forms. A change holds at once."), width="stretch")
        st.button(_("New field"), icon=":material/add:", type="primary", on_click=_open, args=(0,), key="settings.fields.new")
    with st.container(gap=None, width=760, key="settings.fields.list"):
        ids = [each["id"] for each in definitions]
        for place, definition in enumerate(definitions):
            _row(definition, filled[definition["id"]], ids, place)


def _row(definition: Row, filled: int, ids: list[int], place: int) -> None:
    field_id = definition["id"]
    with st.container(horizontal=True, vertical_alignment="center", key=f"row.field.{field_id}"):
        plans = _n("{count} plan", "{count} plans", filled) if filled else _("in no plan yet")
        st.markdown(f"{plain(definition['label'])}  \n:small[:gray[{type_name(definition['type'])} · {plans}]]", width="stretch")
        marks = {"required": _("Required"), "in_list": _("In list"), "in_portal": _("In portal")}
        st.markdown(" ".join(f":gray-badge[{mark}]" for name, mark in marks.items() if definition[name]), width="content")
        is_last = place == len(ids) - 1
        upwards = None if place == 0 else ids[place - 1]
        downwards = None if place + 2 >= len(ids) else ids[place + 2]
        _move_button(field_id, "up", _("Move up"), before=upwards, disabled=place == 0)
        _move_button(field_id, "down", _("Move down"), before=downwards, disabled=is_last)
        st.button(
            _("Edit"),
            key=f"settings.fields.edit.{field_id}",
            type="tertiary",
            icon=":material/edit:",
            on_click=partial(_open, field_id),
            help=_("Edit {name}", name=plain(definition["label"])),
        )


def _move_button(field_id: int, way: str, words: str, *, before: int | None, disabled: bool) -> None:
    """Shown as an icon; its words are for assistive technology and the tooltip."""
    st.button(
        words,
        key=f"icon.settings.fields.{way}.{field_id}",
        type="tertiary",
        icon=f":material/arrow_{way}ward:",
        on_click=partial(_move, field_id, before),
        disabled=disabled,
        help=words,
    )


def _move(field_id: int, before: int | None) -> None:
    def move(actor: Actor) -> None:
        saved(_("The order of the fields is saved."), move_definition(database(), actor, field_id, before=before))

    submit("settings.fields", move)


def _open(field_id: int) -> None:
    st.session_state[OPENED] = field_id
