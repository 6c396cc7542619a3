"""Name and language."""

import streamlit as st

from components.forms import field_problem, saved, submit
from components.session import database
from components.text import plain
from services.account import update_me
from services.actors import Actor
from services.language import LANGUAGES, use_language
from services.language import translate as _

FORM = "account.profile"


def profile_section(actor: Actor) -> None:
    with st.form(FORM):
        st.markdown("### " + _("Profile"))
        left, right = st.columns(2)
        with left:
            st.text_input(_("Name"), actor.name, max_chars=255, key=f"{FORM}.name", autocomplete="name")
            field_problem(FORM, "name")
        with right:
            st.selectbox(
                _("Language"),
                [*LANGUAGES],
                [*LANGUAGES].index(actor.language),
                format_func=lambda language: LANGUAGES[language],
                key=f"{FORM}.language",
            )
            field_problem(FORM, "language")
        st.caption(_("You sign in as {email}.", email=plain(actor.email)))
        st.form_submit_button(_("Save profile"), type="primary", on_click=_save)


def _save() -> None:
    values = {name: st.session_state[f"{FORM}.{name}"] for name in ("name", "language")}

    def save(actor: Actor) -> None:
        update_me(database(), actor, values)
        use_language(values["language"])
        saved(_("Your profile is saved."))

    submit(FORM, save)
