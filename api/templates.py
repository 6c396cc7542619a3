"""Templates over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Edits, Model, RecordId, page_model, record_model, values_model
from api.paging import Offset
from api.sheet_models import AppliedModel, PeopleToChoose, SheetModel, SheetPatch, applied_answer, sheet_body, sheet_edits
from data.records import TEMPLATE
from services import sheets
from services.settings import read_settings
from services.template_plans import save_as_template
from services.templates import (
    create_template,
    delete_template,
    duplicate_template,
    get_template,
    list_templates,
    template_to_wire,
    update_template,
)

router = APIRouter(prefix="/v1/templates", tags=["templates"], responses=RESPONSES)

Day = Annotated[int | None, Field(description="Counted from the first day of the period, which is day 0; null where no task has a date.")]
_MORE: dict[str, Any] = {"tasks": (int, 0), "offerings": (int, 0), "plans": (int, 0), "first_day": (Day, None), "last_day": (Day, None)}
_PLAN_ID = Field(
    default=None, ge=1, le=2**31 - 1, description="The plan whose texts, mind map, offerings and tasks the template takes over."
)
TemplateModel = record_model("Template", TEMPLATE, **_MORE)
TemplatePage = page_model("TemplatePage", TemplateModel)
NewTemplate = values_model("NewTemplate", TEMPLATE, plan_id=(int | None, _PLAN_ID))


class TemplateCopy(Model):
    """What the copy is called; left out, "<name> (copy)"."""

    name: Annotated[str, Field(max_length=255)] = ""


@router.get("", response_model=TemplatePage)
def read_templates(
    db: CurrentDatabase,
    actor: CurrentActor,
    q: str = "",
    sort: str = "",
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
) -> JSONResponse:
    """Templates by name, or by `sort`, without their mind maps; `q` finds every word in name, subject or objective."""
    page = list_templates(db, actor, q, sort, offset=offset, limit=limit)
    return JSONResponse({"items": [template_to_wire(each) for each in page.items], "total": page.total})


@router.post("", status_code=201, response_model=TemplateModel)
def post_template(db: CurrentDatabase, actor: CurrentActor, body: NewTemplate) -> JSONResponse:  # type: ignore[valid-type]
    """Create a template; only `name` is required. With `plan_id` it takes over what that plan holds, but for the values given here."""
    given: dict[str, Any] = body.model_dump(exclude_none=True)  # type: ignore[attr-defined]
    plan_id = given.pop("plan_id", None)
    template, change_set_id = create_template(db, actor, given) if plan_id is None else save_as_template(db, actor, plan_id, given)
    return JSONResponse({**template_to_wire(template), "change_set_id": change_set_id}, status_code=201)


@router.get("/{template_id}", response_model=TemplateModel)
def read_one_template(template_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> JSONResponse:
    """One template."""
    return JSONResponse(template_to_wire(get_template(db, actor, template_id)))


@router.patch("/{template_id}", response_model=TemplateModel)
def patch_template(template_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: Edits) -> JSONResponse:
    """Change fields of a template, all or nothing; 409 shows both values where somebody else changed one meanwhile."""
    template, change_set_id = update_template(db, actor, template_id, body.as_edits(template_id))
    return JSONResponse({**template_to_wire(template), "change_set_id": change_set_id})


@router.delete("/{template_id}", status_code=204)
def remove_template(template_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Put a template into the trash; plans made from it stay. The header `X-Change-Set-Id` names what to undo."""
    outcome = delete_template(db, actor, template_id)
    return Response(status_code=204, headers={"x-change-set-id": str(outcome.change_set_id)})


@router.post("/{template_id}/copy", status_code=201, response_model=TemplateModel)
def post_template_copy(template_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: TemplateCopy | None = None) -> JSONResponse:
    """Duplicate a template with its grids."""
    template, change_set_id = duplicate_template(db, actor, template_id, name=body.name if body else "")
    return JSONResponse({**template_to_wire(template), "change_set_id": change_set_id}, status_code=201)


@router.get("/{template_id}/sheets/{sheet}", response_model=SheetModel)
def read_sheet_of_template(
    template_id: RecordId, sheet: str, db: CurrentDatabase, actor: CurrentActor, since: Annotated[int | None, Query(ge=0, le=2**62)] = None
) -> JSONResponse:
    """The `offering` or `task` sheet with its columns and rows in order; with `since`, only the rows touched after that activity id."""
    found = sheets.read_sheet(db, actor, template_id, sheet, of=TEMPLATE, since=since)
    return JSONResponse(sheet_body(found, read_settings(db).currency))


@router.get("/{template_id}/sheets/{sheet}/people/{column}", response_model=PeopleToChoose)
def read_people_of_template(
    template_id: RecordId,
    sheet: str,
    column: str,
    db: CurrentDatabase,
    actor: CurrentActor,
    q: str = "",
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
) -> JSONResponse:
    """What a column of this sheet may name: active staff, or the objectives and items of this template."""
    found = sheets.people_to_choose(db, actor, template_id, sheet, column, of=TEMPLATE, q=q, limit=limit)
    return JSONResponse({"items": [{name: row[name] for name in ("id", "name", "detail")} for row in found], "total": len(found)})


@router.patch(
    "/{template_id}/sheets/{sheet}", response_model=AppliedModel, responses={409: {"model": AppliedModel}, 422: {"model": AppliedModel}}
)
def patch_sheet_of_template(template_id: RecordId, sheet: str, db: CurrentDatabase, actor: CurrentActor, body: SheetPatch) -> JSONResponse:
    """Save in one change set, as the sheets of a plan are saved."""
    answer, status = applied_answer(sheets.apply(db, actor, template_id, sheet, sheet_edits(body), of=TEMPLATE), actor.language)
    return JSONResponse(answer, status_code=status)
