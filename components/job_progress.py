"""How far long work is, with a button to cancel it; the page runs again when it is over."""

from __future__ import annotations

import streamlit as st

from components.actions import fragment, run_action
from components.session import current_actor
from components.text import plain
from services.errors import NotFound
from services.jobs import Job, cancel_job, find_job
from services.language import current_language
from services.language import translate as _
from services.values import show_count


def job_progress(job: Job, *, key: str) -> bool:
    """Show the progress of a job that still runs. Returns whether it is over; what takes no time shows none."""
    if job.ended.wait(0.3):
        return True
    _watch(job.id, key)
    return False


@fragment(run_every=0.4)
def _watch(job_id: str, key: str) -> None:
    try:
        job = find_job(current_actor(), job_id)
    except NotFound:
        st.rerun()
    if job.is_over:
        st.rerun()
    progress = job.progress
    total = progress.total or 0
    text = plain(progress.step) or _("Waiting for other work to be done")
    if total > 1:
        language = current_language.get()
        counts = _("{done} of {total}", done=show_count(progress.done, language), total=show_count(total, language))
        text += f"&ensp;{plain(counts)}"
    with st.container(key=f"{key}.progress", width=560):
        st.progress(min(progress.done / total, 1.0) if total else 0.0, text=text)
        st.button(_("Cancel"), key=f"{key}.cancel", on_click=run_action, args=(cancel_job, job_id))
