"""Plans: find some among all, open one, change many at once."""

import streamlit as st

from components.actions import actions_done
from components.layout import page_header
from components.plan_bar import plan_bar
from components.plan_grid import plan_grid
from components.session import current_actor, database
from pages.plans.bulk_dialogs import CLEARED, open_bulk_dialog
from pages.plans.view_dialogs import OPENED, open_view_dialog
from services.actors import Permission
from services.language import translate as _

actor, db = current_actor(), database()

with page_header(_("Plans"), key="plans-header"):
    if actor.may(Permission.CREATE) and st.button(_("New plan"), type="primary", icon=":material/add:", key="plans-new"):
        st.switch_page("new_plan/page.py")
order = {
    "number": actions_done(),
    "clear_selection": st.session_state.get(CLEARED, 0),
    "open_view": st.session_state.get(OPENED, [0, 0]),
}
with st.container(key="plans-bar"):
    command = plan_bar(db, actor, key="plans.filter", order=order)
plan_grid(key="plans.grid")

if command and command["name"].endswith("_view"):
    open_view_dialog(command)
elif command:
    open_bulk_dialog(command)
