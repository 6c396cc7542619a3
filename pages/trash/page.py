"""Trash: what was deleted, by whom and when; restore it, or delete it for good."""

from typing import Any

import streamlit as st

from components.actions import Message, say
from components.layout import page_header
from components.session import current_actor
from components.trash_list import trash_list
from services.language import translate as _
from services.language import translate_plural as _n


def tell(outcome: dict[str, Any]) -> None:
    """Say what was done at the top of the page, with Undo where there is one."""
    if outcome["what"] == "restored":
        text = _n("{count} item is restored.", "{count} items are restored.", outcome["count"])
        say(Message(text, change_set_id=outcome["change_set_id"]))
    else:
        say(Message(_n("{count} item is deleted for good.", "{count} items are deleted for good.", outcome["count"])))


current_actor()
with page_header(_("Trash"), key="trash.header"):
    pass
# Another message may tell of an Undo: the list is read anew.
trash_list(key="trash.list", on_done=tell, revision=st.session_state.get("message.number", 0))
