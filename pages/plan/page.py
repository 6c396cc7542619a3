"""One plan: what it is and how it stands, and everything that belongs to it, tab by tab."""

import streamlit as st

from components.layout import empty_state
from components.session import current_actor, database
from components.tabs import address_tabs
from pages.plan.address import plan_id_of_address
from pages.plan.header import plan_header
from pages.plan.tabs import TABS
from services.errors import NotFound
from services.language import translate as _
from services.plans import get_plan

actor = current_actor()
plan_id = plan_id_of_address()
try:
    plan = get_plan(database(), actor, plan_id) if plan_id else None
except NotFound:
    plan = None
if plan is None:
    sentence = _("This plan does not exist or is in the trash.") if plan_id else _("Open a plan from the list to see it here.")
    if empty_state(sentence, button=_("Go to the plans"), icon=":material/description:", key="plan.empty"):
        st.switch_page("plans/page.py")
    st.stop()

plan_header(plan, actor)
labels = {name: _(tab.label) for name, tab in TABS.items()}
for name, container in zip(labels, address_tabs(f"plan.{plan['id']}.tabs", labels), strict=True):
    if container.open:
        with container:
            TABS[name].draw(plan, actor)
