"""Where a client stands in its group: the companies above it and below it, as links."""

from __future__ import annotations

import streamlit as st

from components.session import database
from components.text import plain
from services.actors import Actor
from services.clients import family_of
from services.language import translate as _

MOST_CHILDREN = 12


def group_line(client_id: int, actor: Actor) -> None:
    """One line of links, or nothing where the client stands alone."""
    family = family_of(database(), actor, client_id)
    if not family.ancestors and not family.children:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="client.group"):
        if family.ancestors:
            st.markdown(f":gray[{_('Part of')}]", width="content")
            for ancestor in reversed(family.ancestors):
                _link(ancestor["id"], ancestor["name"])
        if family.children:
            st.markdown(f":gray[{_('Parent of')}]", width="content")
            for child in family.children[:MOST_CHILDREN]:
                _link(child["id"], child["name"])
            if (more := len(family.children) - MOST_CHILDREN) > 0:
                st.markdown(f":gray[{_('and {count} more', count=more)}]", width="content")


def _link(client_id: int, name: str) -> None:
    st.page_link("client/page.py", label=plain(name), query_params={"id": str(client_id)})
