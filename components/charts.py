"""Charts by plotly, in the theme of the page."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st


def chart(figure: go.Figure, *, alt: str, key: str) -> None:
    """Show a figure without plotly's tool bar; `alt` says what it shows."""
    st.plotly_chart(figure, theme="streamlit", key=key, alt=alt, config={"displayModeBar": False, "displaylogo": False})
