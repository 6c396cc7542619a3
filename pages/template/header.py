"""The head of a template: its name, the plan that can be begun from it, and what can be done with it."""

from __future__ import annotations

import streamlit as st

from components.actions import Message, dialog, run_action, say
from components.layout import page_header
from components.session import current_actor, database
from components.text import plain
from services.actors import Actor, Permission
from services.language import translate as _
from services.language import translate_plural as _n
from services.templates import Template, delete_template, duplicate_template

DUPLICATE, DELETE = "duplicate", "delete"
GONE = "template.gone"


def template_header(template: Template, actor: Actor) -> None:
    """The name with *New plan* and the menu of actions beside it."""
    chosen = None
    with page_header(template["name"], key="template.header"):
        if actor.may(Permission.CREATE) and st.button(_("New plan"), type="primary", icon=":material/add:", key="template.new_plan"):
            st.switch_page("new_plan/page.py", query_params={"template": str(template["id"])})
        labels = {}
        if actor.may(Permission.CREATE):
            labels[DUPLICATE] = ":material/content_copy: " + _("Duplicate")
        if actor.may(Permission.DELETE):
            labels[DELETE] = ":material/delete: " + _("Delete")
        if labels:
            chosen = st.menu_button(
                _("Actions"),
                list(labels),
                format_func=lambda each: labels.get(each, each),
                icon=":material/more_horiz:",
                key="template.actions",
            )
    if template["plans"]:
        made = _n("{count} plan made from it", "{count} plans made from it", template["plans"])
        with st.container(key="template-plans"):
            st.page_link("plans/page.py", label=made, query_params={"template": str(template["id"])}, icon=":material/list_alt:")
    if chosen == DUPLICATE:
        _duplicate(template)
    elif chosen == DELETE:
        _delete_dialog(template)


def _duplicate(template: Template) -> None:
    made = run_action(lambda actor: duplicate_template(database(), actor, template["id"]))
    if made is None:
        st.rerun()
    copy, change_set_id = made
    say(Message(_("This is the copy. Give it a name of its own."), change_set_id=change_set_id))
    st.switch_page("template/page.py", query_params={"id": str(copy["id"])})


def _delete_dialog(template: Template) -> None:
    """Say what goes into the trash, do it and go back to the list."""
    st.session_state.pop(GONE, None)

    @dialog(_("Delete template"))
    def ask() -> None:
        current_actor()
        if st.session_state.pop(GONE, False):
            st.switch_page("templates/page.py")
        sentence = _(
            "“{name}” goes into the trash and can be restored for 30 days. Plans made from it stay as they are.",
            name=plain(template["name"]),
        )
        st.markdown(sentence)
        with st.container(horizontal=True, horizontal_alignment="right"):
            st.button(_("Delete template"), type="primary", key="template.delete.confirm", on_click=_delete, args=(template["id"],))

    ask()


def _delete(template_id: int) -> None:
    if (outcome := run_action(lambda actor: delete_template(database(), actor, template_id))) is not None:
        say(Message(_("The template is in the trash."), change_set_id=outcome.change_set_id))
    # Also where somebody else was quicker: there is nothing left to see here.
    st.session_state[GONE] = True
