"""What a click does: run a use case as the person signed in now, tell the outcome, offer Undo."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


def say(message: Message) -> None:
    """Show this message on the next run."""
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
            show_message()
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


def show_message() -> None:
    """The pending message, once, over the bottom of the page: a success leaves by itself, an error stays until closed.

    Its place is taken up with or without a message: were it not, everything after it would be built anew, grids included.
    """
    place = st.container(gap=None)
    message: Message | None = st.session_state.pop("message", None)
    if message is None:
        return
    number = st.session_state["message.number"] = st.session_state.get("message.number", 0) + 1
    kind = "error" if message.is_error else "done"
    icon = ":red[:material/error:]" if message.is_error else ":green[:material/check_circle:]"
    lines = [f"{icon}&ensp;{plain(message.text)}"]
    if message.details:
        lines.append("\n".join(f"- {plain(line)}" for line in message.details))
    with place.container(key=f"notice-{kind}-{number}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("\n\n".join(lines), width="content")
        if message.change_set_id is not None:
            arguments = (message.change_set_id,)
            verb, label = ("redo", _("Redo")) if message.is_undo else ("undo", _("Undo"))
            st.button(label, icon=f":material/{verb}:", type="tertiary", key=f"message.{verb}.{number}", on_click=undo, args=arguments)
        st.button(_("Close"), icon=":material/close:", type="tertiary", key=f"message.close.{number}")


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
