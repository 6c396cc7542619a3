"""The address that a scheduler calls to run the jobs; its key stands for the permission."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api.errors import RESPONSES
from api.identity import CurrentDatabase
from services.cron import is_cron_key, run_jobs
from services.errors import NotFound
from services.language import translate as _

router = APIRouter(tags=["cron"], responses=RESPONSES)


class JobOutcome(BaseModel):
    """How a job went: how many things it handled, or the reason it failed."""

    name: str
    handled: int | None
    reason: str | None


class CronAnswer(BaseModel):
    jobs: list[JobOutcome]


@router.get("/cron/{key}", response_model=CronAnswer)
def run_cron(
    db: CurrentDatabase, key: Annotated[str, Path(max_length=200)], job: Annotated[list[str], Query(max_length=100)] = []
) -> JSONResponse:
    """Run every job, or those named by `job`. 404 where the key or a job is unknown, 409 while they run, 500 where one failed."""
    if not is_cron_key(db, key):
        raise NotFound(_("There is nothing at this address."))
    states = run_jobs(db, job)
    body = {"jobs": [{"name": each.name, "handled": each.handled, "reason": each.reason} for each in states]}
    return JSONResponse(body, status_code=500 if any(each.reason for each in states) else 200)
