"""Bringing a plan's workbook back as work that can be watched and cancelled: reading and comparing it, then writing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.database import Database
from services.actors import Actor, Permission
from services.errors import NotFound
from services.jobs import Job, Progress, find_job, forget_jobs, go_on, start_job
from services.language import translate as _
from services.plans import get_plan
from services.workbooks.importing import import_workbook
from services.workbooks.reading import PlanFile, read_plan_file
from services.workbooks.report import Options, Report

COMPARING, WRITING = "plan-workbook", "plan-workbook-apply"


@dataclass(frozen=True)
class Compared:
    """A workbook that was read, what was chosen, and what writing it would do."""

    plan_id: int
    file: PlanFile
    options: Options
    report: Report


def start_comparing(db: Database, actor: Actor, plan_id: int, content: bytes, name: str, options: Options | None = None) -> Job:
    """Read a workbook and say what it would do to its plan; the result of the job is Compared. Raises NotAllowed, NotFound,
    TooManyAttempts.
    """
    _require(db, actor, plan_id)

    def work(progress: Progress) -> Compared:
        progress.begin(_("Reading the file"))
        return _compare(db, actor, plan_id, read_plan_file(content, name, check=progress.check), options or Options(), progress)

    return _start(actor, work)


def start_comparing_again(db: Database, actor: Actor, compared: Compared, options: Options) -> Job:
    """Compare a workbook that was read before with other answers. Raises NotAllowed, NotFound, TooManyAttempts."""
    _require(db, actor, compared.plan_id)
    return _start(actor, lambda progress: _compare(db, actor, compared.plan_id, compared.file, options, progress))


def find_compared(actor: Actor, job_id: str) -> Compared:
    """A workbook this person has compared. Raises NotFound for that of somebody else or where it is not done."""
    job = find_job(actor, job_id, COMPARING)
    if not isinstance(job.result, Compared):
        raise NotFound(job.reason or _("This file is still being read."))
    return job.result


def start_writing(db: Database, actor: Actor, job_id: str) -> Job:
    """Write a compared workbook, once however often it is asked for; the result of the job is a Report. Raises NotFound, NotAllowed."""
    actor.require(Permission.EDIT)
    compared = find_compared(actor, job_id)

    def work(progress: Progress) -> Report:
        progress.begin(_("Writing the plan"))
        return import_workbook(db, actor, compared.plan_id, compared.file, compared.options, dry_run=False, progress=progress)

    return go_on(actor, find_job(actor, job_id), WRITING, work)


def _require(db: Database, actor: Actor, plan_id: int) -> None:
    actor.require(Permission.EDIT)
    get_plan(db, actor, plan_id)


def _compare(db: Database, actor: Actor, plan_id: int, file: PlanFile, options: Options, progress: Progress) -> Compared:
    progress.begin(_("Comparing with the plan"))
    return Compared(plan_id, file, options, import_workbook(db, actor, plan_id, file, options, dry_run=True, progress=progress))


def _start(actor: Actor, work: Callable[[Progress], Compared]) -> Job:
    # A compared file is kept whole: one a person is enough.
    forget_jobs(actor, COMPARING)
    return start_job(actor, COMPARING, work)
