"""The tabs of a plan, by their name in the address. A new tab is one line here and a module beside it."""

from __future__ import annotations

from components.tabs import Tab
from data.records.fields import N_
from pages.plan.activity import activity_tab
from pages.plan.competitors import competitors_tab
from pages.plan.due_diligence import due_diligence_tab
from pages.plan.meeting_notes import meeting_notes_tab
from pages.plan.planning import planning_tab
from pages.plan.service_ability_offering import service_ability_offering_tab
from pages.plan.team_information import team_information_tab
from services.actors import Actor
from services.plans import Plan

TABS: dict[str, Tab[Plan, Actor]] = {
    "due-diligence": Tab(N_("Due Diligence"), due_diligence_tab),
    "team-information": Tab(N_("Team Information"), team_information_tab),
    "service-ability-offering": Tab(N_("Service Ability Offering"), service_ability_offering_tab),
    "planning": Tab(N_("Planning"), planning_tab),
    "meeting-notes": Tab(N_("Meeting Notes"), meeting_notes_tab),
    "competitors": Tab(N_("Competitors"), competitors_tab),
    "activity": Tab(N_("Activity"), activity_tab),
}
