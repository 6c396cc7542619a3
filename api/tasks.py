"""Tasks of all plans over HTTP, and what a person has to do."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from pydantic import Field as ModelField

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import page_model, record_model, values_model
from api.paging import Limit, Offset
from api.plan_rows import OF_PLAN, From, PlanId, Texts, add_row_routes, filter_pairs
from data.database import Database, Row
from data.records import PLAN, TASK
from services.approvals import plans_waiting_for
from services.settings import read_settings, today
from services.tasks import list_tasks, read_work, task_to_wire
from services.values import to_wire

router = APIRouter(prefix="/v1", tags=["tasks"], responses=RESPONSES)

TaskModel = record_model(
    "Task", TASK, objective=(str | None, None), item=(str | None, None), people_in_charge=(list[str], []), overdue=(bool, False), **OF_PLAN
)
TaskPage = page_model("TaskPage", TaskModel)
_NAMED = (int | str | None, ModelField(default=None, description="An id, or a name; a new name makes one."))
NewTask = values_model("NewTask", TASK, plan_id=(PlanId, ...), objective_id=_NAMED, item_id=_NAMED)


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
    sort: str = "",
    offset: Offset = 0,
    limit: Limit = 50,
) -> JSONResponse:
    """The open tasks of a filter in groups (`overdue`, `today`, `week`, `later`, `no_deadline`, `waiting`), each by deadline or by `sort`,
    `limit` of each from `offset` on; those of one group alone from `/v1/tasks?group=…`. `approvals` are the plans that wait for the approval of the person who asks."""
    work = read_work(db, actor, filter_pairs(request), sort, offset=offset, limit=limit)
    groups = [
        {"name": each.name, "total": each.total, "items": [task_to_wire(task, work.today) for task in each.items]} for each in work.groups
    ]
    approvals = [
        {name: to_wire(PLAN.by_name["subject"], plan[name]) for name in WaitingPlan.model_fields} for plan in plans_waiting_for(db, actor)
    ]
    return JSONResponse({"today": work.today.isoformat(), "groups": groups, "approvals": approvals})


add_row_routes(router, "/tasks", TASK, model=TaskModel, new=NewTask, to_wire=_wire)
