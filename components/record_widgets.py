"""The widget of a declared field: what it holds for a stored value, and what is stored for what it holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st
from babel.numbers import format_decimal

from components.forms import field_problem
from components.reference_picker import chosen_id, reference_input
from components.session import database
from components.text import label_text, plain
from components.times import date_form
from data.records import Field, Kind
from services.errors import FieldProblem, Invalid
from services.language import current_language
from services.language import translate as _
from services.settings import read_settings
from services.values import BadValue, read_text, to_wire

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
TYPED = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.LINK, Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.PERCENT})


def show_problem(reason: str) -> None:
    """Why the value above is not taken."""
    st.markdown(f":red[:material/error: {plain(reason)}]")


def field_label(field: Field) -> str:
    """The label as Streamlit shows it, with its unit: text of an administrator stays text, required fields carry a star."""
    label = label_text(field.label if field.own_label else _(field.label))
    if field.kind in (Kind.MONEY, Kind.PERCENT):
        label += f" ({read_settings(database()).currency if field.kind is Kind.MONEY else '%'})"
    return f"{label} *" if field.required else label


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
        case _ if field.kind in TYPED:
            return "" if value is None else str(value)
        case _:
            return value


def from_widget(field: Field, held: Any) -> Any:
    """The stored form of what the widget holds. Raises BadValue."""
    language = current_language.get()
    if field.kind in TYPED:
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
    label, help_text = field_label(field), plain(_help(field)) or None
    shared: dict[str, Any] = {"key": widget_key, "help": help_text, "disabled": disabled, "on_change": on_change, "args": args}
    match field.kind:
        case Kind.LONG_TEXT:
            st.text_area(label, height="content", **shared)
        case Kind.DATE:
            st.date_input(label, value=None, format=date_form(), min_value=EARLIEST, max_value=LATEST, required=field.required, **shared)
        case Kind.YES_NO:
            st.segmented_control(label, [True, False], format_func=lambda each: _("Yes") if each else _("No"), **shared)
        case Kind.CHOICE:
            options = _options(field, [stored])
            more: dict[str, Any] = {"format_func": _choice_name(field), "placeholder": _("Not set"), "required": field.required}
            st.selectbox(label, options, index=None, **more, **shared)
        case Kind.CHOICES:
            options = _options(field, json.loads(stored) if stored else [])
            st.multiselect(label, options, format_func=_choice_name(field), placeholder=_("Not set"), **shared)
        case Kind.REFERENCE:
            reference_input(field, name=name, **{**shared, "help": _help(field) or None})
        case _:
            st.text_input(label, **shared)


def _options(field: Field, stored: Sequence[Any]) -> list[str]:
    """The choices, and stored values that are choices no longer: what is stored stays readable."""
    return [*field.choices, *(each for each in stored if each is not None and each not in field.choices)]


def _choice_name(field: Field) -> Callable[[str], str]:
    """How a choice is shown; words of ours begin with a capital, as names do."""
    return str if field.own_choices else lambda word: _(word[:1].upper() + word[1:])


def _help(field: Field) -> str:
    return field.help if field.own_label else _(field.help)


def typed_to_widget(field: Field, typed: Any) -> Any:
    """What the widget holds for what a draft keeps of it: texts as they were typed, dates as ISO text, all else as JSON values."""
    if field.kind in TYPED:
        return "" if typed is None else str(typed)
    if field.kind is Kind.DATE:
        return date.fromisoformat(typed) if typed else None
    if field.kind is Kind.CHOICES:
        return [each for each in typed or [] if each in field.choices]
    if field.kind is Kind.CHOICE and typed not in field.choices:
        return None
    return typed


def widget_to_typed(held: Any) -> Any:
    """What a draft keeps of a widget, whatever it is worth."""
    return held.isoformat() if isinstance(held, date) else held


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
            name = f"{key}.{field.name}"
            value = from_widget(field, chosen_id(name) if field.kind is Kind.REFERENCE else st.session_state.get(name))
        except BadValue as error:
            problems.append(FieldProblem(field.name, error.message))
            continue
        if value is not None:
            values[field.name] = to_wire(field, value)
    if problems:
        raise Invalid(problems)
    return values
