"""Settings, for administrators: how the installation works, who works in it and what each may do."""

import streamlit as st

from components.layout import empty_state, page_header
from components.session import current_actor
from components.tabs import address_tabs
from pages.settings.tabs import TABS
from services.language import translate as _

actor = current_actor()
with page_header(_("Settings"), key="settings.header"):
    pass
if not actor.is_administrator:
    empty_state(_("Only an administrator may see the settings."), icon=":material/lock:", key="settings.refused")
    st.stop()

labels = {name: _(tab.label) for name, tab in TABS.items()}
for name, container in zip(labels, address_tabs("settings.tabs", labels), strict=True):
    if container.open:
        with container:
            TABS[name].draw(actor)
