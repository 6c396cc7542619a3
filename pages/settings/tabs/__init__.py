"""The tabs of Settings, by their name in the address. A new tab is one line here and a module beside it."""

from __future__ import annotations

from components.tabs import Tab
from data.records.fields import N_
from pages.settings.tabs.activity import activity_tab
from pages.settings.tabs.custom_fields import custom_fields_tab
from pages.settings.tabs.general import general_tab
from pages.settings.tabs.jobs import jobs_tab
from pages.settings.tabs.risk import risk_tab
from pages.settings.tabs.roles import roles_tab
from pages.settings.tabs.staff import staff_tab
from pages.settings.tabs.tokens import tokens_tab
from services.actors import Actor

TABS: dict[str, Tab[Actor]] = {
    "general": Tab(N_("General"), general_tab),
    "staff": Tab(N_("Staff"), staff_tab),
    "roles": Tab(N_("Roles"), roles_tab),
    "custom-fields": Tab(N_("Custom fields"), custom_fields_tab),
    "health-and-risk": Tab(N_("Health and risk"), risk_tab),
    "tokens": Tab(N_("API tokens"), tokens_tab),
    "jobs": Tab(N_("Scheduled jobs"), jobs_tab),
    "activity": Tab(N_("Activity"), activity_tab),
}
