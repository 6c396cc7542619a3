"""My calendar address: made here, shown once, renewed and revoked here."""

from urllib.parse import urlsplit

import streamlit as st

from components.actions import run_action
from components.session import current_actor, database
from components.times import show_time
from services.actors import Actor
from services.calendar_feeds import calendar_path, calendar_state, make_calendar, revoke_calendar
from services.language import translate as _

NEW = "account.calendar.new"


def calendar_section() -> None:
    state = calendar_state(database(), current_actor())
    with st.container(border=True, key="account.calendar"):
        st.markdown("### " + _("Calendar"))
        st.caption(
            _("Your open tasks with a deadline, and the goals of your plans, in Outlook, Google or another calendar that takes an address.")
        )
        if token := st.session_state.pop(NEW, None):
            page = urlsplit(st.context.url or "")
            st.success(
                _("Copy the address now. It is not shown again, and whoever has it can read your deadlines."), icon=":material/event:"
            )
            st.code(f"{page.scheme}://{page.netloc}{calendar_path(token)}", language=None, wrap_lines=True)
        if state is None:
            st.button(_("Make a calendar address"), on_click=_make, key="account.calendar.make")
            return
        with st.container(horizontal=True, vertical_alignment="center", key="row.calendar"):
            used = _("last used {time}", time=show_time(state["used_at"])) if state["used_at"] else _("never used")
            made = _("created {time}", time=show_time(state["created_at"]))
            st.markdown(f":small[:gray[{made} · {used}]]", width="stretch")
            st.button(_("Make a new address"), on_click=_make, key="account.calendar.renew")
            st.button(_("Revoke"), on_click=_revoke, key="account.calendar.revoke")


def _make() -> None:
    def make(actor: Actor) -> None:
        st.session_state[NEW] = make_calendar(database(), actor)

    run_action(make)


def _revoke() -> None:
    run_action(lambda actor: revoke_calendar(database(), actor))
