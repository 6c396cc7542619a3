"""The jobs that a scheduler starts: how each went last time, the command and the address that run them."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from components.actions import Message, dialog, run_action, say
from components.layout import confirm
from components.session import database
from components.text import plain
from components.times import show_time
from services.actors import Actor
from services.cron import JobState, cron_key, list_jobs, replace_cron_key, run_jobs_now
from services.language import translate as _
from services.language import translate_plural as _n

SHOWN = "settings.jobs.is_key_shown"


def jobs_tab(actor: Actor) -> None:
    with st.container(width=760, key="settings.jobs"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("Have a scheduler start these once an hour. Each does what is due and nothing twice."), width="stretch")
            st.button(_("Run all now"), icon=":material/play_arrow:", on_click=_run_all, key="settings.jobs.run")
        with st.container(gap=None, key="settings.jobs.list"):
            for state in list_jobs(database(), actor):
                with st.container(horizontal=True, vertical_alignment="center", key=f"row.job.{state.name}"):
                    st.markdown(f"{_(state.label)}  \n:small[:gray[`{state.name}`]]", width="stretch")
                    st.markdown(_outcome(state), width="content")
        st.header(_("Command line"), anchor=False)
        st.code(".venv/bin/python app.py cron", language=None)
        _address(actor)


def _outcome(state: JobState) -> str:
    if state.started_at is None:
        return f":gray[{_('never ran')}]"
    if state.reason:
        return f":red[:material/error: {plain(state.reason)}]  \n:small[:gray[{show_time(state.started_at)}]]"
    handled = _n("{count} handled", "{count} handled", state.handled or 0)
    return f":green[:material/check_circle:] {handled}  \n:small[:gray[{show_time(state.started_at)}]]"


def _address(actor: Actor) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.header(_("Address"), anchor=False, width="stretch")
        is_shown = bool(st.session_state.get(SHOWN))
        st.button(
            _("Hide the key") if is_shown else _("Show the key"),
            type="tertiary",
            icon=":material/visibility_off:" if is_shown else ":material/visibility:",
            on_click=_toggle,
            key="settings.jobs.show",
        )
        if st.button(_("Replace the key"), type="tertiary", icon=":material/autorenew:", key="settings.jobs.replace"):
            _ask_to_replace()
    site = urlsplit(st.context.url or "http://localhost")
    key = cron_key(database(), actor) if is_shown else "••••••••"
    st.code(f"curl -fsS {site.scheme}://{site.netloc}/api/cron/{key}", language=None, wrap_lines=True)
    st.caption(_("Whoever knows the key can start the jobs, and nothing else."))


def _toggle() -> None:
    st.session_state[SHOWN] = not st.session_state.get(SHOWN)


def _run_all() -> None:
    def run(actor: Actor) -> None:
        states = run_jobs_now(database(), actor)
        if failed := [each for each in states if each.reason]:
            lines = tuple(f"{_(each.label)}: {each.reason}" for each in failed)
            say(Message(_n("{count} job failed.", "{count} jobs failed.", len(failed)), is_error=True, details=lines))
        else:
            say(Message(_n("{count} job ran.", "{count} jobs ran.", len(states))))

    run_action(run)


def _ask_to_replace() -> None:
    dialog(_("Replace the key"))(_draw_replacing)()


def _draw_replacing() -> None:
    confirm(
        _("The address with the present key does nothing any more. Give the scheduler the new one."),
        verb=_("Replace the key"),
        on_confirm=_replace,
        key="settings.jobs.replacing",
    )


def _replace() -> None:
    def replace(actor: Actor) -> None:
        replace_cron_key(database(), actor)
        st.session_state[SHOWN] = True
        say(Message(_("There is a new key.")))

    run_action(replace)
