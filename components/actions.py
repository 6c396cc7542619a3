"""What a click does: run a use case as the person signed in now, tell the outcome, offer Undo."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from components.layout import empty_state
from components.session import current_actor, database, find_actor
from components.text import plain
from data.records import RECORDS
from services.actors import Actor
from services.errors import AccountPlanningError, NotAllowed
from services.language import translate as _
from services.language import translate_plural as _n
from services.undo import undo_change_set
from services.undo_groups import Kept, Undone

MOST_LINES = 5
STAYS = 15.0
"""Seconds a message of a success stays, as the style sheet has it."""

_FRAME = ""

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Message:
    """What to tell after an action: a sentence, whether it went wrong, the change set to offer Undo for, and lines of detail.

    Where the action was an undo, undoing it is called Redo.
    """

    text: str
    is_error: bool = False
    change_set_id: int | None = None
    details: tuple[str, ...] = ()
    is_undo: bool = False


@dataclass(frozen=True)
class _Shown:
    """A message on the page: its number, the place that draws it, the page it came on, and until when it stays, by the monotonic clock."""

    message: Message
    number: int
    place: str
    page: str
    until: float


def say(message: Message) -> None:
    """Show this message from the next run on."""
    st.session_state["message"] = message


def actions_done() -> int:
    """How many actions succeeded in this session: whoever shows rows reads them anew when it grows."""
    return int(st.session_state.get("actions.done", 0))


def run_action(action: Callable[..., R], *arguments: Any, **options: Any) -> R | None:
    """Call `action(actor, …)` as the person signed in now. An error becomes a message; returns None then.

    Used in `on_click` and `on_change`: a person signed out meanwhile is refused here, before anything is done.
    """
    actor = find_actor()
    if actor is None:
        say(Message(_("You are signed out. Sign in again to continue."), is_error=True))
        return None
    try:
        result = action(actor, *arguments, **options)
    except AccountPlanningError as error:
        say(Message(error.message, is_error=True))
        return None
    st.session_state["actions.done"] = actions_done() + 1
    if (shown := _shown()) and shown.message.is_error:
        close_message()
    return result


@contextmanager
def refusal_shown() -> Iterator[None]:
    """Draw something that a use case may refuse to show: its sentence stands there then, instead of an error and a log full of it."""
    try:
        yield
    except AccountPlanningError as error:
        icon = ":material/lock:" if isinstance(error, NotAllowed) else ":material/info:"
        empty_state(plain(error.message), icon=icon, key="")


def fragment(**options: Any) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """`st.fragment` whose every run first resolves who is signed in, and shows nothing else where nobody is."""

    def decorate(body: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(body)
        def guarded(*arguments: P.args, **keywords: P.kwargs) -> None:
            current_actor()
            # In a run of the fragment alone the frame, which shows messages otherwise, does not run.
            _show_message(f"{body.__module__}.{body.__qualname__}")
            with refusal_shown():
                body(*arguments, **keywords)

        decorated: Callable[P, None] = st.fragment(**options)(guarded)
        return decorated

    return decorate


def dialog(title: str, **options: Any) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """`st.dialog` whose every run first resolves who is signed in, and with it the language: a dialog runs without the page around it."""

    def decorate(body: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(body)
        def guarded(*arguments: P.args, **keywords: P.kwargs) -> None:
            current_actor()
            with refusal_shown():
                body(*arguments, **keywords)

        decorated: Callable[P, None] = st.dialog(title, **options)(guarded)
        return decorated

    return decorate


def show_message(page: str = "") -> None:
    """The message of the last action, over the bottom of this page: a success leaves by itself, an error stays until it is closed,
    something succeeds or the person goes to another page. Whatever else runs the page anew leaves it standing.
    """
    if (shown := _shown()) and shown.message.is_error and shown.page not in (_FRAME, page):
        close_message()
    _show_message(_FRAME, page)


def _show_message(place: str, page: str = "") -> None:
    # Its place is taken up with or without a message: were it not, everything after it would be built anew, grids included.
    container = st.container(gap=None)
    shown = _message_at(place, page)
    if shown is None:
        return
    message, number = shown.message, shown.number
    kind = "error" if message.is_error else "done"
    icon = ":red[:material/error:]" if message.is_error else ":green[:material/check_circle:]"
    lines = [f"{icon}&ensp;{plain(message.text)}"]
    if message.details:
        lines.append("\n".join(f"- {plain(line)}" for line in message.details))
    with container.container(key=f"notice-{kind}-{number}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("\n\n".join(lines), width="content")
        if message.change_set_id is not None:
            arguments = (message.change_set_id,)
            verb, label = ("redo", _("Redo")) if message.is_undo else ("undo", _("Undo"))
            st.button(label, icon=f":material/{verb}:", type="tertiary", key=f"message.{verb}.{number}", on_click=undo, args=arguments)
        st.button(_("Close"), icon=":material/close:", type="tertiary", key=f"message.close.{number}", on_click=close_message)


def _message_at(place: str, page: str) -> _Shown | None:
    """What this place has to show: a new message, or the one that stands there still. The frame takes over what a fragment showed."""
    shown = _shown()
    message: Message | None = st.session_state.pop("message", None)
    if message is not None:
        number = st.session_state["message.number"] = st.session_state.get("message.number", 0) + 1
        shown = _Shown(message, number, place, page, math.inf if message.is_error else time.monotonic() + STAYS)
    elif shown is None or time.monotonic() > shown.until or place not in (_FRAME, shown.place):
        return None
    shown = st.session_state["message.shown"] = replace(shown, place=place, page=page or shown.page)
    return shown


def _shown() -> _Shown | None:
    shown: _Shown | None = st.session_state.get("message.shown")
    return shown


def close_message() -> None:
    """Take away the message that stands there."""
    st.session_state.pop("message.shown", None)


def undo(change_set_id: int) -> None:
    """Undo a change set as the person signed in now, and tell what could not be put back. For `on_click`."""
    if (undone := run_action(_undo, change_set_id)) is not None:
        say(describe_undo(undone))


def _undo(actor: Actor, change_set_id: int) -> Undone:
    return undo_change_set(database(), actor, change_set_id)


def describe_undo(undone: Undone) -> Message:
    """What to tell after an undo: how much was put back, and what was left because it was changed since."""
    if not undone.kept:
        return Message(_("Undone."), change_set_id=undone.change_set_id, is_undo=True)
    put_back = _n("{count} value was put back.", "{count} values were put back.", undone.restored)
    kept = _n("{count} was changed since and stays as it is:", "{count} were changed since and stay as they are:", len(undone.kept))
    lines = [_kept_line(each) for each in undone.kept[:MOST_LINES]]
    if more := len(undone.kept) - MOST_LINES:
        lines += [_n("and {count} more", "and {count} more", more)] if more > 0 else []
    return Message(f"{put_back} {kept}", change_set_id=undone.change_set_id, details=tuple(lines), is_undo=True)


def _kept_line(kept: Kept) -> str:
    record = RECORDS[kept.record]
    declared = record.by_name.get(kept.field or "")
    what = f"{_(record.label)} {kept.record_id}"
    if declared is None:
        return f"{what}: {kept.reason}"
    label = declared.label if declared.own_label else _(declared.label)
    return f"{what}, {label}: {kept.reason}"
