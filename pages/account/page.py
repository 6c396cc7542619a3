"""My account: name and language, password, where I am signed in, my API tokens."""

import streamlit as st

from components.layout import page_header
from components.session import current_actor
from pages.account.calendar_feed import calendar_section
from pages.account.password import password_section
from pages.account.profile import profile_section
from pages.account.sessions import sessions_section
from pages.account.tokens import tokens_section
from services.language import translate as _

actor = current_actor()
with page_header(_("My account"), key="account.header"):
    pass

with st.container(width=760, gap="medium", key="account.sections"):
    profile_section(actor)
    password_section()
    sessions_section()
    calendar_section()
    tokens_section()
