"""What happened to a client and its contacts, and taking it back."""

from __future__ import annotations

import streamlit as st

from components.actions import actions_done, fragment
from components.activity_log import activity_log
from components.session import current_actor
from services.language import translate as _


@fragment()
def client_activity(client_id: int) -> None:
    """The log of a client, closed until somebody asks for it."""
    current_actor()
    shown = st.toggle(_("Show activity"), key=f"client.{client_id}.activity.shown")
    if shown and activity_log({"client": client_id}, key=f"client.{client_id}.activity", revision=actions_done()):
        # Only the whole page shows what the revert changed.
        st.rerun()
