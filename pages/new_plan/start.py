"""The first half of the form: template, client, period, subject and custom fields, kept on the server as they are typed."""

from __future__ import annotations

import re
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
from components.times import show_time
from components.typing_keeper import typing_keeper
from data.database import Row
from data.records import CLIENT, PLAN, Field
from pages.new_plan.template import TEMPLATE, TEMPLATE_KEY, describe, template_input, usual_subject
from services.actors import Actor
from services.clients import create_client, get_client, plans_for_period
from services.errors import NotFound, Refused
from services.language import current_language
from services.language import translate as _
from services.periods import first_day, period_name
from services.plan_drafts import drop_draft, latest_draft, new_form, read_draft, save_draft
from services.plan_fields import plan_custom_fields
from services.plans import create_plan
from services.references import reference_names
from services.settings import read_settings, today
from services.template_plans import start_plan

FORM = "new-plan"
CLIENT_KEY, SUBJECT_KEY = f"{FORM}.client_id", f"{FORM}.subject"
NAME, KEPT = f"{FORM}.form", f"{FORM}.kept"
"""What this form is called, in its address too, and what is kept of it."""
MADE = f"{FORM}.made_from_template"


def start(actor: Actor) -> None:
    if (made := st.session_state.pop(MADE, None)) is not None:
        plan_id, change_set_id = made
        saved(_("The plan is created from its template."), change_set_id)
        st.switch_page("plan/page.py", query_params={"id": str(plan_id), "tab": "planning"})
    kept = _restore(actor)
    settings = read_settings(database())
    usual_type = settings.default_period_type
    usual = {"period_type": usual_type, "period_start": first_day(today(settings), usual_type).isoformat()}
    period = {name: kept.get(name, usual[name]) for name in usual}
    _keep(actor, period, usual)
    page_header(st.session_state[SUBJECT_KEY].strip() or _("New plan"), key="new-plan.header")
    with st.container(width=760, key="new-plan.form"):
        # Its place is taken up with or without it, so that nothing is built anew while one types.
        with st.container(key="new-plan.drafts"):
            _offer_draft(actor)
        template = template_input(actor)
        client = _client()
        begins = date.fromisoformat(period["period_start"])
        chosen_type, chosen_start = period_input(begins, period["period_type"], key=f"{FORM}.period")
        if client:
            _warn_of_others(actor, client["id"], chosen_type, chosen_start)
        if template:
            describe(template, chosen_type, chosen_start)
        shown = period_name(chosen_start, chosen_type, current_language.get())
        called = usual_subject(template, client["name"] if client else _("Client"), shown)
        st.text_input(_("Subject"), key=SUBJECT_KEY, max_chars=255, placeholder=called, autocomplete="off", live=True)
        field_problem(FORM, "subject")
        custom = [each for each in plan_custom_fields(database()) if not each.read_only]
        _custom_fields(custom, kept)
        _keep_typing(custom)
        if not template:
            st.caption(_("Background, vision, mission and the first grids follow in the next step. What you type here is kept."))
        values = {"period_type": chosen_type, "period_start": chosen_start.isoformat()}
        with st.container(horizontal=True):
            st.button(_("Create plan"), type="primary", on_click=_create, args=(values,), key="new-plan.create")
            st.button(_("Start over"), type="tertiary", on_click=_open_form, key="new-plan.over")
    _keep(actor, values, usual)


def _restore(actor: Actor) -> dict[str, Any]:
    """What was kept of the form of this address, or of a new one, put into the inputs the first time this session shows it."""
    named = st.query_params.get("form", "")
    if not re.fullmatch("[0-9a-f]{16}", named):
        named = st.query_params["form"] = new_form()
    if st.session_state.get(NAME) != named:
        _forget()
        st.session_state[NAME] = named
        st.session_state[KEPT] = read_draft(database(), actor, named)
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


