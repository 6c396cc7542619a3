"""The menu at the bottom of the sidebar: who is signed in, the language, My account, sign out."""

from __future__ import annotations

import streamlit as st

from components.actions import run_action
from components.session import database, session_token
from components.text import plain
from services.account import update_me
from services.actors import Actor
from services.language import LANGUAGES
from services.language import translate as _
from services.sessions import sign_out

ACCOUNT, SIGN_OUT = "account", "sign-out"


def user_menu(actor: Actor) -> None:
    """A button with the person's name; opens the menu. `/account` must be one of the pages."""
    others = [language for language in LANGUAGES if language != actor.language]
    labels = {
        ACCOUNT: ":material/manage_accounts: " + _("My account"),
        **{language: f":material/translate: {LANGUAGES[language]}" for language in others},
        SIGN_OUT: ":material/logout: " + _("Sign out"),
    }
    with st.sidebar.container(key="frame.user"):
        chosen = st.menu_button(
            plain(actor.name),
            list(labels),
            format_func=lambda option: labels.get(option, option),
            icon=":material/account_circle:",
            type="tertiary",
            width="stretch",
            key="frame.menu",
            on_click=_choose,
        )
    if chosen == ACCOUNT:
        st.switch_page("account/page.py")


def _choose() -> None:
    chosen = st.session_state["frame.menu"]
    if chosen == SIGN_OUT:
        leave()
    elif chosen in LANGUAGES:
        run_action(lambda actor: update_me(database(), actor, {"language": chosen}))


def leave() -> None:
    """Sign out: the session ends in the database, so the cookie that is left stands for nothing."""
    if token := session_token():
        sign_out(database(), token)
    st.session_state.clear()
    st.session_state["frame.has_left"] = True
