"""Plans over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Edits, Model, RecordId, page_model, record_model, values_model
from data.records import PLAN
from services.actors import Permission
from services.custom_fields import plan_custom_fields
from services.plan_query import read_filter, read_sort, read_typed_range, without
from services.plans import copy_plan, create_plan, delete_plans, get_plan, list_plans, plan_to_wire, update_plan
from services.settings import read_settings, today
from services.template_plans import start_plan

router = APIRouter(prefix="/v1/plans", tags=["plans"], responses=RESPONSES)

_MORE: dict[str, Any] = {
    "client": (str | None, None),
    "person_in_charge": (str | None, None),
    "custom_fields": (dict[str, Any], {}),
    "revision": (int, 1),
}
PlanModel = record_model("Plan", PLAN, **_MORE)
PlanPage = page_model("PlanPage", PlanModel)
_TEMPLATE_ID = Field(default=None, ge=1, le=2**31 - 1, description="The template from which the plan takes what is not given here.")
NewPlan = values_model("NewPlan", PLAN, custom_fields=(dict[str, Any] | None, None), template_id=(int | None, _TEMPLATE_ID))


class Copy(Model):
    """The period of a copy: its type, and any day in it. Left out, the period that follows that of the plan.

    Tasks that are Complete stay behind, unless `with_complete_tasks` asks for them.
    """

    period_type: str | None = None
    period_start: date | None = None
    with_complete_tasks: bool = False


class Range(Model):
    """Both bounds as the list's filter reads them, empty where neither is set."""

    range: str


@router.get("", response_model=PlanPage)
def read_plans(
    request: Request,
    db: CurrentDatabase,
    actor: CurrentActor,
    q: str = "",
    status: Annotated[list[str], Query()] = [],
    client: Annotated[list[str], Query()] = [],
    bcg: Annotated[list[str], Query()] = [],
    person_in_charge: Annotated[list[str], Query()] = [],
    client_status: Annotated[list[str], Query()] = [],
    template: Annotated[list[str], Query()] = [],
    overdue: Annotated[list[str], Query()] = [],
    from_: Annotated[str, Query(alias="from")] = "",
    to: str = "",
    sort: str = "",
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
    fields: Annotated[str, Query(description="Names of the fields wanted, with commas; all of them where it is left out.")] = "",
    brief: Annotated[bool, Query(description="Cut long texts after 300 characters.")] = False,
) -> JSONResponse:
    """Plans of a filter: a repeated parameter means "or", `none` means unset, `me` the person signed in."""
    custom_fields = plan_custom_fields(db)
    pairs = without(request.query_params.multi_items(), "sort", "offset", "limit", "fields", "brief")
    page = list_plans(
        db,
        actor,
        read_filter(pairs, actor, custom_fields, day=today(read_settings(db))),
        read_sort(sort, custom_fields),
        offset=offset,
        limit=limit,
        columns=list(dict.fromkeys(filter(None, fields.split(",")))),
        brief=brief,
    )
    return JSONResponse({"items": [plan_to_wire(plan, custom_fields) for plan in page.items], "total": page.total})


@router.get("/ranges/{name}", response_model=Range)
def read_range(
    name: str, db: CurrentDatabase, actor: CurrentActor, from_: Annotated[str, Query(alias="from")] = "", to: str = ""
) -> dict[str, str]:
    """What the parameter of a custom field says for these bounds, which are read as the person signed in types numbers and dates."""
    actor.require(Permission.VIEW)
    return {"range": read_typed_range(name, from_, to, actor.language, plan_custom_fields(db))}


@router.post("", status_code=201, response_model=PlanModel)
def post_plan(db: CurrentDatabase, actor: CurrentActor, body: NewPlan) -> JSONResponse:  # type: ignore[valid-type]
    """Create a plan; only `client_id` is required. With `template_id` it gets texts, mind map, offerings and tasks of that template."""
    given = body.model_dump(exclude_none=True)  # type: ignore[attr-defined]
    template_id = given.pop("template_id", None)
    plan = create_plan(db, actor, given) if template_id is None else start_plan(db, actor, template_id, given)[0]
    return JSONResponse(plan_to_wire(plan, plan_custom_fields(db)), status_code=201)


@router.get("/{plan_id}", response_model=PlanModel)
def read_plan(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> JSONResponse:
    """One plan."""
    return JSONResponse(plan_to_wire(get_plan(db, actor, plan_id), plan_custom_fields(db)))


@router.patch("/{plan_id}", response_model=PlanModel)
def patch_plan(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: Edits) -> JSONResponse:
    """Change fields of a plan, all or nothing; 409 shows both values where somebody else changed one meanwhile."""
    plan, change_set_id = update_plan(db, actor, plan_id, body.as_edits(plan_id))
    return JSONResponse({**plan_to_wire(plan, plan_custom_fields(db)), "change_set_id": change_set_id})


@router.delete("/{plan_id}", status_code=204)
def delete_plan(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Put a plan into the trash with everything that belongs to it. The header `X-Change-Set-Id` names what to undo."""
    outcome = delete_plans(db, actor, [plan_id])
    return Response(status_code=204, headers={"x-change-set-id": str(outcome.change_set_id)})


@router.post("/{plan_id}/copy", status_code=201, response_model=PlanModel)
def post_copy(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: Copy | None = None) -> JSONResponse:
    """Copy a plan with its grids into a period."""
    wanted = body or Copy()
    plan, change_set_id = copy_plan(db, actor, plan_id, **wanted.model_dump())
    return JSONResponse({**plan_to_wire(plan, plan_custom_fields(db)), "change_set_id": change_set_id}, status_code=201)
