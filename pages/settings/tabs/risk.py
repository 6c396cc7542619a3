"""Health and risk: the weights of health, and the rules that flag plans."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import streamlit as st

from components.forms import field_problem, saved, submit
from components.session import database
from components.text import plain
from data.database import Row
from pages.settings.rule_dialog import rule_dialog
from services.actors import Actor
from services.health import PARTS
from services.language import translate as _
from services.risk_subjects import condition_words, rule_subjects
from services.risks import list_rules, save_rule
from services.settings import read_settings
from services.settings_changes import update_settings

FORM = "settings.health"
OPENED = "settings.rules.open"


def risk_tab(actor: Actor) -> None:
    _weights()
    st.space("small")
    rules, subjects = list_rules(database(), actor), rule_subjects(database())
    with st.container(horizontal=True, vertical_alignment="center", width=760):
        st.markdown("## " + _("At-risk rules"), width="stretch")
        st.button(_("New rule"), icon=":material/add:", type="primary", on_click=_open, args=(0,), key="settings.rules.new")
    st.caption(_("A plan is at risk when every condition of an active rule holds. The flag names the rule."))
    with st.container(gap=None, width=760, key="settings.rules.list"):
        for rule in rules:
            words = [condition_words(database(), actor, subjects, each) for each in json.loads(rule["conditions"])]
            _row(rule, "; ".join(words))
    if (opened := st.session_state.pop(OPENED, None)) is not None:
        rule_dialog(next((rule for rule in rules if rule["id"] == opened), None))


def _weights() -> None:
    weights = read_settings(database()).health_weights
    st.markdown("## " + _("Health"))
    with st.form(FORM, width=760):
        st.caption(_("How much each part counts, from 0 (not at all) to 100."))
        with st.container(horizontal=True):
            for name, label in PARTS.items():
                st.text_input(_(label), str(weights[name]), key=f"{FORM}.{name}", width=135)
        field_problem(FORM, "health_weights")
        st.form_submit_button(_("Save weights"), type="primary", on_click=_save_weights, args=(weights,))


def _save_weights(before: dict[str, int]) -> None:
    typed = {name: st.session_state[f"{FORM}.{name}"].strip() for name in PARTS}
    after: dict[str, Any] = {name: int(text) if text.isdecimal() else text for name, text in typed.items()}

    def save(actor: Actor) -> None:
        _settings, change_set_id = update_settings(database(), actor, {"health_weights": {"from": before, "to": after}})
        saved(_("The weights are saved."), change_set_id)

    submit(FORM, save)


def _row(rule: Row, words: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"row.rule.{rule['id']}"):
        st.markdown(f"{plain(rule['name'])}  \n:small[:gray[{plain(words)}]]", width="stretch")
        st.markdown(f":gray-badge[{_(rule['severity'])}]" + ("" if rule["is_active"] else f" :gray-badge[{_('Off')}]"), width="content")
        label = _("Turn off") if rule["is_active"] else _("Turn on")
        st.button(label, key=f"settings.rules.switch.{rule['id']}", type="tertiary", on_click=partial(_switch, rule))
        st.button(
            _("Edit"), key=f"settings.rules.edit.{rule['id']}", type="tertiary", icon=":material/edit:", on_click=partial(_open, rule["id"])
        )


def _switch(rule: Row) -> None:
    def work(actor: Actor) -> None:
        _rule, change_set_id = save_rule(database(), actor, {"is_active": not rule["is_active"]}, rule_id=rule["id"])
        saved(_("The rule {name} is saved.", name=rule["name"]), change_set_id)

    submit("settings.rules", work)


def _open(rule_id: int) -> None:
    st.session_state[OPENED] = rule_id
