"""A new password, which ends every other session."""

import streamlit as st

from components.forms import field_problem, saved, submit
from components.session import database
from services.account import change_password
from services.actors import Actor
from services.errors import FieldProblem, Invalid
from services.language import translate as _
from services.language import translate_plural as _n

FORM = "account.password"


def password_section() -> None:
    with st.form(FORM):
        st.markdown("### " + _("Password"))
        st.text_input(_("Current password"), type="password", key=f"{FORM}.current", autocomplete="current-password")
        field_problem(FORM, "current")
        left, right = st.columns(2)
        with left:
            st.text_input(_("New password"), type="password", key=f"{FORM}.new", autocomplete="new-password")
            field_problem(FORM, "password")
        with right:
            st.text_input(_("New password again"), type="password", key=f"{FORM}.again", autocomplete="new-password")
            field_problem(FORM, "again")
        st.caption(_("A new password signs you out everywhere else."))
        st.form_submit_button(_("Change password"), on_click=_change)


def _change() -> None:
    current, new, again = (st.session_state[f"{FORM}.{name}"] for name in ("current", "new", "again"))

    def change(actor: Actor) -> None:
        if new != again:
            raise Invalid([FieldProblem("again", _("The two new passwords differ."))])
        ended = change_password(database(), actor, current=current, new=new)
        for name in ("current", "new", "again"):
            st.session_state[f"{FORM}.{name}"] = ""
        note = _n("{count} other session was signed out.", "{count} other sessions were signed out.", ended) if ended else ""
        saved(f"{_('Your password is changed.')} {note}".strip())

    submit(FORM, change)
