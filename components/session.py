"""Who looks at this page: resolved from the cookie's token on every run, every fragment and every action."""

from __future__ import annotations

import streamlit as st

from data.database import Database
from services.actors import Actor
from services.installation import database as _database
from services.language import use_language
from services.sessions import actor_of_session

COOKIE = "account_planning_session"


def database() -> Database:
    return _database()


def session_token() -> str | None:
    """The token in the browser's cookie when this page was opened."""
    return st.context.cookies.get(COOKIE)


def find_actor() -> Actor | None:
    """The person signed in now, or None; also sets the language of this run."""
    actor = actor_of_session(database(), session_token())
    use_language(actor.language if actor else (st.context.locale or "en")[:2])
    return actor


def current_actor() -> Actor:
    """The person signed in now; where there is none any more, says so and stops the run."""
    actor = find_actor()
    if actor is None:
        from services.language import translate as _

        st.warning(_("You are signed out. Sign in again to continue."), icon=":material/lock:")
        st.link_button(_("Sign in"), "/sign-in", type="primary")
        st.stop()
    return actor
