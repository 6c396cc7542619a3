"""Tasks of all plans over HTTP, and what a person has to do."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from pydantic import Field as ModelField

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Edits, RecordId, page_model, record_model, values_model
from api.paging import Limit, Offset
from data.database import Database, Row
from data.records import PLAN, TASK
from services.approvals import plans_waiting_for
from services.plan_query import without
from services.plan_rows import create_plan_row, delete_plan_row, get_plan_row, update_plan_row
from services.settings import read_settings, today
from services.tasks import list_tasks, read_work, task_to_wire
from services.values import to_wire

router = APIRouter(prefix="/v1", tags=["tasks"], responses=RESPONSES)

PlanId = Annotated[int, ModelField(ge=1, le=2**31 - 1)]
OF_PLAN: dict[str, Any] = {
    "plan": (str | None, None),
    "plan_status": (str | None, None),
    "client_id": (int | None, None),
    "client": (str | None, None),
}
TaskModel = record_model(
    "Task", TASK, objective=(str | None, None), item=(str | None, None), people_in_charge=(list[str], []), overdue=(bool, False), **OF_PLAN
)
TaskPage = page_model("TaskPage", TaskModel)
_NAMED = (int | str | None, ModelField(default=None, description="An id, or a name; a new name makes one."))
NewTask = values_model("NewTask", TASK, plan_id=(PlanId, ...), objective_id=_NAMED, item_id=_NAMED)

Texts = Annotated[list[str], Query()]
From = Annotated[str, Query(alias="from")]


class GroupModel(BaseModel):
    name: str
    total: int
    items: list[TaskModel]  # type: ignore[valid-type]


class WaitingPlan(BaseModel):
    """A plan in review whose present revision nobody has approved."""

    id: int
    subject: str | None
    client: str | None
    period_type: str
    period_start: date
    revision: int


class WorkModel(BaseModel):
    """Open tasks by group, and the plans that wait for the approval of the person who asks."""

    today: date
    groups: list[GroupModel]
    approvals: list[WaitingPlan]


def _wire(db: Database, task: Row) -> Row:
    return task_to_wire(task, today(read_settings(db)))


def filter_pairs(request: Request) -> list[tuple[str, str]]:
    """The parameters of a list that are filters."""
    return without(request.query_params.multi_items(), "sort", "offset", "limit")


@router.get("/tasks", response_model=TaskPage)
def read_tasks(
    request: Request,
    db: CurrentDatabase,
    actor: CurrentActor,
    q: str = "",
    plan: Texts = [],
    plan_status: Texts = [],
    person: Texts = [],
    status: Texts = [],
    overdue: Texts = [],
    group: Texts = [],
    from_: From = "",
    to: str = "",
    sort: str = "",
    offset: Offset = 0,
    limit: Limit = 100,
) -> JSONResponse:
    """Tasks of a filter by deadline, or by `sort`. A repeated parameter means "or"; `person` is an id, `me` or `none`; `from` and `to`
    bound the deadline; `group` is one of those of `/v1/work`; `q` finds words in the action or the names of plan and client."""
    page = list_tasks(db, actor, filter_pairs(request), sort, offset=offset, limit=limit)
    return JSONResponse({"items": [_wire(db, each) for each in page.items], "total": page.total})


@router.get("/work", response_model=WorkModel)
def get_work(
    request: Request,
    db: CurrentDatabase,
    actor: CurrentActor,
    q: str = "",
    plan: Texts = [],
    plan_status: Texts = [],
    person: Texts = [],
    limit: Limit = 50,
) -> JSONResponse:
    """The open tasks of a filter in groups (`overdue`, `today`, `week`, `later`, `no_deadline`, `waiting`), the first of each; more of a
    group from `/v1/tasks?group=…&offset=…`. `approvals` are the plans that wait for the approval of the person who asks."""
    work = read_work(db, actor, filter_pairs(request), limit=limit)
    groups = [
        {"name": each.name, "total": each.total, "items": [task_to_wire(task, work.today) for task in each.items]} for each in work.groups
    ]
    approvals = [
        {name: to_wire(PLAN.by_name["subject"], plan[name]) for name in WaitingPlan.model_fields} for plan in plans_waiting_for(db, actor)
    ]
    return JSONResponse({"today": work.today.isoformat(), "groups": groups, "approvals": approvals})


@router.post("/tasks", status_code=201, response_model=TaskModel)
def post_task(db: CurrentDatabase, actor: CurrentActor, body: NewTask) -> JSONResponse:  # type: ignore[valid-type]
    """Add a task at the end of a plan's tasks; only `plan_id` is required."""
    task, change_set_id = create_plan_row(db, actor, TASK, body.model_dump(exclude_none=True))  # type: ignore[attr-defined]
    return JSONResponse({**_wire(db, task), "change_set_id": change_set_id}, status_code=201)


@router.get("/tasks/{task_id}", response_model=TaskModel)
def read_task(task_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> JSONResponse:
    """One task."""
    return JSONResponse(_wire(db, get_plan_row(db, actor, TASK, task_id)))


@router.patch("/tasks/{task_id}", response_model=TaskModel)
def patch_task(task_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: Edits) -> JSONResponse:
    """Change fields of a task, all or nothing; 409 shows both values where somebody else changed one meanwhile."""
    task, change_set_id = update_plan_row(db, actor, TASK, task_id, body.as_edits(), version=body.version)
    return JSONResponse({**_wire(db, task), "change_set_id": change_set_id})


@router.delete("/tasks/{task_id}", status_code=204)
def remove_task(task_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Delete a task. `X-Change-Set-Id` names what to undo."""
    return Response(status_code=204, headers={"x-change-set-id": str(delete_plan_row(db, actor, TASK, task_id))})
