"""My API tokens: made here, shown once, revoked here."""

import streamlit as st

from components.actions import run_action
from components.forms import field_problem, saved, submit
from components.session import current_actor, database
from components.text import plain
from components.times import show_time
from services.actors import Actor
from services.language import translate as _
from services.tokens import create_token, list_tokens, revoke_token

FORM = "account.token"


def tokens_section() -> None:
    tokens = list_tokens(database(), current_actor())
    with st.container(border=True, key="account.tokens"):
        st.markdown("### " + _("API tokens"))
        st.caption(
            _(
                "A token lets a program use the API as you, with your permissions. The API is described at {link}.",
                link="[/api/docs](/api/docs)",
            )
        )
        _show_new()
        with st.form(FORM, border=False, clear_on_submit=False), st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(_("What the token is for"), key=f"{FORM}.name", max_chars=255, width="stretch", autocomplete="off")
            st.form_submit_button(_("Create token"), on_click=_create)
        field_problem(FORM, "name")
        for token in tokens:
            with st.container(horizontal=True, vertical_alignment="center", key=f"row.token.{token['id']}"):
                used = _("last used {time}", time=show_time(token["used_at"])) if token["used_at"] else _("never used")
                made = _("created {time}", time=show_time(token["created_at"]))
                st.markdown(f"{plain(token['name'])}  \n:small[:gray[{made} · {used}]]", width="stretch")
                st.button(_("Revoke"), key=f"account.token.revoke.{token['id']}", on_click=_revoke, args=(token["id"],))


def _show_new() -> None:
    """The token made a moment ago, this once."""
    if token := st.session_state.pop(f"{FORM}.new", None):
        st.success(_("Copy the token now. It is not shown again."), icon=":material/key:")
        st.code(token, language=None)


def _create() -> None:
    name = st.session_state[f"{FORM}.name"]

    def create(actor: Actor) -> None:
        st.session_state[f"{FORM}.new"] = create_token(database(), actor, name=name).token
        st.session_state[f"{FORM}.name"] = ""

    submit(FORM, create)


def _revoke(token_id: int) -> None:
    def revoke(actor: Actor) -> None:
        revoke_token(database(), actor, token_id)
        saved(_("The token is revoked."))

    run_action(revoke)
