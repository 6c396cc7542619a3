"""Importing the files of a CRM as long work: reading and comparing them, again with another mapping, and writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.database import Database
from services.actors import Actor
from services.crm_files.importing import CrmReport, import_crm, read_files
from services.crm_files.mapping import CrmMapping
from services.errors import NotFound
from services.files.table import Table
from services.jobs import Job, Progress, find_job, forget_jobs, go_on, start_job
from services.language import translate as _

COMPARING, WRITING = "crm-import", "crm-import-apply"


@dataclass(frozen=True)
class CrmDraft:
    """Files that were read, the mapping they were compared with, and what importing them would do."""

    tables: list[Table]
    mapping: CrmMapping
    report: CrmReport


def start_comparing(db: Database, actor: Actor, files: Sequence[tuple[str, bytes]], mapping: CrmMapping | None = None) -> Job:
    """Read files and say what importing them would do; the result of the job is a CrmDraft. Administrators only."""

    def work(progress: Progress) -> CrmDraft:
        return _draft(db, actor, read_files(files, progress), mapping or CrmMapping(), progress)

    return _start(actor, work)


def start_comparing_again(db: Database, actor: Actor, tables: list[Table], mapping: CrmMapping) -> Job:
    """Compare files that were read before with another mapping."""
    return _start(actor, lambda progress: _draft(db, actor, tables, mapping, progress))


def _start(actor: Actor, work: Callable[[Progress], CrmDraft]) -> Job:
    actor.require_administrator()
    forget_jobs(actor, COMPARING)
    return start_job(actor, COMPARING, work)


def _draft(db: Database, actor: Actor, tables: list[Table], mapping: CrmMapping, progress: Progress) -> CrmDraft:
    return CrmDraft(tables, mapping, import_crm(db, actor, tables, mapping, dry_run=True, progress=progress))


def find_draft(actor: Actor, job_id: str) -> CrmDraft:
    """Files this person has compared. Raises NotFound."""
    job = find_job(actor, job_id, COMPARING)
    if not isinstance(job.result, CrmDraft):
        raise NotFound(job.reason or _("These files are still being read."))
    return job.result


def start_writing(db: Database, actor: Actor, job_id: str) -> Job:
    """Write compared files, once however often it is asked for; the result of the job is a CrmReport. Administrators only. Raises NotFound."""
    actor.require_administrator()
    draft = find_draft(actor, job_id)
    before = find_job(actor, job_id)
    return go_on(actor, before, WRITING, lambda progress: import_crm(db, actor, draft.tables, draft.mapping, progress=progress))
