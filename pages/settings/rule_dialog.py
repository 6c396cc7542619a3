"""One at-risk rule: its name, its severity and its conditions."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import streamlit as st

from components.actions import dialog
from components.forms import field_problem, forget_problems, problems_of, saved, submit
from components.layout import dialog_buttons, dialog_is_done
from components.session import current_actor, database
from components.text import plain
from data.database import Row
from data.records import Field, Kind
from data.records.risk import SEVERITIES
from services.actors import Actor
from services.errors import BadValue
from services.language import current_language
from services.language import translate as _
from services.references import MOST, find_references
from services.risk_subjects import MOST_CONDITIONS, NUMBER, OPERATORS, WITHOUT_VALUE, label_of, operators_of, rule_subjects
from services.risks import delete_rule, save_rule
from services.values import read_text, show

FORM = "settings.rule"
COUNT = f"{FORM}.count"


def rule_dialog(rule: Row | None) -> None:
    """Open the dialog for this rule, or for a new one."""
    forget_problems(FORM)
    dialog_is_done(FORM)
    conditions = json.loads(rule["conditions"]) if rule else []
    st.session_state[COUNT] = max(1, len(conditions))
    dialog(plain(rule["name"]) if rule else _("New rule"), width="medium")(_draw)(rule, conditions)


def _draw(rule: Row | None, conditions: list[dict[str, str]]) -> None:
    if dialog_is_done(FORM):
        st.rerun()
    st.text_input(_("Name"), rule["name"] if rule else "", key=f"{FORM}.name", max_chars=255, autocomplete="off")
    field_problem(FORM, "name")
    severity = rule["severity"] if rule else "Medium"
    st.segmented_control(_("Severity"), SEVERITIES, default=severity, format_func=_, required=True, key=f"{FORM}.severity")
    st.markdown("**" + _("Every one of these must hold") + "**")
    subjects = rule_subjects(database())
    for place in range(st.session_state[COUNT]):
        _condition(place, conditions[place] if place < len(conditions) else {}, subjects)
    field_problem(FORM, "conditions")
    with st.container(horizontal=True):
        if st.session_state[COUNT] < MOST_CONDITIONS:
            st.button(_("Add a condition"), icon=":material/add:", type="tertiary", on_click=_count, args=(1,), key=f"{FORM}.add")
        if st.session_state[COUNT] > 1:
            st.button(
                _("Remove the last condition"), icon=":material/remove:", type="tertiary", on_click=_count, args=(-1,), key=f"{FORM}.less"
            )
    with dialog_buttons(FORM):
        st.button(_("Save") if rule else _("Create rule"), type="primary", on_click=_save, args=(rule,), key=f"{FORM}.save")
        if rule:
            st.button(_("Delete rule"), type="tertiary", icon=":material/delete:", on_click=_delete, args=(rule,), key=f"{FORM}.delete")


def _condition(place: int, stored: dict[str, str], subjects: dict[str, Field]) -> None:
    key = f"{FORM}.{place}"
    names = list(subjects)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        index = names.index(stored["subject"] if stored.get("subject") in subjects else "client_status")
        subject = st.selectbox(_("What"), names, index, format_func=lambda each: label_of(subjects[each]), key=f"{key}.subject")
        operators = operators_of(subjects[subject])
        index = operators.index(stored["operator"]) if stored.get("operator") in operators else 0
        operator = st.selectbox(
            _("Comparison"), operators, index, format_func=lambda each: _(OPERATORS[each]), key=f"{key}.operator.{subject}"
        )
        if operator not in WITHOUT_VALUE:
            _value(subjects[subject], stored["value"] if stored.get("subject") == subject else "", f"{key}.value.{subject}")
    field_problem(FORM, f"conditions.{place}")


def _value(field: Field, stored: str, key: str) -> None:
    if field.is_numeric:
        typed = show(NUMBER, Decimal(stored), current_language.get()) if stored else ""
        st.text_input(_("Value"), typed, key=key, placeholder="1")
        return
    if field.kind is Kind.REFERENCE:
        words = {str(row["id"]): row["name"] for row in find_references(database(), current_actor(), field.refers_to, limit=MOST)}
    else:
        words = {each: each if field.own_choices else _(each) for each in field.choices}
    if stored:
        # What was chosen once and is no longer offered stays to be seen; saving asks for another.
        words.setdefault(stored, stored)
    st.selectbox(_("Value"), list(words), list(words).index(stored) if stored else 0, format_func=words.__getitem__, key=key)


def _read() -> list[dict[str, Any]]:
    state, subjects = st.session_state, rule_subjects(database())
    found = []
    for place in range(state[COUNT]):
        subject = state[f"{FORM}.{place}.subject"]
        operator = state[f"{FORM}.{place}.operator.{subject}"]
        value = state.get(f"{FORM}.{place}.value.{subject}", "")
        if subject in subjects and subjects[subject].is_numeric:
            value = _number(value)
        found.append({"subject": subject, "operator": operator, "value": value})
    return found


def _number(typed: str) -> str:
    """A number typed in the person's language as the service reads it; what is none stays, for the service to refuse."""
    try:
        number = read_text(NUMBER, typed, current_language.get())
    except BadValue:
        return typed
    return "" if number is None else str(number)


def _count(step: int) -> None:
    st.session_state[COUNT] += step


def _save(rule: Row | None) -> None:
    given = {"name": st.session_state[f"{FORM}.name"], "severity": st.session_state[f"{FORM}.severity"], "conditions": _read()}

    def save(actor: Actor) -> None:
        seen = {"rule_id": rule["id"], "version": rule["version"]} if rule else {}
        _rule, change_set_id = save_rule(database(), actor, given, **seen)
        saved(_("The rule {name} is saved.", name=given["name"]), change_set_id)

    submit(FORM, save)
    _close()


def _delete(rule: Row) -> None:
    submit(FORM, lambda actor: saved(_("The rule {name} is deleted.", name=rule["name"]), delete_rule(database(), actor, rule["id"])))
    _close()


def _close() -> None:
    if not problems_of(FORM):
        st.session_state[f"{FORM}.done"] = True
