"""One client: its data, its place in a group, its plans over time and its contacts."""

from functools import partial

import streamlit as st

from components.record_page import record_of_address
from components.session import current_actor, database
from components.sheet_grid import contact_grid
from pages.client.activity import client_activity
from pages.client.data import client_data
from pages.client.family import group_line
from pages.client.header import client_header
from pages.client.plans import plans_over_time
from services.clients import get_client
from services.language import translate as _

actor = current_actor()
client = record_of_address(
    partial(get_client, database(), actor),
    gone=_("This client does not exist or is in the trash."),
    unnamed=_("Open a client from the list to see it here."),
    back=_("Go to the clients"),
    list_page="clients/page.py",
    icon=":material/domain:",
    key="client.empty",
)
client_header(client, actor)
group_line(client["id"], actor)
left, right = st.columns([5, 6], gap="large")
with left:
    st.markdown("## " + _("Details"))
    client_data(client["id"], actor.language)
with right:
    plans_over_time(client, actor)
st.markdown("## " + _("Contacts"))
contact_grid(client["id"], key="client.contacts", height=300)
st.markdown("## " + _("Activity"))
client_activity(client["id"])
