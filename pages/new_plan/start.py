"""The first half of the form: template, client, period, subject and custom fields, kept on the server as they are typed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from components.actions import Message, dialog, run_action, say
from components.address import read_id
from components.forms import field_problem, forget_problems, saved, submit
from components.layout import page_header
from components.period_input import period_input
from components.record_widgets import TYPED, new_record_fields, read_new_record, typed_to_widget, widget_to_typed
from components.reference_picker import chosen_id, reference_input
from components.session import current_actor, database
from components.text import plain
from components.typing_keeper import typing_keeper
from data.database import Row
from data.records import PLAN, Field
from pages.new_plan.template import TEMPLATE, TEMPLATE_KEY, describe, template_input, usual_subject
from services.actors import Actor
from services.clients import create_client, get_client, plans_for_period
from services.errors import NotFound
from services.language import current_language
from services.language import translate as _
from services.periods import first_day, period_name
from services.plan_drafts import drop_draft, read_draft, save_draft
from services.plan_fields import plan_custom_fields
from services.plans import create_plan
from services.settings import read_settings, today
from services.template_plans import start_plan

FORM = "new-plan"
CLIENT_KEY, SUBJECT_KEY, KEPT = f"{FORM}.client_id", f"{FORM}.subject", f"{FORM}.kept"
MADE = f"{FORM}.made_from_template"


def start(actor: Actor) -> None:
    if (made := st.session_state.pop(MADE, None)) is not None:
        plan_id, change_set_id = made
        saved(_("The plan is created from its template."), change_set_id)
        st.switch_page("plan/page.py", query_params={"id": str(plan_id), "tab": "planning"})
    kept = _restore(actor)
    _keep(actor, {name: kept[name] for name in ("period_type", "period_start") if name in kept})
    page_header(st.session_state[SUBJECT_KEY].strip() or _("New plan"), key="new-plan.header")
    with st.container(width=760, key="new-plan.form"):
        template = template_input(actor)
        client = _client()
        settings = read_settings(database())
        period_type = str(kept.get("period_type", settings.default_period_type))
        begins = date.fromisoformat(kept["period_start"]) if kept.get("period_start") else first_day(today(settings), period_type)
        chosen_type, chosen_start = period_input(begins, period_type, key=f"{FORM}.period")
        if client:
            _warn_of_others(actor, client["id"], chosen_type, chosen_start)
        if template:
            describe(template, chosen_type, chosen_start)
        period = period_name(chosen_start, chosen_type, current_language.get())
        usual = usual_subject(template, client["name"] if client else _("Client"), period)
        st.text_input(_("Subject"), key=SUBJECT_KEY, max_chars=255, placeholder=usual, autocomplete="off", live=True)
        field_problem(FORM, "subject")
        custom = [each for each in plan_custom_fields(database()) if not each.read_only]
        if custom:
            _custom_fields(custom, kept)
        if not template:
            st.caption(_("Background, vision, mission and the first grids follow in the next step. What you type here is kept."))
        values = {"period_type": chosen_type, "period_start": chosen_start.isoformat()}
        with st.container(horizontal=True):
            st.button(_("Create plan"), type="primary", on_click=_create, args=(values,), key="new-plan.create")
            st.button(_("Start over"), type="tertiary", on_click=_start_over, key="new-plan.over")
    _keep(actor, values)


def _restore(actor: Actor) -> dict[str, Any]:
    """What was kept, put into the inputs the first time this session shows them."""
    if KEPT not in st.session_state:
        # Each form has a name of its own, so that what was typed into one sent long ago never comes back in another.
        draft = {"form": secrets.token_hex(8), **read_draft(database(), actor)}
        st.session_state[KEPT] = draft
        st.session_state[SUBJECT_KEY] = draft.get("subject", "")
        for name, key in ((TEMPLATE, TEMPLATE_KEY), ("client_id", CLIENT_KEY)):
            if draft.get(name):
                st.session_state[key] = draft[name]
    # The client or template whose page led here.
    for name, key in (("client", CLIENT_KEY), ("template", TEMPLATE_KEY)):
        if wanted := read_id(name):
            st.session_state[key] = wanted
            del st.query_params[name]
    st.session_state.setdefault(SUBJECT_KEY, st.session_state[KEPT].get("subject", ""))
    for name, key in ((TEMPLATE, TEMPLATE_KEY), ("client_id", CLIENT_KEY)):
        if key not in st.session_state and st.session_state[KEPT].get(name):
            st.session_state[key] = st.session_state[KEPT][name]
    kept: dict[str, Any] = st.session_state[KEPT]
    return kept


def _custom_fields(fields: Sequence[Field], kept: Mapping[str, Any]) -> None:
    """The inputs of custom fields, holding what was kept; texts are kept by the browser, too, before they are left."""
    for field in fields:
        key = f"{FORM}.{field.name}"
        if key not in st.session_state:
            st.session_state[key] = typed_to_widget(field, kept.get(field.name))
    new_record_fields(fields, key=FORM)
    typed = [field.name for field in fields if field.kind in TYPED]
    typing_keeper(FORM, dict.fromkeys(typed, 0), key=f"{FORM}.typing", on_left=_take_up, store=f"{FORM}.{kept['form']}")


def _take_up(texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        st.session_state[f"{FORM}.{name}"] = text


def _keep(actor: Actor, period: dict[str, str]) -> None:
    values = {
        **period,
        TEMPLATE: st.session_state.get(TEMPLATE_KEY),
        "client_id": st.session_state.get(CLIENT_KEY),
        "subject": st.session_state.get(SUBJECT_KEY, ""),
        "form": st.session_state[KEPT]["form"],
    }
    for field in plan_custom_fields(database()):
        key = f"{FORM}.{field.name}"
        typed = widget_to_typed(st.session_state[key]) if key in st.session_state else st.session_state[KEPT].get(field.name)
        if typed not in (None, "", []):
            values[field.name] = typed
    if values != st.session_state[KEPT]:
        save_draft(database(), actor, values)
        st.session_state[KEPT] = values


def _client() -> Row | None:
    reference_input(PLAN.by_name["client_id"], key=CLIENT_KEY, on_create=_ask_for_client)
    field_problem(FORM, "client_id")
    chosen = st.session_state.get(CLIENT_KEY)
    if (asked := st.session_state.pop(f"{FORM}.new_client", None)) is not None:
        _new_client_dialog(asked)
    if chosen is None:
        return None
    try:
        client = get_client(database(), current_actor(), chosen)
    except NotFound:
        st.session_state[CLIENT_KEY] = None
        return None
    if client["address"]:
        st.caption(plain(client["address"]))
    return client


def _warn_of_others(actor: Actor, client_id: int, period_type: str, period_start: date) -> None:
    for plan in plans_for_period(database(), actor, client_id, period_type, period_start)[:3]:
        with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"new-plan.other.{plan['id']}"):
            sentence = _("This client already has a plan for this period: {subject}.", subject=plain(plan["subject"] or f"#{plan['id']}"))
            st.markdown(f":material/info: {sentence}", width="content")
            st.link_button(_("Open it"), f"/plan?id={plan['id']}", type="tertiary")


def _ask_for_client(name: str) -> None:
    st.session_state[f"{FORM}.new_client"] = name


def _new_client_dialog(name: str) -> None:
    form = f"{FORM}.client"
    forget_problems(form)

    @dialog(_("New client"))
    def ask() -> None:
        current_actor()
        if st.session_state.pop(f"{form}.done", False):
            st.rerun()
        st.text_input(_("Name"), name, key=f"{form}.name", max_chars=255, autocomplete="off")
        field_problem(form, "name")
        st.text_area(_("Address"), key=f"{form}.address", max_chars=2000, height=80)
        industries = read_settings(database()).industries
        st.selectbox(_("Industry"), industries, index=None, key=f"{form}.industry", accept_new_options=True)
        st.button(_("Create client"), type="primary", on_click=_create_client, args=(form,), key=f"{form}.create")

    ask()


def _create_client(form: str) -> None:
    given = {field: st.session_state.get(f"{form}.{field}") or None for field in ("name", "address", "industry")}

    def create(actor: Actor) -> None:
        client, change_set_id = create_client(database(), actor, given)
        st.session_state[CLIENT_KEY] = client["id"]
        st.session_state[f"{form}.done"] = True
        saved(_("Client {name} is created.", name=client["name"]), change_set_id)

    submit(form, create)


def _create(period: dict[str, str]) -> None:
    def create(actor: Actor) -> None:
        custom = [each for each in plan_custom_fields(database()) if not each.read_only]
        given = {
            **read_new_record(custom, key=FORM),
            **period,
            "client_id": chosen_id(CLIENT_KEY),
            "subject": st.session_state.get(SUBJECT_KEY, "").strip() or None,
            "person_in_charge_id": actor.staff_id,
        }
        given = {name: value for name, value in given.items() if value is not None}
        if template_id := chosen_id(TEMPLATE_KEY):
            made, change_set_id = start_plan(database(), actor, template_id, given)
            drop_draft(database(), actor)
            _forget()
            st.session_state[MADE] = (made["id"], change_set_id)
            return
        plan = create_plan(database(), actor, given)
        drop_draft(database(), actor)
        _forget()
        st.query_params["id"] = str(plan["id"])
        saved(_("The plan is created. Go on with its background."), plan.get("change_set_id"))

    submit(FORM, create)


def _start_over() -> None:
    run_action(lambda actor: drop_draft(database(), actor))
    _forget()
    say(Message(_("The form is empty again.")))


def _forget() -> None:
    for key in [each for each in st.session_state if str(each).startswith(f"{FORM}.")]:
        del st.session_state[key]
