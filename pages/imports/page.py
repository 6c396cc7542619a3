"""Import: plans from Excel or CSV, the workbook of one plan, and for administrators the files of another CRM."""

import re

import streamlit as st

from components.layout import page_header
from components.session import current_actor
from pages.imports import crm, plans, workbook
from services.actors import Permission
from services.language import translate as _

actor = current_actor()
of_plan = st.query_params.get("plan", "")
if re.fullmatch(r"[1-9][0-9]{0,8}", of_plan):
    workbook.show(int(of_plan))
    st.stop()
kinds = {"plans": _("Plans from Excel or CSV"), "crm": _("Files of another CRM")}

page_header(_("Import"), key="imports-header")
actor.require(Permission.CREATE)
actor.require(Permission.EDIT)
asked = st.query_params.get("kind")
kind = asked if asked == "crm" and actor.is_administrator else "plans"
if actor.is_administrator:
    chosen = st.segmented_control(
        _("What to import"),
        kinds,
        default=kind,
        format_func=kinds.__getitem__,
        required=True,
        key="imports.kind",
        label_visibility="collapsed",
    )
    kind = chosen or kind
    st.query_params["kind"] = kind
if kind == "crm":
    crm.show()
else:
    plans.show()
