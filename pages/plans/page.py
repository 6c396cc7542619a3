"""The list of plans."""

import streamlit as st

from components.layout import page_header
from services.language import translate as _

with page_header(_("Plans")):
    st.button(_("New plan"), type="primary", icon=":material/add:")
