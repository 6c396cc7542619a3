"""The head of a plan: subject, client and period, its states as menus that change them at once, and what can be done with it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.actions import Message, run_action, say
from components.chips import BCG, CLIENT_STATUS, PLAN_STATUS
from components.layout import page_header
from components.reference_picker import reference_input
from components.session import database
from components.text import plain
from data.records import PLAN
from pages.plan.dialogs import copy_dialog, delete_dialog, template_dialog
from pages.plan.pdf_dialog import is_pdf_asked_for, pdf_dialog
from pages.plan.standing import approve, standing
from pages.plan.workbook_dialog import workbook_dialog
from services.actors import Actor, Permission
from services.errors import Conflict
from services.language import current_language
from services.language import translate as _
from services.periods import period_name
from services.plans import Plan, update_plan
from services.values import show, to_wire

APPROVE, COMPARE, COPY, DELETE, NEXT, PDF, TEMPLATE = "approve", "compare", "copy", "delete", "next", "pdf", "template"
WORKBOOK, WORKBOOK_BACK = "workbook", "workbook back"
NOT_SET = ""


def plan_header(plan: Plan, actor: Actor) -> None:
    """Two lines: the subject with the menu of actions; beneath it client, period and the states."""
    with page_header(plan["subject"] or "", key="plan.header"):
        chosen = _actions(plan, actor)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="plan.states"):
        st.page_link("client/page.py", label=f"**{plain(plan['client'] or '')}**", query_params={"id": str(plan["client_id"])})
        st.markdown(f":gray[{period_name(plan['period_start'], plan['period_type'], current_language.get())}]", width="content")
        _state_menu(plan, actor, "status", PLAN_STATUS)
        _state_menu(plan, actor, "client_status", {name: icon for name, (_colour, icon) in CLIENT_STATUS.items()})
        _state_menu(plan, actor, "bcg", BCG)
        _person_in_charge(plan, actor)
        standing(plan, actor)
    if chosen == PDF or (chosen is None and is_pdf_asked_for(plan)):
        pdf_dialog(plan)
    elif chosen == WORKBOOK:
        workbook_dialog(plan, actor)
    elif chosen == WORKBOOK_BACK:
        st.switch_page("imports/page.py", query_params={"plan": str(plan["id"])})
    elif chosen == COMPARE:
        st.switch_page("compare/page.py", query_params={"left": str(plan["id"])})
    elif chosen == NEXT:
        copy_dialog(plan, title=_("Create next period"), verb=_("Create plan"))
    elif chosen == COPY:
        copy_dialog(plan)
    elif chosen == TEMPLATE:
        template_dialog(plan)
    elif chosen == DELETE:
        delete_dialog(plan)


def _actions(plan: Plan, actor: Actor) -> str | None:
    labels = {PDF: ":material/picture_as_pdf: " + _("Export PDF")}
    labels[WORKBOOK] = ":material/table_view: " + _("Export workbook")
    if actor.may(Permission.EDIT):
        labels[WORKBOOK_BACK] = ":material/upload_file: " + _("Import workbook")
    labels[COMPARE] = ":material/compare_arrows: " + _("Compare")
    if actor.may(Permission.EDIT):
        labels[APPROVE] = ":material/verified: " + _("Approve")
    if actor.may(Permission.CREATE):
        labels[NEXT] = ":material/event_repeat: " + _("Create next period")
        labels[COPY] = ":material/content_copy: " + _("Copy")
        labels[TEMPLATE] = ":material/library_add: " + _("Save as template")
    if actor.may(Permission.DELETE):
        labels[DELETE] = ":material/delete: " + _("Delete")
    chosen: str | None = st.menu_button(
        _("Actions"),
        list(labels),
        format_func=lambda each: labels.get(each, each),
        icon=":material/more_horiz:",
        key="plan.actions",
        on_click=_chosen,
        args=(plan,),
    )
    return chosen


def _chosen(plan: Plan) -> None:
    if st.session_state["plan.actions"] == APPROVE:
        approve(plan)


def _state_menu(plan: Plan, actor: Actor, name: str, icons: dict[str, str]) -> None:
    """The state as a button that opens its choices; a person who may not edit sees it only."""
    field, value = PLAN.by_name[name], plan[name]
    shown = f":gray[{_(field.label)}] {_word(name, value, icons)}"
    if not actor.may(Permission.EDIT):
        st.markdown(shown, width="content")
        return
    key = f"plan.state.{name}"
    options = [each for each in (*field.choices, *(() if field.required else (NOT_SET,))) if each != (value or NOT_SET)]
    st.menu_button(
        shown,
        options,
        format_func=lambda each: _word(name, each, icons),
        key=key,
        type="tertiary",
        on_click=_choose_state,
        args=(plan["id"], name, value, key),
    )


def _word(name: str, value: str | None, icons: dict[str, str]) -> str:
    if not value:
        return _("Not set")
    icon = f":material/{icons[value]}: {_(value)}"
    return f":{CLIENT_STATUS[value][0]}[{icon}]" if name == "client_status" else icon


def _choose_state(plan_id: int, name: str, started_from: str | None, key: str) -> None:
    change_field(plan_id, name, started_from, st.session_state[key] or None)


def _person_in_charge(plan: Plan, actor: Actor) -> None:
    field = PLAN.by_name["person_in_charge_id"]
    shown = f":gray[{_(field.label)}] {plain(plan['person_in_charge'] or '') or _('Not set')}"
    if not actor.may(Permission.EDIT):
        st.markdown(shown, width="content")
        return
    key = "plan.state.person_in_charge_id"
    person = st.popover(shown, type="tertiary", key=f"{key}.open", on_change="rerun")
    if person.open:
        st.session_state[key] = plan["person_in_charge_id"]
        with person:
            reference_input(
                field,
                _(field.label),
                key=key,
                name=plan["person_in_charge"] or "",
                on_change=_choose_person,
                args=(plan["id"], plan["person_in_charge_id"], key),
            )


def _choose_person(plan_id: int, started_from: int | None, key: str) -> None:
    change_field(plan_id, "person_in_charge_id", started_from, st.session_state[key])


def change_field(plan_id: int, name: str, started_from: Any, value: Any) -> None:
    """Store one field at once and tell it with Undo; where somebody else was quicker, show both values instead."""
    field = PLAN.by_name[name]
    label = _(field.label)

    def change(actor: Actor) -> None:
        try:
            _plan, change_set_id = update_plan(
                database(), actor, plan_id, {name: {"from": to_wire(field, started_from), "to": to_wire(field, value)}}
            )
        except Conflict as error:
            theirs = error.conflicts[0].theirs
            text = _(
                "{label} was changed to “{theirs}” by somebody else meanwhile, so your “{yours}” is not stored. Choose again.",
                label=label,
                theirs=show(field, theirs, current_language.get()) or _("Not set"),
                yours=show(field, value, current_language.get()) or _("Not set"),
            )
            say(Message(text, is_error=True))
        else:
            say(Message(_("{label} is changed.", label=label), change_set_id=change_set_id))

    run_action(change)
