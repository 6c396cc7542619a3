"""The dialog that makes a client."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.actions import dialog
from components.client_form import client_fields, create_from_form
from services.language import translate as _

FORM = "clients.new_client"


def new_client_dialog() -> None:
    """Open the dialog with empty fields; the new client's page follows."""
    for name in [each for each in st.session_state if str(each).startswith(f"{FORM}.")]:
        del st.session_state[name]
    dialog(_("New client"))(_draw)()


def _draw() -> None:
    made: dict[str, Any] | None = st.session_state.pop(f"{FORM}.made", None)
    if made is not None:
        st.switch_page("client/page.py", query_params={"id": str(made["id"])})
    client_fields(FORM)
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.button(_("Create client"), type="primary", on_click=create_from_form, args=(FORM,), key=f"{FORM}.create")
