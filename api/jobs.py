"""Long work over HTTP: how far it is, cancelling it, and the file it made; each person's own only."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse
from pydantic import BaseModel

from api.errors import RESPONSES
from api.identity import CurrentActor
from services.errors import NotFound
from services.exports import ExportFile
from services.jobs import Job, cancel_job, find_job
from services.language import translate as _

router = APIRouter(prefix="/v1/jobs", tags=["jobs"], responses=RESPONSES)


class JobModel(BaseModel):
    """`done` of `total` (null while unknown) of the current step; `reason` says why it failed; `file` whether there is one to fetch;
    `change_set_id` undoes what it wrote."""

    id: str
    kind: str
    state: str
    step: str
    done: int
    total: int | None
    reason: str
    file: bool
    change_set_id: int | None = None


def job_to_wire(job: Job) -> JobModel:
    progress = job.progress
    return JobModel(
        id=job.id,
        kind=job.kind,
        state=job.state,
        step=progress.step,
        done=progress.done,
        total=progress.total,
        reason=job.reason,
        file=job.file is not None,
        change_set_id=getattr(job.result, "change_set_id", None),
    )


def send_file(made: ExportFile) -> FileResponse:
    """The file as a download. A workbook is compressed already, so nothing on the way compresses it again."""
    return FileResponse(
        made.path,
        media_type=made.media_type,
        filename=made.name,
        headers={"cache-control": "no-store", "content-encoding": "identity", "x-content-type-options": "nosniff"},
    )


@router.get("/{job_id}")
def read_job(job_id: str, actor: CurrentActor) -> JobModel:
    """How far this work is."""
    return job_to_wire(find_job(actor, job_id))


@router.delete("/{job_id}", status_code=204)
def delete_job(job_id: str, actor: CurrentActor) -> None:
    """Cancel this work; what it began is undone."""
    cancel_job(actor, job_id)


@router.get("/{job_id}/file", response_class=FileResponse)
def read_job_file(job_id: str, actor: CurrentActor) -> FileResponse:
    """The file this work made."""
    job = find_job(actor, job_id)
    if not isinstance(job.result, ExportFile) or not job.result.path.exists():
        raise NotFound(_("There is no file yet, or no longer."))
    return send_file(job.result)
