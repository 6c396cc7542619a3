"""Sign in."""

import streamlit as st

st.write("Sign in")
