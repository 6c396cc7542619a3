"""What narrows an activity log: person, kind of record, field and days, each offering what appears in the log."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from components.session import database
from components.times import date_form
from data.activity_log import ActivityFilter
from data.records import RECORDS
from services.activity import FieldOfLog, list_fields, list_people
from services.language import translate as _


def activity_filters(log: ActivityFilter, *, key: str, by_record: bool = False) -> dict[str, Any]:
    """Draw the filters of this log in one line; returns what is chosen, by the names of the API.

    `by_record` offers kinds of records instead of fields, for a log of many kinds.
    """
    people = {each["id"]: each["name"] for each in list_people(database(), log)}
    chosen: dict[str, Any] = {}
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}.filters"):
        person = st.selectbox(
            _("Person"),
            list(people),
            index=None,
            format_func=people.__getitem__,
            placeholder=_("Everybody"),
            width=220,
            key=f"{key}.person",
        )
        chosen |= _record(log, key) if by_record else _field(log, key)
        first = st.date_input(_("From"), value=None, format=date_form(), width=160, key=f"{key}.from")
        last = st.date_input(_("To"), value=None, format=date_form(), width=160, key=f"{key}.to")
    if person is not None:
        chosen["staff"] = person
    if isinstance(first, date):
        chosen["from"] = first.isoformat()
    if isinstance(last, date):
        chosen["to"] = last.isoformat()
    return chosen


def _field(log: ActivityFilter, key: str) -> dict[str, Any]:
    field: FieldOfLog | None = st.selectbox(
        _("Field"),
        list_fields(database(), log),
        index=None,
        format_func=lambda each: each.label,
        placeholder=_("Every field"),
        width=280,
        key=f"{key}.field",
    )
    return {"record": field.record, "field": field.name} if field else {}


def _record(log: ActivityFilter, key: str) -> dict[str, Any]:
    names = sorted(log.records, key=lambda each: _(RECORDS[each].label_plural).casefold())
    record = st.selectbox(
        _("Kind"),
        names,
        index=None,
        format_func=lambda each: _(RECORDS[each].label_plural),
        placeholder=_("Everything"),
        width=280,
        key=f"{key}.record",
    )
    return {"record": record} if record else {}
