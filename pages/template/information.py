"""The name of a template and the texts that plans made from it begin with, each saved as soon as one leaves it."""

from __future__ import annotations

import streamlit as st

from components.record_form import record_form
from components.session import database
from data.records import TEMPLATE
from data.records.plan import BACKGROUND, BASICS, CONTEXT, OBJECTIVES
from services.actors import Actor, Permission
from services.language import translate as _
from services.templates import Template, update_template

COLUMNS = ((BASICS, BACKGROUND), (OBJECTIVES, CONTEXT))


def information(template: Template, actor: Actor) -> None:
    st.caption(_("Where you write {client} or {period}, a plan made from this template names its own client or period."))
    for column, sections in zip(st.columns(2, gap="large"), COLUMNS, strict=True):
        with column:
            for section in sections:
                st.header(_(section), anchor=False)
                record_form(
                    [each for each in TEMPLATE.editable if each.section == section],
                    template,
                    key=f"template.{template['id']}.form",
                    save=lambda actor, edits: update_template(database(), actor, template["id"], edits),
                    disabled=not actor.may(Permission.EDIT),
                )
