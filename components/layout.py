"""What every page has in common: the one style sheet, the header, the empty state, the dialog that asks before something happens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import streamlit as st

from components.text import plain

STYLE = Path(__file__).with_name("style.css")
# A file of our own: a Material icon in the browser's tab would be fetched from another site.
ICON = str(Path(__file__).with_name("icon.svg"))


def apply_style() -> None:
    """Put the style sheet on the page. Called by the frame, once a run."""
    st.html(STYLE)
    if kind := st.context.theme.type:
        # Dialogs and menus hang on the body, outside the element that Streamlit gives its colour scheme.
        st.html(f"<style>:root {{ color-scheme: {kind}; }}</style>")


def page_header(title: str, *, icon: str = "", state: str = "", key: str = "header") -> AbstractContextManager[Any]:
    """Where am I and in which state (Markdown of our own, e.g. chips), and a place at the right for the main action and the menu.

    Use as `with page_header(_("Plans")): st.button(…)`. The title is user text.
    """
    bar = st.container(horizontal=True, vertical_alignment="center", key=key)
    with bar:
        st.markdown(f"# {icon + ' ' if icon else ''}{plain(title)}{'&ensp;' + state if state else ''}", width="content")
        st.space("stretch")
    return bar


def empty_state(
    sentence: str, *, button: str = "", on_click: Callable[..., Any] | None = None, icon: str = ":material/inbox:", key: str = "empty"
) -> bool:
    """What this place is for, and the one button that starts it; True in the run after the button was pressed."""
    with st.container(horizontal_alignment="center", gap="small", key=key or None):
        st.space("large")
        st.markdown(f"## {icon}", width="content")
        st.markdown(sentence, width="content", text_alignment="center")
        return bool(button) and st.button(button, on_click=on_click, type="primary", key=f"{key}.start")


def confirm(sentence: str, *, verb: str, on_confirm: Callable[..., Any], args: tuple[Any, ...] = (), key: str) -> None:
    """Inside an `st.dialog`: what will happen and to how many, and the verb on the button."""
    st.markdown(sentence)
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(verb, type="primary", on_click=on_confirm, args=args, key=f"{key}.confirm"):
            st.rerun()


def dialog_buttons(key: str) -> AbstractContextManager[Any]:
    """The foot of a dialog: the first button, which Enter presses too, stands at the right, a second one at the left."""
    return st.container(horizontal=True, key=f"dialog-buttons-{key}")


def dialog_is_done(key: str) -> bool:
    """Whether the callback of a button in a dialog said, by setting `<key>.done`, that it may close; asked once, it is forgotten.

    The dialog asks at its top and closes by `st.rerun()`; whoever opens it asks too, so that it does not close at once.
    """
    return bool(st.session_state.pop(f"{key}.done", False))
