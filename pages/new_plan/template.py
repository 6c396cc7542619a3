"""From a template: which one, and what a plan begins with then."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from components.forms import field_problem
from components.reference_picker import reference_input
from components.session import database
from components.text import plain
from data.records import PLAN
from services.actors import Actor
from services.errors import NotFound
from services.language import current_language
from services.language import translate as _
from services.language import translate_plural as _n
from services.periods import last_day
from services.template_plans import fill_places
from services.templates import Template, get_template, list_templates
from services.values import show

FORM = "new-plan"
TEMPLATE = "template_id"
TEMPLATE_KEY = f"{FORM}.{TEMPLATE}"


def template_input(actor: Actor) -> Template | None:
    """The template to start from, by search; nothing where none is kept."""
    if not list_templates(database(), actor, limit=0).total:
        st.session_state[TEMPLATE_KEY] = None
        return None
    reference_input(PLAN.by_name[TEMPLATE], _("From a template"), key=TEMPLATE_KEY)
    field_problem(FORM, TEMPLATE)
    if (chosen := st.session_state.get(TEMPLATE_KEY)) is None:
        return None
    try:
        return get_template(database(), actor, chosen)
    except NotFound:
        st.session_state[TEMPLATE_KEY] = None
        return None


def describe(template: Template, period_type: str, period_start: date) -> None:
    """What the plan gets from the template, and where a date of it lies after the period."""
    tasks = _n("{count} task", "{count} tasks", template["tasks"])
    offerings = _n("{count} offering", "{count} offerings", template["offerings"])
    sentence = _("The plan begins with the texts and mind map of the template, {tasks} and {offerings}.", tasks=tasks, offerings=offerings)
    first, last = (_date(period_start, template[name]) for name in ("first_day", "last_day"))
    if first and last:
        sentence += " " + _("Its dates run from {first} to {last}.", first=_shown(first), last=_shown(last))
    st.caption(plain(sentence))
    if last and last > (end := last_day(period_start, period_type)):
        late = _("The last date lies after the period, which ends on {end}. You can change the dates in the plan.", end=_shown(end))
        st.markdown(f":orange[:material/event_busy: {plain(late)}]")


def usual_subject(template: Template | None, client: str, period: str) -> str:
    """What the plan is called where nobody gives it a subject."""
    subject = template["subject"] if template else None
    return fill_places(subject, client=client, period=period) if subject else f"{client} – {period}"


def _date(start: date, days: int | None) -> date | None:
    try:
        return None if days is None else start + timedelta(days=days)
    except OverflowError:
        return None


def _shown(day: date) -> str:
    return show(PLAN.by_name["period_start"], day, current_language.get())
