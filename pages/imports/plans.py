"""Plans from a file: choose it, check columns and rows, write the good ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from components.actions import run_action
from components.job_progress import job_progress
from components.session import current_actor, database
from components.text import plain
from components.upload_words import upload_words
from pages.imports.columns import column_mapping
from pages.imports.conclusion import conclude
from pages.imports.rows import outcome_rows
from services.actors import Actor
from services.errors import NotFound
from services.files.table import MOST_BYTES, Table
from services.imports.outcome import ChangedSince, Options, Outcome, PlanImport
from services.imports.plans import Applied
from services.imports.work import Unmapped, start_comparing, start_comparing_again, start_writing
from services.jobs import Job, State, find_job
from services.language import translate as _
from services.language import translate_plural as _n

STATE = "imports.plans"
TYPES = ["xlsx", "xls", "ods", "csv", "tsv", "txt"]


@dataclass
class Flow:
    """Where a person is: the job that compares the file, the one that writes it, and how often a file was chosen.

    `mapping` and `options` are what was said last, also while the comparison with them still runs.
    """

    comparing: str = ""
    writing: str = ""
    file: str = ""
    number: int = 0
    mapping: dict[int, str] | None = None
    options: Options = field(default_factory=Options)


def flow() -> Flow:
    found: Flow = st.session_state.setdefault(STATE, Flow())
    return found


def show() -> None:
    """The step this person is at."""
    now = flow()
    comparing = _job(now.comparing)
    if comparing is None:
        _choose()
        return
    line = st.container(horizontal=True, vertical_alignment="center", key="imports.file")
    with line:
        st.markdown(f":material/draft: **{plain(now.file)}**", width="content")
        st.button(_("Another file"), type="tertiary", icon=":material/upload_file:", on_click=forget, key="imports.plans.again")
        st.space("stretch")
    if not job_progress(comparing, key="imports.plans.comparing"):
        return
    if isinstance(comparing.result, Unmapped):
        _map(comparing.result)
        return
    if not isinstance(comparing.result, PlanImport):
        st.error(plain(comparing.reason), icon=":material/error:")
        return
    writing = _job(now.writing)
    if writing is not None and not job_progress(writing, key="imports.plans.writing"):
        return
    if writing is not None and isinstance(writing.result, Applied):
        _result(comparing, comparing.result, writing.result)
        return
    with line:
        _main_action(comparing.result)
    _check(comparing.result, writing)


def _job(job_id: str) -> Job | None:
    try:
        return find_job(current_actor(), job_id) if job_id else None
    except NotFound:
        return None


def forget() -> None:
    st.session_state[STATE] = Flow(number=flow().number + 1)


def _choose() -> None:
    st.markdown(
        _(
            "A row with an id changes that plan, a row without one creates a plan; only the client is needed. "
            "You see what would become of every row before anything is written."
        )
    )
    key = f"imports.plans.upload.{flow().number}"
    upload_words(TYPES, MOST_BYTES // 1_000_000)
    st.file_uploader(
        _("Excel or CSV file"), TYPES, max_upload_size=MOST_BYTES // 1_000_000, key=key, on_change=_uploaded, args=(key,), width=640
    )


def _uploaded(key: str) -> None:
    upload = st.session_state[key]
    if upload is None:
        return

    def begin(actor: Actor) -> Job:
        return start_comparing(database(), actor, upload.getvalue(), upload.name)

    if (job := run_action(begin)) is not None:
        st.session_state[STATE] = Flow(comparing=job.id, file=upload.name, number=flow().number + 1)


def _compare_again(table: Table) -> None:
    """Compare the file with the mapping and the answers as they are now."""
    now = flow()

    def begin(actor: Actor) -> Job:
        return start_comparing_again(database(), actor, table, now.mapping, now.options)

    if (job := run_action(begin)) is not None:
        now.comparing, now.writing = job.id, ""


def _columns(table: Table, mapping: dict[int, str], *, is_open: bool) -> None:
    now = flow()
    is_changed = now.mapping is not None
    if now.mapping is None:
        now.mapping = dict(mapping)

    def choose(place: int, target: str) -> None:
        known = flow().mapping or mapping
        # A page drawn anew may report choices that nobody made again.
        if known.get(place, "") != target:
            others = {other: each for other, each in known.items() if other != place}
            flow().mapping = {**others, **({place: target} if target else {})}
            _compare_again(table)

    column_mapping(table, mapping, choose, key=f"{now.number}.{now.comparing}", is_open=is_open or is_changed)


def _map(found: Unmapped) -> None:
    """The columns of the file say too little: ask what they are."""
    st.warning(plain(found.error.message), icon=":material/help:")
    _columns(found.table, found.mapping, is_open=True)


def _check(prepared: PlanImport, writing: Job | None) -> None:
    if writing is not None and writing.state in (State.FAILED, State.CANCELLED):
        st.warning(plain(writing.reason), icon=":material/info:")
    _columns(prepared.table, prepared.mapping, is_open=False)
    _questions(prepared)
    outcome_rows(prepared, key=flow().comparing)


def _main_action(prepared: PlanImport) -> None:
    """The button that writes, with how much it does, and how much is left out."""
    counts = prepared.counts
    created, changed = counts[Outcome.CREATED], counts[Outcome.CHANGED]
    if left := counts[Outcome.REFUSED] + counts[Outcome.CHANGED_SINCE]:
        st.caption(_n("{count} row is left out.", "{count} rows are left out.", left), width="content")
    if created + changed:
        st.button(_verb(created, changed), type="primary", icon=":material/check:", on_click=_write, key="imports.plans.write")
    else:
        st.caption(_("There is nothing to write."), width="content")


def _verb(created: int, changed: int) -> str:
    if not changed:
        return _n("Create {count} plan", "Create {count} plans", created)
    if not created:
        return _n("Change {count} plan", "Change {count} plans", changed)
    return _n("Create {count} plan", "Create {count} plans", created) + _n(" and change {count}", " and change {count}", changed)


def _questions(prepared: PlanImport) -> None:
    """What only the person can decide, asked where it matters."""
    options = prepared.options
    # The same for every comparison of a file, so that what is asked stays where it is.
    number = flow().number

    def answer(**changed: Any) -> None:
        options = replace(flow().options, **changed)
        if options != flow().options:
            flow().options = options
            _compare_again(prepared.table)

    if prepared.counts[Outcome.CHANGED_SINCE] or options.changed_since is ChangedSince.OVERWRITE:
        words = {ChangedSince.SKIP: _("Leave them out"), ChangedSince.OVERWRITE: _("Overwrite them")}
        key = f"imports.plans.since.{number}"
        st.segmented_control(
            _("Plans changed since the export"),
            words,
            default=options.changed_since,
            format_func=words.__getitem__,
            required=True,
            key=key,
            on_change=lambda: answer(changed_since=st.session_state[key]),
        )
    with st.container(horizontal=True, gap="large"):
        _switches(prepared, answer, number)


def _switches(prepared: PlanImport, answer: Callable[..., None], number: int) -> None:
    options = prepared.options
    unknown = any(reason.field in ("client", "client_id") for reasons in prepared.problems.values() for reason in reasons)
    if unknown or options.create_clients:
        st.checkbox(
            _("Create clients that do not exist yet"),
            value=options.create_clients,
            key=f"imports.plans.clients.{number}",
            on_change=lambda: answer(create_clients=st.session_state[f"imports.plans.clients.{number}"]),
        )
    if prepared.warnings or options.use_existing:
        st.checkbox(
            _("Where a client has one plan of the period already, change that one"),
            value=options.use_existing,
            key=f"imports.plans.existing.{number}",
            on_change=lambda: answer(use_existing=st.session_state[f"imports.plans.existing.{number}"]),
        )


def _write() -> None:
    def begin(actor: Actor) -> Job:
        return start_writing(database(), actor, flow().comparing)

    if (job := run_action(begin)) is not None:
        flow().writing = job.id


def _result(comparing: Job, prepared: PlanImport, applied: Applied) -> None:
    sentences = [
        _n("{count} plan was created.", "{count} plans were created.", applied.created) if applied.created else "",
        _n("{count} plan was changed.", "{count} plans were changed.", applied.changed) if applied.changed else "",
        _n("{count} client was created.", "{count} clients were created.", applied.new_clients) if applied.new_clients else "",
    ]
    if not conclude(sentences, applied.change_set_id, key=f"imports.plans.told.{flow().writing}"):
        return
    if applied.moved_on:
        lines = ", ".join(map(str, applied.moved_on[:20])) + ("…" if len(applied.moved_on) > 20 else "")
        st.markdown(_("Left out, because somebody changed the plan meanwhile: lines {lines}.", lines=lines))
    with st.container(horizontal=True, key="imports.after"):
        st.link_button(_("Show the plans"), "/plans", icon=":material/list_alt:")
        if prepared.counts[Outcome.REFUSED] + prepared.counts[Outcome.CHANGED_SINCE]:
            address = f"/api/v1/imports/plans/{comparing.id}/refused"
            st.link_button(_("Rows left out, as a workbook"), address, icon=":material/download:")
