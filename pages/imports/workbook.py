"""The workbook of one plan: choose it, see what it changes row by row, write it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from components.actions import run_action
from components.job_progress import job_progress
from components.layout import empty_state, page_header
from components.session import current_actor, database
from components.text import plain
from components.upload_words import upload_words
from pages.imports.conclusion import conclude
from pages.imports.workbook_rows import report_rows
from services.actors import Actor, Permission
from services.errors import NotFound
from services.files.table import MOST_BYTES
from services.jobs import Job, State, find_job
from services.language import translate as _
from services.language import translate_plural as _n
from services.plans import Plan, get_plan
from services.workbooks.report import LEFT_OUT, WRITTEN, Options, Report, RowOutcome
from services.workbooks.work import Compared, start_comparing, start_comparing_again, start_writing

STATE = "imports.workbook"
TYPES = ["xlsx", "xls", "ods"]


@dataclass
class Flow:
    """Where a person is with the workbook of a plan: the jobs that compare and write it, what was chosen, how often a file was."""

    plan_id: int
    comparing: str = ""
    writing: str = ""
    file: str = ""
    number: int = 0
    options: Options = field(default_factory=Options)


def flow() -> Flow:
    found: Flow = st.session_state[STATE]
    return found


def show(plan_id: int) -> None:
    """The step this person is at."""
    actor = current_actor()
    plan = _plan(actor, plan_id)
    with page_header(_("Import workbook"), key="imports-header"):
        pass
    if plan is None:
        if empty_state(
            _("This plan does not exist or is in the trash."),
            button=_("Go to the plans"),
            icon=":material/description:",
            key="imports.gone",
        ):
            st.switch_page("plans/page.py")
        return
    actor.require(Permission.EDIT)
    now: Flow | None = st.session_state.get(STATE)
    if now is None or now.plan_id != plan_id:
        now = st.session_state[STATE] = Flow(plan_id)
    with st.container(horizontal=True, vertical_alignment="center", key="imports.file"):
        st.page_link("plan/page.py", label=f"**{plain(plan['subject'] or '')}**", query_params={"id": str(plan_id)})
        comparing = _job(now.comparing)
        if comparing is not None:
            st.markdown(f":material/draft: {plain(now.file)}", width="content")
            st.button(
                _("Another file"),
                type="tertiary",
                icon=":material/upload_file:",
                on_click=forget,
                args=(plan_id,),
                key="imports.workbook.again",
            )
        st.space("stretch")
        main = st.container(horizontal=True, vertical_alignment="center", width="content")
    if comparing is None:
        _choose(plan_id)
    else:
        _go_on(comparing, main)


def _plan(actor: Actor, plan_id: int) -> Plan | None:
    try:
        return get_plan(database(), actor, plan_id)
    except NotFound:
        return None


def _job(job_id: str) -> Job | None:
    try:
        return find_job(current_actor(), job_id) if job_id else None
    except NotFound:
        return None


def forget(plan_id: int) -> None:
    st.session_state[STATE] = Flow(plan_id, number=flow().number + 1)


def _choose(plan_id: int) -> None:
    st.markdown(
        _(
            "Bring back the workbook of this plan as you changed it in Excel. "
            "You see what would become of every row before anything is written."
        )
    )
    key = f"imports.workbook.upload.{flow().number}"
    upload_words(TYPES, MOST_BYTES // 1_000_000)
    st.file_uploader(
        _("Workbook of this plan"),
        TYPES,
        max_upload_size=MOST_BYTES // 1_000_000,
        key=key,
        on_change=_uploaded,
        args=(plan_id, key),
        width=640,
    )


def _uploaded(plan_id: int, key: str) -> None:
    upload = st.session_state[key]
    if upload is None:
        return

    def begin(actor: Actor) -> Job:
        return start_comparing(database(), actor, plan_id, upload.getvalue(), upload.name)

    if (job := run_action(begin)) is not None:
        st.session_state[STATE] = Flow(plan_id, comparing=job.id, file=upload.name, number=flow().number + 1)


def _go_on(comparing: Job, main: Any) -> None:
    """What comes after a file was chosen: progress, the check, the result."""
    now = flow()
    if not job_progress(comparing, key="imports.workbook.comparing"):
        return
    if not isinstance(comparing.result, Compared):
        st.error(plain(comparing.reason), icon=":material/error:")
        return
    writing = _job(now.writing)
    if writing is not None and not job_progress(writing, key="imports.workbook.writing"):
        return
    if writing is not None and isinstance(writing.result, Report):
        _result(writing.result)
        return
    report = comparing.result.report
    with main:
        _main_action(report)
    if writing is not None and writing.state in (State.FAILED, State.CANCELLED):
        st.warning(plain(writing.reason), icon=":material/info:")
    _notes(report)
    _questions(comparing.result)
    report_rows(report, key=now.comparing)


def _main_action(report: Report) -> None:
    """The button that writes, with how much it does, and how much is left out."""
    if left := report.count(LEFT_OUT):
        st.caption(
            _n("{count} row has something that is left out.", "{count} rows have something that is left out.", left), width="content"
        )
    if count := report.count(WRITTEN):
        sentence = _n("Apply {count} change", "Apply {count} changes", count)
        st.button(sentence, type="primary", icon=":material/check:", on_click=_write, key="imports.workbook.write")
    else:
        st.caption(_("There is nothing to write."), width="content")


def _notes(report: Report) -> None:
    for note in report.notes:
        st.warning(plain(note), icon=":material/info:")


def _questions(compared: Compared) -> None:
    """What only the person can decide, asked where it matters."""
    options, counts, number = flow().options, compared.report.counts, flow().number

    def answer(**changed: Any) -> None:
        options = replace(flow().options, **changed)
        if options != flow().options:
            flow().options = options
            _compare_again(compared, options)

    with st.container(horizontal=True, gap="large"):
        if counts[RowOutcome.CONFLICT] or options.overwrite:
            _question(_("Overwrite what somebody changed since the export"), "overwrite", f"imports.workbook.overwrite.{number}", answer)
        if counts[RowOutcome.MISSING] or options.delete_missing:
            _question(_("Delete rows that are missing from the file"), "delete_missing", f"imports.workbook.delete.{number}", answer)


def _question(label: str, name: str, key: str, answer: Callable[..., None]) -> None:
    st.checkbox(label, value=getattr(flow().options, name), key=key, on_change=lambda: answer(**{name: st.session_state[key]}))


def _compare_again(compared: Compared, options: Options) -> None:
    def begin(actor: Actor) -> Job:
        return start_comparing_again(database(), actor, compared, options)

    if (job := run_action(begin)) is not None:
        flow().comparing, flow().writing = job.id, ""


def _write() -> None:
    def begin(actor: Actor) -> Job:
        return start_writing(database(), actor, flow().comparing)

    if (job := run_action(begin)) is not None:
        flow().writing = job.id


def _result(report: Report) -> None:
    """What was written, once told with Undo, and what was left out."""
    counts = report.counts
    sentences = [
        _n("{count} row was added.", "{count} rows were added.", counts[RowOutcome.ADDED]) if counts[RowOutcome.ADDED] else "",
        _n("{count} row was changed.", "{count} rows were changed.", counts[RowOutcome.CHANGED]) if counts[RowOutcome.CHANGED] else "",
        _n("{count} row was moved.", "{count} rows were moved.", counts[RowOutcome.MOVED]) if counts[RowOutcome.MOVED] else "",
        _n("{count} row was deleted.", "{count} rows were deleted.", counts[RowOutcome.DELETED]) if counts[RowOutcome.DELETED] else "",
    ]
    if not conclude(sentences, report.change_set_id, key=f"imports.workbook.told.{flow().writing}"):
        return
    _notes(report)
    report_rows(report, key=flow().writing)
