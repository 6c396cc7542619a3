"""Dialogs of actions on many plans: each says what will happen, and to how many, before it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import streamlit as st

from components.actions import Message, actions_done, dialog, run_action, say
from components.chips import PLAN_STATUS
from components.period_input import period_input
from components.session import current_actor, database
from components.text import plain
from data.records.plan import STATUSES
from services import bulk
from services.actors import Actor
from services.errors import AccountPlanningError, SetChanged
from services.language import current_language
from services.language import translate as _
from services.language import translate_plural as _n
from services.periods import period_name, shift
from services.settings import read_settings, today

SCOPE, NOTE, CLEARED = "plans.scope", "plans.note", "plans.cleared"
Work = Callable[[Actor, bulk.Scope], Message]


def open_bulk_dialog(command: Mapping[str, Any]) -> None:
    """Ask for what the command wants done to its plans, as many as the person saw."""
    st.session_state[SCOPE] = {name: command[name] for name in ("ids", "filter", "except_ids", "count") if name in command}
    st.session_state.pop(NOTE, None)
    _see()
    title, body = {
        "change_status": (_("Change status"), _status),
        "copy_to_period": (_("Copy to a period"), _copy),
        "delete": (_("Delete plans"), _delete),
    }[command["name"]]
    dialog(title)(body)()


def _see() -> None:
    """Remember which plans these are, so that as many others are not taken for them."""
    scope = st.session_state[SCOPE]
    # A scope that cannot be read is refused with its reason when it is confirmed.
    with suppress(AccountPlanningError):
        scope["seen"] = bulk.see_scope(database(), current_actor(), bulk.read_scope(database(), current_actor(), scope))


def _status() -> None:
    count = _scope_line()
    status = st.radio(_("New status"), STATUSES, index=None, format_func=_status_words, key="plans.status")

    def work(actor: Actor, scope: bulk.Scope) -> Message:
        outcome = bulk.change_status(database(), actor, scope, str(status))
        if not outcome.changed:
            return Message(_n("It was {status} already.", "All {count} plans were {status} already.", outcome.count, status=_(str(status))))
        text = _n("{count} plan is now {status}.", "{count} plans are now {status}.", outcome.changed, status=_(str(status)))
        if same := outcome.count - outcome.changed:
            text += " " + _n("{count} was already.", "{count} were already.", same)
        return Message(text, change_set_id=outcome.change_set_id)

    _confirm(_n("Change the status of {count} plan", "Change the status of {count} plans", count), work, is_ready=status is not None)


def _copy() -> None:
    count = _scope_line()
    db = database()
    settings = read_settings(db)
    start = shift(today(settings), settings.default_period_type)
    period_type, period_start = period_input(start, settings.default_period_type, key="plans.copy")
    with_complete = st.toggle(_("Bring tasks along that are complete"), key="plans.copy.complete")
    st.caption(_("Everything of the plans comes along but approval and activity. The copies start with the default status."))

    def work(actor: Actor, scope: bulk.Scope) -> Message:
        outcome = bulk.copy_to_period(
            db, actor, scope, period_type=period_type, period_start=period_start, with_complete_tasks=with_complete
        )
        period = period_name(period_start, period_type, current_language.get())
        text = _n("{count} plan was copied to {period}.", "{count} plans were copied to {period}.", outcome.changed, period=period)
        return Message(text, change_set_id=outcome.change_set_id)

    _confirm(_n("Copy {count} plan", "Copy {count} plans", count), work)


def _delete() -> None:
    count = _scope_line()
    st.caption(_("They go into the trash with everything that belongs to them, and can be restored for 30 days."))

    def work(actor: Actor, scope: bulk.Scope) -> Message:
        outcome = bulk.delete(database(), actor, scope)
        text = _n("{count} plan was put into the trash.", "{count} plans were put into the trash.", outcome.changed)
        return Message(text, change_set_id=outcome.change_set_id)

    _confirm(_n("Delete {count} plan", "Delete {count} plans", count), work)


def _scope_line() -> int:
    """Say which plans this is for; returns how many."""
    current_actor()
    given = st.session_state[SCOPE]
    count = int(given["count"])
    if note := st.session_state.get(NOTE):
        st.warning(plain(note), icon=":material/sync_problem:")
    if "ids" in given:
        words = _n("This is for **the {count} plan you selected**.", "This is for **the {count} plans you selected**.", count)
    elif given.get("except_ids"):
        words = _n("This is for **{count} plan of this filter**.", "This is for **{count} plans of this filter**.", count)
    elif given["filter"]:
        words = _n("This is for **the {count} plan of this filter**.", "This is for **all {count} plans of this filter**.", count)
    else:
        words = _n("This is for **the only plan there is**.", "This is for **all {count} plans there are**.", count)
    st.markdown(words)
    return count


def _status_words(status: str) -> str:
    return f":material/{PLAN_STATUS[status]}: {_(status)}"


def _confirm(verb: str, work: Work, *, is_ready: bool = True) -> None:
    is_ready = is_ready and st.session_state[SCOPE]["count"] > 0
    with st.container(horizontal=True, horizontal_alignment="right"):
        is_confirmed = st.button(verb, type="primary", key="plans.confirm", disabled=not is_ready)
    if is_confirmed:
        _attempt(work)


def _attempt(work: Work) -> None:
    """Do it for the plans that were confirmed; where they are others by now, say so and ask again."""

    def attempt(actor: Actor) -> Message | None:
        try:
            return work(actor, bulk.read_scope(database(), actor, st.session_state[SCOPE]))
        except SetChanged as error:
            st.session_state[SCOPE] |= {"count": error.count}
            st.session_state[NOTE] = error.message
            _see()
            return None

    st.session_state.pop(NOTE, None)
    if message := run_action(attempt):
        say(message)
        st.session_state[CLEARED] = actions_done()
    if NOTE in st.session_state:
        st.rerun(scope="fragment")
    st.rerun()
