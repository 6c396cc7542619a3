"""Templates: find one among all, make a new one."""

import streamlit as st

from components.layout import page_header
from components.record_list import ListColumn, ListTexts, record_list
from components.session import current_actor
from data.records import TEMPLATE
from pages.templates.new_template import new_template_dialog
from services.actors import Permission
from services.language import plural_forms
from services.language import translate as _

actor = current_actor()
label = {name: _(field.label) for name, field in TEMPLATE.by_name.items()}

with page_header(_("Templates"), key="templates-header"):
    if actor.may(Permission.CREATE) and st.button(_("New template"), type="primary", icon=":material/add:", key="templates-new"):
        new_template_dialog()

record_list(
    "/api/v1/templates",
    [
        ListColumn("name", label["name"], width=260, flex=2, href="/template?id="),
        ListColumn("subject", label["subject"], width=240, flex=2),
        ListColumn("objective", label["objective"], width=260, flex=3),
        ListColumn("tasks", _("Tasks"), "integer", width=100),
        ListColumn("offerings", _("Offerings"), "integer", width=110),
        ListColumn("plans", _("Plans made"), "integer", width=120, href="/plans?template="),
    ],
    ListTexts(
        label=_("Templates"),
        search=_("Search templates"),
        count=plural_forms("{count} template", "{count} templates"),
        empty=_("There are no templates yet. Create the first one, or save a good plan as a template from its menu."),
    ),
    open_at="/template?id=",
    sort="name",
    key="templates.list",
    create="templates-new",
)
