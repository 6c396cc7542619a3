"""A newer request never breaks off a callback: what a person typed is stored however fast they go on."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from components.whole_callbacks import finish_callbacks


def page() -> None:
    """A field whose callback is overtaken by another request before it has stored what was typed."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    def store() -> None:
        context = get_script_run_ctx()
        assert context is not None
        assert context.script_requests is not None
        context.script_requests.request_rerun(RerunData(page_script_hash=context.page_script_hash))
        st.session_state["stored"] = [*st.session_state.get("stored", []), st.session_state["typed"]]

    st.text_input("Typed", key="typed", on_change=store)
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1


def test_what_a_callback_stores_is_stored_once_and_the_other_request_is_answered_after_it() -> None:
    finish_callbacks()
    app = AppTest.from_function(page, default_timeout=20).run()
    app.text_input(key="typed").input("Serve the north").run()
    assert not app.exception
    assert app.session_state["stored"] == ["Serve the north"]
    assert app.session_state["runs"] >= 2
