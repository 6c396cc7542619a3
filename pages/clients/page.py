"""Clients: find one among all, make a new one."""

import streamlit as st

from components.layout import page_header
from components.record_list import ListColumn, ListTexts, record_list
from components.session import current_actor
from data.records import CLIENT
from pages.clients.new_client import new_client_dialog
from services.actors import Permission
from services.language import translate as _

actor = current_actor()
label = {name: _(field.label) for name, field in CLIENT.by_name.items()}

with page_header(_("Clients"), key="clients-header"):
    if actor.may(Permission.CREATE) and st.button(_("New client"), type="primary", icon=":material/add:", key="clients-new"):
        new_client_dialog()

record_list(
    "/api/v1/clients",
    [
        ListColumn("name", label["name"], width=280, flex=2, href="/client?id="),
        ListColumn("found_contact", _("Contact"), width=230, sortable=False, only_if_any=True),
        ListColumn("industry", label["industry"], width=160),
        ListColumn("parent_client", label["parent_client_id"], width=200, href="/client?id=", id="parent_client_id"),
        ListColumn("address", label["address"], width=240, flex=2, sortable=False),
        ListColumn("website", label["website"], "link", width=190, sortable=False),
        ListColumn("plans", _("Plans"), "integer", width=90),
        ListColumn("contacts", _("Contacts"), "integer", width=110),
    ],
    ListTexts(
        label=_("Clients"),
        search=_("Search clients"),
        count=(_("{count} client"), _("{count} clients")),
        empty=_("There are no clients yet. Create the first one, or import a list of companies."),
    ),
    open_at="/client?id=",
    sort="name",
    key="clients.list",
    create="clients-new",
)
