"""A plan as a document to take away."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.errors import RESPONSES
from api.files import attachment
from api.identity import CurrentActor, CurrentDatabase
from api.models import RecordId
from services.plan_document import SECTIONS
from services.plan_pdf import export_plan_pdf
from services.plans import get_plan

router = APIRouter(prefix="/v1/plans", tags=["plans"], responses=RESPONSES)
PDF = "application/pdf"
Section = StrEnum("Section", {name: name for name in SECTIONS})  # type: ignore[misc]


@router.get("/{plan_id}/pdf", response_class=Response, responses={200: {"content": {PDF: {}}, "description": "The document"}})
def read_pdf(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor, sections: Annotated[list[Section], Query()] = []) -> Response:
    """The plan as a PDF in the language of the person asking; `sections` chooses what it holds (none: everything)."""
    printed = export_plan_pdf(db, actor, plan_id, sections=[str(each) for each in sections] or tuple(SECTIONS))
    return Response(printed, media_type=PDF, headers=attachment(f"{get_plan(db, actor, plan_id)['subject']}.pdf"))
