"""Everything that anybody changed, in plans, clients and settings alike."""

from __future__ import annotations

import streamlit as st

from components.actions import actions_done, fragment
from components.activity_filters import activity_filters
from components.activity_log import activity_log
from components.session import current_actor
from services.activity import activity_filter
from services.actors import Actor


def activity_tab(_actor: Actor) -> None:
    _activity()


@fragment()
def _activity() -> None:
    filters = activity_filters(activity_filter(current_actor()), key="settings.activity", by_record=True)
    if activity_log(filters, key="settings.activity.log", revision=actions_done()):
        # A setting that was put back may change how the page itself looks.
        st.rerun()
