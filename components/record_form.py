"""Fields of a record edited in place: one widget per declaration, saved when left, the reason at the field where a value is not taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st
from babel.numbers import format_decimal

from components.actions import Message, say
from components.forms import field_problem
from components.reference_picker import reference_input
from components.session import find_actor
from components.text import plain
from data.records import Field, Kind
from services.actors import Actor
from services.errors import AccountPlanningError, Conflict, FieldConflict, FieldProblem, Invalid
from services.language import current_language
from services.language import translate as _
from services.values import BadValue, read_text, show, to_wire

Edits = dict[str, dict[str, Any]]
Save = Callable[[Actor, Edits], Any]
"""Stores `{field: {"from": …, "to": …}}` (JSON values) for this actor; raises Invalid, Conflict and the other errors of services."""

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
_TYPED = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.LINK, Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.PERCENT})


@dataclass
class FieldState:
    """What one field knows between runs: the value its edit starts from, why the typed one was refused, who was quicker."""

    stored: Any = None
    problem: str = ""
    conflict: FieldConflict | None = None


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


def _short_fields(
    fields: Sequence[Field], values: Mapping[str, Any], key: str, save: Save, names: Mapping[str, str], disabled: bool, columns: int
) -> None:
    for start in range(0, len(fields), columns):
        for place, field in zip(st.columns(columns), fields[start : start + columns], strict=False):
            with place:
                field_input(field, values.get(field.name), key=key, save=save, name=names.get(field.name, ""), disabled=disabled)


def new_record_fields(fields: Sequence[Field], *, key: str, columns: int = 2) -> None:
    """The inputs of a record that is not stored yet, under keys `<key>.<field>`, with the problems of the last `submit(key, …)`."""
    for start in range(0, len(fields), columns):
        for place, field in zip(st.columns(columns), fields[start : start + columns], strict=False):
            with place:
                widget_key = f"{key}.{field.name}"
                if widget_key not in st.session_state:
                    st.session_state[widget_key] = to_widget(field, None)
                draw_widget(field, None, widget_key)
                field_problem(key, field.name)


def read_new_record(fields: Sequence[Field], *, key: str) -> dict[str, Any]:
    """What the inputs of `new_record_fields` hold, as JSON values; unset ones are left out. Raises Invalid naming every bad field."""
    values, problems = {}, []
    for field in fields:
        try:
            value = from_widget(field, st.session_state.get(f"{key}.{field.name}"))
        except BadValue as error:
            problems.append(FieldProblem(field.name, error.message))
            continue
        if value is not None:
            values[field.name] = to_wire(field, value)
    if problems:
        raise Invalid(problems)
    return values


def field_input(field: Field, stored: Any, *, key: str, save: Save, name: str = "", disabled: bool = False) -> None:
    """One field: its widget holding the stored value or what was typed, and below it what keeps the typed value from being stored."""
    widget_key = f"{key}.{field.name}"
    state: FieldState = st.session_state.setdefault(f"{widget_key}.state", FieldState())
    is_unsaved = bool(state.problem or state.conflict)
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


def show_problem(reason: str) -> None:
    """Why the value above is not taken."""
    st.markdown(f":red[:material/error: {plain(reason)}]")


def field_label(field: Field) -> str:
    """The label as Streamlit shows it: text of an administrator stays text, required fields carry a star."""
    label = plain(field.label if field.own_choices else _(field.label))
    return f"{label} :gray[\\*]" if field.required else label


def to_widget(field: Field, value: Any) -> Any:
    """What the widget of this field holds for a stored value."""
    language = current_language.get()
    match field.kind:
        case Kind.MONEY | Kind.PERCENT | Kind.NUMBER | Kind.INTEGER if value is not None:
            # No grouping for years and other whole numbers: what is shown can be typed back.
            pattern = {Kind.MONEY: "#,##0.00", Kind.INTEGER: "0"}.get(field.kind, "#,##0.####")
            return format_decimal(Decimal(value), format=pattern, locale=language)
        case Kind.CHOICES:
            return json.loads(value) if value else []
        case _ if field.kind in _TYPED:
            return "" if value is None else str(value)
        case _:
            return value


def from_widget(field: Field, held: Any) -> Any:
    """The stored form of what the widget holds. Raises BadValue."""
    language = current_language.get()
    if field.kind in _TYPED:
        return read_text(field, held or "", language)
    if field.kind is Kind.CHOICES:
        return json.dumps(held, ensure_ascii=False) if held else _required(field, None)
    return _required(field, held)


def _required(field: Field, value: Any) -> Any:
    if value is None:
        read_text(field, "", current_language.get())
    return value


def draw_widget(
    field: Field,
    stored: Any,
    widget_key: str,
    *,
    name: str = "",
    disabled: bool = False,
    on_change: Callable[..., None] | None = None,
    args: tuple[Any, ...] = (),
) -> None:
    """The widget of a declaration under `widget_key`, whose state was set before with `to_widget`."""
    label, help_text = field_label(field), plain(field.help) or None
    shared: dict[str, Any] = {"key": widget_key, "help": help_text, "disabled": disabled, "on_change": on_change, "args": args}
    match field.kind:
        case Kind.LONG_TEXT:
            st.text_area(label, height="content", **shared)
        case Kind.DATE:
            form = "DD/MM/YYYY" if current_language.get() == "fr" else "MM/DD/YYYY"
            st.date_input(label, value=None, format=form, min_value=EARLIEST, max_value=LATEST, **shared)
        case Kind.YES_NO:
            st.segmented_control(label, [True, False], format_func=lambda each: _("Yes") if each else _("No"), **shared)
        case Kind.CHOICE:
            st.selectbox(label, _options(field, [stored]), index=None, format_func=_choice_name(field), placeholder=_("Not set"), **shared)
        case Kind.CHOICES:
            options = _options(field, json.loads(stored) if stored else [])
            st.multiselect(label, options, format_func=_choice_name(field), placeholder=_("Not set"), **shared)
        case Kind.REFERENCE:
            reference_input(field, name=name, **{**shared, "help": _(field.help) or None})
        case _:
            st.text_input(label, **shared)


def _options(field: Field, stored: Sequence[Any]) -> list[str]:
    """The choices, and stored values that are choices no longer: what is stored stays readable."""
    return [*field.choices, *(each for each in stored if each is not None and each not in field.choices)]


def _choice_name(field: Field) -> Callable[[str], str]:
    return str if field.own_choices else _


def _field_left(field: Field, widget_key: str, save: Save) -> None:
    state: FieldState = st.session_state.setdefault(f"{widget_key}.state", FieldState())
    state.problem, state.conflict = "", None
    try:
        value = from_widget(field, st.session_state.get(widget_key))
    except BadValue as error:
        state.problem = error.message
        return
    if value != state.stored:
        _save(field, widget_key, value, state.stored, save)


def _save(field: Field, widget_key: str, value: Any, started_from: Any, save: Save) -> None:
    state: FieldState = st.session_state[f"{widget_key}.state"]
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
    state: FieldState = st.session_state[f"{widget_key}.state"]
    if state.conflict is not None:
        _save(field, widget_key, state.conflict.yours, state.conflict.theirs, save)


def _take_theirs(field: Field, widget_key: str) -> None:
    state: FieldState = st.session_state[f"{widget_key}.state"]
    if state.conflict is not None:
        st.session_state[widget_key] = to_widget(field, state.conflict.theirs)
        state.stored, state.conflict = state.conflict.theirs, None
        say(Message(_("The other value was kept.")))
