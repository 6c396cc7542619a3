"""Keeps what is typed into a form in the browser's tab until it is saved, so that neither a reload nor an ended session loses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from components.modules import module_component
from components.session import current_actor

_keeper = module_component("typing_keeper")
OnLeft = Callable[[Mapping[str, str]], None]


def typing_keeper(form: str, saves: Mapping[str, int], *, key: str, on_left: OnLeft, store: str = "") -> None:
    """Watch the text inputs under the widget keys `<form>.<field>`; `saves` counts by field how often it was stored or given up.

    `on_left` is called, before the page runs, with the texts by field that an earlier visit of this tab typed and nobody saved.
    A text is forgotten once its field's count grows. `store` names what is typed where that is not the form alone.
    """
    _keeper(
        key=key,
        data={
            "store": store or form,
            "staffId": current_actor().staff_id,
            "fields": {_css_class(f"{form}.{field}"): field for field in saves},
            "saves": dict(saves),
        },
        on_left_change=partial(_left, key, on_left),
    )


def _left(key: str, on_left: OnLeft) -> None:
    # The callback of a button may have forgotten the whole form.
    keeper = st.session_state.get(key)
    if keeper and keeper.left:
        on_left(keeper.left)


def _css_class(widget_key: str) -> str:
    """The class that Streamlit gives the element of this key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", widget_key.strip())
