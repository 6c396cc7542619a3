"""Settings, for administrators: how the installation works, who works in it and what each may do."""

import streamlit as st

from components.layout import empty_state, page_header
from components.session import current_actor
from components.tabs import draw_tabs
from pages.settings.tabs import TABS
from services.language import translate as _

actor = current_actor()
with page_header(_("Settings"), key="settings.header"):
    pass
if not actor.is_administrator:
    empty_state(_("Only an administrator may see the settings."), icon=":material/lock:", key="settings.refused")
    st.stop()

draw_tabs("settings.tabs", TABS, actor)
