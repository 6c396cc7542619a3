"""An address that no page has: says so where it was typed, and offers the way back."""

import streamlit as st

from components.layout import empty_state
from components.session import current_actor
from services.language import translate as _

current_actor()
if empty_state(_("There is no page at this address."), button=_("Go to the plans"), icon=":material/explore_off:", key="not_found"):
    st.switch_page("plans/page.py")
