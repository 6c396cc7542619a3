"""What a click does: run a use case as the person signed in now, tell the outcome, offer Undo."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from components.session import current_actor, find_actor
from components.text import plain
from services.errors import AccountPlanningError
from services.language import translate as _

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Message:
    """What to tell after an action: a sentence, whether it went wrong, and the change set to offer Undo for."""

    text: str
    is_error: bool = False
    change_set_id: int | None = None


def say(message: Message) -> None:
    """Show this message at the top of the page on the next run."""
    st.session_state["message"] = message


def run_action(action: Callable[..., R], *arguments: Any, **options: Any) -> R | None:
    """Call `action(actor, …)` as the person signed in now. An error becomes a message; returns None then.

    Used in `on_click` and `on_change`: a person signed out meanwhile is refused here, before anything is done.
    """
    actor = find_actor()
    if actor is None:
        say(Message(_("You are signed out. Sign in again to continue."), is_error=True))
        return None
    try:
        return action(actor, *arguments, **options)
    except AccountPlanningError as error:
        say(Message(error.message, is_error=True))
        return None


def fragment(**options: Any) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """`st.fragment` whose every run first resolves who is signed in, and shows nothing else where nobody is."""

    def decorate(body: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(body)
        def guarded(*arguments: P.args, **keywords: P.kwargs) -> None:
            current_actor()
            # In a run of the fragment alone the frame, which shows messages otherwise, does not run.
            show_message()
            body(*arguments, **keywords)

        decorated: Callable[P, None] = st.fragment(**options)(guarded)
        return decorated

    return decorate


def show_message() -> None:
    """The pending message, once; errors stay until the next action."""
    message: Message | None = st.session_state.pop("message", None)
    if message is None:
        return
    show = st.error if message.is_error else st.success
    show(plain(message.text), icon=":material/error:" if message.is_error else ":material/check:")
