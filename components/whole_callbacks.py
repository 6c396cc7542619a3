"""Callbacks that run to their end.

Streamlit looks for a newer request whenever a script touches the session state or draws something, and breaks the run off then. It does so
in callbacks, too, and forgets the rest of them: what a person typed was not stored where they were on in another tab of the page quickly
enough, or closed the window. The request waits until the callbacks are through, right after which Streamlit looks for one anyway.
"""

from __future__ import annotations

import functools

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState


def finish_callbacks() -> None:
    """From now on no request breaks off a callback. Call it before the first session begins; doing it again changes nothing."""
    look = ScriptRunner._maybe_handle_execution_control_request
    if hasattr(look, "__wrapped__"):
        return

    @functools.wraps(look)
    def look_between_callbacks(runner: ScriptRunner) -> None:
        if not _is_in_callback():
            look(runner)

    ScriptRunner._maybe_handle_execution_control_request = look_between_callbacks  # type: ignore[assignment, method-assign]


def _is_in_callback() -> bool:
    try:
        return ThreadState.get().run_location is RunLocation.CALLBACK
    except RuntimeError:
        # No script has run in this thread yet.
        return False
