"""Sign in: shown at whatever address was asked for, and nothing else with it."""

import streamlit as st

from components.session import find_actor
from components.sign_in_form import sign_in_form
from services.language import translate as _

if find_actor():
    st.switch_page("plans/page.py")

with st.container(horizontal_alignment="center", key="sign_in.page"), st.container(width=360, key="sign_in.card"):
    st.markdown("# :material/account_tree: Account Planning")
    st.caption(_("Sign in to continue."))
    sign_in_form(next_address=st.query_params.get("next", ""))