def _offer_draft(actor: Actor) -> None:
    """While nothing is typed here: the form that was typed into last and not sent."""
    if st.session_state[KEPT] or (draft := latest_draft(database(), actor, but=st.session_state[NAME])) is None:
        return
    about = _about(draft.values)
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="new-plan.draft"):
        sentence = _("You did not finish {name} ({time}).", name=about, time=show_time(draft.updated_at))
        st.markdown(f":material/edit_note: {plain(sentence)}", width="stretch")
        st.button(_("Go on with it"), type="tertiary", on_click=_open_form, args=(draft.form,), key="new-plan.draft.open")
        st.button(_("Discard it"), type="tertiary", on_click=_discard_draft, args=(draft.form,), key="new-plan.draft.discard")


def _about(values: Mapping[str, Any]) -> str:
    """What tells a draft from others: its subject, or its client."""
    if subject := values.get("subject", "").strip():
        return _("“{name}”", name=subject)
    names = reference_names(database(), current_actor(), CLIENT.name, [values["client_id"]] if values.get("client_id") else [])
    return _("a plan for {client}", client=next(iter(names.values()))) if names else _("a plan without a subject")


def _open_form(form: str = "") -> None:
    """Go to the form of this name, or to an empty one; the one that is left is kept."""
    st.query_params["form"] = form or new_form()


def _discard_draft(form: str) -> None:
    run_action(lambda actor: drop_draft(database(), actor, form))


def _custom_fields(fields: Sequence[Field], kept: Mapping[str, Any]) -> None:
    """The inputs of custom fields, holding what was kept."""
    for field in fields:
        key = f"{FORM}.{field.name}"
        if key not in st.session_state:
            st.session_state[key] = typed_to_widget(field, kept.get(field.name))
    new_record_fields(fields, key=FORM)


def _keep_typing(fields: Sequence[Field]) -> None:
    """Texts are kept by the browser, too, until they are left or while nobody is signed in."""
    typed = ["subject", *(field.name for field in fields if field.kind in TYPED)]
    store = f"{FORM}.{st.session_state[NAME]}"
    typing_keeper(FORM, dict.fromkeys(typed, 0), key=f"{store}.typing", on_left=_take_up, store=store)


def _take_up(texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        st.session_state[f"{FORM}.{name}"] = text


def _keep(actor: Actor, period: Mapping[str, str], usual_period: Mapping[str, str]) -> None:
    """Keep what the inputs hold, under a new name where this form was typed into elsewhere meanwhile."""
    kept = st.session_state[KEPT]
    values: dict[str, Any] = {TEMPLATE: st.session_state.get(TEMPLATE_KEY), "client_id": st.session_state.get(CLIENT_KEY)}
    values["subject"] = st.session_state.get(SUBJECT_KEY, "")
    for field in plan_custom_fields(database()):
        key = f"{FORM}.{field.name}"
        values[field.name] = widget_to_typed(st.session_state[key]) if key in st.session_state else kept.get(field.name)
    values = {name: value for name, value in values.items() if value not in (None, "", [])}
    if values or kept or period != usual_period:
        values |= period
    if values == kept:
        return
    try:
        name = save_draft(database(), actor, st.session_state[NAME], values, started_from=kept)
    except Refused as error:
        say(Message(error.message, is_error=True))
        return
    st.session_state[KEPT] = values
    if st.session_state[NAME] != name:
        st.session_state[NAME] = st.query_params["form"] = name


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
            _leave(actor)
            st.session_state[MADE] = (made["id"], change_set_id)
            return
        plan = create_plan(database(), actor, given)
        _leave(actor)
        st.query_params["id"] = str(plan["id"])
        saved(_("The plan is created. Go on with its background."), plan.get("change_set_id"))

    submit(FORM, create)


def _leave(actor: Actor) -> None:
    drop_draft(database(), actor, st.session_state[NAME])
    _forget()
    del st.query_params["form"]


def _forget() -> None:
    for key in [each for each in st.session_state if str(each).startswith(f"{FORM}.")]:
        del st.session_state[key]
