"""The page of one record, which its address names: `/plan?id=42`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from components.address import read_id
from components.layout import empty_state
from services.errors import NotFound

Found = TypeVar("Found")


def record_of_address(read: Callable[[int], Found], *, gone: str, unnamed: str, back: str, list_page: str, icon: str, key: str) -> Found:
    """The record of the address as `read` finds it by its id, or none by raising NotFound.

    Where there is none, the page stops with one of the sentences, `gone` or `unnamed`, and the button `back` to `list_page`.
    """
    record_id = read_id()
    try:
        found = read(record_id) if record_id else None
    except NotFound:
        found = None
    if found is None:
        if empty_state(gone if record_id else unnamed, button=back, icon=icon, key=key):
            st.switch_page(list_page)
        st.stop()
    return found
