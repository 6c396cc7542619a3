"""The one entry script: who is signed in, which page, and what surrounds every page."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from components.actions import close_message, refusal_shown, show_message
from components.layout import ICON, apply_style
from components.page_keys import page_keys
from components.session import find_actor
from components.user_menu import user_menu
from services.actors import Permission
from services.language import translate as _

st.set_page_config(page_title="Account Planning", page_icon=ICON, layout="wide", initial_sidebar_state=220)

actor = find_actor()
apply_style()

pages = [
    st.Page("home/page.py", title=_("Account Planning"), url_path="home", default=True, visibility="hidden"),
    st.Page("plans/page.py", title=_("Plans"), url_path="plans", icon=":material/list_alt:"),
    st.Page("plans/board.py", title=_("Kanban"), url_path="kanban", icon=":material/view_kanban:"),
    st.Page("my_work/page.py", title=_("My work"), url_path="my-work", icon=":material/checklist:"),
    st.Page("clients/page.py", title=_("Clients"), url_path="clients", icon=":material/domain:"),
    st.Page("client/page.py", title=_("Client"), url_path="client", visibility="hidden"),
    st.Page("templates/page.py", title=_("Templates"), url_path="templates", icon=":material/library_books:"),
    st.Page("template/page.py", title=_("Template"), url_path="template", visibility="hidden"),
    st.Page(
        "imports/page.py",
        title=_("Import"),
        url_path="import",
        icon=":material/upload:",
        visibility="visible" if actor and actor.may(Permission.CREATE) and actor.may(Permission.EDIT) else "hidden",
    ),
    st.Page("trash/page.py", title=_("Trash"), url_path="trash", icon=":material/delete:"),
    st.Page(
        "settings/page.py",
        title=_("Settings"),
        url_path="settings",
        icon=":material/settings:",
        visibility="visible" if actor and actor.is_administrator else "hidden",
    ),
    st.Page("compare/page.py", title=_("Compare plans"), url_path="compare", visibility="hidden"),
    st.Page("new_plan/page.py", title=_("New plan"), url_path="new-plan", visibility="hidden"),
    st.Page("plan/page.py", title=_("Plan"), url_path="plan", visibility="hidden"),
    st.Page("account/page.py", title=_("My account"), url_path="account", visibility="hidden"),
    st.Page("sign_in/page.py", title=_("Sign in"), url_path="sign-in", visibility="hidden"),
]
# An address of no page gets one that says so; Streamlit's own dialog knows English alone.
asked_for = urlsplit(st.context.url or "").path.strip("/")
if asked_for and "/" not in asked_for and asked_for not in {each.url_path for each in pages}:
    pages.append(st.Page("not_found/page.py", title=_("Page not found"), url_path=asked_for, visibility="hidden"))
if actor is None:
    close_message()
    # Every address stays what it was while the form is shown, so that signing in goes on there.
    signs_in = [
        st.Page("sign_in/page.py", title=_("Sign in"), url_path=each.url_path or "home", default=not each.url_path) for each in pages
    ]
    page = st.navigation(signs_in, position="hidden")
    if st.session_state.pop("frame.has_left", False):
        st.switch_page(next(each for each in signs_in if each.url_path == "sign-in"))
    page.run()
    st.stop()

st.logo(ICON, size="small")
page = st.navigation(pages, position="sidebar")
user_menu(actor)
page_keys(actor)
show_message(page.url_path)
with refusal_shown():
    page.run()
