"""Charts by plotly, in the theme of the page."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

# Told apart by everybody: those of the theme, for traces that name theirs.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8A8F98", "#B8A800")


def chart(figure: go.Figure, *, alt: str, key: str) -> None:
    """Show a figure without plotly's tool bar; `alt` says what it shows."""
    st.plotly_chart(figure, theme="streamlit", key=key, alt=alt, config={"displayModeBar": False, "displaylogo": False})
