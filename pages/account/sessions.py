"""Where I am signed in, with sign-out of each place and of all others."""

import streamlit as st

from components.actions import run_action
from components.forms import saved
from components.session import current_actor, database
from components.text import plain
from components.times import show_time
from services.account import end_other_sessions, end_session, list_sessions
from services.actors import Actor
from services.language import translate as _
from services.language import translate_plural as _n


def sessions_section() -> None:
    sessions = list_sessions(database(), current_actor())
    with st.container(border=True, key="account.sessions"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("### " + _("Where you are signed in"), width="stretch")
            if len(sessions) > 1:
                st.button(_("Sign out everywhere else"), on_click=_end_others, key="account.sessions.others")
        for session in sessions:
            with st.container(horizontal=True, vertical_alignment="center", key=f"row.session.{session.id}"):
                device = plain(session.device or _("Unknown device"))
                here = f" :gray-badge[{_('This session')}]" if session.is_current else ""
                seen = _("last used {time}", time=show_time(session.seen_at))
                address = f" · {plain(session.address)}" if session.address else ""
                st.markdown(f"{device}{here}  \n:small[:gray[{seen}{address}]]", width="stretch")
                if not session.is_current:
                    st.button(_("Sign out"), key=f"account.session.end.{session.id}", on_click=_end, args=(session.id,))


def _end(session_id: str) -> None:
    run_action(lambda actor: end_session(database(), actor, session_id))


def _end_others() -> None:
    def end(actor: Actor) -> None:
        ended = end_other_sessions(database(), actor)
        saved(_n("{count} other session was signed out.", "{count} other sessions were signed out.", ended))

    run_action(end)
