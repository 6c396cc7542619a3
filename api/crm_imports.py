"""The files of another CRM over HTTP; administrators only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from pydantic import BaseModel

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.imports import read_upload
from services.crm_files.importing import CrmReport
from services.crm_files.mapping import read_mapping_text
from services.crm_files.report import summary_sentences
from services.crm_files.work import start_comparing, start_writing

router = APIRouter(prefix="/v1/imports/crm", tags=["imports"], responses=RESPONSES)
MOST_LACKS = 10_000


class FileUseModel(BaseModel):
    """What a file was taken for (accounts, products, people, deals, or empty), its columns as {field: heading}, and the others."""

    file: str
    role: str
    rows: int
    columns: dict[str, str]
    unused: list[str]


class CountsModel(BaseModel):
    created: int
    updated: int
    unchanged: int
    kept: int
    gone: int


class LackModel(BaseModel):
    file: str
    line: int
    reason: str
    is_left_out: bool


class CrmReportModel(BaseModel):
    """`lacks` are the first 10,000 rows that lack something, `total_lacks` how many there are; `summary` says it in sentences."""

    is_dry_run: bool
    files: list[FileUseModel]
    counts: dict[str, CountsModel]
    lacks: list[LackModel]
    total_lacks: int
    summary: list[str]
    change_set_id: int | None


def _report(report: CrmReport) -> CrmReportModel:
    return CrmReportModel(
        is_dry_run=report.is_dry_run,
        files=[FileUseModel(**vars(each)) for each in report.files],
        counts={record: CountsModel(**vars(each)) for record, each in report.counts.items()},
        lacks=[LackModel(**vars(each)) for each in report.lacks[:MOST_LACKS]],
        total_lacks=len(report.lacks),
        summary=summary_sentences(report),
        change_set_id=report.change_set_id,
    )


@router.post("", status_code=201)
def post_crm_import(
    db: CurrentDatabase,
    actor: CurrentActor,
    files: Annotated[list[UploadFile], File(description="CSV or Excel files of accounts, products, people and deals")],
    mapping: Annotated[str, Form(description="TOML or JSON that says what files and columns are; without it they are recognised")] = "",
    dry_run: Annotated[bool, Form()] = True,
) -> CrmReportModel:
    """Bring in the files of another CRM as clients, staff and one plan for each client and quarter.

    With `dry_run` nothing is written. Doing it again changes nothing.
    """
    actor.require_administrator()
    said = read_mapping_text(mapping, "mapping") if mapping.strip() else None
    uploads = [((file.filename or f"file {number}")[:200], read_upload(file)) for number, file in enumerate(files, start=1)]
    job = start_comparing(db, actor, uploads, said)
    report: CrmReport = job.wait().report
    return _report(report if dry_run else start_writing(db, actor, job.id).wait())
