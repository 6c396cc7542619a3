"""A new plan: client and period first, then its background and first grids, each stored as it is typed."""

import streamlit as st

from components.address import read_id
from components.layout import empty_state
from components.session import current_actor, database
from pages.new_plan.background import background
from pages.new_plan.start import start
from services.actors import Permission
from services.errors import NotFound
from services.language import translate as _
from services.plans import get_plan

actor = current_actor()
if not actor.may(Permission.CREATE):
    if empty_state(
        _("Your role does not allow making plans."), button=_("Go to the plans"), icon=":material/lock:", key="new-plan.refused"
    ):
        st.switch_page("plans/page.py")
    st.stop()

plan_id = read_id()
try:
    plan = get_plan(database(), actor, plan_id) if plan_id else None
except NotFound:
    plan = None
if plan is None:
    start(actor)
else:
    background(plan, actor)
