"""Everybody's API tokens, with when each was last used."""

from __future__ import annotations

import streamlit as st

from components.actions import run_action
from components.forms import saved
from components.layout import empty_state
from components.session import database
from components.text import plain
from components.times import show_time
from services.actors import Actor
from services.language import translate as _
from services.tokens import list_all_tokens, revoke_token


def tokens_tab(actor: Actor) -> None:
    tokens = list_all_tokens(database(), actor)
    if not tokens:
        empty_state(_("Nobody has an API token. People make their own in My account."), icon=":material/key:", key="settings.tokens.empty")
        return
    with st.container(gap=None, width=760, key="settings.tokens.list"):
        for token in tokens:
            with st.container(horizontal=True, vertical_alignment="center", key=f"row.token.{token['id']}"):
                used = _("last used {time}", time=show_time(token["used_at"])) if token["used_at"] else _("never used")
                st.markdown(f"{plain(token['name'])}  \n:small[:gray[{used}]]", width="stretch")
                st.markdown(plain(token["staff"]), width=200)
                st.button(
                    _("Revoke"),
                    key=f"settings.token.revoke.{token['id']}",
                    type="tertiary",
                    icon=":material/key_off:",
                    on_click=_revoke,
                    args=(token["id"],),
                )


def _revoke(token_id: int) -> None:
    def revoke(actor: Actor) -> None:
        revoke_token(database(), actor, token_id)
        saved(_("The token is revoked."))

    run_action(revoke)
