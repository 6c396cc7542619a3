"""One at-risk rule: its name, its severity and its conditions."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from components.actions import dialog
from components.forms import field_problem, forget_problems, problems_of, saved, submit
from components.layout import dialog_buttons, dialog_is_done
from components.session import database
from components.text import plain
from data.database import Row
from data.records.risk import SEVERITIES
from services.actors import Actor
from services.language import translate as _
from services.risks import MOST_CONDITIONS, OPERATORS, SUBJECTS, delete_rule, operators_of, save_rule

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
    for place in range(st.session_state[COUNT]):
        _condition(place, conditions[place] if place < len(conditions) else {})
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


def _condition(place: int, stored: dict[str, str]) -> None:
    key = f"{FORM}.{place}"
    subjects = list(SUBJECTS)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        index = subjects.index(stored.get("subject", "client_status"))
        subject = st.selectbox(_("What"), subjects, index, format_func=lambda each: _(SUBJECTS[each][0]), key=f"{key}.subject")
        operators = operators_of(subject)
        index = operators.index(stored["operator"]) if stored.get("operator") in operators else 0
        operator = st.selectbox(
            _("Comparison"), operators, index, format_func=lambda each: _(OPERATORS[each]), key=f"{key}.operator.{subject}"
        )
        if operator in ("is_set", "is_not_set"):
            return
        if choices := SUBJECTS[subject][1]:
            index = choices.index(stored["value"]) if stored.get("value") in choices else 0
            st.selectbox(_("Value"), choices, index, format_func=_, key=f"{key}.value.{subject}")
        else:
            st.text_input(_("Value"), stored.get("value", ""), key=f"{key}.value.{subject}", placeholder="1")


def _read() -> list[dict[str, Any]]:
    state = st.session_state
    found = []
    for place in range(state[COUNT]):
        subject = state[f"{FORM}.{place}.subject"]
        operator = state[f"{FORM}.{place}.operator.{subject}"]
        found.append({"subject": subject, "operator": operator, "value": state.get(f"{FORM}.{place}.value.{subject}", "")})
    return found


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
