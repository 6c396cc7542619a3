"""What a plan's workbook is, and the link that fetches it."""

from __future__ import annotations

import streamlit as st

from components.actions import dialog
from components.session import current_actor
from services.actors import Actor, Permission
from services.language import translate as _
from services.plans import Plan


def workbook_dialog(plan: Plan, actor: Actor) -> None:
    """Say what the workbook holds; the button fetches it."""

    @dialog(_("Export workbook"))
    def ask() -> None:
        current_actor()
        st.markdown(_("One Excel file with the fields of this plan and a sheet for each of its grids, in your language."))
        if actor.may(Permission.EDIT):
            st.caption(
                _(
                    "Change it in Excel as you like and bring it back with “Import workbook”: you see what changes before anything is written."
                )
            )
        with st.container(horizontal=True, horizontal_alignment="right"):
            address = f"/api/v1/plans/{plan['id']}/workbook"
            st.link_button(_("Download workbook"), address, type="primary", icon=":material/download:")

    ask()
