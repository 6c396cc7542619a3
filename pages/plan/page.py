"""One plan: what it is and how it stands, and everything that belongs to it, tab by tab."""

from functools import partial

from components.record_page import record_of_address
from components.session import current_actor, database
from components.tabs import draw_tabs
from pages.plan.header import plan_header
from pages.plan.tabs import TABS
from services.language import translate as _
from services.plans import get_plan

actor = current_actor()
plan = record_of_address(
    partial(get_plan, database(), actor),
    gone=_("This plan does not exist or is in the trash."),
    unnamed=_("Open a plan from the list to see it here."),
    back=_("Go to the plans"),
    list_page="plans/page.py",
    icon=":material/description:",
    key="plan.empty",
)
plan_header(plan, actor)
draw_tabs(f"plan.{plan['id']}.tabs", TABS, plan, actor)
