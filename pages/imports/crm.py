"""The files of another CRM: choose them, check what they were taken for, bring them in."""

from __future__ import annotations

import streamlit as st

from components.actions import Message, run_action, say
from components.job_progress import job_progress
from components.session import current_actor, database
from components.text import plain
from components.upload_words import upload_words
from pages.imports.crm_files import file_roles
from pages.imports.crm_report import counts_table, lacks_table
from services.actors import Actor
from services.crm_files.importing import CrmReport
from services.crm_files.mapping import CrmMapping
from services.crm_files.work import CrmDraft, start_comparing, start_comparing_again, start_writing
from services.errors import NotFound
from services.files.table import MOST_BYTES
from services.jobs import Job, State, find_job
from services.language import translate as _
from services.language import translate_plural as _n

COMPARING, WRITING, NUMBER, DRAFT = "imports.crm.comparing", "imports.crm.writing", "imports.crm.number", "imports.crm.draft"
TYPES = ["csv", "tsv", "txt", "xlsx", "xls", "ods"]


def show() -> None:
    """The step this person is at."""
    comparing = _job(COMPARING)
    if comparing is None:
        _choose()
        return
    line = st.container(horizontal=True, vertical_alignment="center", key="imports.crm.line")
    with line:
        st.button(_("Other files"), type="tertiary", icon=":material/upload_file:", on_click=forget, key="imports.crm.again")
        st.space("stretch")
    if not job_progress(comparing, key="imports.crm.comparing"):
        return
    writing = _job(WRITING)
    if writing is not None and not job_progress(writing, key="imports.crm.writing"):
        return
    if writing is not None and isinstance(writing.result, CrmReport):
        _result(writing, writing.result)
        return
    if isinstance(comparing.result, CrmDraft):
        st.session_state[DRAFT] = comparing.result
        with line:
            _main_action(comparing.result.report)
    else:
        st.error(plain(comparing.reason), icon=":material/error:")
    draft: CrmDraft | None = st.session_state.get(DRAFT)
    if draft is not None:
        _check(draft, writing, is_good=isinstance(comparing.result, CrmDraft))


def _job(name: str) -> Job | None:
    job_id = st.session_state.get(name)
    try:
        return find_job(current_actor(), job_id) if job_id else None
    except NotFound:
        return None


def forget() -> None:
    for name in (COMPARING, WRITING, DRAFT):
        st.session_state.pop(name, None)
    st.session_state[NUMBER] = st.session_state.get(NUMBER, 0) + 1


def _choose() -> None:
    st.markdown(
        _(
            "Accounts become clients, agents and managers staff, deals one plan for each client and quarter. "
            "What files and columns are is found out; you see it, and what would come in, before anything is written. "
            "Doing it again changes nothing and keeps what people edited."
        )
    )
    key = f"imports.crm.upload.{st.session_state.get(NUMBER, 0)}"
    upload_words(TYPES, MOST_BYTES // 1_000_000)
    st.file_uploader(
        _("CSV or Excel files of accounts, products, people and deals"),
        TYPES,
        accept_multiple_files=True,
        max_upload_size=MOST_BYTES // 1_000_000,
        key=key,
        width=640,
    )
    uploads = st.session_state.get(key) or []
    sentence = _n("Read {count} file", "Read {count} files", len(uploads)) if uploads else _("Read the files")
    st.button(sentence, type="primary", disabled=not uploads, on_click=_uploaded, args=(key,), key="imports.crm.read")


def _uploaded(key: str) -> None:
    files = [(upload.name, upload.getvalue()) for upload in st.session_state[key]]

    def begin(actor: Actor) -> Job:
        return start_comparing(database(), actor, files)

    if (job := run_action(begin)) is not None:
        st.session_state[COMPARING] = job.id


def _compare_again(draft: CrmDraft, mapping: CrmMapping) -> None:
    def begin(actor: Actor) -> Job:
        return start_comparing_again(database(), actor, draft.tables, mapping)

    if (job := run_action(begin)) is not None:
        st.session_state[COMPARING] = job.id
        st.session_state.pop(WRITING, None)


def _check(draft: CrmDraft, writing: Job | None, *, is_good: bool) -> None:
    if writing is not None and writing.state in (State.FAILED, State.CANCELLED):
        st.warning(plain(writing.reason), icon=":material/info:")
    file_roles(draft, lambda mapping: _compare_again(draft, mapping), key=st.session_state[COMPARING])
    if not is_good:
        return
    report = draft.report
    st.markdown(f"## {_('What would come in')}")
    counts_table(report)
    lacks_table(report, key="imports.crm.lacks")


def _main_action(report: CrmReport) -> None:
    """The button that brings everything in, with how much that is."""
    total = sum(each.created + each.updated for each in report.counts.values())
    if total:
        verb = _n("Bring in {count} record", "Bring in {count} records", total)
        st.button(verb, type="primary", icon=":material/check:", on_click=_write, key="imports.crm.write")
    else:
        st.caption(_("Everything is here already: there is nothing to write."), width="content")


def _write() -> None:
    def begin(actor: Actor) -> Job:
        return start_writing(database(), actor, st.session_state[COMPARING])

    if (job := run_action(begin)) is not None:
        st.session_state[WRITING] = job.id


def _result(writing: Job, report: CrmReport) -> None:
    told = f"imports.crm.told.{writing.id}"
    if not st.session_state.get(told):
        st.session_state[told] = True
        created = report.counts["plan"].created if "plan" in report.counts else 0
        say(Message(_n("{count} plan came in.", "{count} plans came in.", created), change_set_id=report.change_set_id))
        st.rerun()
    st.markdown(f"## {_('What came in')}")
    counts_table(report)
    lacks_table(report, key="imports.crm.done")
    with st.container(horizontal=True, key="imports.crm.after"):
        st.link_button(_("Show the plans"), "/plans", icon=":material/list_alt:")
        st.link_button(_("Show the clients"), "/clients", icon=":material/domain:")
