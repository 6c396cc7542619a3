"""How an import ends: what was written, told once with Undo, or that it was undone since."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from components.actions import Message, say
from components.session import current_actor, database
from components.text import plain
from services.language import translate as _
from services.undo import is_undone


def conclude(sentences: Iterable[str], change_set_id: int | None, *, key: str) -> bool:
    """Say what was written, empty sentences left out. Returns whether it still stands; `key` is one for each run of an import."""
    text = " ".join(filter(None, sentences)) or _("Nothing was written.")
    if change_set_id and is_undone(database(), current_actor(), change_set_id):
        st.markdown(":material/undo:&ensp;" + _("This import was undone."))
        return False
    if not st.session_state.get(key):
        st.session_state[key] = True
        say(Message(text, change_set_id=change_set_id))
        st.rerun()
    st.markdown(f":green[:material/check_circle:]&ensp;{plain(text)}")
    return True
