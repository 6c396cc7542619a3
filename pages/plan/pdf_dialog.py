"""Which sections the PDF holds, and the link that fetches it."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from components.actions import dialog
from components.session import current_actor
from services.language import translate as _
from services.plan_document import SECTIONS
from services.plans import Plan


def pdf_dialog(plan: Plan) -> None:
    """Choose sections; the button opens the document the server makes of them."""

    @dialog(_("Export PDF"))
    def ask() -> None:
        current_actor()
        names = list(SECTIONS)
        chosen = st.pills(
            _("Sections"), names, default=names, selection_mode="multi", format_func=lambda name: _(SECTIONS[name]), key="plan.pdf.sections"
        )
        st.caption(_("Sections without content are left out. The document is in your language."))
        query = urlencode([("sections", name) for name in chosen or names])
        with st.container(horizontal=True, horizontal_alignment="right"):
            st.link_button(_("Open PDF"), f"/api/v1/plans/{plan['id']}/pdf?{query}", type="primary", icon=":material/picture_as_pdf:")

    ask()
