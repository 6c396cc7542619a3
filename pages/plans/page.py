"""The list of plans."""

import streamlit as st

st.write("plans")
