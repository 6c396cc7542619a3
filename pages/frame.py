"""The one entry script: who is signed in, which page, and what surrounds every page."""

from __future__ import annotations

import streamlit as st

from components.actions import show_message
from components.layout import apply_style
from components.session import find_actor
from services.language import translate as _

st.set_page_config(page_title="Account Planning", page_icon=":material/account_tree:", layout="wide")

actor = find_actor()
apply_style()
if actor is None:
    sign_in = st.Page("sign_in/page.py", title=_("Sign in"), url_path="sign-in", default=True)
    st.navigation([sign_in], position="hidden").run()
    st.stop()

pages = [
    st.Page("home/page.py", title=_("Account Planning"), url_path="home", default=True, visibility="hidden"),
    st.Page("plans/page.py", title=_("Plans"), url_path="plans", icon=":material/list_alt:"),
]
page = st.navigation(pages, position="sidebar")
show_message()
page.run()
