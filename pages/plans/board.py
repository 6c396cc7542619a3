"""The board: the plans of the list's filter as cards by status."""

import streamlit as st

from components.actions import actions_done
from components.board import plan_board
from components.layout import page_header
from components.plan_bar import plan_bar
from components.session import current_actor, database
from pages.plans.view_dialogs import OPENED, open_view_dialog
from services.language import translate as _

actor, db = current_actor(), database()

page_header(_("Kanban"), key="plans-header")
order = {"number": actions_done(), "clear_selection": 0, "open_view": st.session_state.get(OPENED, [0, 0])}
with st.container(key="plans-bar"):
    command = plan_bar(db, actor, key="plans.filter", order=order, place="board")
plan_board(db, actor, key="plans.board")

if command and command["name"].endswith("_view"):
    open_view_dialog(command)
