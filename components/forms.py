"""Forms: what was refused is said at its field, what was typed stays, the rest becomes a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from components.actions import Message, run_action, say
from components.text import plain
from services.actors import Actor
from services.errors import Conflict, Invalid
from services.language import translate as _

R = TypeVar("R")


def submit(form: str, action: Callable[..., R], *arguments: Any, **options: Any) -> R | None:
    """Run `action(actor, …)` for the form of this name. Returns None where it was refused.

    Problems of fields are kept for `field_problem`, those that somebody else changed meanwhile among them; whatever else went wrong
    becomes a message at the top.
    """
    st.session_state.pop(_key(form), None)

    def guarded(actor: Actor) -> R | None:
        try:
            return action(actor, *arguments, **options)
        except Invalid as error:
            st.session_state[_key(form)] = {problem.field: problem.reason for problem in error.problems}
            return None
        except Conflict as error:
            reason = _("Somebody else changed this meanwhile. Open it again to see what it is now.")
            st.session_state[_key(form)] = dict.fromkeys((conflict.field for conflict in error.conflicts), reason)
            say(Message(reason, is_error=True))
            return None

    return run_action(guarded)


def field_problem(form: str, field: str) -> None:
    """Under an input: why its value was not taken at the last submit, if it was not."""
    if reason := problems_of(form).get(field):
        st.caption(f":red[:material/error: {plain(reason)}]")


def problems_of(form: str) -> dict[str, str]:
    """Reasons by field of the last submit of this form."""
    found: dict[str, str] = st.session_state.get(_key(form), {})
    return found


def forget_problems(form: str) -> None:
    st.session_state.pop(_key(form), None)


def saved(text: str, change_set_id: int | None = None) -> None:
    """Tell that it is stored, with Undo where a change set is given."""
    say(Message(text, change_set_id=change_set_id))


def _key(form: str) -> str:
    return f"{form}.problems"
