"""The bare address: goes on to the list of plans."""

import streamlit as st

st.switch_page("plans/page.py", query_params=st.query_params.to_dict())
