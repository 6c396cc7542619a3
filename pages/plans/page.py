"""Plans: find some among all, open one, change many at once."""

import streamlit as st

from components.layout import page_header
from components.plan_bar import plan_bar
from components.plan_grid import plan_grid
from components.session import current_actor, database
from services.language import translate as _

actor, db = current_actor(), database()

page_header(_("Plans"), key="plans-header")

with st.container(key="plans-bar"):
    command = plan_bar(db, actor, key="plans.bar")
plan_grid(key="plans.grid")
