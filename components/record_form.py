"""Fields of a record edited in place: one widget per declaration, saved when left, the reason at the field where a value is not taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from components.actions import Message, say
from components.record_widgets import TYPED, draw_widget, from_widget, show_problem, to_widget
from components.session import find_actor
from components.text import plain
from components.typing_keeper import typing_keeper
from data.records import Field, Kind
from services.actors import Actor
from services.errors import AccountPlanningError, Conflict, FieldConflict, Invalid
from services.language import current_language
from services.language import translate as _
from services.values import BadValue, show, to_wire

Edits = dict[str, dict[str, Any]]
Save = Callable[[Actor, Edits], Any]
"""Stores `{field: {"from": …, "to": …}}` (JSON values) for this actor; raises Invalid, Conflict and the other errors of services."""


@dataclass
class FieldState:
    """What one field knows between runs: the value its edit starts from, why the typed one was refused, who was quicker."""

    stored: Any = None
    problem: str = ""
    conflict: FieldConflict | None = None
    # Typed before the page was left and not saved: it waits for the person's word.
    is_left: bool = False
    # How often a text was stored or given up here; what was typed before that need not be kept any longer.
    saves: int = 0


def record_form(
    fields: Sequence[Field],
    values: Mapping[str, Any],
    *,
    key: str,
    save: Save,
    names: Mapping[str, str] | None = None,
    disabled: bool = False,
    columns: int = 2,
) -> None:
    """Show these fields of a record with their stored values, and save each as soon as the person leaves it.

    `names` gives the words for stored references (`{"client_id": "Nordwind"}`). Call it inside a fragment. Short fields stand in
    `columns` columns, long text over the whole width.
    """
    row: list[Field] = []
    for field in fields:
        if field.kind is Kind.LONG_TEXT:
            _short_fields(row, values, key, save, names or {}, disabled, columns)
            row = []
            field_input(field, values.get(field.name), key=key, save=save, name=(names or {}).get(field.name, ""), disabled=disabled)
        else:
            row.append(field)
    _short_fields(row, values, key, save, names or {}, disabled, columns)
    typed = [field for field in fields if field.kind in TYPED and not field.read_only]
    if typed and not disabled:
        saves = {field.name: _state(f"{key}.{field.name}").saves for field in typed}
        typing_keeper(key, saves, key=f"{key}.{typed[0].name}.typing", on_left=partial(_take_up, {each.name: each for each in typed}, key))


def _short_fields(
    fields: Sequence[Field], values: Mapping[str, Any], key: str, save: Save, names: Mapping[str, str], disabled: bool, columns: int
) -> None:
    for start in range(0, len(fields), columns):
        for place, field in zip(st.columns(columns), fields[start : start + columns], strict=False):
            with place:
                field_input(field, values.get(field.name), key=key, save=save, name=names.get(field.name, ""), disabled=disabled)


def field_input(field: Field, stored: Any, *, key: str, save: Save, name: str = "", disabled: bool = False) -> None:
    """One field: its widget holding the stored value or what was typed, and below it what keeps the typed value from being stored."""
    widget_key = f"{key}.{field.name}"
    state = _state(widget_key)
    is_unsaved = bool(state.problem or state.conflict or state.is_left)
    if widget_key not in st.session_state:
        # The page was left meanwhile, and with it what was typed there.
        state = st.session_state[f"{widget_key}.state"] = FieldState()
        st.session_state[widget_key] = to_widget(field, stored)
        state.stored = stored
    elif state.stored != stored and not is_unsaved:
        st.session_state[widget_key] = to_widget(field, stored)
        state.stored = stored
    draw_widget(
        field, stored, widget_key, name=name, disabled=disabled or field.read_only, on_change=_field_left, args=(field, widget_key, save)
    )
    if state.conflict:
        _show_conflict(field, state.conflict, widget_key, save)
    elif state.problem:
        show_problem(state.problem)
    elif state.is_left:
        _show_left(field, widget_key, save)


def _state(widget_key: str) -> FieldState:
    state: FieldState = st.session_state.setdefault(f"{widget_key}.state", FieldState())
    return state


def _field_left(field: Field, widget_key: str, save: Save) -> None:
    state = _state(widget_key)
    state.problem, state.conflict, state.is_left = "", None, False
    try:
        value = from_widget(field, st.session_state.get(widget_key))
    except BadValue as error:
        state.problem = error.message
        return
    if value != state.stored:
        _save(field, widget_key, value, state.stored, save)
    else:
        state.saves += 1


def _save(field: Field, widget_key: str, value: Any, started_from: Any, save: Save) -> None:
    state = _state(widget_key)
    state.problem, state.conflict = "", None
    actor = find_actor()
    if actor is None:
        state.problem = _("You are signed out, so this is not stored yet. Sign in in another tab and change it again.")
        return
    try:
        save(actor, {field.name: {"from": to_wire(field, started_from), "to": to_wire(field, value)}})
    except Conflict as error:
        state.conflict = next((each for each in error.conflicts if each.field == field.name), None)
        state.problem = "" if state.conflict else error.message
    except Invalid as error:
        state.problem = " ".join(each.reason for each in error.problems if each.field == field.name) or error.message
    except AccountPlanningError as error:
        state.problem = error.message
    else:
        state.stored = value
        state.saves += 1
        st.session_state[widget_key] = to_widget(field, value)


def _show_conflict(field: Field, conflict: FieldConflict, widget_key: str, save: Save) -> None:
    theirs = show(field, conflict.theirs, current_language.get()) or _("empty")
    with st.container(border=True, gap="small"):
        st.markdown(
            ":material/sync_problem: "
            + _("Somebody else changed this to “{theirs}” while you were editing. Which one should stay?", theirs=plain(theirs[:2000]))
        )
        with st.container(horizontal=True):
            st.button(_("Keep mine"), key=f"{widget_key}.mine", on_click=_keep_mine, args=(field, widget_key, save), type="primary")
            st.button(_("Take the other"), key=f"{widget_key}.theirs", on_click=_take_theirs, args=(field, widget_key))


def _keep_mine(field: Field, widget_key: str, save: Save) -> None:
    state = _state(widget_key)
    if state.conflict is not None:
        _save(field, widget_key, state.conflict.yours, state.conflict.theirs, save)


def _take_theirs(field: Field, widget_key: str) -> None:
    find_actor()
    state = _state(widget_key)
    if state.conflict is not None:
        st.session_state[widget_key] = to_widget(field, state.conflict.theirs)
        state.stored, state.conflict = state.conflict.theirs, None
        state.saves += 1
        say(Message(_("The other value was kept.")))


def _take_up(fields: Mapping[str, Field], key: str, texts: Mapping[str, str]) -> None:
    """Put texts back that were typed before the page was left; whether they are saved is for the person to say."""
    for name, text in texts.items():
        field, widget_key = fields.get(name), f"{key}.{name}"
        state = _state(widget_key)
        if field is None or widget_key not in st.session_state:
            continue
        if text == to_widget(field, state.stored):
            state.saves += 1
        else:
            st.session_state[widget_key] = text
            state.is_left = True


def _show_left(field: Field, widget_key: str, save: Save) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":orange[:material/history: {_('You typed this before the page was left. It is not saved.')}]", width="content")
        st.button(_("Save it"), key=f"{widget_key}.save", on_click=_field_left, args=(field, widget_key, save), type="primary")
        st.button(_("Discard it"), key=f"{widget_key}.discard", on_click=_discard, args=(field, widget_key))


def _discard(field: Field, widget_key: str) -> None:
    state = _state(widget_key)
    st.session_state[widget_key] = to_widget(field, state.stored)
    state.is_left = False
    state.saves += 1
