"""One client: its data, its place in a group, its plans over time and its contacts."""

import streamlit as st

from components.layout import empty_state
from components.session import current_actor, database
from components.sheet_grid import contact_grid
from pages.client.activity import client_activity
from pages.client.data import client_data
from pages.client.family import group_line
from pages.client.header import client_header
from pages.client.plans import plans_over_time
from services.clients import get_client
from services.errors import NotFound
from services.language import translate as _

actor = current_actor()
address = st.query_params.get("id", "")
client_id = int(address) if address.isdecimal() and len(address) < 10 else 0
try:
    client = get_client(database(), actor, client_id) if client_id else None
except NotFound:
    client = None
if client is None:
    sentence = _("This client does not exist or is in the trash.") if client_id else _("Open a client from the list to see it here.")
    if empty_state(sentence, button=_("Go to the clients"), icon=":material/domain:", key="client.empty"):
        st.switch_page("clients/page.py")
    st.stop()

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
