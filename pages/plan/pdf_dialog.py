"""Export PDF: choose sections, see that the document is being made, fetch it."""

from __future__ import annotations

import streamlit as st

from components.actions import dialog, run_action
from components.job_progress import job_progress
from components.session import current_actor, database, find_actor
from components.text import plain
from services.actors import Actor
from services.errors import NotFound
from services.jobs import Job, State, cancel_job, find_job
from services.language import translate as _
from services.language import translate_plural as _n
from services.plan_document import SECTIONS
from services.plan_pdf import JOB, start_plan_pdf
from services.plans import Plan

KEY = "plan.pdf"


def pdf_dialog(plan: Plan) -> None:
    """Choose sections; the document is made while the dialog stays, and offered when it is ready."""

    @dialog(_("Export PDF"), on_dismiss=_close)
    def ask() -> None:
        job = _find(current_actor(), plan)
        if job is None or job.state is State.CANCELLED:
            _choose(plan)
        elif not job_progress(job, key=KEY):
            st.caption(_("The document is being made. Closing this window cancels it."))
        elif job.state is State.FAILED:
            st.error(plain(job.reason))
            _choose(plan)
        else:
            _offer(job)

    ask()


def is_pdf_asked_for(plan: Plan) -> bool:
    """Whether a document of this plan is being made or waits to be fetched, so that the dialog stays open as the page runs again."""
    return bool(st.session_state.get(f"{KEY}.plan") == plan["id"])


def _find(actor: Actor, plan: Plan) -> Job | None:
    if not is_pdf_asked_for(plan):
        return None
    try:
        return find_job(actor, st.session_state[f"{KEY}.job"], JOB)
    except NotFound:
        return None


def _choose(plan: Plan) -> None:
    names = list(SECTIONS)
    label, key = _("Sections"), f"{KEY}.sections"
    st.pills(label, names, default=names, selection_mode="multi", format_func=lambda name: _(SECTIONS[name]), key=key)
    st.caption(_("Sections without content are left out. The document is in your language."))
    with st.container(horizontal=True, horizontal_alignment="right"):
        icon = ":material/picture_as_pdf:"
        st.button(_("Make PDF"), type="primary", icon=icon, key=f"{KEY}.make", on_click=run_action, args=(_start, plan["id"]))


def _start(actor: Actor, plan_id: int) -> None:
    job = start_plan_pdf(database(), actor, plan_id, sections=st.session_state[f"{KEY}.sections"] or tuple(SECTIONS))
    st.session_state[f"{KEY}.plan"], st.session_state[f"{KEY}.job"] = plan_id, job.id


def _offer(job: Job) -> None:
    st.markdown(_n("The PDF is ready: {count} page.", "The PDF is ready: {count} pages.", job.result.rows))
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.button(_("Choose other sections"), type="tertiary", key=f"{KEY}.again", on_click=_forget)
        st.link_button(_("Download PDF"), f"/api/v1/jobs/{job.id}/file", type="primary", icon=":material/download:")


def _close() -> None:
    """Closed while it is being made, the document is not wanted any more."""
    actor, job_id = find_actor(), st.session_state.get(f"{KEY}.job")
    if actor is not None and job_id:
        run_action(cancel_job, job_id)
    _forget()


def _forget() -> None:
    for name in ("plan", "job"):
        st.session_state.pop(f"{KEY}.{name}", None)
