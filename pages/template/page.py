"""One template: what plans made from it begin with, part by part."""

import re

import streamlit as st

from components.layout import empty_state
from components.session import current_actor, database
from components.tabs import address_tabs
from pages.template.header import template_header
from pages.template.tabs import TABS
from services.errors import NotFound
from services.language import translate as _
from services.templates import get_template

actor = current_actor()
address = st.query_params.get("id", "")
template_id = int(address) if re.fullmatch(r"[1-9][0-9]{0,8}", address) else 0
try:
    template = get_template(database(), actor, template_id) if template_id else None
except NotFound:
    template = None
if template is None:
    sentence = _("This template does not exist or is in the trash.") if template_id else _("Open a template from the list to see it here.")
    if empty_state(sentence, button=_("Go to the templates"), icon=":material/library_books:", key="template.empty"):
        st.switch_page("templates/page.py")
    st.stop()

template_header(template, actor)
labels = {name: _(tab.label) for name, tab in TABS.items()}
for name, container in zip(labels, address_tabs(f"template.{template_id}.tabs", labels), strict=True):
    if container.open:
        with container:
            TABS[name].draw(template, actor)
